"""Everything a project page needs, read once: the parts of the page only tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.journal import services as journal
from xunzhang.kernel import flow
from xunzhang.kernel.compliance import compliance
from xunzhang.kernel.life import PhaseView, life
from xunzhang.kernel.moves import Move, moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Step
from xunzhang.kernel.rules import Finding
from xunzhang.kernel.situation import RecordState, Situation
from xunzhang.kernel.veil import Veil
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import REVISE, may_act, situation, starting_post
from xunzhang.projects.access import project_for, roles_on, veil_on
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue


@dataclass(frozen=True)
class Sheet:
    """A project as one person sees it today. `cases` are oldest first, drafts of other offices left out.

    What lies under `veil` is in none of the other parts.
    """

    person: Person
    project: Project
    edition: Edition
    today: date
    situation: Situation
    cases: tuple[Case, ...]
    deadlines: tuple[Deadline, ...]
    entries: int
    veil: Veil

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_on(self.person, self.project)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        return moves(self.edition, self.situation, self.project.level)

    @cached_property
    def phases(self) -> tuple[PhaseView, ...]:
        return life(self.edition, self.situation, self.moves)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return compliance(self.edition, self.situation, self.moves)

    @property
    def drafts(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.state == "draft")

    @property
    def submitted(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.state != "draft")

    @cached_property
    def open_runs(self) -> tuple[tuple[Case, StepRun], ...]:
        """The steps that wait for somebody, oldest first."""
        return tuple((case, run) for case in self.cases for run in case.runs.all() if run.state == "open")

    @cached_property
    def my_runs(self) -> tuple[tuple[Case, StepRun], ...]:
        return tuple((case, run) for case, run in self.open_runs if may_act(self.person, run, self.project))

    @cached_property
    def ready(self) -> tuple[Move, ...]:
        """What this person may start, most urgent first; what lies drafted already is left out."""
        drafted = {(case.procedure, case.record_id) for case in self.drafts}
        found = [
            move
            for move in self.moves
            if move.state == "ready"
            and (move.code, move.record and move.record.id) not in drafted
            and self.may_start(move)
        ]
        return tuple(sorted(found, key=self.urgency))

    def urgency(self, move: Move) -> tuple[bool, date, bool, int]:
        """What has a day comes first, then what is done once in a life, then what comes again and again."""
        days = [
            row.due_on
            for row in self.deadlines
            if row.due_on and not row.done_on and self.edition.deadlines[row.code].procedure == move.code
        ]
        again = move.procedure.recurrence != "once"
        on_demand = move.procedure.on_demand and not days
        return on_demand, min(days, default=date.max), again, abs(self.distance(move))

    def distance(self, move: Move) -> int:
        """How many phases lie between the current one and the move's."""
        codes = [phase.code for phase in self.edition.regulation.phases]
        current = next((view.phase.code for view in self.phases if view.is_current), codes[0])
        return codes.index(move.procedure.phase) - codes.index(current)

    def may_start(self, move: Move) -> bool:
        return starting_post(self.project, move.procedure, self.person) is not None

    def may_find(self, fact: str, record_id: int | None = None) -> bool:
        """Whether the person is the officer whom the measure names for finding this fact."""
        judged_by = self.edition.facts[fact].judged_by
        row = self.situation.row(self.situation.record(record_id))
        return judged_by is not None and flow.resolve(self.edition, judged_by, row) in self.roles

    def procedure(self, case: Case) -> Procedure:
        return self.edition.procedures[case.procedure]

    def step(self, case: Case, run: StepRun) -> Step | None:
        """The step of a run; None for a correction by the starter."""
        return None if run.step == REVISE else self.procedure(case).steps[run.step]

    def step_title(self, case: Case, run: StepRun) -> str:
        step = self.step(case, run)
        return step.title if step else "补正"

    def role_title(self, role: str) -> str:
        return self.edition.roles[role].title

    def cases_of(self, code: str) -> Iterator[Case]:
        return (case for case in self.submitted if case.procedure == code)

    def record_title(self, record_id: int | None) -> str:
        """合同“平台开发”, or 合同 2 where it has no name, 合同“平台开发”的支付 1; "" for no record."""
        record = self.situation.record(record_id)
        if record is None:
            return ""
        entity = self.edition.entities[record.entity]
        name = record.facts.get(entity.name) if entity.name else None
        own = f"{entity.title}“{name}”" if name else f"{entity.title} {self._number(record)}"
        parent = self.record_title(record.parent_id)
        return f"{parent}的{own}" if parent else own

    def _number(self, record: RecordState) -> int:
        """Its place among its kind, of those that belong to the same record."""
        kind = (record.entity, record.parent_id)
        same = [each.id for each in self.situation.records if (each.entity, each.parent_id) == kind]
        return same.index(record.id) + 1


def read(person: Person, code: str, today: date) -> Sheet:
    """The sheet of a project. Raises Http404 for strangers. A fixed number of queries."""
    project = project_for(person, code)
    edition, veiled = catalogue.edition(project.edition_id), veil_on(person, project)
    shown = _cases(project).exclude(procedure__in=veiled.procedures)
    return Sheet(
        person=person,
        project=project,
        edition=edition,
        today=today,
        situation=veiled.over(situation(edition, project, today)),
        cases=tuple(_own_drafts(shown, project, edition, person)),
        deadlines=tuple(_deadlines(project, veiled)),
        entries=journal.entries(project.code).count(),
        veil=veiled,
    )


def _deadlines(project: Project, veiled: Veil) -> QuerySet[Deadline]:
    hidden = Record.objects.filter(project=project, entity__in=veiled.kinds)
    found = Deadline.objects.filter(project=project).order_by("due_on", "id")
    return found.exclude(record__in=hidden) if veiled.kinds else found


def _cases(project: Project) -> QuerySet[Case]:
    return (
        Case.objects.filter(project=project)
        .select_related("starter", "organisation")
        .prefetch_related("runs__actor", "runs__organisation", "overrides__person")
        .order_by("id")
    )


def _own_drafts(cases: Iterable[Case], project: Project, edition: Edition, person: Person) -> Iterator[Case]:
    """A draft has told nobody anything: only the office that writes it sees it."""
    for case in cases:
        if case.state != "draft":
            yield case
            continue
        post = starting_post(project, edition.procedures[case.procedure], person)
        if post and post[1] == case.organisation_id:
            yield case
