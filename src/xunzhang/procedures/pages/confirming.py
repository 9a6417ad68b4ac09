"""Who has confirmed what was sent and who has not: of one case, and of all one sent or should confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel.flow import REVISE
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.procedures import confirmations
from xunzhang.procedures.models import StepRun
from xunzhang.procedures.pages.matter import Matter
from xunzhang.projects.access import visible
from xunzhang.regulations import catalogue, telling
from xunzhang.web import paging, shapes

PAGE = 50


@dataclass(frozen=True)
class Recipient:
    """One who should confirm. `waited` counts working days, None once it was answered."""

    office: str
    state: str
    word: str
    since: date
    at: datetime | None
    person: str
    waited: int | None


@dataclass(frozen=True)
class Confirming:
    """One step of a case at which recipients confirm, as it stands in its newest round."""

    title: str
    articles: tuple[shapes.Article, ...]
    recipients: Sequence[Recipient]

    @property
    def open(self) -> int:
        return sum(each.waited is not None for each in self.recipients)


@dataclass(frozen=True)
class Line:
    """One confirmation that is still missing."""

    title: str
    articles: tuple[shapes.Article, ...]
    url: str
    project: str
    code: str
    unit: str
    sender: str
    sent_on: date | None
    office: str
    since: date
    waited: int


@dataclass(frozen=True)
class Listed:
    tabs: Sequence[shapes.Tab]
    title: str
    lines: Sequence[Line]
    pager: shapes.Pager


def of_case(matter: Matter, turns: Sequence[StepRun]) -> list[Confirming]:
    """The steps of a case at which something was to be confirmed, from its turns. No query."""
    found = []
    for code, step in matter.procedure.steps.items():
        runs = [run for run in turns if run.step == code and run.role != matter.case.starter_role]
        if runs and confirmations.asks(step):
            newest = max(run.round for run in runs)
            told = [_recipient(matter, run) for run in runs if run.round == newest]
            found.append(Confirming(step.title, telling.articles(matter.edition, step.cites), told))
    return found


def listed(person: Person, today: date, asked: Mapping[str, str]) -> Listed:
    """What is not confirmed yet: sent by one's offices, to be confirmed by them, or all one may see."""
    every = confirmations.awaited(visible(person))
    rows = {
        "sent": ("你们送出的", confirmations.sent_by(person, every)),
        "mine": ("等你们确认的", confirmations.asked_of(person, every)),
        "all": ("能看到的全部", every),
    }
    here = asked.get("of", "") if asked.get("of", "") in rows else "sent"
    title, chosen = rows[here]
    related = ("case__project__unit", "case__organisation", "organisation")
    shown = Paginator(chosen.select_related(*related).order_by("opened_on", "id"), PAGE)
    page = shown.get_page(asked.get("page", ""))
    return Listed(
        tabs=[
            shapes.Tab(title=name, url=f"?of={code}", count=str(found.count()), here=code == here)
            for code, (name, found) in rows.items()
        ],
        title=title,
        lines=[_line(run, today) for run in page],
        pager=paging.pager(page, "项", lambda number: f"?{urlencode({'of': here, 'page': number})}"),
    )


def waited(since: date, today: date) -> int:
    """Working days since something was sent."""
    return overdue_working_days(since, today, catalogue.calendar())


def office_of(run: StepRun, edition: Edition) -> str:
    """The office that should confirm, by its name, or by the title of its role where none is bound."""
    return run.organisation.name if run.organisation else edition.roles[run.role].title


def _recipient(matter: Matter, run: StepRun) -> Recipient:
    office = office_of(run, matter.edition)
    if run.state == "open":
        days = waited(run.opened_on, matter.today)
        return Recipient(office, "open", "还没有确认", run.opened_on, None, "", days)
    outcome = matter.procedure.steps[run.step].outcomes[run.outcome]
    state = "returned" if outcome.to == REVISE else "done"
    person = run.actor.name if run.actor else ""
    return Recipient(office, state, outcome.title, run.opened_on, run.acted_at, person, None)


def _line(run: StepRun, today: date) -> Line:
    case, project = run.case, run.case.project
    edition = catalogue.edition(project.edition_id)
    procedure = edition.procedures[case.procedure]
    step = procedure.steps[run.step]
    return Line(
        title=f"{procedure.title}·{step.title}",
        articles=telling.articles(edition, step.cites),
        url=reverse("procedures:case", args=[case.pk]),
        project=project.name,
        code=project.code,
        unit=project.unit.name,
        sender=case.organisation.name,
        sent_on=case.submitted_on,
        office=office_of(run, edition),
        since=run.opened_on,
        waited=waited(run.opened_on, today),
    )
