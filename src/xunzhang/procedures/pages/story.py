"""What has happened: what was stated, who decided what and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Fact
from xunzhang.kernel.pack.model import Field_
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.pages.matter import Matter
from xunzhang.procedures.queries import REVISE
from xunzhang.projects.access import veil_on
from xunzhang.regulations import telling
from xunzhang.web import shapes

RECENT = 8
_ENDS = {"done": "done", "failed": "refused", "revise": "returned"}


@dataclass(frozen=True)
class Stated:
    """One fact as a form stated it."""

    fact: Fact
    value: Value
    articles: tuple[shapes.Article, ...]


def stated(edition: Edition, form: Iterable[Field_], facts: Mapping[str, Value]) -> list[Stated]:
    """What a form said; what it left open is left out."""
    return [
        Stated(
            edition.facts[one.fact],
            facts[one.fact],
            telling.articles(edition, one.cites or edition.facts[one.fact].cites),
        )
        for one in form
        if facts.get(one.fact) is not None
    ]


def opinions(matter: Matter) -> list[shapes.StepLine]:
    """Decided turns of the whole project, newest first. One query."""
    runs = (
        StepRun.objects.filter(case__project=matter.project, state="done")
        .exclude(case__procedure__in=veil_on(matter.person, matter.project).procedures)
        .select_related("case", "actor", "organisation")
        .order_by("-acted_at", "-id")[:RECENT]
    )
    return [line(matter.edition, run, named=run.case_id != matter.case.pk) for run in runs]


def timeline(matter: Matter) -> list[shapes.StepLine]:
    """Every turn of the case in the order of time, the hand-in first. One query."""
    runs = StepRun.objects.filter(case=matter.case).exclude(state="dropped")
    ordered = runs.select_related("case", "actor", "organisation").order_by("id")
    return [handed_in(matter.case), *(line(matter.edition, run) for run in ordered)]


def handed_in(case: Case) -> shapes.StepLine:
    drafted = case.state == "draft"
    return shapes.StepLine(
        title="起草" if drafted else "提交",
        state="ready" if drafted else "done",
        word="草稿" if drafted else "",
        at=case.drafted_at if drafted else case.submitted_on,
        person=case.starter.name,
        office=case.organisation.name,
    )


def line(edition: Edition, run: StepRun, *, named: bool = False) -> shapes.StepLine:
    """A turn with its outcome and opinion; `named` puts the procedure before the step."""
    procedure = edition.procedures[run.case.procedure]
    step = procedure.steps.get(run.step)
    title = step.title if step else "补正"
    state, word = _outcome(edition, run)
    return shapes.StepLine(
        title=f"{procedure.title}·{title}" if named else title,
        state=state,
        word=word,
        at=run.acted_at or run.opened_on,
        person=run.actor.name if run.actor else "",
        office=run.organisation.name if run.organisation else edition.roles[run.role].title,
        opinion=run.opinion,
        articles=telling.articles(edition, step.cites) if step else (),
        soft=step.reason if step else "",
    )


def _outcome(edition: Edition, run: StepRun) -> tuple[str, str]:
    """(state, word) of a turn: 在办, or its outcome."""
    if run.state == "open":
        return ("returned", "等补正") if run.step == REVISE else ("open", "在办")
    if run.step == REVISE:
        return "done", "已补正"
    outcome = edition.procedures[run.case.procedure].steps[run.step].outcomes[run.outcome]
    return _ENDS.get(outcome.to, "done"), outcome.title
