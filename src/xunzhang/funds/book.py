"""What the tables of money read: the records of a project with their cases and their limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel.authoring.writers import procedures_writes
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.kernel.situation import CaseState, RecordState, Situation
from xunzhang.procedures.models import Deadline
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling


@dataclass(frozen=True)
class Limit:
    """A limit of a contract; `late` counts working days, None where it is kept or still runs."""

    title: str
    due_on: date | None
    done_on: date | None
    late: int | None
    is_provisional: bool


@dataclass(frozen=True)
class Book:
    """A project's records as they stand, read for one person (None: for no one in particular)."""

    project: Project
    edition: Edition
    situation: Situation
    person: Person | None
    limits: Mapping[int, tuple[Deadline, ...]]

    def live(self, entity: str) -> Iterator[RecordState]:
        """The records of an entity that count; an edition without such an entity has none."""
        return self.situation.live(entity)

    def number(self, record: RecordState, fact: str) -> int | None:
        """An amount in 分, a year or a count; None where not known."""
        value = record.facts.get(fact)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, record: RecordState, fact: str) -> date | None:
        value = record.facts.get(fact)
        return value if isinstance(value, date) else None

    def text(self, record: RecordState, fact: str) -> str:
        """A fact in words; "" where not known or unknown to the edition."""
        value = record.facts.get(fact)
        return telling.value_text(self.edition, fact, value) if value is not None else ""

    def name(self, record: RecordState) -> str:
        """What a record is called by the fact that names its kind; "" where it has no name."""
        fact = self.edition.entities[record.entity].name
        return self.text(record, fact) if fact else ""

    def is_asked(self, fact: str) -> bool:
        """Whether some procedure of the edition asks or sets a fact."""
        return any(
            name == fact
            for procedure in self.edition.procedures.values()
            for name, _ in procedures_writes(procedure)
        )

    def total(self, fact: str) -> int | None:
        value: Value = self.situation.facts.get(fact)
        return value if isinstance(value, int) else None

    def counted(self, total: str) -> Iterator[RecordState]:
        """The records that a derived sum counts: issued budgets, signed contracts, paid payments."""
        derived = self.edition.facts[total].derived if total in self.edition.facts else None
        if derived is None or derived.sum_of is None:
            return
        for record in self.live(self.edition.facts[derived.sum_of].entity):
            if not derived.where or self.edition.truths(self.situation.row(record))[derived.where]:
                yield record

    def case(self, record: RecordState) -> CaseState | None:
        """The case that made a record."""
        return next((case for case in self.situation.cases if self._made(case, record)), None)

    def case_url(self, record: RecordState) -> str:
        case = self.case(record)
        return reverse("procedures:case", args=[case.id]) if case else ""

    def state(self, record: RecordState) -> str:
        """The code of the state shown beside a record: open while its case runs."""
        case = self.case(record)
        return "open" if case and case.state == "open" else "done"

    def limits_of(self, record: RecordState) -> tuple[Limit, ...]:
        """The limits of a record that have a day."""
        return tuple(self._limit(row) for row in self.limits.get(record.id, ()) if row.due_on)

    def makers(self, entity: str) -> dict[str, Procedure]:
        """The procedures by which such a record comes about."""
        return {code: each for code, each in self.edition.procedures.items() if each.creates == entity}

    def _made(self, case: CaseState, record: RecordState) -> bool:
        creates = self.edition.procedures[case.procedure].creates
        return case.record_id == record.id and creates == record.entity

    def _limit(self, row: Deadline) -> Limit:
        end = row.done_on or self.situation.today
        is_late = row.due_on is not None and end > row.due_on
        late = overdue_working_days(row.due_on, end, catalogue.calendar()) if row.due_on and is_late else None
        title = self.edition.deadlines[row.code].title
        return Limit(title, row.due_on, row.done_on, late, row.is_provisional)


def open_book(project: Project, situation: Situation, edition: Edition, person: Person | None) -> Book:
    """One query: the limits of the project's records."""
    limits: dict[int, tuple[Deadline, ...]] = {}
    for row in Deadline.objects.filter(project=project, record__isnull=False).order_by("due_on", "id"):
        if row.record_id is not None:
            limits[row.record_id] = (*limits.get(row.record_id, ()), row)
    return Book(project, edition, situation, person, limits)


def share(part: int | None, whole: int | None) -> str:
    """A percentage to one decimal, half up, from integers: 70.0%; "" where it cannot be said."""
    if part is None or not whole:
        return ""
    thousandths = (part * 2000 + whole) // (2 * whole)
    return f"{thousandths // 10}.{thousandths % 10}%"
