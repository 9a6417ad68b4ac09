"""When what happens: every life as acts on working days, up to the day before loading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xunzhang.kernel.pack.money import fen
from xunzhang.site.demo.shapes import Entry, Line, Story
from xunzhang.site.demo.values import working

DAY = timedelta(days=1)
SHORT = 9
"""Waits of up to so many days are bound by limits of the measure and stay as they are."""


@dataclass(frozen=True)
class Planned:
    """One act of one entry on its day; without a line the entry itself is made."""

    day: date
    order: int
    number: int
    line: Line | None

    @property
    def rank(self) -> tuple[date, int, int]:
        return self.day, self.order, self.number


def timetable(story: Story, entries: tuple[Entry, ...], first: date, today: date) -> tuple[Planned, ...]:
    """All acts of all entries of a place, by day. None lies before `first` or after the day before `today`.

    Raises KeyError for a life or phase that is not there.
    """
    last = working(today, -1)
    planned = (
        act
        for order, entry in enumerate(entries)
        for act in _of_entry(story, entry, order, first, last, today)
    )
    return tuple(sorted(planned, key=lambda act: act.rank))


def _of_entry(
    story: Story, entry: Entry, order: int, first: date, last: date, today: date
) -> Iterator[Planned]:
    lines = lived(story, entry)
    start = max(_start(entry, lines, today), first)
    dated = [(line.date or start + count * DAY, line) for count, line in lines]
    for event in entry.also:
        begin = event.date or today - event.ago * DAY
        dated += [(line.date or begin + line.day * DAY, line) for line in story.phases[event.phase]]
    dated.sort(key=lambda pair: pair[0])
    yield Planned(min(working(start), last), order, 0, None)
    for number, (day, line) in enumerate(dated, 1):
        if day <= last or day < today:
            yield Planned(min(working(max(day, start)), last), order, number, line)


def lived(story: Story, entry: Entry) -> tuple[tuple[int, Line], ...]:
    """The lines of an entry's life with the days since its beginning, up to the act it stands at."""
    found: list[tuple[int, Line]] = []
    begin = 0
    for stage in story.lives[entry.life]:
        if stage.over and fen(entry.total) <= fen(stage.over):
            continue
        begin += round(stage.after * entry.pace) if stage.after > SHORT else stage.after
        found += [(begin + line.day, line) for line in story.phases[stage.phase]]
        begin = max((count for count, _ in found), default=begin)
    return tuple(found[: _end(found, entry.until)])


def _end(lines: list[tuple[int, Line]], until: str) -> int:
    """Behind the last act of that name, or behind the second one for `name#2`."""
    if not until:
        return len(lines)
    name, _, turn = until.partition("#")
    places = [place for place, (_, line) in enumerate(lines, 1) if line.do == name]
    return places[int(turn) - 1 if turn else -1]


def _start(entry: Entry, lines: tuple[tuple[int, Line], ...], today: date) -> date:
    if entry.start:
        return entry.start
    return today - (entry.ago + (lines[-1][0] if lines else 0)) * DAY
