"""Reading the supervision of a project: orders, what else was recorded, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel import ladder
from xunzhang.kernel.moves import hold_on
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation
from xunzhang.procedures.measures import Taken, taken
from xunzhang.procedures.models import Case
from xunzhang.procedures.pages import story
from xunzhang.projects.models import Project
from xunzhang.regulations import telling
from xunzhang.supervision.evaluations import Evaluated, of_unit
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
class Rung:
    """A measure of the edition on this project: taken on `on` or not yet, lifted again or not.

    `is_here` marks the gravest one that was taken.
    """

    title: str
    articles: tuple[shapes.Article, ...]
    state: str
    word: str
    on: date | None
    url: str
    is_here: bool


@dataclass(frozen=True)
class Supervised:
    """The tab of supervision. `hold` says what stands still and by which article, None if nothing does.

    `ladder` has every measure of the edition, mild ones first; none where it knows no measures.
    """

    today: date
    hold: shapes.Refusal | None
    orders: Sequence[Order]
    others: Sequence[Other]
    todo: Todo
    ladder: Sequence[Rung]
    evaluations: Sequence[Evaluated]


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
        ladder=_ladder(project, situation, edition),
        evaluations=of_unit(project, person),
    )


def _ladder(project: Project, situation: Situation, edition: Edition) -> tuple[Rung, ...]:
    """The measures in their order, each with when it was taken last. One query at most."""
    last = {each.code: each for each in taken(project, edition)}
    order = ladder.ranked(edition)
    gravest = next((code for code in reversed(order) if code in last), "")
    return tuple(_rung(situation, edition, code, last.get(code), code == gravest) for code in order)


def _rung(situation: Situation, edition: Edition, code: str, found: Taken | None, is_here: bool) -> Rung:
    measure = edition.regulation.measures[code]
    state, word = "not_applicable", "没有采取"
    if found:
        procedure, step, outcome = found.place
        decided = edition.procedures[procedure].steps[step].outcomes[outcome]
        stands = ladder.in_force(edition, decided, situation)
        state, word = (
            ("done", "已解除") if stands is False else ("refused", "正在执行" if stands else "已采取")
        )
    return Rung(
        title=measure.title,
        articles=telling.articles(edition, measure.cites),
        state=state,
        word=word,
        on=found.on if found else None,
        url=reverse("procedures:case", args=[found.case_id]) if found else "",
        is_here=is_here,
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
