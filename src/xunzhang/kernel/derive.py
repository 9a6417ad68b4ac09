"""Derived facts: sums, counts, last values and computed days, as the edition declares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Band, Derived, Span
from xunzhang.kernel.periods import Period, Reading, deadline, later_of, minimum
from xunzhang.kernel.situation import FactRow, Facts, RecordState, Situation


def derive(edition: Edition, situation: Situation, calendar: WorkCalendar) -> Situation:
    """The situation with every derived fact computed anew, on the project and on its records."""
    first = situation.with_facts(_on_row(edition, "project", situation, situation.facts, calendar))
    fresh = _records(edition, first, calendar)
    if any(record.parent_id for record in fresh.records):
        fresh = _records(edition, fresh, calendar)  # parents and children may be computed from each other
    if fresh is situation:
        return situation
    return fresh.with_facts(_on_row(edition, "project", fresh, fresh.facts, calendar))


def row_with(
    edition: Edition, situation: Situation, record: RecordState | None, more: Facts, calendar: WorkCalendar
) -> FactRow:
    """The row of a record (or of the project) with `more` typed in: days computed from it follow.

    Sums and counts over records stay as they are until the act has happened.
    """
    row = situation.row(record, more)
    own = record.entity if record else "project"
    kinds = {edition.facts[name].entity for name in more} | {*edition.line(own)}
    for kind in sorted(kinds):
        for name, derived in edition.derived_of(kind):
            if not (derived.sum_of or derived.count_of or derived.latest):
                value = _value(edition, derived, situation, row, calendar, record if kind == own else None)
                row = row if value == row.get(name) else FactRow({**row, name: value})
    return row


def _records(edition: Edition, situation: Situation, calendar: WorkCalendar) -> Situation:
    found = tuple([_record(edition, situation, record, calendar) for record in situation.records])
    return situation.with_records(found)


def _record(
    edition: Edition, situation: Situation, record: RecordState, calendar: WorkCalendar
) -> RecordState:
    parent = situation.parent(record)
    base = situation.row(parent) if parent else situation.facts
    own = _on_row(edition, record.entity, situation, record.facts, calendar, base, record)
    return replace(record, facts=own)


def _on_row(
    edition: Edition,
    entity: str,
    situation: Situation,
    facts: Mapping[str, Value],
    calendar: WorkCalendar,
    base: Mapping[str, Value] | None = None,
    record: RecordState | None = None,
) -> dict[str, Value]:
    found = dict(facts)
    row = {**(base or {}), **found, "today": situation.today}
    for name, derived in edition.derived_of(entity):
        value = _value(edition, derived, situation, row, calendar, record)
        if value != found.get(name):
            found[name] = row[name] = value
    return found


def _value(
    edition: Edition,
    derived: Derived,
    situation: Situation,
    row: Mapping[str, Value],
    calendar: WorkCalendar,
    record: RecordState | None,
) -> Value:
    if derived.holds:
        return edition.truths(row)[derived.holds]
    if derived.band_of:
        return _band(edition, derived.bands, row.get(derived.band_of))
    if derived.later_of:
        return later_of(*(_day(row.get(name)) for name in derived.later_of))
    if derived.last_known_of:
        return max(_known_days(edition, derived, situation, row, record), default=None)
    if derived.add and derived.to:
        start = _day(row.get(derived.to))
        return start and _moved(edition, derived.add, start, calendar, derived.as_deadline)
    if derived.first_known or derived.day_in_year:
        return _from_facts(derived, row)
    return _over_records(edition, derived, situation, record)


def _from_facts(derived: Derived, row: Mapping[str, Value]) -> Value:
    """The first of several facts that is known, or a fixed day of the year that a fact names."""
    if derived.day_in_year is None:
        known = (row.get(name) for name in derived.first_known or ())
        return next((value for value in known if value is not None), None)
    year = row.get(derived.day_in_year.year)
    return derived.day_in_year.of(year) if isinstance(year, int) else None


def _known_days(
    edition: Edition,
    derived: Derived,
    situation: Situation,
    row: Mapping[str, Value],
    on: RecordState | None,
) -> Iterator[date]:
    """Days of the project from its row, days of records from those that meet `where`."""
    for name in derived.last_known_of or ():
        entity = edition.facts[name].entity
        records = _meeting(edition, derived.where, situation, _counted(edition, situation, entity, on))
        for facts in [row] if entity == "project" else [record.facts for record in records]:
            if day := _day(facts.get(name)):
                yield day


def _band(edition: Edition, bands: Mapping[str, Band], value: Value) -> str | None:
    """The last band that has begun at `value`; None while the number is not known."""
    if not isinstance(value, int):
        return None
    return [code for code, band in bands.items() if _begun(edition, band, value)][-1]


def _begun(edition: Edition, band: Band, value: int) -> bool:
    if band.figure is None:
        return True
    begins = edition.parameters[band.figure].value
    assert isinstance(begins, int)
    return value >= begins if band.at_least else value > begins


def _moved(edition: Edition, span: Span, start: date, calendar: WorkCalendar, as_deadline: bool) -> date:
    if as_deadline:
        return deadline(start, period(edition, span), calendar, reading_of(edition)).end
    return minimum(start, period(edition, span), calendar).nominal


def _over_records(edition: Edition, derived: Derived, situation: Situation, on: RecordState | None) -> Value:
    fact = derived.sum_of or derived.latest
    entity = derived.count_of or edition.facts[str(fact)].entity
    records = list(_meeting(edition, derived.where, situation, _counted(edition, situation, entity, on)))
    if derived.count_of:
        return len(records)
    values = [record.facts.get(str(fact)) for record in records]
    if derived.latest:
        return next((value for value in reversed(values) if value is not None), None)
    amounts = [value for value in values if isinstance(value, int)]
    return sum(amounts) if len(amounts) == len(values) else None


def _counted(
    edition: Edition, situation: Situation, entity: str, on: RecordState | None
) -> Iterator[RecordState]:
    """The records of an entity; for a fact that stands on their parent, only its own."""
    if on and edition.entities[entity].parent == on.entity:
        return situation.children(on, entity)
    return situation.live(entity)


def _meeting(
    edition: Edition, where: str | None, situation: Situation, records: Iterable[RecordState]
) -> Iterable[RecordState]:
    """Records for which `where` holds; one of which it is unknown is left out."""
    if where is None:
        return records
    return (record for record in records if edition.truths(situation.row(record))[where])


def period(edition: Edition, span: Span) -> Period:
    """A span with the figure of its parameter filled in."""
    length = span.length
    value = edition.parameters[length].value if isinstance(length, str) else length
    assert isinstance(value, int)
    return Period(**{span.unit: value})


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


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None
