"""等我办理: open turns and own duties, due first; what came back comes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.desk.project.limits import days_late
from xunzhang.desk.project.verbs import verb
from xunzhang.desk.workbench.scope import Scope, rule_of
from xunzhang.kernel.pack.model import Step
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import REVISE, turns
from xunzhang.regulations import catalogue, telling
from xunzhang.web import shapes

Place = tuple[int, str | None, int | None]


@dataclass(frozen=True)
class Task:
    """One thing to do. Without a day in the text, `due_on` is None; `received` says since when it lies."""

    title: str
    note: str
    articles: tuple[shapes.Article, ...]
    due_on: date | None
    late: int | None
    received: date | None
    project: str
    code: str
    unit: str
    action: shapes.Link
    returned: bool = False


def tasks(scope: Scope) -> list[Task]:
    """Three or four queries, however many there are."""
    runs = list(turns(scope.person))
    days = _days(scope)
    found = [_turn(scope, run, days) for run in runs]
    found += _duties(scope, {_place(run.case) for run in runs})
    return sorted(found, key=lambda task: (task.due_on or date.max, task.received or date.max))


def _place(case: Case) -> Place:
    return case.project_id, case.procedure, case.record_id


def _days(scope: Scope) -> Mapping[Place, Deadline]:
    """The first open limit of each procedure in which the person has a turn."""
    projects = turns(scope.person).order_by().values("case__project")
    found: dict[Place, Deadline] = {}
    for row in scope.open_limits().filter(project__in=projects).select_related("project").order_by("-due_on"):
        found[row.project_id, rule_of(row).procedure, row.record_id] = row
    return found


def _turn(scope: Scope, run: StepRun, days: Mapping[Place, Deadline]) -> Task:
    case, project = run.case, run.case.project
    edition = catalogue.edition(project.edition_id)
    procedure = edition.procedures[case.procedure]
    step = None if run.step == REVISE else procedure.steps[run.step]
    row = days.get(_place(case)) or days.get((project.pk, case.procedure, None))
    return Task(
        title=f"{procedure.title}·{step.title if step else '补正'}",
        note="被退回，按意见改好后重新提交" if step is None else f"第 {case.number} 次，{_from(case)}",
        articles=telling.articles(edition, (step or procedure).cites),
        due_on=row.due_on if row else None,
        late=days_late(row, scope.today) if row else None,
        received=run.opened_on,
        project=project.name,
        code=project.code,
        unit=project.unit.name,
        action=_action(case, run, step),
        returned=step is None,
    )


def _from(case: Case) -> str:
    return f"{case.submitted_on} 提交"


def _action(case: Case, run: StepRun, step: Step | None) -> shapes.Link:
    if step is None:
        return shapes.Link(text=verb(step), url=reverse("procedures:draft", args=[case.pk]))
    return shapes.Link(text=verb(step), url=reverse("procedures:step", args=[run.pk]))


def _duties(scope: Scope, covered: set[Place]) -> Iterator[Task]:
    """Own duties with a near or past day that are not already under way."""
    rows = list(scope.own_limits()[:200])
    running = _running(rows)
    for row in rows:
        rule = rule_of(row)
        place = (row.project_id, rule.procedure, row.record_id)
        if place in covered or place in running or (row.project_id, rule.procedure, None) in running:
            continue
        project = row.project
        edition = catalogue.edition(project.edition_id)
        yield Task(
            title=rule.title,
            note=_since(row),
            articles=telling.articles(edition, rule.cites),
            due_on=row.due_on,
            late=days_late(row, scope.today),
            received=None,
            project=project.name,
            code=project.code,
            unit=project.unit.name,
            action=shapes.Link(
                text="去办理", url=reverse("desk:project", args=[project.code]) + f"#do-{rule.procedure}"
            ),
        )


def _since(row: Deadline) -> str:
    return f"{row.start_on} 起算" if row.start_on else "约定的日期"


def _running(rows: Iterable[Deadline]) -> set[Place]:
    """Procedures already handed in that wait for somebody else."""
    projects = {row.project_id for row in rows}
    open_ = Case.objects.filter(project__in=projects, state="open")
    return set(open_.values_list("project", "procedure", "record"))
