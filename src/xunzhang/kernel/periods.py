"""Periods of working days, days, months and years, each result with the way it was reached.

The texts leave open how a period is counted. The answers are interpretation keys (K1 … K14):
those that matter to arithmetic are the fields of `Reading`, and every `Derivation` names the keys
which decided it. Dates are calendar days in Asia/Shanghai; an end day lasts until 24:00.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from xunzhang.kernel.calendar import DAY, WorkCalendar

QUARTER_ENDS = ("03-31", "06-30", "09-30", "12-31")
STANDING = "停办，不计"
UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How periods are read; each field is one interpretation key.

    K1 start_day_counted: whether the day of the triggering event is day 1.
    K3 month_end_clamp: without a corresponding day, end on the month's last day (else the day after).
    K4 roll_forward: a deadline in days, months or years ending on a rest day moves to the next working day.
    K8 minimum_satisfied_on: the last day of the minimum (its corresponding day), or the day after.
    """

    start_day_counted: bool = False
    month_end_clamp: bool = True
    roll_forward: Literal["next_working_day", "none"] = "next_working_day"
    minimum_satisfied_on: Literal["corresponding_day", "day_after"] = "corresponding_day"


KEYS = {
    "K1": "start_day_counted",
    "K3": "month_end_clamp",
    "K4": "roll_forward",
    "K8": "minimum_satisfied_on",
}
DEFAULT = Reading()


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length in exactly one unit, at least 1. Raises ValueError otherwise."""

    working_days: int | None = None
    days: int | None = None
    months: int | None = None
    years: int | None = None

    def __post_init__(self) -> None:
        given = {unit: length for unit in UNITS if (length := getattr(self, unit)) is not None}
        if len(given) != 1:
            raise ValueError(f"期间须且只须用一种单位：{given}")
        if type(self.length) is not int or self.length < 1:
            raise ValueError(f"期间长度须为正整数：{given}")

    @property
    def unit(self) -> str:
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def length(self) -> int:
        length: int = getattr(self, self.unit)
        return length

    def times(self, count: int) -> Period:
        return Period(**{self.unit: self.length * count})

    def __str__(self) -> str:
        return f"{self.length}{UNITS[self.unit]}"


@dataclass(frozen=True)
class Pause:
    """Days on which clocks stand still: from `began`, up to the day before `ended` (None: still standing)."""

    began: date
    ended: date | None = None


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """A computed day and how it came about; compare an act with `end` (on it = in time).

    counted: working days with their number 1 … n; empty for days, months and years.
    skipped: rest days passed over, with the reason (周六, 春节 …), those of rolling included.
    made_up: Saturdays and Sundays that counted, or were rolled to, because they are worked.
    nominal: the end before rolling; rolled_from: the same day if it was rolled, else None.
    provisional: the result touches a day which a holiday notice still to come may change.
    keys: the interpretation keys that decided, in order (K1, K2 …).
    stopped: first and last day of each time that was not counted, the last None while clocks stand still;
    then `end` is what the day would be had they never stopped.
    """

    start: date
    nominal: date
    end: date
    start_reason: str = ""
    counted: tuple[tuple[date, int], ...] = ()
    skipped: tuple[tuple[date, str], ...] = ()
    made_up: tuple[date, ...] = ()
    rolled_from: date | None = None
    provisional: bool = False
    keys: tuple[str, ...] = ()
    stopped: tuple[tuple[date, date | None], ...] = ()

    @property
    def stands_since(self) -> date | None:
        """Since when the clock stands still; None while it runs."""
        return self.stopped[-1][0] if self.stopped and self.stopped[-1][1] is None else None

    def to_json(self) -> dict[str, Any]:
        """Only JSON types: dates as YYYY-MM-DD, tuples as lists. `from_json` is its inverse."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Derivation:
        """Raises KeyError or ValueError on data that `to_json` did not write."""
        rolled = data["rolled_from"]
        return cls(
            start=date.fromisoformat(data["start"]),
            nominal=date.fromisoformat(data["nominal"]),
            end=date.fromisoformat(data["end"]),
            start_reason=data["start_reason"],
            counted=tuple((date.fromisoformat(day), number) for day, number in data["counted"]),
            skipped=tuple((date.fromisoformat(day), reason) for day, reason in data["skipped"]),
            made_up=tuple(date.fromisoformat(day) for day in data["made_up"]),
            rolled_from=date.fromisoformat(rolled) if rolled else None,
            provisional=data["provisional"],
            keys=tuple(data["keys"]),
            stopped=tuple(
                (date.fromisoformat(first), date.fromisoformat(last) if last else None)
                for first, last in data.get("stopped", ())
            ),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Window:
    """An act is in time from `opens.end` to `closes.end`, both included."""

    opens: Derivation
    closes: Derivation

    def contains(self, day: date) -> bool:
        return self.opens.end <= day <= self.closes.end


def deadline(
    start: date,
    period: Period,
    calendar: WorkCalendar,
    reading: Reading = DEFAULT,
    *,
    start_reason: str = "",
) -> Derivation:
    """The last day on which the act is in time."""
    if period.unit == "working_days":
        found = _count(start, period.length, calendar, reading)
    else:
        found = _roll(_unrolled(start, period, reading), calendar, reading)
    return replace(found, start_reason=start_reason)


def paused(
    start: date,
    period: Period,
    calendar: WorkCalendar,
    pauses: Iterable[Pause],
    reading: Reading = DEFAULT,
) -> Derivation:
    """The same while the clock stands still on the days of `pauses`, oldest first: those do not count."""
    found = deadline(start, period, calendar, reading)
    for pause in pauses:
        began = max(pause.began, start + DAY)
        if pause.began > found.end or (pause.ended and pause.ended <= began):
            continue
        if pause.ended is None:
            return replace(found, stopped=(*found.stopped, (began, None)))
        stopped = (*found.stopped, (began, pause.ended - DAY))
        if period.unit == "working_days":
            calendar = calendar.without(began, pause.ended, STANDING)
            found = deadline(start, period, calendar, reading)
        else:
            plain = _unrolled(start, period, reading)
            count = sum(((last or first) - first).days + 1 for first, last in stopped)
            last = plain.nominal + DAY * count
            found = _roll(replace(plain, nominal=last, end=last), calendar, reading)
        found = replace(found, stopped=stopped)
    return found


def minimum(
    start: date,
    period: Period,
    calendar: WorkCalendar,
    reading: Reading = DEFAULT,
    *,
    start_reason: str = "",
) -> Derivation:
    """The first day on which a minimum duration is satisfied (K8); never rolled."""
    if period.unit == "working_days":
        found = _count(start, period.length, calendar, reading)
    else:
        found = _unrolled(start, period, reading)
    end = found.nominal + DAY * (reading.minimum_satisfied_on == "day_after")
    return replace(found, end=end, keys=(*found.keys, "K8"), start_reason=start_reason)


def window(
    start: date,
    opens: Period,
    closes: Period,
    calendar: WorkCalendar,
    reading: Reading = DEFAULT,
    *,
    start_reason: str = "",
) -> Window:
    """Not before `opens` (a minimum), not after `closes` (a deadline). ValueError if it never opens."""
    found = Window(
        minimum(start, opens, calendar, reading, start_reason=start_reason),
        deadline(start, closes, calendar, reading, start_reason=start_reason),
    )
    if found.opens.end > found.closes.end:
        raise ValueError(f"窗口在开启之前已关闭：{opens}、{closes}")
    return found


def lateness(start: date, months: int, reading: Reading = DEFAULT, *, start_reason: str = "") -> Derivation:
    """The first day more than `months` after `start`: 超过 leaves the figure out (K5); never rolled."""
    found = _unrolled(start, Period(months=months), reading)
    return replace(found, end=found.nominal + DAY, keys=(*found.keys, "K5"), start_reason=start_reason)


def yearly(fixed: Iterable[str], year: int) -> tuple[Derivation, ...]:
    """The fixed dates of a year in order, never rolled (K10, all four quarter ends K11).

    `fixed` holds MM-DD or MM-end (the month's last day). Raises ValueError for a day that does not
    exist every year: 02-29 is written 02-end. `start` is the first of January.
    """
    texts = tuple(fixed)
    keys = ("K11",) if sorted(texts) == sorted(QUARTER_ENDS) else ("K10",)
    days = sorted({_fixed_day(text, year) for text in texts})
    return tuple(Derivation(start=date(year, 1, 1), nominal=day, end=day, keys=keys) for day in days)


def occurrences(
    anchor: date,
    every: Period,
    until: date,
    calendar: WorkCalendar,
    reading: Reading = DEFAULT,
    *,
    start_reason: str = "",
) -> tuple[Derivation, ...]:
    """The deadlines of a periodic duty with `nominal` up to `until`, each counted from `anchor` itself.

    Not chained, so that 31 January is followed by 28 February and then by 31 March.
    """
    found: list[Derivation] = []
    while True:
        period = every.times(len(found) + 1)
        due = deadline(anchor, period, calendar, reading, start_reason=start_reason)
        if due.nominal > until:
            return tuple(found)
        found.append(due)


def later_of(*days: date | None) -> date | None:
    """The later of several events (K13); None while any of them is unknown. ValueError for none at all."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def overdue_working_days(due: date, today: date, calendar: WorkCalendar) -> int:
    """Working days after `due` up to and including `today`; 0 when not overdue."""
    return sum(calendar.is_working(due + DAY * n) for n in range(1, (today - due).days + 1))


def days_left(due: date, today: date) -> int:
    """Calendar days from `today` to `due`: 0 on the due day, negative when overdue."""
    return (due - today).days


def _count(start: date, length: int, calendar: WorkCalendar, reading: Reading) -> Derivation:
    counted: list[tuple[date, int]] = []
    skipped: list[tuple[date, str]] = []
    day = first = start if reading.start_day_counted else start + DAY
    while len(counted) < length:
        kind = calendar.day(day)
        if kind.working:
            counted.append((day, len(counted) + 1))
        else:
            skipped.append((day, kind.reason))
        day += DAY
    end = counted[-1][0]
    return Derivation(
        start=start,
        nominal=end,
        end=end,
        counted=tuple(counted),
        skipped=tuple(skipped),
        made_up=tuple(day for day, _ in counted if calendar.is_make_up(day)),
        provisional=_provisional(first, end, calendar),
        keys=("K1", "K2"),
    )


def _unrolled(start: date, period: Period, reading: Reading) -> Derivation:
    """A period in days, months or years, to its own last day."""
    keys: tuple[str, ...] = ("K1",)
    if period.unit == "days":
        last = start + DAY * (period.length - reading.start_day_counted)
    else:
        months = period.length * (12 if period.unit == "years" else 1)
        corresponding = _corresponding(start, months)
        if corresponding:
            last = corresponding - DAY * reading.start_day_counted
        else:
            # Counting the start day ends the period on the eve of the missing day: the month's last day too.
            last = _month_end(start, months)
            if not reading.start_day_counted:
                keys = ("K1", "K3")
                last += DAY * (not reading.month_end_clamp)
    return Derivation(start=start, nominal=last, end=last, keys=keys)


def _month_end(start: date, months: int) -> date:
    """The last day of the month that lies `months` after the month of `start`."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _corresponding(start: date, months: int) -> date | None:
    """The day of the same number `months` later, or None where that month is too short."""
    month_end = _month_end(start, months)
    return month_end.replace(day=start.day) if start.day <= month_end.day else None


def _roll(found: Derivation, calendar: WorkCalendar, reading: Reading) -> Derivation:
    """A deadline whose last day is a rest day moves to the first working day after (K4)."""
    if reading.roll_forward == "none":
        return found if calendar.is_working(found.nominal) else replace(found, keys=(*found.keys, "K2", "K4"))
    skipped: list[tuple[date, str]] = []
    end = found.nominal
    while not (kind := calendar.day(end)).working:
        skipped.append((end, kind.reason))
        end += DAY
    make_up = calendar.is_make_up(end)
    return replace(
        found,
        end=end,
        skipped=tuple(skipped),
        made_up=(end,) if make_up else (),
        rolled_from=found.nominal if skipped else None,
        provisional=_provisional(found.nominal, end, calendar),
        keys=found.keys + (("K2", "K4") if skipped else ("K2",) if make_up else ()),
    )


def _provisional(first: date, last: date, calendar: WorkCalendar) -> bool:
    return not all(calendar.is_settled(first + DAY * n) for n in range((last - first).days + 1))


def _fixed_day(text: str, year: int) -> date:
    found = re.fullmatch(r"(\d\d)-(\d\d|end)", text)
    if not found:
        raise ValueError(f"应为 MM-DD 或 MM-end：{text}")
    month, day = found.groups()
    if day == "end":
        return date(year, int(month), monthrange(year, int(month))[1])
    # 2001 is not a leap year: what exists in it exists in every year.
    return date(2001, int(month), int(day)).replace(year=year)
