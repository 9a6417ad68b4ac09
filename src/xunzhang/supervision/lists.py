"""The lists of the supervision centre: which rows each holds, in which order, and how a row is told."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from xunzhang.kernel.facts import from_json
from xunzhang.procedures.models import Case, Deadline
from xunzhang.procedures.pages import story
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision import confirming, running
from xunzhang.supervision.names import ORDER, duties, filing_duties, held_statuses
from xunzhang.supervision.orders import days_late
from xunzhang.supervision.paging import Key, number
from xunzhang.supervision.row import LIMIT, STATE, Column, List, Row, tab
from xunzhang.web import shapes


def late(projects: QuerySet[Project], today: date) -> QuerySet[Deadline]:
    return Deadline.objects.filter(
        project__in=projects, done_on__isnull=True, due_on__lt=today
    ).select_related("project__unit", "record")


def overdue(projects: QuerySet[Project], today: date) -> QuerySet[Deadline]:
    """Limits of orders that ran out unanswered."""
    return late(projects, today).filter(record__entity=ORDER, record__is_void=False)


def filings(projects: QuerySet[Project], today: date) -> QuerySet[Deadline]:
    """Filings owed and not received, those with a limit first; the rest has no day set by the text."""
    del today
    rows = Deadline.objects.filter(duties(filing_duties), project__in=projects, done_on__isnull=True)
    dated = rows.annotate(day=Coalesce("due_on", Value(date.max), output_field=DateField()))
    return dated.select_related("project__unit", "record")


def of_holder(office: str) -> Q:
    """The deadlines of one office: of a unit by its name, of a role by its title."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        edition = catalogue.edition(identity)
        holders = {code: edition.roles[rule.duty_of] for code, rule in edition.deadlines.items()}
        units = [code for code, role in holders.items() if role.holder == "unit"]
        titled = [code for code, role in holders.items() if role.holder != "unit" and role.title == office]
        test |= Q(project__edition=identity, code__in=units, project__unit__name=office)
        test |= Q(project__edition=identity, code__in=titled)
    return test


def _of_projects_unit(office: str) -> Q:
    return Q(project__unit__name=office)


def open_orders(projects: QuerySet[Project], today: date) -> QuerySet[Case]:
    """Orders whose case, begun by a procedure that issues them, still runs."""
    del today
    rows = Case.objects.filter(issued(), project__in=projects, state="open", record__isnull=False)
    return rows.select_related("project__unit", "record").prefetch_related(
        "runs__organisation", "runs__actor"
    )


def issued() -> Q:
    """The cases of procedures that issue orders."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        edition = catalogue.edition(identity)
        codes = [code for code, each in edition.procedures.items() if each.creates == ORDER]
        test |= Q(project__edition=identity, procedure__in=codes)
    return test


def held(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    """Projects that stand still: suspended or terminated, as their edition says."""
    del today
    return projects.filter(held_test()).select_related("unit")


def held_test() -> Q:
    test = Q(pk__in=[])
    for identity in catalogue.available():
        test |= Q(edition=identity, status__in=list(held_statuses(identity)))
    return test


def failing(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    del today
    return projects.filter(failing__gt=0).select_related("unit")


def office_of(row: Deadline) -> str:
    """Whose duty it is: the unit by its name, an office by its title."""
    return duty_holder(row.project.edition_id, row.code, row.project.unit.name)


def duty_holder(edition_id: str, code: str, unit: str) -> str:
    edition = catalogue.edition(edition_id)
    role = edition.roles[edition.deadlines[code].duty_of]
    return unit if role.holder == "unit" else role.title


def _late_row(row: Deadline, today: date) -> Row:
    edition = catalogue.edition(row.project.edition_id)
    rule = edition.deadlines[row.code]
    return Row(
        project=row.project,
        url=tab(row.project, "deadlines"),
        what=rule.title,
        note=_named(row.project, row.record),
        articles=telling.articles(edition, rule.cites),
        state="late",
        word="",
        due_on=row.due_on,
        late=days_late(row.due_on, None, today),
        office=office_of(row),
    )


def _filing_row(row: Deadline, today: date) -> Row:
    told = _late_row(row, today)
    rule = catalogue.edition(row.project.edition_id).deadlines[row.code]
    note = "；".join(part for part in (told.note, rule.unquantified) if part)
    return Row(**{**vars(told), "note": note})


def _overdue_row(row: Deadline, today: date) -> Row:
    told = _late_row(row, today)
    return Row(**{**vars(told), "url": tab(row.project, "supervision"), "what": told.note, "note": told.what})


def _order_row(case: Case, today: date) -> Row:
    edition = catalogue.edition(case.project.edition_id)
    procedure = edition.procedures[case.procedure]
    facts = from_json(case.record.facts, edition.types) if case.record else {}
    due_on, answered = facts.get("order_due_on"), facts.get("order_answered_on")
    due = due_on if isinstance(due_on, date) else None
    runs = [run for run in case.runs.all() if run.state == "open"]
    passed = days_late(due, answered if isinstance(answered, date) else None, today)
    offices = (run.organisation.name if run.organisation else edition.roles[run.role].title for run in runs)
    return Row(
        project=case.project,
        url=tab(case.project, "supervision"),
        what=_named(case.project, case.record),
        note="等" + "、".join(story.line(edition, run).title for run in runs) if runs else "",
        articles=telling.articles(edition, procedure.cites),
        state="late" if passed is not None and not answered else "open",
        word="",
        due_on=due,
        late=passed,
        office="、".join(offices),
    )


def _held_row(project: Project, today: date) -> Row:
    edition = catalogue.edition(project.edition_id)
    titles = held_statuses(project.edition_id)
    hold = next(each for each in edition.regulation.holds.values() if each.title == titles[project.status])
    return _project_row(
        project, "supervision", hold.title, telling.articles(edition, hold.cites), "refused", "暂不能办"
    )


def _failing_row(project: Project, today: date) -> Row:
    return _project_row(project, "compliance", f"{project.failing} 条不符合", (), "fails", "")


def _project_row(
    project: Project, name: str, what: str, articles: tuple[shapes.Article, ...], state: str, word: str
) -> Row:
    return Row(
        project=project,
        url=tab(project, name),
        what=what,
        note=f"{project.unknown} 条待补充" if name == "compliance" and project.unknown else "",
        articles=articles,
        state=state,
        word=word,
        due_on=None,
        late=None,
        office=project.unit.name,
    )


def _named(project: Project, record: Record | None) -> str:
    """What a record is called: its leading fact, or its kind and number."""
    if record is None:
        return ""
    entity = catalogue.edition(project.edition_id).entities[record.entity]
    name = record.facts.get(entity.name) if entity.name else None
    return str(name) if name else f"{entity.title} {record.number}"


_BY_DAY = Key("due_on", date.fromisoformat)
_NEWEST = Key("id", number, True)
LISTS: dict[str, List] = {
    "late": List("逾期时限", "逾期时限", "没有逾期的时限。", _BY_DAY, late, _late_row, of=of_holder),
    "orders": List(
        "在办的整改通知",
        "整改",
        "没有在办的整改通知。",
        _NEWEST,
        open_orders,
        _order_row,
        (LIMIT, Column("等谁办", "text", "office")),
        of=_of_projects_unit,
        unit="件",
    ),
    "overdue": List(
        "逾期未答复的整改",
        "逾期未答复",
        "没有逾期未答复的整改通知。",
        _BY_DAY,
        overdue,
        _overdue_row,
        of=of_holder,
        unit="件",
    ),
    "filings": List(
        "应备案未备案",
        "未备案",
        "没有欠着的备案。",
        Key("day", date.fromisoformat),
        filings,
        _filing_row,
        of=of_holder,
    ),
    "failing": List(
        "有不符合条文的项目",
        "不符合",
        "没有不符合条文的项目。",
        Key("failing", number, True),
        failing,
        _failing_row,
        (STATE,),
        unit="个项目",
    ),
    "held": List(
        "暂停或终止的项目",
        "停办",
        "没有暂停或终止的项目。",
        _NEWEST,
        held,
        _held_row,
        (STATE,),
        unit="个项目",
    ),
    **confirming.LISTS,
    **running.LISTS,
}
FIRST = "late"
