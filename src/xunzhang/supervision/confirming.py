"""The list of confirmations that are still missing."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from xunzhang.procedures import confirmations
from xunzhang.procedures.models import StepRun
from xunzhang.procedures.pages.confirming import office_of
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.paging import Key
from xunzhang.supervision.row import Column, List, Row, tab


def unconfirmed(projects: QuerySet[Project], today: date) -> QuerySet[StepRun]:
    """Copies, filings and reports that somebody has not confirmed."""
    del today
    rows = confirmations.awaited(projects)
    return rows.select_related("case__project__unit", "case__organisation", "organisation")


def of_office(office: str) -> Q:
    """Those of a unit's projects, and those which an office, by its name or its title, should confirm."""
    test = Q(organisation__name=office) | Q(case__project__unit__name=office)
    for identity in catalogue.available():
        roles = catalogue.edition(identity).roles
        titled = [code for code, role in roles.items() if role.title == office]
        test |= Q(case__project__edition=identity, role__in=titled)
    return test


def _row(run: StepRun, today: date) -> Row:
    case, project = run.case, run.case.project
    edition = catalogue.edition(project.edition_id)
    procedure = edition.procedures[case.procedure]
    step = procedure.steps[run.step]
    return Row(
        project=project,
        url=tab(project, "procedures"),
        what=f"{procedure.title}·{step.title}",
        note=f"{case.organisation.name}送",
        articles=telling.articles(edition, step.cites),
        state="open",
        word="还没有确认",
        due_on=None,
        late=None,
        office=office_of(run, edition),
        last_on=run.opened_on,
        days=(today - run.opened_on).days,
    )


LISTS: dict[str, List] = {
    "unconfirmed": List(
        "还没有确认的备案、抄送和报告",
        "未确认",
        "备案、抄送和报告都确认了。",
        Key("opened_on", date.fromisoformat),
        unconfirmed,
        _row,
        (
            Column("等谁确认", "text", "office"),
            Column("送到", "day", "last_on"),
            Column("已等", "count", "days"),
        ),
        of=of_office,
    )
}
