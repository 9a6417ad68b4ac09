"""Deadlines of a project: each duty with its day, how the day was reached, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.derive import period, reading_of
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline
from xunzhang.kernel.pack.validity import last_day
from xunzhang.kernel.periods import (
    Derivation,
    Pause,
    Reading,
    later_of,
    minimum,
    occurrences,
    paused,
    yearly,
)
from xunzhang.kernel.situation import RecordState, Situation

Kept = tuple[date, date]


@dataclass(frozen=True)
class Due:
    """One occurrence of a duty. Without `due_on` the text sets no day (`rule.unquantified`).

    `after_expiry` marks what falls due when the measure itself has run out.
    """

    code: str
    rule: Deadline
    record_id: int | None
    occurrence: int
    start_on: date | None = None
    opens_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    derivation: Derivation | None = None
    after_expiry: bool = False

    @property
    def is_provisional(self) -> bool:
        return bool(self.derivation and self.derivation.provisional)

    def is_late(self, today: date) -> bool:
        """Whether it was done after its day, or is not done and its day is over."""
        return self.due_on is not None and (self.done_on or today) > self.due_on


def dues(
    edition: Edition,
    situation: Situation,
    calendar: WorkCalendar,
    only: str | None = None,
    repealed: date | None = None,
) -> tuple[Due, ...]:
    """Every duty, or only one, that has begun to run or has no day, project first, then record by record.

    `repealed` is the day from which the edition is repealed, None where it is not.
    """
    reading = reading_of(edition)
    asked = edition.deadlines if only is None else {only: edition.deadlines[only]}
    found = (
        due
        for code, rule in asked.items()
        for record in (situation.live(rule.on) if rule.on != "project" else (None,))
        for due in _dues(edition, situation, calendar, reading, code, rule, record)
    )
    last = last_day(edition.regulation, repealed)
    return tuple(found if last is None else _expired(edition, last, found))


def _expired(edition: Edition, last: date, found: Iterable[Due]) -> Iterator[Due]:
    """What falls due after the last day of the measure: marked, or gone where it says that duties end."""
    ends = edition.regulation.transition.after_expiry == "duties_end"
    for due in found:
        beyond = due.due_on is not None and due.due_on > last
        if not (beyond and ends):
            yield replace(due, after_expiry=True) if beyond else due


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
            opens_on = _day(row, rule.opens_fact)
            yield Due(code, rule, at, 1, start_on=start, opens_on=opens_on, due_on=due_on, done_on=done)
    elif start:
        due = Due(code, rule, at, 1, start_on=start, done_on=done)
        yield _spanned(edition, calendar, reading, due, _standing(situation.pauses, done))


def _standing(pauses: Iterable[Pause], done: date | None) -> tuple[Pause, ...]:
    """The times that matter to a duty: what began after it was done does not."""
    return tuple(pause for pause in pauses if done is None or pause.began < done)


def _spanned(
    edition: Edition, calendar: WorkCalendar, reading: Reading, due: Due, pauses: tuple[Pause, ...]
) -> Due:
    """The day that a period after the start comes to; none while its clock stands still."""
    rule, start = due.rule, due.start_on
    assert start
    opens_on = due_on = derived = None
    if rule.within:
        derived = paused(start, period(edition, rule.within), calendar, pauses, reading)
        due_on = None if derived.stands_since else derived.end
    elif rule.at_least:
        derived = minimum(start, period(edition, rule.at_least), calendar, reading)
        opens_on = derived.end
    elif rule.window:
        opens_on = minimum(start, period(edition, rule.window.opens), calendar, reading).end
        derived = paused(start, period(edition, rule.window.closes), calendar, pauses, reading)
        due_on = None if derived.stands_since else derived.end
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
    """Every occurrence up to the next one that is still to come."""
    start = later_of(*(_day(row, name) for name in rule.start)) if rule.start else None
    if start is None:
        return
    last, since = _day(row, rule.until), date.min
    done = sorted(_fulfilments(edition, situation, rule))
    ends = _ends(edition, calendar, reading, rule, start, situation.today, len(done))
    for number, derived in enumerate(ends, 1):
        if last and derived.end > last:
            return
        kept = _kept(rule, done, number, since, derived.end)
        yield Due(code, rule, None, number, start, None, derived.end, kept, derived)
        if kept is None and derived.end >= situation.today:
            return
        since = derived.end


def _kept(rule: Deadline, done: list[Kept], number: int, since: date, end: date) -> date | None:
    """When the occurrence that ends on `end` was kept: by the record that names it, or in order."""
    if rule.serves:
        return next((day for day, served in done if since < served <= end), None)
    return done[number - 1][0] if number <= len(done) else None


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


def _fulfilments(edition: Edition, situation: Situation, rule: Deadline) -> Iterator[Kept]:
    """Each day on which the duty was done, with the day that names what it was done for."""
    name = rule.fulfilled_by
    if name is None:
        return
    entity = edition.facts[name].entity
    sources = (
        [situation.row()] if entity == "project" else [record.facts for record in situation.live(entity)]
    )
    for facts in sources:
        day, served = _day(facts, name), _day(facts, rule.serves or name)
        if day and served:
            yield day, served


def _day(row: Mapping[str, Value], name: str | None) -> date | None:
    value = row.get(name) if name else None
    return value if isinstance(value, date) else None
