"""Clocks that stand still while a project is suspended: every length, counted day by day beside it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.periods import Derivation, Pause, Period, deadline, paused

CALENDAR = load_calendar(Path(__file__).parents[2] / "packs/calendars/cn.yaml")
START = date(2025, 6, 3)
DAY = timedelta(days=1)
NINE = Pause(date(2025, 6, 10), date(2025, 6, 19))


def naive(start: date, count: int, pauses: tuple[Pause, ...]) -> date:
    """Working days one by one, those of a pause left out."""
    day = start
    while count:
        day += DAY
        standing = any(each.began <= day and (each.ended is None or day < each.ended) for each in pauses)
        count -= CALENDAR.is_working(day) and not standing
    return day


@pytest.mark.parametrize("count", [1, 4, 5, 6, 10, 30])
def test_working_days_of_a_pause_do_not_count(count: int) -> None:
    found = paused(START, Period(working_days=count), CALENDAR, (NINE,))
    assert found.end == naive(START, count, (NINE,))
    touched = deadline(START, Period(working_days=count), CALENDAR).end >= NINE.began
    assert bool(found.stopped) is touched
    if touched:
        assert found.stopped == ((date(2025, 6, 10), date(2025, 6, 18)),)
        assert (date(2025, 6, 11), "停办，不计") in found.skipped


@pytest.mark.parametrize("period", [Period(days=30), Period(months=3), Period(years=1)])
def test_other_lengths_move_by_the_days_of_the_pause(period: Period) -> None:
    plain, found = (paused(START, period, CALENDAR, pauses) for pauses in ((), (NINE,)))
    assert found.nominal == plain.nominal + 9 * DAY
    assert CALENDAR.is_working(found.end)
    assert found.end >= found.nominal


def test_two_pauses_add_up_and_the_second_may_begin_in_what_the_first_has_given() -> None:
    later = Pause(date(2025, 7, 7), date(2025, 7, 9))
    assert deadline(START, Period(days=30), CALENDAR).end < later.began
    found = paused(START, Period(days=30), CALENDAR, (NINE, later))
    assert found.nominal == START + 41 * DAY
    assert len(found.stopped) == 2


def test_while_it_lasts_the_day_stands_and_is_told_as_standing() -> None:
    found = paused(START, Period(working_days=10), CALENDAR, (Pause(date(2025, 6, 10)),))
    assert found.stands_since == date(2025, 6, 10)
    assert found.end == deadline(START, Period(working_days=10), CALENDAR).end


@pytest.mark.parametrize(
    "pause",
    [Pause(date(2025, 5, 1), date(2025, 6, 1)), Pause(date(2026, 1, 1)), Pause(START, START + DAY)],
)
def test_a_pause_before_the_start_or_past_the_end_changes_nothing(pause: Pause) -> None:
    found = paused(START, Period(working_days=10), CALENDAR, (pause,))
    assert found == deadline(START, Period(working_days=10), CALENDAR)


def test_a_pause_that_was_on_when_the_period_began_counts_from_the_day_after_the_start() -> None:
    found = paused(START, Period(days=10), CALENDAR, (Pause(date(2025, 5, 1), date(2025, 6, 10)),))
    assert found.stopped == ((START + DAY, date(2025, 6, 9)),)
    assert found.nominal == START + 16 * DAY


def test_it_is_written_and_read_again_and_what_was_written_before_is_read_too() -> None:
    found = paused(START, Period(working_days=10), CALENDAR, (NINE, Pause(date(2025, 6, 25))))
    assert Derivation.from_json(found.to_json()) == found
    old = {key: value for key, value in found.to_json().items() if key != "stopped"}
    assert Derivation.from_json(old).stopped == ()
