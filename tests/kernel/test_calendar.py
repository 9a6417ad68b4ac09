"""The calendar against a second source, and every refusal of its loader."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from xunzhang.kernel.calendar import CalendarError, DayKind, Notice, Override, WorkCalendar, load_calendar

CN = Path(__file__).parents[2] / "packs/calendars/cn.yaml"

# Every day on which chinese_calendar differs from the holidays library, and which of them is right.
DIFFERENCES = {
    # The notice for 2006 (国办发明电〔2005〕35号) says 12月31日（星期六）上班;
    # chinese_calendar leaves it out.
    date(2005, 12, 31): True,
}

GOOD = """\
calendar: t
title: 测试日历
next_notice_from: "12-25"
announced:
  2025:
    - {title: 通知, number: 一号}
overrides:
  2025-06-10: {day: rest, reason: 防汛停工, notice: 某通知}
"""


@pytest.fixture(scope="module")
def cn() -> WorkCalendar:
    return load_calendar(CN)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_agrees_with_the_second_source_but_for_the_listed_days(cn: WorkCalendar) -> None:
    days = every_day(date(2004, 1, 1), date(2026, 12, 31))
    found = {d: cn.is_working(d) for d in days if cn.is_working(d) is not chinese_calendar.is_workday(d)}
    assert found == DIFFERENCES


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        ("2025-01-24", True, "工作日"),
        ("2025-01-25", False, "周六"),
        ("2025-01-26", True, "调休上班"),
        ("2025-01-28", False, "春节"),
        ("2025-02-03", False, "春节"),
        ("2025-02-08", True, "调休上班"),
        ("2025-02-09", False, "周日"),
        ("2020-01-31", False, "春节"),
        ("2020-02-01", False, "春节"),
        ("2020-10-01", False, "国庆节、中秋节"),
        ("2025-10-08", False, "国庆节、中秋节"),
        ("2023-09-29", False, "中秋节、国庆节"),
        ("2015-09-04", False, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),
        ("2018-12-29", True, "调休上班"),
        ("2018-12-31", False, "元旦"),
        ("2007-12-31", False, "元旦"),
        ("2026-10-07", False, "国庆节"),
        ("2027-02-08", False, "春节"),
    ],
)
def test_a_day_says_why(cn: WorkCalendar, day: str, working: bool, reason: str) -> None:
    assert cn.day(date.fromisoformat(day)) == DayKind(working, reason)


def test_every_rest_day_has_a_reason(cn: WorkCalendar) -> None:
    assert all(cn.day(d).reason for d in every_day(date(2004, 1, 1), date(2030, 12, 31)))


def test_a_weekday_in_lieu_and_a_make_up_day(cn: WorkCalendar) -> None:
    assert cn.is_make_up(date(2025, 2, 8))
    assert not cn.is_make_up(date(2025, 2, 9))
    assert not cn.is_make_up(date(2025, 2, 10))


def test_announced_years_with_their_notices(cn: WorkCalendar) -> None:
    assert [year for year in range(2000, 2031) if cn.is_announced(year)] == list(range(2004, 2027))
    assert str(cn.announced[2026][0]) == "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    assert str(cn.announced[2004][0]) == "国务院办公厅放假安排通知"


@pytest.mark.parametrize(
    ("day", "settled"),
    [("2025-12-31", True), ("2026-12-24", True), ("2026-12-25", False), ("2027-03-01", False)],
)
def test_the_end_of_a_year_waits_for_the_next_notice(cn: WorkCalendar, day: str, settled: bool) -> None:
    assert cn.is_settled(date.fromisoformat(day)) is settled


def test_an_override_wins_and_settles_its_day(cn: WorkCalendar) -> None:
    day = date(2027, 5, 4)
    changed = replace(cn, overrides={day: Override(True, "调休上班", "某通知")})
    assert changed.day(day) == DayKind(True, "调休上班")
    assert changed.is_settled(day)
    assert not changed.is_settled(day + timedelta(1))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    calendar = written(tmp_path, GOOD)
    assert (calendar.code, calendar.title, calendar.next_notice_from) == ("t", "测试日历", (12, 25))
    assert calendar.announced == {2025: (Notice("通知", "一号"),)}
    assert calendar.overrides == {date(2025, 6, 10): Override(False, "防汛停工", "某通知")}


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "message"),
    [
        ("title: 测试日历", "title: 测试日历\ncolour: red", 3, "colour", "未知的键"),
        ("title: 测试日历\n", "", 1, "", "缺少 title"),
        ("title: 测试日历", "title: 测试日历\ntitle: 又一个", 3, "title", "重复的键"),
        ("title: 测试日历", "title: [测试日历]", 2, "title", "应为非空文字"),
        ('"12-25"', '"12-32"', 3, "next_notice_from", "应为 MM-DD"),
        ('"12-25"', "岁末", 3, "next_notice_from", "应为 MM-DD"),
        ("  2025:", "  25:", 5, "announced.25", "应为四位年份"),
        ("  2025:", "  2089:", 5, "announced.2089", "底本"),
        ("    - {title: 通知, number: 一号}", "    []", 6, "announced.2025", "应为非空列表"),
        ("number: 一号", "号: 一号", 6, "announced.2025[0].号", "未知的键"),
        ("{title: 通知, number", "{number", 6, "announced.2025[0]", "缺少 title"),
        ("2025-06-10", "2025-06-31", 8, "overrides.2025-06-31", "应为 YYYY-MM-DD"),
        ("2025-06-10", "20250610", 8, "overrides.20250610", "应为 YYYY-MM-DD"),
        ("day: rest", "day: half", 8, "overrides.2025-06-10.day", "只能是 work 或 rest"),
        (", notice: 某通知", "", 8, "overrides.2025-06-10", "缺少 notice"),
        ("{day: rest", "[day: rest", 8, "", "不是合格的 YAML"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, key: str, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(CalendarError, match=message) as refused:
        written(tmp_path, GOOD.replace(old, new))
    assert (refused.value.line, refused.value.key) == (line, key)
    assert f"t.yaml:{line}: " in str(refused.value)


@pytest.mark.parametrize(("text", "message"), [("", "文件是空的"), ("- 一\n", "应为键值表")])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        written(tmp_path, text)


def test_a_year_entered_day_by_day_may_be_announced(tmp_path: Path) -> None:
    text = GOOD.replace("  2025:", "  2089:").replace("2025-06-10", "2089-06-10")
    assert written(tmp_path, text).is_announced(2089)


def written(folder: Path, text: str) -> WorkCalendar:
    file = folder / "t.yaml"
    file.write_text(text, encoding="utf-8")
    return load_calendar(file)
