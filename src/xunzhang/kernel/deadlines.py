"""Deadlines of a project: each duty with its day, how the day was reached, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.derive import period
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline
from xunzhang.kernel.periods import (
    Derivation,
    Reading,
    deadline,
    later_of,
    minimum,
    occurrences,
    yearly,
)
from xunzhang.kernel.situation import RecordState, Situation


@dataclass(frozen=True)
class Due:
    """One occurrence of a duty. Without `due_on` the text sets no day (`rule.unquantified`)."""

    code: str
    rule: Deadline
    record_id: int | None
    occurrence: int
    start_on: date | None = None
    opens_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    derivation: Derivation | None = None

    @property
    def is_provisional(self) -> bool:
        return bool(self.derivation and self.derivation.provisional)

    def is_late(self, today: date) -> bool:
        """Whether it was done after its day, or is not done and its day is over."""
        return self.due_on is not None and (self.done_on or today) > self.due_on


def dues(edition: Edition, situation: Situation, calendar: WorkCalendar) -> tuple[Due, ...]:
    """Every duty that has begun to run or has no day, project first, then record by record."""
    reading = reading_of(edition)
    return tuple(
        due
        for code, rule in edition.deadlines.items()
        for record in (situation.live(rule.on) if rule.on != "project" else (None,))
        for due in _dues(edition, situation, calendar, reading, code, rule, record)
    )


def reading_of(edition: Edition) -> Reading:
    """The interpretation keys of arithmetic, as this edition reads them."""
    said = edition.regulation.readings
    default = Reading()
    return Reading(
        start_day_counted=bool(said["K1"].value) if "K1" in said else default.start_day_counted,
        month_end_clamp=bool(said["K3"].value) if "K3" in said else default.month_end_clamp,
        roll_forward=said["K4"].value if "K4" in said else default.roll_forward,  # type: ignore[arg-type]
        minimum_satisfied_on=said["K8"].value if "K8" in said else default.minimum_satisfied_on,  # type: ignore[arg-type]
    )


def _dues(
    edition: Edition,
    situation: Situation,
    calendar: WorkCalendar,
    reading: Reading,
    code: str,
    rule: Deadline,
    record: RecordState | None,
) -> Iterator[Due]:
    row = situation.row(record)
    if rule.when and edition.truths(row)[rule.when] is not True:
        return
    at = record.id if record else None
    if rule.every or rule.calendar_days:
        yield from _periodic(edition, situation, calendar, reading, code, rule, row)
        return
    done = _day(row, rule.fulfilled_by)
    if rule.unquantified:
        yield Due(code, rule, at, 1, done_on=done)
        return
    start = later_of(*(_day(row, name) for name in rule.start)) if rule.start else None
    if rule.due_fact:
        if due_on := _day(row, rule.due_fact):
            yield Due(code, rule, at, 1, start_on=start, due_on=due_on, done_on=done)
    elif start:
        yield _spanned(edition, calendar, reading, Due(code, rule, at, 1, start_on=start, done_on=done))


def _spanned(edition: Edition, calendar: WorkCalendar, reading: Reading, due: Due) -> Due:
    """The day that a period after the start comes to."""
    rule, start = due.rule, due.start_on
    assert start
    opens_on = due_on = derived = None
    if rule.within:
        derived = deadline(start, period(edition, rule.within), calendar, reading)
        due_on = derived.end
    elif rule.at_least:
        derived = minimum(start, period(edition, rule.at_least), calendar, reading)
        opens_on = derived.end
    elif rule.window:
        opens_on = minimum(start, period(edition, rule.window.opens), calendar, reading).end
        derived = deadline(start, period(edition, rule.window.closes), calendar, reading)
        due_on = derived.end
    return Due(due.code, rule, due.record_id, 1, start, opens_on, due_on, due.done_on, derived)


def _periodic(
    edition: Edition,
    situation: Situation,
    calendar: WorkCalendar,
    reading: Reading,
    code: str,
    rule: Deadline,
    row: Mapping[str, Value],
) -> Iterator[Due]:
    """Every occurrence up to the next one that is still to come. Fulfilments are taken in order."""
    start = later_of(*(_day(row, name) for name in rule.start)) if rule.start else None
    if start is None:
        return
    done = sorted(_fulfilments(edition, situation, rule))
    for number, derived in enumerate(
        _ends(edition, calendar, reading, rule, start, situation.today, len(done)), 1
    ):
        kept = done[number - 1] if number <= len(done) else None
        yield Due(code, rule, None, number, start, None, derived.end, kept, derived)
        if kept is None and derived.end >= situation.today:
            return


def _ends(
    edition: Edition,
    calendar: WorkCalendar,
    reading: Reading,
    rule: Deadline,
    start: date,
    today: date,
    fulfilled: int,
) -> Iterator[Derivation]:
    """The ends of all periods until one lies ahead of both today and what is already fulfilled."""
    if rule.every:
        every = period(edition, rule.every)
        reach = max(today.year - start.year, fulfilled, 0) + 2
        until = start.replace(year=start.year + reach, day=min(start.day, 28))
        yield from occurrences(start, every, until, calendar, reading)
        return
    for year in range(start.year, max(today.year, start.year + fulfilled) + 2):
        yield from (derived for derived in yearly(rule.calendar_days, year) if derived.end > start)


def _fulfilments(edition: Edition, situation: Situation, rule: Deadline) -> Iterator[date]:
    name = rule.fulfilled_by
    if name is None:
        return
    entity = edition.facts[name].entity
    sources = (
        [situation.row()] if entity == "project" else [record.facts for record in situation.live(entity)]
    )
    for facts in sources:
        if day := _day(facts, name):
            yield day


def _day(row: Mapping[str, Value], name: str | None) -> date | None:
    value = row.get(name) if name else None
    return value if isinstance(value, date) else None
