"""Where things stand in the drawings: bars of a chart, days of the strip, cells of a derivation."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xunzhang.web.shapes import Bar, Mark
from xunzhang.web.words import WEEKDAYS, as_date

ROW, TOP, LEFT, ROOM, WIDTH = 24, 8, 104, 180, 376
SOON_DAYS = 10


@dataclass(frozen=True)
class BarRow:
    """A bar with its place in the drawing, in units of the view box."""

    bar: Bar
    y: int
    text_y: int
    width: int
    value_x: int


@dataclass(frozen=True)
class StripDay:
    """One day of the strip; `tone` of its mark is is-soon or is-plain."""

    day: date
    head: str
    number: str
    css: str
    label: str = ""
    title: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class DayCell:
    """One cell of a derivation: the day (MM-DD), what stands in it, its class."""

    day: str
    text: str
    css: str


def bar_rows(bars: Iterable[Bar]) -> list[BarRow]:
    """Bars below each other; the longest fills the room, nought is a hairline."""
    listed = list(bars)
    largest = max((bar.value for bar in listed), default=0) or 1
    rows = []
    for index, bar in enumerate(listed):
        width = max(1, bar.value * ROOM // largest)
        y = TOP + index * ROW
        rows.append(BarRow(bar, y, y + 12, width, LEFT + width + 6))
    return rows


def bar_height(bars: Sequence[Bar]) -> int:
    """Height of the view box for these bars."""
    return TOP + max(1, len(bars)) * ROW


def strip(
    today: date, is_working: Callable[[date], bool], marks: Iterable[Mark], more_url: str
) -> list[StripDay]:
    """Thirty days from `today`. Several duties on one day become “3 项”, which leads to `more_url`?day=…."""
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        by_day.setdefault(mark.day, []).append(mark)
    days = (today + timedelta(days=offset) for offset in range(30))
    return [_strip_day(day, today, is_working(day), by_day.get(day, []), more_url) for day in days]


def _strip_day(day: date, today: date, working: bool, marks: Sequence[Mark], more_url: str) -> StripDay:
    """One day of the strip with what falls on it."""
    first = day == today
    css = f"is-first is-today is-w{day.isoweekday()}" if first else ""
    css = f"{css} is-rest".strip() if not working else css
    number = f"{day:%m-%d}" if first or day.day == 1 else str(day.day)
    head = "今天" if first else WEEKDAYS[day.weekday()]
    if not marks:
        return StripDay(day, head, number, css)
    tone = "is-soon" if (day - today).days <= SOON_DAYS else "is-plain"
    if len(marks) == 1:
        return StripDay(day, head, number, css, marks[0].label, marks[0].title, marks[0].url, tone)
    titles = "；".join(mark.title for mark in marks)
    return StripDay(
        day, head, number, css, f"{len(marks)} 项", titles, f"{more_url}?day={day.isoformat()}", tone
    )


def day_cells(derivation: object) -> list[DayCell]:
    """Counted and skipped days of a kernel Derivation in order; a run of three rest days is one cell."""
    counted = {_day(day): number for day, number in getattr(derivation, "counted", ())}
    skipped = {_day(day): str(reason) for day, reason in getattr(derivation, "skipped", ())}
    made_up = {
        _day(item[0] if isinstance(item, tuple | list) else item)
        for item in getattr(derivation, "made_up", ())
    }
    if not counted:
        return []
    end = max(counted)
    cells: list[DayCell] = []
    rest: list[date] = []
    for day in sorted(counted.keys() | skipped.keys()):
        if day in skipped:
            rest.append(day)
            continue
        cells += _rest_cells(rest, skipped)
        rest = []
        css = "is-end" if day == end else "is-make" if day in made_up else ""
        cells.append(DayCell(f"{day:%m-%d}", str(counted[day]), css))
    return cells + _rest_cells(rest, skipped)


def _rest_cells(rest: Sequence[date], skipped: dict[date, str]) -> list[DayCell]:
    """Rest days: one cell each, or one for the whole run (休8) when it is longer than two days."""
    if len(rest) > 2:
        return [DayCell(f"{rest[0]:%m-%d}", f"休{len(rest)}", "is-off")]
    return [DayCell(f"{day:%m-%d}", skipped[day][:3], "is-off") for day in rest]


def skipped_text(derivation: object) -> str:
    """跳过 01-25 周六、01-28 至 02-04 春节: runs of one reason are named once."""
    runs: list[list[object]] = []
    for raw, reason in getattr(derivation, "skipped", ()):
        day = _day(raw)
        if runs and runs[-1][2] == reason and day - _day(runs[-1][1]) == timedelta(days=1):
            runs[-1][1] = day
        else:
            runs.append([day, day, reason])
    words = [
        f"{first:%m-%d} {reason}" if first == last else f"{first:%m-%d} 至 {last:%m-%d} {reason}"
        for first, last, reason in runs
    ]
    return "、".join(words)


def _day(value: object) -> date:
    """A date from a date or its stored text. Raises ValueError for anything else."""
    day = as_date(value)
    if day is None:
        raise ValueError(f"不是日期：{value!r}")
    return day
