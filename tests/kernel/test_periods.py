"""Periods: the deadline scenarios S29–S51, properties against a naive second reckoning, and edges."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xunzhang.kernel.calendar import Notice, Override, load_calendar
from xunzhang.kernel.periods import (
    KEYS,
    QUARTER_ENDS,
    Derivation,
    Period,
    Reading,
    days_left,
    deadline,
    lateness,
    later_of,
    minimum,
    occurrences,
    overdue_working_days,
    window,
    yearly,
)

CN = load_calendar(Path(__file__).parents[2] / "packs/calendars/cn.yaml")
NO_ROLL = Reading(roll_forward="none")
TEN = Period(working_days=10)
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
# The naive reckoning: one truth value per day from another source, with the one day that source
# lacks (2005-12-31 上班, explained in test_calendar.DIFFERENCES).
WORKED = {
    day: day == date(2005, 12, 31) or chinese_calendar.is_workday(day)
    for day in (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
}


def d(text: str) -> date:
    return date.fromisoformat(text)


def ends(found: tuple[Derivation, ...]) -> list[str]:
    return [one.end.isoformat() for one in found]


# Scenarios ----------------------------------------------------------------------------------


def test_s29_ten_working_days_over_spring_festival_2025() -> None:
    found = deadline(d("2025-01-22"), TEN, CN, start_reason="中标通知书发出")
    counted = [23, 24, 26, 27, 5, 6, 7, 8, 10, 11]
    assert [day.day for day, _ in found.counted] == counted
    assert [number for _, number in found.counted] == list(range(1, 11))
    assert found.end == found.nominal == d("2025-02-11")
    assert found.made_up == (d("2025-01-26"), d("2025-02-08"))
    assert found.skipped[:2] == ((d("2025-01-25"), "周六"), (d("2025-01-28"), "春节"))
    assert (found.provisional, found.rolled_from, found.keys) == (False, None, ("K1", "K2"))
    assert found.start_reason == "中标通知书发出"


def test_s29_not_monday_to_friday_and_not_without_make_up_days() -> None:
    plain = replace(CN, overrides={day: Override(day.weekday() < 5, "", "") for day in WORKED})
    no_make_up = replace(
        CN, overrides={d(day): Override(False, "周末", "") for day in ("2025-01-26", "2025-02-08")}
    )
    assert deadline(d("2025-01-22"), TEN, plain).end == d("2025-02-05")
    assert deadline(d("2025-01-22"), TEN, no_make_up).end == d("2025-02-13")


def test_s30_signed_on_day_ten_or_eleven() -> None:
    due = deadline(d("2025-01-22"), TEN, CN).end
    assert d("2025-02-11") <= due < d("2025-02-12")
    assert overdue_working_days(due, d("2025-02-12"), CN) == 1


@pytest.mark.parametrize(
    ("scenario", "start", "due"),
    [
        ("S31", "2025-02-11", "2025-02-25"),
        ("S33", "2021-02-05", "2021-02-24"),
        ("S35", "2024-09-27", "2024-10-16"),
    ],
)
def test_filing_within_ten_working_days(scenario: str, start: str, due: str) -> None:
    assert deadline(d(start), TEN, CN).end == d(due), scenario


def test_s35_both_make_up_days_count() -> None:
    assert deadline(d("2024-09-27"), TEN, CN).made_up == (d("2024-09-29"), d("2024-10-12"))


def test_s37_provisional_until_the_year_is_announced_then_recomputed() -> None:
    start = d("2027-02-01")
    before = deadline(start, TEN, CN)
    notice = {2027: (Notice("国务院办公厅放假安排通知"),)}
    moved = {d("2027-02-11"): Override(False, "春节", "国务院办公厅放假安排通知")}
    after = deadline(start, TEN, replace(CN, announced={**CN.announced, **notice}, overrides=moved))
    assert before.provisional
    assert not after.provisional
    assert after.end > before.end


@pytest.mark.parametrize(("start", "due"), [("2023-11-30", "2024-02-29"), ("2022-11-30", "2023-02-28")])
def test_s38_three_months_end_with_a_short_month(start: str, due: str) -> None:
    found = deadline(d(start), Period(months=3), CN)
    assert (found.end, found.nominal, found.counted, found.keys) == (d(due), d(due), (), ("K1", "K3"))


def test_s42_s43_fixed_dates_do_not_roll() -> None:
    (june,) = yearly(["06-30"], 2024)
    (september,) = yearly(["09-30"], 2023)
    assert (june.end, june.end.weekday(), june.keys) == (d("2024-06-30"), 6, ("K10",))
    assert (september.end, september.end.weekday()) == (d("2023-09-30"), 5)
    assert not CN.is_working(june.end)
    assert not CN.is_working(september.end)


def test_s44_trial_run_of_three_months() -> None:
    found = minimum(d("2024-09-30"), Period(months=3), CN)
    assert (found.end, found.keys) == (d("2024-12-30"), ("K1", "K8"))
    strict = Reading(minimum_satisfied_on="day_after")
    assert minimum(d("2024-09-30"), Period(months=3), CN, strict).end == d("2024-12-31")


def test_s45_six_months_from_the_end_of_august() -> None:
    assert deadline(d("2024-08-31"), Period(months=6), CN).end == d("2025-02-28")
    assert lateness(d("2024-08-31"), 6).end == d("2025-03-01")


def test_s47_six_months_of_stable_running_into_a_leap_year() -> None:
    assert minimum(d("2023-08-31"), Period(months=6), CN).end == d("2024-02-29")


@pytest.mark.parametrize("period", [Period(months=12), Period(years=1)])
def test_s49_a_year_from_the_leap_day(period: Period) -> None:
    assert deadline(d("2024-02-29"), period, CN).end == d("2025-02-28")


def test_s51_self_evaluation_every_year_from_use() -> None:
    found = occurrences(d("2024-08-01"), Period(years=1), d("2027-12-31"), CN)
    assert ends(found) == ["2025-08-01", "2026-08-03", "2027-08-02"]
    assert [one.rolled_from for one in found] == [None, d("2026-08-01"), d("2027-08-01")]
    assert [one.provisional for one in found] == [False, False, True]
    assert ends(occurrences(d("2024-08-01"), Period(years=1), d("2026-08-01"), CN, NO_ROLL)) == [
        "2025-08-01",
        "2026-08-01",
    ]


# Properties ---------------------------------------------------------------------------------

SETTLED_STARTS = st.dates(FIRST, d("2026-06-30"))
LENGTHS = st.integers(1, 60)


def naive_end(start: date, length: int) -> date:
    day = start
    while length:
        day += timedelta(1)
        length -= WORKED[day]
    return day


@settings(max_examples=400, deadline=None)
@given(SETTLED_STARTS, LENGTHS)
def test_working_days_agree_with_the_naive_reckoning(start: date, length: int) -> None:
    found = deadline(start, Period(working_days=length), CN)
    assert found.end == naive_end(start, length)
    assert [number for _, number in found.counted] == list(range(1, length + 1))
    passed = [day for day, _ in found.counted] + [day for day, _ in found.skipped]
    assert sorted(passed) == [start + timedelta(n) for n in range(1, (found.end - start).days + 1)]
    assert all(WORKED[day] for day, _ in found.counted)
    assert all(reason and not WORKED[day] for day, reason in found.skipped)
    assert all(day.weekday() >= 5 for day in found.made_up)
    assert overdue_working_days(start, found.end, CN) == length


@settings(max_examples=200, deadline=None)
@given(SETTLED_STARTS, LENGTHS)
def test_a_counted_start_day_ends_the_period_as_if_it_began_the_day_before(start: date, length: int) -> None:
    counted = deadline(start, Period(working_days=length), CN, Reading(start_day_counted=True))
    assert counted.end == deadline(start - timedelta(1), Period(working_days=length), CN).end


@settings(max_examples=200, deadline=None)
@given(st.dates(FIRST, d("2040-12-31")), st.integers(1, 60))
def test_months_end_on_the_corresponding_or_the_last_day(start: date, months: int) -> None:
    found = deadline(start, Period(months=months), CN)
    nominal = found.nominal
    assert (nominal.year - start.year) * 12 + nominal.month - start.month == months
    if nominal.day != start.day:
        assert nominal.day < start.day
        assert (nominal + timedelta(1)).day == 1
        assert "K3" in found.keys
    assert CN.is_working(found.end)
    assert [day for day, _ in found.skipped] == [
        nominal + timedelta(n) for n in range((found.end - nominal).days)
    ]
    assert found.rolled_from == (nominal if found.end > nominal else None)
    assert ("K4" in found.keys) is (found.end > nominal)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(FIRST, d("2029-12-31")), st.sampled_from(["working_days", "days", "months", "years"]), LENGTHS
)
def test_json_and_back(start: date, unit: str, length: int) -> None:
    found = deadline(start, Period(**{unit: length}), CN, start_reason="合同签订")
    assert Derivation.from_json(json.loads(json.dumps(found.to_json()))) == found


# Edges --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"months": 1, "days": 1},
        {"working_days": 0},
        {"days": 0},
        {"months": -1},
        {"years": True},
        {"months": 1.5},
    ],
)
def test_a_period_has_one_unit_and_a_positive_length(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="期间"):
        Period(**wrong)


def test_a_period_reads_as_in_the_texts() -> None:
    periods = [TEN, Period(days=30), Period(months=3), Period(years=1).times(2)]
    assert [str(period) for period in periods] == ["10个工作日", "30日", "3个月", "2年"]


def test_every_reading_has_its_key() -> None:
    assert set(KEYS.values()) == {field.name for field in fields(Reading)}


def test_a_start_on_a_rest_day_is_simply_not_counted() -> None:
    saturday, friday = d("2025-03-15"), d("2025-03-14")
    assert deadline(saturday, TEN, CN).end == deadline(friday, TEN, CN).end == d("2025-03-28")


def test_without_clamping_the_missing_day_is_the_next() -> None:
    loose = Reading(month_end_clamp=False)
    assert deadline(d("2025-05-31"), Period(months=1), CN, loose).nominal == d("2025-07-01")


@pytest.mark.parametrize(
    ("start", "last"),
    [("2025-01-05", "2025-02-04"), ("2025-01-31", "2025-02-28"), ("2025-01-29", "2025-02-28")],
)
def test_a_counted_start_day_ends_a_month_on_the_eve(start: str, last: str) -> None:
    found = deadline(d(start), Period(months=1), CN, Reading(start_day_counted=True))
    assert (found.nominal, "K3" in found.keys) == (d(last), False)


def test_days_roll_too_and_say_so() -> None:
    found = deadline(d("2025-09-01"), Period(days=30), CN)
    assert (found.nominal, found.end) == (d("2025-10-01"), d("2025-10-09"))
    assert (found.rolled_from, found.keys) == (d("2025-10-01"), ("K1", "K2", "K4"))
    assert found.skipped[0] == (d("2025-10-01"), "国庆节、中秋节")


def test_a_deadline_on_a_make_up_day_stays_there() -> None:
    found = deadline(d("2024-11-26"), Period(months=2), CN)
    assert (found.end, found.made_up, found.keys) == (d("2025-01-26"), (d("2025-01-26"),), ("K1", "K2"))


def test_without_rolling_the_key_is_named_only_where_it_decides() -> None:
    rest, work = d("2025-07-01"), d("2025-07-02")
    assert deadline(rest, Period(months=3), CN, NO_ROLL).keys == ("K1", "K2", "K4")
    assert deadline(rest, Period(months=3), CN, NO_ROLL).end == d("2025-10-01")
    assert deadline(work, Period(months=5), CN, NO_ROLL).keys == ("K1",)


@pytest.mark.parametrize(
    ("start", "period", "provisional"),
    [
        ("2026-12-10", Period(working_days=10), False),
        ("2026-12-10", Period(working_days=11), True),
        ("2026-12-21", Period(working_days=10), True),
        ("2026-09-20", Period(months=3), False),
        ("2026-10-05", Period(months=3), True),
        ("2003-12-30", Period(working_days=1), True),
    ],
)
def test_what_touches_a_presumed_day_is_provisional(start: str, period: Period, provisional: bool) -> None:
    assert deadline(d(start), period, CN).provisional is provisional


def test_what_needs_no_calendar_is_never_provisional() -> None:
    assert not deadline(d("2026-10-05"), Period(months=3), CN, NO_ROLL).provisional
    assert not minimum(d("2026-10-05"), Period(months=3), CN).provisional
    assert minimum(d("2026-12-28"), TEN, CN).provisional


def test_a_minimum_of_working_days() -> None:
    found = minimum(d("2025-01-22"), TEN, CN)
    assert (found.end, found.keys) == (d("2025-02-11"), ("K1", "K2", "K8"))
    strict = minimum(d("2025-01-22"), TEN, CN, Reading(minimum_satisfied_on="day_after"))
    assert (strict.nominal, strict.end) == (d("2025-02-11"), d("2025-02-12"))


def test_a_window_opens_unrolled_and_closes_rolled() -> None:
    found = window(d("2024-08-02"), Period(months=12), Period(months=24), CN, start_reason="竣工验收")
    assert (found.opens.end, found.closes.end) == (d("2025-08-02"), d("2026-08-03"))
    days = ["2025-08-01", "2025-08-02", "2026-08-03", "2026-08-04"]
    assert [found.contains(d(day)) for day in days] == [False, True, True, False]
    assert found.opens.start_reason == found.closes.start_reason == "竣工验收"


def test_a_window_that_never_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="窗口"):
        window(d("2024-08-02"), Period(months=24), Period(months=12), CN)


def test_more_than_six_months_late() -> None:
    found = lateness(d("2025-02-28"), 6)
    assert (found.nominal, found.end, found.keys) == (d("2025-08-28"), d("2025-08-29"), ("K1", "K5"))


def test_quarter_ends_and_month_ends() -> None:
    quarters = yearly(reversed(QUARTER_ENDS), 2021)
    assert ends(quarters) == ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"]
    assert {one.keys for one in quarters} == {("K11",)}
    assert ends(yearly(["02-end"], 2024)) == ["2024-02-29"]
    assert ends(yearly(["02-end"], 2025)) == ["2025-02-28"]


@pytest.mark.parametrize("wrong", ["04-31", "02-29", "13-01", "13-end", "6-30", "06-3", "0630", "06-末", ""])
def test_a_fixed_date_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        yearly([wrong], 2024)


def test_occurrences_are_not_chained_from_clamped_days() -> None:
    found = occurrences(d("2025-01-31"), Period(months=1), d("2025-05-31"), CN, NO_ROLL)
    assert ends(found) == ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]
    assert occurrences(d("2025-01-31"), Period(months=1), d("2025-02-27"), CN) == ()


def test_a_period_from_two_events_starts_at_the_later_known_one() -> None:
    assert later_of(d("2025-01-02"), d("2025-03-01")) == d("2025-03-01")
    assert later_of(d("2025-01-02"), None) is None
    assert later_of(None) is None
    with pytest.raises(ValueError, match="empty"):
        later_of()


def test_how_late_and_how_long_left() -> None:
    due = d("2025-01-27")
    assert overdue_working_days(due, due, CN) == overdue_working_days(due, d("2025-01-20"), CN) == 0
    assert overdue_working_days(due, d("2025-02-04"), CN) == 0
    assert overdue_working_days(due, d("2025-02-08"), CN) == 4
    assert [days_left(due, day) for day in (d("2025-01-20"), due, d("2025-02-01"))] == [7, 0, -5]
