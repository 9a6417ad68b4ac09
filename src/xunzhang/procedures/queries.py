"""Reading cases: the situation of a project as the kernel wants it, and what pages show of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.kernel import flow
from xunzhang.kernel.derive import row_with
from xunzhang.kernel.facts import Value, from_json
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure
from xunzhang.kernel.periods import Pause
from xunzhang.kernel.situation import CaseState, FactRow, RecordState, Situation
from xunzhang.procedures import rows, standstills
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.access import roles_on, visible
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue

REVISE = "revise"


def situation(edition: Edition, project: Project, today: date) -> Situation:
    """Everything known of a project: three queries, however much there is; one more where clocks may stop."""
    lines = rows.records(project.pk), rows.cases(project.pk), rows.open_steps(project.pk)
    found = Kept(*lines, standstills.of(edition, project.pk))
    return situation_from(edition, project, found, today)


@dataclass(frozen=True)
class Kept:
    """What is kept of a project's records, cases and open turns, line by line as `rows` reads it."""

    records: Sequence[rows.Line] = ()
    cases: Sequence[rows.Line] = ()
    open_steps: Sequence[rows.Line] = ()
    pauses: tuple[Pause, ...] = ()


def kept(projects: Sequence[Project]) -> Mapping[int, Kept]:
    """The lines of many projects: three queries, however many there are."""
    own = [project.pk for project in projects]
    at_project, at_case = {"project__in": own}, {"case__project__in": own, "state": "open"}
    records = Record.objects.filter(**at_project).order_by("id")
    cases = Case.objects.filter(**at_project).order_by("id")
    turns = StepRun.objects.filter(**at_case).order_by("id")
    lines = _by_project(records.values_list("project", "id", "entity", "facts", "is_void", "parent"))
    runs = _by_project(cases.values_list("project", "id", "procedure", "state", "record"))
    open_ = _by_project(turns.values_list("case__project", "case", "step", "role"))
    still = standstills.many(projects)
    return {
        each: Kept(lines.get(each, ()), runs.get(each, ()), open_.get(each, ()), still.get(each, ()))
        for each in own
    }


def _by_project(lines: Iterable[rows.Line]) -> dict[int, list[rows.Line]]:
    found: dict[int, list[rows.Line]] = {}
    for project, *line in lines:
        found.setdefault(project, []).append(tuple(line))
    return found


def situation_from(edition: Edition, project: Project, found: Kept, today: date) -> Situation:
    """A project as the kernel wants it, from lines that were read before."""
    open_steps: dict[int, list[tuple[str, str]]] = {}
    for case, step, role in found.open_steps:
        open_steps.setdefault(case, []).append((step, role))
    return Situation(
        facts=from_json(project.facts, edition.types),
        today=today,
        records=tuple(
            RecordState(id_, entity, from_json(facts, edition.types), void, parent)
            for id_, entity, facts, void, parent in found.records
        ),
        cases=tuple(
            CaseState(id_, procedure, state, record, tuple(open_steps.get(id_, ())))
            for id_, procedure, state, record in found.cases
        ),
        pauses=found.pauses,
    )


@dataclass(frozen=True)
class Sight:
    """A project as it stands, for reading and for judging what is not written yet. Nothing is locked."""

    project: Project
    edition: Edition
    situation: Situation

    def record_of(self, case: Case) -> RecordState | None:
        return self.situation.record(case.record_id)

    def row_with(self, case: Case, typed: Mapping[str, Value]) -> FactRow:
        """What an act is judged on: everything known with what is typed in."""
        return row_with(self.edition, self.situation, self.record_of(case), typed, catalogue.calendar())


def sight(project: Project, today: date) -> Sight:
    edition = catalogue.edition(project.edition_id)
    return Sight(project, edition, situation(edition, project, today))


def revision(case: Case) -> StepRun | None:
    """The open turn at which the starter corrects the case, if it was sent back."""
    return StepRun.objects.filter(case=case, step=REVISE, state="open").order_by("-round").first()


def may_start(person: Person, case: Case) -> bool:
    """Whether the person starts such cases in the organisation that drafted this one."""
    offices = {duty.organisation_id for duty in duties(person) if duty.role == case.starter_role}
    return case.starter_role in roles_on(person, case.project) and case.organisation_id in offices


def may_act(person: Person, run: StepRun, project: Project) -> bool:
    """Whether it is the person's turn: the role on this project, in the organisation the turn went to."""
    if run.role not in roles_on(person, project):
        return False
    offices = {duty.organisation_id for duty in duties(person) if duty.role == run.role}
    return run.organisation_id is None or run.organisation_id in offices


def starting_post(project: Project, procedure: Procedure, person: Person) -> tuple[str, int] | None:
    """The role and organisation with which the person may start a procedure, None if there is none."""
    held = roles_on(person, project)
    edition = catalogue.edition(project.edition_id)
    row = from_json(project.facts, edition.types)
    for role in procedure.by:
        wanted = flow.resolve(edition, role, row) if edition.roles[role].resolves else role
        for duty in duties(person):
            unit = edition.roles[wanted].holder == "unit"
            if (
                wanted in held
                and duty.role == wanted
                and (not unit or duty.organisation_id == project.unit_id)
            ):
                return wanted, duty.organisation_id
    return None


def turns(person: Person) -> QuerySet[StepRun]:
    """Open steps that wait for this person, oldest first."""
    held = [(duty.role, duty.organisation_id) for duty in duties(person)]
    runs = StepRun.objects.filter(state="open", case__project__in=visible(person))
    mine = StepRun.objects.none()
    for role, organisation in held:
        mine = mine | runs.filter(role=role, organisation=organisation)
    return mine.select_related("case__project__unit").order_by("opened_on", "id")


def history(project: Project) -> Iterable[Case]:
    """Submitted cases of a project with their steps, newest first."""
    return (
        Case.objects.filter(project=project)
        .exclude(state="draft")
        .select_related("starter", "organisation", "record")
        .prefetch_related("runs__actor", "runs__organisation", "overrides__person")
        .order_by("-id")
    )
