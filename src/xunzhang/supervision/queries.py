"""Reading the supervision of a project: orders, what else was recorded, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel.moves import hold_on
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation
from xunzhang.procedures.models import Case
from xunzhang.procedures.pages import story
from xunzhang.projects.models import Project
from xunzhang.regulations import telling
from xunzhang.supervision.names import ORDER, procedures_of
from xunzhang.supervision.orders import Order, Reading, Todo, Turn, orders
from xunzhang.web import shapes


@dataclass(frozen=True)
class Other:
    """A case of supervision that is about no order: lifting, audit, sanction."""

    title: str
    url: str
    state: str
    word: str
    steps: Sequence[shapes.StepLine]
    turns: Sequence[Turn]


@dataclass(frozen=True)
class Supervised:
    """The tab of supervision. `hold` says what stands still and by which article, None if nothing does."""

    today: date
    hold: shapes.Refusal | None
    orders: Sequence[Order]
    others: Sequence[Other]
    todo: Todo


def of_project(
    project: Project, situation: Situation, edition: Edition, person: Person | None = None
) -> Supervised:
    """The supervision of a project for one person. Three queries, and those that tell the person's roles.

    Cases that the situation leaves out, because the person may not see them, are left out here too.
    """
    cases = tuple(
        Case.objects.filter(project=project, procedure__in=procedures_of(edition))
        .exclude(state="draft")
        .select_related("starter", "organisation")
        .prefetch_related("runs__actor", "runs__organisation")
        .order_by("id")
    )
    known = {case.id for case in situation.cases}
    cases = tuple(case for case in cases if case.pk in known)
    reading = Reading(project, situation, edition, person, cases)
    about = {record.id for record in situation.records if record.entity == ORDER}
    rest = [case for case in reversed(cases) if case.record_id not in about]
    return Supervised(
        today=situation.today,
        hold=_hold(edition, situation),
        orders=orders(reading),
        others=tuple(_other(reading, case) for case in rest),
        todo=reading.todo(None),
    )


def _hold(edition: Edition, situation: Situation) -> shapes.Refusal | None:
    held = hold_on(edition, situation)
    if held is None:
        return None
    allowed = "、".join(edition.procedures[code].title for code in held[1].except_procedures)
    return shapes.Refusal(
        title=held[1].title,
        basis=telling.articles(edition, held[1].cites),
        figures=("其他手续不能发起，也不能办理",),
        remedy=(shapes.Link(text=f"现在只能办：{allowed}"),),
        soft=held[1].reason,
    )


def _other(reading: Reading, case: Case) -> Other:
    ordered = sorted(case.runs.all(), key=lambda run: run.pk)
    return Other(
        title=reading.edition.procedures[case.procedure].title,
        url=reverse("procedures:case", args=[case.pk]),
        state={"failed": "fails"}.get(case.state, case.state),
        word="未通过" if case.state == "failed" else "",
        steps=(story.handed_in(case), *(story.line(reading.edition, run) for run in ordered)),
        turns=tuple(reading.turns([case])),
    )
