"""The measures of a circular. Each is a list of rows, so that a figure is how many rows there are.

Days are read as they stood at the end of the period (or today, while it runs): what was done afterwards was
not done then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xunzhang.kernel.facts import from_json
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import REVISE
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.supervision.circular.periods import Period
from xunzhang.supervision.lists import issued
from xunzhang.supervision.names import acceptance_duties, duties, report_duties

Dated = QuerySet[Deadline]


@dataclass(frozen=True)
class Entry:
    """One row behind a figure. `due_on` and `done_on` are days as YYYY-MM-DD, "" where there is none."""

    unit: str
    project: str
    name: str
    what: str
    due_on: str
    done_on: str


@dataclass(frozen=True)
class Measure:
    """`how` says what is counted; `of` names the measure of which this one is a part, for a rate."""

    title: str
    how: str
    rows: Callable[[QuerySet[Project], Period, date], Iterator[Entry]]
    of: str = ""


def _own(projects: QuerySet[Project]) -> Dated:
    """Deadlines that are the duty of the unit itself."""
    units = {name: frozenset(_unit_duties(name)) for name in catalogue.available()}
    rows = Deadline.objects.filter(duties(lambda name: units[name]), project__in=projects)
    return rows.select_related("project__unit").order_by("due_on", "id")


def _unit_duties(identity: str) -> Iterator[str]:
    edition = catalogue.edition(identity)
    return (code for code, rule in edition.deadlines.items() if edition.roles[rule.duty_of].holder == "unit")


def _fell_due(projects: QuerySet[Project], period: Period, as_of: date) -> Dated:
    return _own(projects).filter(due_on__gte=period.first, due_on__lte=min(period.last, as_of))


def _kept(rows: Dated) -> Iterator[Entry]:
    return (_dated(row) for row in rows if row.done_on and row.due_on and row.done_on <= row.due_on)


def _due(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    return map(_dated, _fell_due(projects, period, as_of))


def _due_kept(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    return _kept(_fell_due(projects, period, as_of))


def _over(as_of: date) -> Q:
    return Q(due_on__lt=as_of) & (Q(done_on__isnull=True) | Q(done_on__gt=as_of))


def _overdue(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    del period
    return map(_dated, _own(projects).filter(_over(as_of)))


def _reports(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    return map(_dated, _fell_due(projects, period, as_of).filter(duties(report_duties)))


def _reports_kept(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    return _kept(_fell_due(projects, period, as_of).filter(duties(report_duties)))


def _unaccepted(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    del period
    return map(_dated, _own(projects).filter(_over(as_of)).filter(duties(acceptance_duties)))


def _returned(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    rows = StepRun.objects.filter(case__project__in=projects, step=REVISE)
    within = rows.filter(opened_on__gte=period.first, opened_on__lte=min(period.last, as_of))
    for run in within.select_related("case__project__unit").order_by("opened_on", "id"):
        title = catalogue.edition(run.case.project.edition_id).procedures[run.case.procedure].title
        yield _entry(run.case.project, f"{title}退回补正", run.opened_on, None)


def _orders(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    """Orders that were out and not settled."""
    del period
    return (_ordered(case)[0] for case in _out(projects, as_of))


def _orders_late(projects: QuerySet[Project], period: Period, as_of: date) -> Iterator[Entry]:
    del period
    for entry, due, answered in map(_ordered, _out(projects, as_of)):
        if due and due < as_of and (answered is None or answered > as_of):
            yield entry


def _out(projects: QuerySet[Project], as_of: date) -> QuerySet[Case]:
    unsettled = Q(closed_on__isnull=True) | Q(closed_on__gt=as_of)
    rows = Case.objects.filter(issued(), unsettled, project__in=projects, submitted_on__lte=as_of)
    return rows.select_related("project__unit", "record").order_by("submitted_on", "id")


def _ordered(case: Case) -> tuple[Entry, date | None, date | None]:
    """The row of an order, with its limit and the day of its answer."""
    types = catalogue.edition(case.project.edition_id).types
    facts = from_json(case.record.facts, types) if case.record else {}
    due, answered = (_day(facts.get(name)) for name in ("order_due_on", "order_answered_on"))
    return _entry(case.project, str(facts.get("order_finding") or "整改"), due, answered), due, answered


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _dated(row: Deadline) -> Entry:
    title = catalogue.edition(row.project.edition_id).deadlines[row.code].title
    return _entry(row.project, title, row.due_on, row.done_on)


def _entry(project: Project, what: str, due: date | None, done: date | None) -> Entry:
    days = (str(due or ""), str(done or ""))
    return Entry(project.unit.name, project.code, project.name, what, *days)


MEASURES: dict[str, Measure] = {
    "due": Measure("到期", "期内到期、由项目单位办的时限", _due),
    "kept": Measure("按期", "其中在期限当天或之前办到的", _due_kept, of="due"),
    "returned": Measure("退回", "期内被退回补正的次数", _returned),
    "overdue": Measure("逾期", "到期末已过期限、还没有办到的时限", _overdue),
    "orders": Measure("整改", "到期末发出而没有了结的整改通知", _orders),
    "orders_late": Measure("整改逾期", "其中过了期限没有答复的", _orders_late),
    "reports": Measure("应报进展", "期内到期的进展报告", _reports),
    "reports_kept": Measure("按期报", "其中按期报的", _reports_kept, of="reports"),
    "unaccepted": Measure("验收逾期", "到期末已过期限、还没有办到的验收时限", _unaccepted),
}
