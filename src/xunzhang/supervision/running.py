"""Lists of projects under construction: reports owed, progress beside evidence, money without acceptance."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs, Coalesce

from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.models import Deadline
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.names import acceptance_duties, duties, report_duties, report_entity
from xunzhang.supervision.orders import days_late
from xunzhang.supervision.paging import Key, number
from xunzhang.supervision.row import Column, List, Row, tab
from xunzhang.web import shapes

UNDER_WAY = Q(level="project", started_on__isnull=False, accepted_on__isnull=True)


def _owed(kind: str, today: date) -> QuerySet[Deadline, Any]:
    """Deadlines of the project of the outer query that ran out: of reports, or of acceptance."""
    codes = {"report": report_duties, "acceptance": acceptance_duties}[kind]
    rows = Deadline.objects.filter(
        duties(codes), project=OuterRef("pk"), done_on__isnull=True, due_on__lt=today
    )
    return rows.order_by().values("project")


def stale(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    """Projects that owe a report whose period is over, with the first day owed and how many are owed."""
    owed = _owed("report", today)
    first = Subquery(owed.annotate(n=Min("due_on")).values("n"))
    many = Subquery(owed.annotate(n=Count("id")).values("n"))
    found = projects.annotate(owed_since=first, owed=many).filter(owed_since__isnull=False)
    return found.select_related("unit")


def reports(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    """Projects under construction that report their progress; `since` is the last report, or the start."""
    del today
    reporting = [name for name in catalogue.available() if report_entity(catalogue.edition(name))]
    found = projects.filter(UNDER_WAY, edition__in=reporting)
    return found.annotate(since=Coalesce("reported_on", "started_on")).select_related("unit")


def unaccepted(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    """Projects with money paid that are past the day of acceptance and not accepted."""
    owed = Subquery(_owed("acceptance", today).annotate(n=Min("due_on")).values("n"))
    past = Coalesce(owed, F("acceptance_due"), output_field=DateField())
    found = projects.filter(level="project", paid_amount__gt=0, accepted_on__isnull=True)
    return found.annotate(past=past).filter(past__lt=today).select_related("unit")


def diverging(projects: QuerySet[Project], today: date) -> QuerySet[Project]:
    """Projects under construction by how far the report lies from the evidence; unknown ones last."""
    del today
    gap = Coalesce(Abs(F("divergence")) + 1, 0)
    return projects.filter(UNDER_WAY).annotate(gap=gap).select_related("unit")


def _report_rule(edition: Edition) -> tuple[str, tuple[shapes.Article, ...], str]:
    """The duty to report: its title, its articles, and what the text says where it sets no day."""
    for code in sorted(report_duties(edition.id)):
        rule = edition.deadlines[code]
        return rule.title, telling.articles(edition, rule.cites), rule.unquantified or ""
    return "填报进度", (), "条文没有写间隔"


def _base(project: Project, today: date, name: str, what: str, note: str = "") -> Row:
    last = project.reported_on or project.started_on
    return Row(
        project=project,
        url=tab(project, name),
        what=what,
        note=note,
        articles=(),
        state="open",
        word="",
        due_on=None,
        late=None,
        office=project.unit.name,
        paid=project.paid_amount,
        price=project.contract_amount,
        reported=project.reported,
        evidence=project.evidence,
        divergence=project.divergence,
        last_on=project.reported_on,
        days=(today - last).days if last else None,
    )


def _told(row: Row, **more: object) -> Row:
    return Row(**{**vars(row), **more})


def _stale_row(project: Project, today: date) -> Row:
    title, articles, _ = _report_rule(catalogue.edition(project.edition_id))
    since: date = project.owed_since  # type: ignore[attr-defined]
    owed: int = project.owed  # type: ignore[attr-defined]
    row = _base(project, today, "deadlines", title, f"欠报 {owed} 次")
    return _told(row, articles=articles, due_on=since, late=days_late(since, None, today))


def _report_row(project: Project, today: date) -> Row:
    title, articles, unquantified = _report_rule(catalogue.edition(project.edition_id))
    never = "" if project.reported_on else "开工以来没有填报过"
    said = "；".join(part for part in (unquantified, never) if part)
    return _told(_base(project, today, "progress", title, said), articles=articles)


def _unaccepted_row(project: Project, today: date) -> Row:
    past: date = project.past  # type: ignore[attr-defined]
    row = _base(project, today, "money", "已付款，过了验收时间没有验收")
    edition = catalogue.edition(project.edition_id)
    rules = [edition.deadlines[code] for code in sorted(acceptance_duties(edition.id))]
    cites = tuple(dict.fromkeys(cite for rule in rules for cite in rule.cites))
    articles = telling.articles(edition, cites)
    return _told(row, articles=articles, due_on=past, late=days_late(past, None, today))


def _diverging_row(project: Project, today: date) -> Row:
    asked = bool(report_entity(catalogue.edition(project.edition_id)))
    said = "" if asked else "本办法没有要求填报进度，只有证据"
    return _told(_base(project, today, "progress", f"{project.started_on} 开工", said), asked=asked)


_LAST, _DAYS = Column("最近填报", "day", "last_on"), Column("距今", "count", "days")
_PAID, _PRICE = Column("已付（万元）", "money", "paid"), Column("合同（万元）", "money", "price")
LISTS: dict[str, List] = {
    "stale": List(
        "到期未报进展",
        "到期未报",
        "没有到期未报的进展。",
        Key("owed_since", date.fromisoformat),
        stale,
        _stale_row,
        (Column("最早欠报", "due", "due_on"), _LAST, _DAYS),
        unit="个项目",
    ),
    "reports": List(
        "在建项目的最近填报",
        "最近填报",
        "没有在建的项目。",
        Key("since", date.fromisoformat),
        reports,
        _report_row,
        (_LAST, _DAYS),
        unit="个项目",
    ),
    "unaccepted": List(
        "已付款未验收",
        "付款未验收",
        "没有过了验收时间还没验收的已付款项目。",
        Key("past", date.fromisoformat),
        unaccepted,
        _unaccepted_row,
        (Column("验收时间", "due", "due_on"), _PAID, _PRICE),
        unit="个项目",
    ),
    "diverging": List(
        "填报与证据",
        "填报与证据",
        "没有在建的项目。",
        Key("gap", number, True),
        diverging,
        _diverging_row,
        (
            Column("填报", "percent", "reported"),
            Column("证据", "percent", "evidence"),
            Column("相差", "points", "divergence"),
            _LAST,
        ),
        unit="个项目",
    ),
}
