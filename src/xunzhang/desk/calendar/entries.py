"""What stands in a calendar: the day of a duty, or the day from which it may be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.urls import reverse

from xunzhang.accounts.models import RoleBinding
from xunzhang.desk.project.limits import days_late
from xunzhang.desk.workbench.scope import rule_of
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import REVISE
from xunzhang.regulations import catalogue, telling
from xunzhang.web import shapes
from xunzhang.web.drawing import SOON_DAYS

DUE, OPENS = 0, 1
Moment = tuple[int, date | None, int]
"""A duty, the day (None where the text sets none), and DUE or OPENS: a row as the database orders it."""
Moments = QuerySet[Any, Moment]

WORDS = {
    "done": "已办",
    "late": "逾期",
    "today": "今天",
    "soon": "临期",
    "later": "未到",
    "opens": "起办",
    "unset": "未设期限",
}


@dataclass(frozen=True)
class Entry:
    """One line. `state` is a key of WORDS; `waits` says with whom the procedure lies, if it is under way."""

    row: Deadline
    day: date | None
    kind: int
    state: str
    title: str
    articles: tuple[shapes.Article, ...]
    office: str
    url: str
    waits: str
    late: int | None
    note: str

    @property
    def word(self) -> str:
        return WORDS[self.state]


def moments(rows: QuerySet[Deadline], first: date, last: date) -> Moments:
    """What falls on the days from `first` to `last`, in their order: one statement, to be cut into pages."""
    due = _moments(rows.filter(due_on__gte=first, due_on__lte=last), "due_on", DUE)
    opens = _moments(rows.filter(opens_on__gte=first, opens_on__lte=last), "opens_on", OPENS)
    return due.union(opens, all=True).order_by("day", "kind", "pk")


def due_moments(rows: QuerySet[Deadline]) -> Moments:
    """The same of rows that are chosen already, by their day; those without a day by their age."""
    return _moments(rows, "due_on", DUE).order_by("day", "pk")


def _moments(rows: QuerySet[Deadline], day: str, kind: int) -> Moments:
    return (
        rows.order_by()
        .annotate(day=F(day), kind=Value(kind, output_field=IntegerField()))
        .values_list("pk", "day", "kind")
    )


def entries(found: Iterable[Moment], today: date) -> list[Entry]:
    """The lines of some moments, in their order. Three queries, however many there are."""
    wanted = list(found)
    rows = Deadline.objects.select_related("project__unit").in_bulk([pk for pk, _, _ in wanted])
    about = _About(_running(rows.values()), _offices(rows.values()), today)
    return [_entry(rows[pk], day, kind, about) for pk, day, kind in wanted if pk in rows]


@dataclass(frozen=True)
class _About:
    """What is read once for many lines: open turns by project, offices by role and area, the day."""

    running: Mapping[int, Sequence[StepRun]]
    offices: Mapping[tuple[str, str], str]
    today: date


def _entry(row: Deadline, day: date | None, kind: int, about: _About) -> Entry:
    rule, project = rule_of(row), row.project
    edition = catalogue.edition(project.edition_id)
    turns = [] if row.done_on else [run for run in about.running.get(project.pk, ()) if _serves(run, row)]
    role = edition.roles[rule.duty_of]
    bound = about.offices.get((rule.duty_of, project.area_id), role.title)
    return Entry(
        row=row,
        day=day,
        kind=kind,
        state=_state(row, kind, about.today),
        title=rule.title,
        articles=telling.articles(edition, rule.cites),
        office=project.unit.name if role.holder == "unit" else bound,
        url=reverse("desk:tab", args=[project.code, "deadlines"]) + f"#d{row.pk}",
        waits="；".join(_waits(run) for run in turns),
        late=days_late(row, about.today),
        note=rule.unquantified,
    )


def _offices(rows: Iterable[Deadline]) -> dict[tuple[str, str], str]:
    """The names of the offices that exercise a role in an area, where any does."""
    areas, roles = {row.project.area_id for row in rows}, {rule_of(row).duty_of for row in rows}
    bound = RoleBinding.objects.filter(area__in=areas, role__in=roles).order_by("id")
    found: dict[tuple[str, str], list[str]] = {}
    for role, area, name in bound.values_list("role", "area", "organisation__name"):
        found.setdefault((role, area), []).append(name)
    return {place: "、".join(names) for place, names in found.items()}


def _state(row: Deadline, kind: int, today: date) -> str:
    if row.done_on:
        return "done"
    if kind == OPENS:
        return "opens"
    if row.due_on is None:
        return "unset"
    if row.due_on <= today:
        return "late" if row.due_on < today else "today"
    return "soon" if row.due_on - today <= timedelta(days=SOON_DAYS) else "later"


def _running(rows: Iterable[Deadline]) -> dict[int, list[StepRun]]:
    """The open turns of the projects of some rows."""
    found: dict[int, list[StepRun]] = {}
    open_ = StepRun.objects.filter(state="open", case__project__in={row.project_id for row in rows})
    for run in open_.select_related("case__project", "organisation").order_by("id"):
        found.setdefault(run.case.project_id, []).append(run)
    return found


def _serves(run: StepRun, row: Deadline) -> bool:
    """Whether a turn belongs to the procedure by which a duty is done."""
    case: Case = run.case
    same = case.record_id is None or row.record_id is None or case.record_id == row.record_id
    return case.procedure == rule_of(row).procedure and same


def _waits(run: StepRun) -> str:
    """专家评审，党政办公室（大数据）."""
    edition = catalogue.edition(run.case.project.edition_id)
    steps = edition.procedures[run.case.procedure].steps
    step = "补正" if run.step == REVISE else steps[run.step].title
    office = run.organisation.name if run.organisation else edition.roles[run.role].title
    return f"{step}，{office}"
