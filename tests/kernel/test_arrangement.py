"""Holiday notices of past years read whole, against a second source; every fault told with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from xunzhang.kernel.arrangement import Arrangement, overlaid, read_arrangement
from xunzhang.kernel.calendar import DayKind, Notice, load_calendar

CN = load_calendar(Path(__file__).parents[2] / "packs/calendars/cn.yaml")
DAY = timedelta(days=1)

YEARS = {
    2026: """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
经批准，现将2026年元旦、春节等放假调休日期安排如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要安排好值班。
2025年11月4日""",
    2024: """关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2020: """2020年部分节假日安排
一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2019: """2019年部分节假日安排
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2014: """2014年部分节假日安排
一、元旦：1月1日放假1天。
二、春节：1月31日至2月6日放假调休，共7天。1月26日（星期日）、2月8日（星期六）上班。
三、清明节：4月5日放假，4月7日（星期一）补休。
四、劳动节：5月1日至3日放假调休，共3天。5月4日（星期日）上班。
五、端午节：6月2日放假，与周末连休。
六、中秋节：9月8日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月28日（星期日）、10月11日（星期六）上班。""",
}
# What later notices changed: the prolonged Spring Festival of 2020.
LATER = {date(2020, 1, 31), date(2020, 2, 1)}


def read(text: str, year: int, *, whole: bool = True) -> Arrangement:
    return read_arrangement(text, year, (12, 25), whole=whole)


def problems(text: str, year: int = 2026, *, whole: bool = False) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in read(text, year, whole=whole).problems]


@pytest.mark.parametrize("year", YEARS)
def test_a_notice_of_the_past_is_read_as_it_was(year: int) -> None:
    found = read(YEARS[year], year)
    assert found.problems == ()
    assert "节假日安排" in found.title
    bare = replace(CN, announced={}, overrides={})
    calendar = overlaid(bare, found, Notice(found.title, found.number or None), whole=True)
    day = date(year - 1, 12, 25)
    while day.year <= year:
        if day not in LATER and (day.year == year or day in found.days):
            assert calendar.is_working(day) is chinese_calendar.is_workday(day), day
        day += DAY
    assert calendar.is_announced(year)


def test_the_head_is_kept() -> None:
    found = read(YEARS[2026], 2026)
    assert found.title == "国务院办公厅关于2026年部分节假日安排的通知"
    assert found.number == "国办发明电〔2025〕7号"
    assert found.days[date(2026, 1, 4)] == DayKind(True, "调休上班")
    assert found.days[date(2026, 2, 23)] == DayKind(False, "春节")


def test_a_table_is_read_with_or_without_a_name() -> None:
    text = "日期,休或班,名称\n2027-01-01,休,元旦\n2027/1/2, 放假\n2027年1月3日,rest\n2027-01-09\t班\t调休"
    found = read(text, 2027, whole=False)
    assert found.problems == ()
    assert found.days == {
        date(2027, 1, 1): DayKind(False, "元旦"),
        date(2027, 1, 2): DayKind(False, "节假日"),
        date(2027, 1, 3): DayKind(False, "节假日"),
        date(2027, 1, 9): DayKind(True, "调休"),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("元旦：1月1日（周五）放假，共1天。", [(1, "2026-01-01 写的是周五，其实是周四")]),
        ("元旦：1月1日至3日放假，共4天。", [(1, "元旦写共 4 天，逐日数是 3 天")]),
        ("\n元旦：1月1日放假。1月5日上班。", [(2, "2026-01-05 是周一，不是周末，不会是调休上班的日子")]),
        ("元旦：2027年1月1日放假。", [(1, "2027-01-01 不在 2026 年以内")]),
        ("元旦：2025年12月24日放假。", [(1, "2025-12-24 不在 2026 年以内")]),
        ("元旦：2月30日放假。", [(1, "没有 2026 年 2 月 30 日")]),
        ("元旦：3日放假。", [(1, "3 日没有写是哪个月")]),
        ("元旦：1月3日放假。1月3日上班。", [(1, "2026-01-03 既写了放假又写了上班")]),
        ("元旦：1月1日放假。\n春节：1月1日放假。", [(2, "2026-01-01 写了两次")]),
        ("元旦：1月3日至1日放假。", [(1, "2026-01-03 在 2026-01-01 之后")]),
        ("元旦：1月1日至5月1日放假。", [(1, "2026-01-01 至 2026-05-01 有 121 天，不像一个假期")]),
        ("元旦：1月7日放假，与周末连休。", [(1, "元旦写与周末连休，但这一天不挨着周末")]),
        ("1月1日放假。", [(1, "这一行没有写是哪个节日：应为“春节：……放假”")]),
        ("2026-01-01,半天", [(1, "不认识“半天”：请写“休”或“班”")]),
        ("关于2025年节假日安排的通知\n元旦：1月1日放假。", [(1, "通知写的是 2025 年，选的是 2026 年")]),
    ],
)
def test_what_does_not_agree_is_told_with_its_line(text: str, told: list[tuple[int, str]]) -> None:
    found = problems(text)
    assert [each for each in found if each[0]] == told


@pytest.mark.parametrize("text", ["", "各单位要安排好值班。", "日期,休或班"])
def test_a_text_without_days_is_refused(text: str) -> None:
    assert problems(text)[0][1].startswith("没有读到放假或上班的日子")


def test_a_year_without_its_festivals_is_no_whole_year() -> None:
    text = YEARS[2026].replace("五、端午节", "五、某某节")
    assert problems(text, whole=True) == [(0, "全年的安排里没有端午节；只改个别日子的，请选“个别日子”")]
    assert problems(text) == []


def test_single_days_change_nothing_else() -> None:
    found = read("防汛停工：7月20日放假。7月25日上班。", 2026, whole=False)
    calendar = overlaid(CN, found, Notice("停工通知"), whole=False)
    assert calendar.day(date(2026, 7, 20)) == DayKind(False, "防汛停工")
    assert calendar.is_make_up(date(2026, 7, 25))
    day, same = date(2025, 12, 25), 0
    while day.year < 2028:
        same += calendar.day(day) == CN.day(day) and calendar.is_settled(day) is CN.is_settled(day)
        day += DAY
    assert same == (day - date(2025, 12, 25)).days - 2
    assert [str(each) for each in calendar.announced[2026]][1:] == ["停工通知"]


def test_a_later_notice_wins_and_takes_back_what_it_does_not_name() -> None:
    first = overlaid(CN, read("某节：7月20日放假。", 2026, whole=False), Notice("一"), whole=False)
    second = overlaid(first, read(YEARS[2026], 2026), Notice("二"), whole=True)
    assert second.day(date(2026, 7, 20)) == CN.day(date(2026, 7, 20))


def test_days_that_were_only_presumed_become_firm() -> None:
    text = YEARS[2026].replace("2026", "2027")
    days = {date(2027, 2, 6): DayKind(False, "春节"), date(2027, 2, 20): DayKind(True, "调休上班")}
    found = Arrangement(2027, text[:10], "", days, ())
    calendar = overlaid(CN, found, Notice("2027"), whole=True)
    assert calendar.is_settled(date(2027, 3, 1))
    assert calendar.is_settled(date(2026, 12, 28))
    assert not calendar.is_settled(date(2027, 12, 28))
    assert calendar.day(date(2027, 10, 1)) == DayKind(True, "工作日")  # presumed off by the base, not named
