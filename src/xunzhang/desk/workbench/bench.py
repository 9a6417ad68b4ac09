"""The workbench put together: figures, tasks, what went out, what is due, and the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.desk.workbench.charts import Chart, charts
from xunzhang.desk.workbench.figures import figures, limit_counts
from xunzhang.desk.workbench.files import File, files
from xunzhang.desk.workbench.scope import AHEAD, Scope, rule_of
from xunzhang.desk.workbench.tasks import Task, tasks
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import REVISE
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.web import shapes
from xunzhang.web.context import address
from xunzhang.web.drawing import StripDay, strip

PAGE, ROWS = 30, 20


@dataclass(frozen=True)
class Outgoing:
    """A case of one's own that is with somebody else, or a draft; `waits` says with whom or since when."""

    title: str
    url: str
    project: str
    code: str
    day: date
    waits: str
    opinion: str = ""


@dataclass(frozen=True)
class Idle:
    """A project of one's own unit in which nothing is under way: somebody has to begin the next step."""

    project: str
    code: str
    phase: str
    changed: date


@dataclass(frozen=True)
class Bench:
    """Everything on the workbench. Charts are only for those who oversee an area."""

    offices: Sequence[str]
    figures: Sequence[shapes.Figure]
    tasks: Sequence[Task]
    total: int
    pager: shapes.Pager | None
    sent_back: Sequence[Outgoing]
    started: Sequence[Outgoing]
    drafts: Sequence[Outgoing]
    idle: Sequence[Idle]
    strip: Sequence[StripDay]
    marks: int
    late: int
    charts: Sequence[Chart]
    register: str
    files: Sequence[File]


def bench(person: Person, today: date, query: Mapping[str, str]) -> Bench:
    """The workbench of a person. The number of queries does not depend on the rows."""
    scope = Scope(person, today)
    todo = tasks(scope)
    shown = Paginator(todo, PAGE).get_page(query.get("page"))
    counts = limit_counts(scope)
    marks = _marks(scope)
    return Bench(
        offices=tuple(dict.fromkeys(duty.organisation for duty in duties(person))),
        figures=figures(scope, counts, todo),
        tasks=list(shown),
        total=len(todo),
        pager=_pager(shown.number, shown.paginator.num_pages, len(todo)),
        sent_back=_sent_back(scope) if scope.oversees else (),
        started=_started(scope),
        drafts=_drafts(scope),
        idle=_idle(scope),
        strip=strip(today, catalogue.calendar().is_working, marks, reverse("desk:limits")),
        marks=len(marks),
        late=counts["late"],
        charts=charts(scope) if scope.oversees else (),
        register=address("projects:register") if _may_register(scope) else "",
        files=files(scope),
    )


def _may_register(scope: Scope) -> bool:
    return any(set(edition.regulation.registration.by) & scope.roles for edition in scope.editions)


def _pager(page: int, pages: int, total: int) -> shapes.Pager | None:
    if pages < 2:
        return None
    newer = f"?page={page - 1}#tasks" if page > 1 else ""
    older = f"?page={page + 1}#tasks" if page < pages else ""
    last = min(page * PAGE, total)
    return shapes.Pager(
        text=f"第 {(page - 1) * PAGE + 1} 至 {last} 件，共 {total} 件", newer=newer, older=older
    )


def _sent_back(scope: Scope) -> list[Outgoing]:
    """Cases that an office of this person's area sent back and that lie with their starters."""
    runs = (
        StepRun.objects.filter(state="open", step=REVISE, case__project__in=visible(scope.person))
        .exclude(organisation__in=scope.offices)
        .select_related("case__project__unit", "case__organisation")
        .prefetch_related("case__runs")
        .order_by("opened_on", "id")[:ROWS]
    )
    return [
        _outgoing(run.case, run.opened_on, run.case.organisation.name, _last_opinion(run.case))
        for run in runs
    ]


def _last_opinion(case: Case) -> str:
    acted = [run for run in case.runs.all() if run.acted_at and run.step != REVISE]
    return max(acted, key=lambda run: (run.acted_at, run.pk)).opinion if acted else ""


def _own(scope: Scope) -> Q:
    return Q(organisation__in=scope.offices, starter_role__in=scope.roles)


def _started(scope: Scope) -> list[Outgoing]:
    """What the person's office handed in and somebody else has now, latest first."""
    correcting = StepRun.objects.filter(state="open", step=REVISE).values("case")
    cases = (
        Case.objects.filter(_own(scope), state="open")
        .exclude(id__in=correcting)
        .select_related("project")
        .prefetch_related("runs__organisation")
        .order_by("-submitted_on", "-id")[:ROWS]
    )
    return [_outgoing(case, case.submitted_on or scope.today, _waits(case)) for case in cases]


def _waits(case: Case) -> str:
    """技术评审·专家评审，党政办公室（大数据）."""
    edition = catalogue.edition(case.project.edition_id)
    steps = edition.procedures[case.procedure].steps
    waiting = [run for run in case.runs.all() if run.state == "open"]
    offices = [
        run.organisation.name if run.organisation else edition.roles[run.role].title for run in waiting
    ]
    return "；".join(
        f"{steps[run.step].title}，{office}" for run, office in zip(waiting, offices, strict=True)
    )


def _drafts(scope: Scope) -> list[Outgoing]:
    drafts = Case.objects.filter(_own(scope), state="draft").select_related("project", "starter")
    return [
        _outgoing(case, localtime(case.drafted_at).date(), case.starter.name, draft=True)
        for case in drafts.order_by("-drafted_at", "-id")[:ROWS]
    ]


def _idle(scope: Scope) -> list[Idle]:
    """Own projects without an open case or draft, latest change first."""
    units = {duty.organisation_id for duty in duties(scope.person) if not duty.areas}
    busy = Case.objects.filter(state__in=("open", "draft")).values("project")
    rows = Project.objects.filter(unit__in=units, level="project").exclude(id__in=busy)
    return [
        Idle(row.name, row.code, _phase(row), localtime(row.changed_at).date())
        for row in rows.order_by("-changed_at", "-id")[:ROWS]
    ]


def _phase(project: Project) -> str:
    phases = catalogue.edition(project.edition_id).regulation.phases
    return next((phase.title for phase in phases if phase.code == project.phase), phases[0].title)


def _outgoing(case: Case, day: date, waits: str, opinion: str = "", draft: bool = False) -> Outgoing:
    project = case.project
    return Outgoing(
        title=catalogue.edition(project.edition_id).procedures[case.procedure].title,
        url=reverse(f"procedures:{'draft' if draft else 'case'}", args=[case.pk]),
        project=project.name,
        code=project.code,
        day=day,
        waits=waits,
        opinion=opinion,
    )


def _marks(scope: Scope) -> list[shapes.Mark]:
    """What falls due in the next thirty days. One query."""
    ahead = scope.open_limits().filter(due_on__gte=scope.today, due_on__lte=scope.today + AHEAD)
    return [_mark(row) for row in ahead.select_related("project").order_by("due_on", "id")]


def _mark(row: Deadline) -> shapes.Mark:
    rule = rule_of(row)
    edition = catalogue.edition(row.project.edition_id)
    name = edition.procedures[rule.procedure].title if rule.procedure else rule.title
    assert row.due_on
    return shapes.Mark(
        day=row.due_on,
        label=name[-2:],
        title=f"{row.project.name}：{rule.title}",
        url=reverse("desk:tab", args=[row.project.code, "deadlines"]) + "#tabs",
    )
