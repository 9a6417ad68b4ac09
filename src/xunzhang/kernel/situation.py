"""What is known of one project at a day: the only thing the five questions are asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xunzhang.kernel.facts import Value
from xunzhang.kernel.periods import Pause

Facts = Mapping[str, Value]


class FactRow(dict[str, Value]):
    """A row that keeps what was judged on it. Nobody changes a row: another fact makes another row."""

    __slots__ = ("truths",)
    truths: Mapping[str, bool | None]


@dataclass(frozen=True)
class RecordState:
    """One contract, payment, order … with its own facts."""

    id: int
    entity: str
    facts: Facts
    is_void: bool = False
    parent_id: int | None = None


@dataclass(frozen=True)
class CaseState:
    """One run of a procedure. `state`: draft, open, done or failed."""

    id: int
    procedure: str
    state: str
    record_id: int | None = None
    open_steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Situation:
    """The facts of a project, its records and its cases, as they stand on `today`.

    `pauses` are the times during which its clocks stood still, oldest first.
    """

    facts: Facts
    today: date
    records: tuple[RecordState, ...] = ()
    cases: tuple[CaseState, ...] = ()
    pauses: tuple[Pause, ...] = ()
    _by_procedure: dict[str, list[CaseState]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _rows: dict[int | None, FactRow] = field(default_factory=dict, init=False, compare=False, repr=False)
    _by_id: dict[int, RecordState] = field(default_factory=dict, init=False, compare=False, repr=False)

    def row(self, record: RecordState | None = None, more: Facts | None = None) -> FactRow:
        """The row a predicate is judged on: the project's facts, the parent's, the record's, then `more`."""
        if more:
            return FactRow({**self.row(record), **more})
        key = record.id if record else None
        if key not in self._rows:
            if record is None:
                self._rows[key] = FactRow({**self.facts, "today": self.today})
            else:
                self._rows[key] = FactRow({**self.row(self.parent(record)), **record.facts})
        return self._rows[key]

    def with_cases(self, cases: tuple[CaseState, ...]) -> Situation:
        """The same facts with other cases: what was judged on the rows still holds."""
        fresh = replace(self, cases=cases)
        fresh._rows.update(self._rows)
        return fresh

    def with_pauses(self, pauses: tuple[Pause, ...]) -> Situation:
        """The same on other clocks."""
        return replace(self, pauses=pauses)

    def with_facts(self, facts: Facts) -> Situation:
        """The same records and cases with other facts; itself where nothing differs."""
        return self if facts == self.facts else replace(self, facts=facts)

    def with_records(self, records: tuple[RecordState, ...]) -> Situation:
        """The same facts and cases with other records; itself where nothing differs."""
        return self if records == self.records else replace(self, records=records)

    def live(self, entity: str) -> Iterator[RecordState]:
        """The records of an entity that are not void."""
        return (record for record in self.records if record.entity == entity and not record.is_void)

    def record(self, identity: int | None) -> RecordState | None:
        if identity is None:
            return None
        if not self._by_id:
            self._by_id.update((record.id, record) for record in self.records)
        return self._by_id.get(identity)

    def parent(self, record: RecordState) -> RecordState | None:
        """The record that a record belongs to, if any."""
        return self.record(record.parent_id)

    def children(self, parent: RecordState, entity: str) -> Iterator[RecordState]:
        """The records of an entity that belong to a record and are not void."""
        return (record for record in self.live(entity) if record.parent_id == parent.id)

    def line(self, record: RecordState | None) -> tuple[int, ...]:
        """The ids of a record, of its parent, and so on."""
        if record is None:
            return ()
        return (record.id, *self.line(self.parent(record)))

    def cases_of(self, procedure: str) -> list[CaseState]:
        """Submitted cases of a procedure; drafts have told nobody anything yet."""
        if not self._by_procedure:
            for case in self.cases:
                if case.state != "draft":
                    self._by_procedure.setdefault(case.procedure, []).append(case)
        return self._by_procedure.get(procedure, [])

    def succeeded(self, procedure: str) -> bool:
        return any(case.state == "done" for case in self.cases_of(procedure))
