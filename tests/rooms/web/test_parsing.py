"""What a clerk types: every odd way of writing an amount, a number, a day."""

from datetime import date

import pytest

from xunzhang.web.parsing import NotReadable, parse_date, parse_integer, parse_money


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("600", 600_000_000),
        ("600.00", 600_000_000),
        ("1,200.5", 1_200_500_000),
        ("1200.50", 1_200_500_000),
        ("６００．００", 600_000_000),
        ("１，２００．５", 1_200_500_000),
        (" 28.40 ", 28_400_000),
        ("　28.4　", 28_400_000),
        ("0", 0),
        ("0.00", 0),
        ("0.000001", 1),
        ("410.763327", 410_763_327),
        ("12,345,678.90", 12_345_678_900_000),
        ("007", 7_000_000),
        ("0.29", 290_000),
        ("1.005", 1_005_000),
    ],
)
def test_money_is_read_to_the_fen(typed: str, fen: int) -> None:
    assert parse_money(typed) == fen


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("五百万", "阿拉伯数字"),
        ("伍佰", "阿拉伯数字"),
        ("-1", "负数"),
        ("－1", "负数"),
        ("−1", "负数"),
        ("1e3", "1e3"),
        ("1.5E6", "1e3"),
        ("500万", "单位"),
        ("500 万元", "单位"),
        ("500元", "单位"),
        ("1,2,3", "千分位"),
        ("1,20", "千分位"),
        ("12,34,567", "千分位"),
        (",100", "千分位"),
        ("1..2", "不是金额"),
        ("1.2.3", "不是金额"),
        (".5", "不是金额"),
        ("5.", "不是金额"),
        ("+5", "不是金额"),
        ("1 200", "不是金额"),
        ("0x10", "不是金额"),
        ("NaN", "不是金额"),
        ("inf", "不是金额"),
        ("abc", "不是金额"),
        ("5²", "不是金额"),
        ("①", "不是金额"),
        ("٣", "不是金额"),
        ("1_000", "不是金额"),
        ("1/2", "不是金额"),
        ("¥500", "不是金额"),
        ("500;", "不是金额"),
        ("1\n2", "不是金额"),
        ("1\u200b2", "不是金额"),
        ("0.0000001", "6 位"),
        ("1.1234567", "6 位"),
        ("1234567890123", "12 位"),
        ("1234567.890123", "12 位"),
        ("9" * 5000, "12 位"),
        ("999999999999", "过大"),
    ],
)
def test_what_is_not_an_amount_says_what_to_type(typed: str, part: str) -> None:
    with pytest.raises(NotReadable) as fault:
        parse_money(typed)
    assert part in str(fault.value)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-15", date(2026, 12, 15)),
        ("2026-2-3", date(2026, 2, 3)),
        ("2026/02/03", date(2026, 2, 3)),
        ("２０２６－０２－０３", date(2026, 2, 3)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
    ],
)
def test_days_are_read(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("2026-02-30", "2026 年 2 月没有 30 日，该月最后一天是 28 日"),
        ("2024-04-31", "4 月没有 31 日"),
        ("2023-02-29", "最后一天是 28"),
        ("2100-02-29", "最后一天是 28"),
        ("2026-13-01", "没有 13 月"),
        ("2026-00-10", "没有 0 月"),
        ("2026-01-00", "没有 0 日"),
        ("0001-01-01", "年份"),
        ("9999-12-31", "年份"),
        ("26-12-15", "年-月-日"),
        ("20261215", "年-月-日"),
        ("2026-12", "年-月-日"),
        ("2026年12月15日", "年-月-日"),
        ("15-12-2026", "年-月-日"),
        ("2026-12-15 10:00", "年-月-日"),
        ("明天", "年-月-日"),
        ("2026-1２-3x", "年-月-日"),
    ],
)
def test_impossible_days_are_named(typed: str, part: str) -> None:
    with pytest.raises(NotReadable) as fault:
        parse_date(typed)
    assert part in str(fault.value)


def test_whole_numbers_keep_within_their_bounds() -> None:
    assert parse_integer("46") == 46
    assert parse_integer("１，２００") == 1200
    assert parse_integer("-3", lowest=None) == -3
    assert parse_integer("5", highest=5) == 5


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("4.5", "不是整数"),
        ("-1", "负数"),
        ("十", "阿拉伯数字"),
        ("46类", "不是整数"),
        ("50%", "单位"),
        ("1234567890123", "12 位"),
        ("11", "不能大于 10"),
        ("2", "不能小于 3"),
    ],
)
def test_what_is_not_a_whole_number(typed: str, part: str) -> None:
    with pytest.raises(NotReadable) as fault:
        parse_integer(typed, lowest=3 if typed == "2" else 0, highest=10 if typed == "11" else None)
    assert part in str(fault.value)
