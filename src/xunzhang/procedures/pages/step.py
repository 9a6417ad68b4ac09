"""审批: what a step is decided on, what stands in the way of each outcome, and where it leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xunzhang.documents.queries import Viewer, viewer
from xunzhang.kernel.facts import Value, from_json
from xunzhang.kernel.materials import produced, view
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.model import Measure, Step
from xunzhang.kernel.submission import Check
from xunzhang.procedures import forms
from xunzhang.procedures.measures import passed_over
from xunzhang.procedures.models import Override, StepRun
from xunzhang.procedures.pages import ahead, checks, slots
from xunzhang.procedures.pages.draft import Reason
from xunzhang.procedures.pages.matter import NOTHING, Complaints, Matter, Turn
from xunzhang.procedures.pages.story import Stated, opinions, stated
from xunzhang.procedures.services import check_act
from xunzhang.regulations import telling
from xunzhang.web import shapes

CONFIRMING = ("filing", "notify")


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome with what it leads to; `sections` are the fields asked only with it.

    `warning` names the milder measures that it would pass over, `rungs` the articles of those.
    """

    code: str
    title: str
    follows: str
    articles: tuple[shapes.Article, ...]
    soft: str
    chosen: bool
    opinion_required: bool
    sections: list[forms.Section]
    warning: str = ""
    rungs: tuple[shapes.Article, ...] = ()


@dataclass(frozen=True)
class StepPage:
    """Everything the page shows. `confirms`: one press is enough, an opinion may be added."""

    turn: Turn
    outcomes: list[OutcomeLine]
    asked: forms.Asked
    sections: list[forms.Section]
    sheets: list[slots.SlotLine]
    reasons: list[Reason]
    panel: checks.Panel
    papers: list[slots.SlotLine]
    stated: list[Stated]
    before: list[shapes.StepLine]
    cites: tuple[shapes.Article, ...]
    gists: tuple[shapes.Article, ...]
    viewer: Viewer | None
    opinion: str
    said: str

    @property
    def chosen(self) -> OutcomeLine:
        return next(line for line in self.outcomes if line.chosen)

    @property
    def confirms(self) -> bool:
        step = self.turn.step
        return step.kind in CONFIRMING and len(step.outcomes) == 1 and not (step.form or step.materials)

    @property
    def opinion_note(self) -> str:
        required = [line.title for line in self.outcomes if line.opinion_required]
        if len(required) == len(self.outcomes):
            return "必填"
        return f"选“{'”“'.join(required)}”时必填" if required else "可不填"


def chosen_of(turn: Turn, typed: Mapping[str, str]) -> str:
    """The outcome ticked, or the first."""
    wanted = typed.get("outcome", "")
    return wanted if wanted in turn.step.outcomes else next(iter(turn.step.outcomes))


def asked(turn: Turn, typed: Mapping[str, str]) -> forms.Asked:
    """The fields of the step and of all its outcomes."""
    step = turn.step
    fields = (*step.form, *(one for outcome in step.outcomes.values() for one in outcome.form))
    return forms.read(turn.matter.edition, fields, turn.matter.row, typed)


def facts_for(turn: Turn, form: forms.Asked, outcome: str) -> dict[str, Value]:
    """What is said with an outcome: its own fields, and the step's unless it turns the case away."""
    step, chosen = turn.step, turn.step.outcomes[outcome]
    names = [one.fact for one in (*step.form, *chosen.form)]
    if chosen.to in ("revise", "failed"):
        return {name: form.facts[name] for name in names if form.facts[name] is not None}
    return {name: form.facts[name] for name in names}


def faults_for(turn: Turn, form: forms.Asked, outcome: str) -> dict[str, str]:
    """Fields that cannot be read and that count with this outcome."""
    wanted = {one.fact for one in (*turn.step.form, *turn.step.outcomes[outcome].form)}
    return {name: said for name, said in form.faults.items() if name in wanted}


def page(
    turn: Turn, typed: Mapping[str, str], look: str = "", at: str = "", wrong: Complaints = NOTHING
) -> StepPage:
    """The page for what is typed now; `look` and `at` say which page of which paper to show."""
    matter, form = turn.matter, asked(turn, typed)
    outcome = chosen_of(turn, typed)
    facts = facts_for(turn, form, outcome)
    row = matter.sight.row_with(matter.case, facts)
    form.require(matter.edition, row)
    check = check_act(matter.sight, matter.case, turn.step, outcome, facts)
    excused = frozenset(Override.objects.filter(case=matter.case).values_list("rule", flat=True))
    reasons = list(_reasons(matter, check, typed, excused))
    spared = excused | {reason.code for reason in reasons if reason.text.strip()}
    panel = checks.panel(matter.edition, check, form, spared, matter.now, "提交这个结论")
    form.complain(wrong.missing)
    checks.mark(matter.edition, check, form)
    papers = given(matter)
    return StepPage(
        turn=turn,
        outcomes=_outcomes(turn, form, outcome),
        asked=form,
        sections=_own_sections(turn, form),
        sheets=slots.lines(matter, check.slots, row, typed, wrong.slots),
        reasons=reasons,
        panel=panel,
        papers=papers,
        stated=stated(matter.edition, matter.procedure.form, _said(matter)),
        before=opinions(matter),
        cites=telling.articles(matter.edition, turn.step.cites),
        gists=_gists(turn, check),
        viewer=viewer([line.shown for line in papers if line.shown], look, at, f"/steps/{turn.run.pk}/"),
        opinion=typed.get("opinion", ""),
        said=wrong.said,
    )


def given(matter: Matter) -> list[slots.SlotLine]:
    """What the case has handed in so far, with why something is not needed."""
    filled = slots.given_to(matter.case)
    defined = dict(matter.procedure.materials)
    for step in matter.procedure.steps.values():
        defined.update({code: slot for code, slot in step.materials.items() if code in filled})
    views = view(
        matter.edition,
        defined,
        matter.row,
        given=[code for code, each in filled.items() if each.version_id],
        waived=[code for code, each in filled.items() if not each.version_id],
        produced=produced(matter.edition, matter.sight.situation, matter.procedure, matter.record),
    )
    return slots.lines(matter, views, matter.row, {}, {})


def _said(matter: Matter) -> dict[str, Value]:
    return from_json(matter.case.facts, matter.edition.types)


def _outcomes(turn: Turn, form: forms.Asked, chosen: str) -> list[OutcomeLine]:
    matter = turn.matter
    starter = str(matter.case.organisation)
    own = _common(turn.step)
    over = passed_over(matter.project, matter.edition, turn.step)
    return [
        OutcomeLine(
            code=code,
            title=outcome.title,
            follows=ahead.follows(
                matter.edition, matter.procedure, turn.run.step, outcome, matter.row, starter
            ),
            articles=telling.articles(matter.edition, outcome.cites),
            soft=outcome.reason,
            chosen=code == chosen,
            opinion_required=outcome.opinion_required,
            sections=_only(form, [one.fact for one in outcome.form if one.fact not in own]),
            warning="、".join(measure.title for measure in over.get(code, ())),
            rungs=_articles_of(matter, over.get(code, ())),
        )
        for code, outcome in turn.step.outcomes.items()
    ]


def _articles_of(matter: Matter, measures: Iterable[Measure]) -> tuple[shapes.Article, ...]:
    cites = dict.fromkeys(cite for measure in measures for cite in measure.cites)
    return telling.articles(matter.edition, tuple(cites))


def _own_sections(turn: Turn, form: forms.Asked) -> list[forms.Section]:
    return _only(form, _common(turn.step))


def _common(step: Step) -> list[str]:
    """The facts shown once for all outcomes: those of the step, and those that several outcomes ask."""
    asked = Counter(one.fact for outcome in step.outcomes.values() for one in outcome.form)
    own = [one.fact for one in step.form]
    return own + [fact for fact, times in asked.items() if times > 1 and fact not in own]


def _only(form: forms.Asked, names: list[str]) -> list[forms.Section]:
    """The sections of a form with only these fields."""
    fields = tuple(one for one in form.asked if one.fact in names)
    return forms.Asked(form.form, form.facts, fields).sections("要填的内容") if fields else []


def _reasons(
    matter: Matter, check: Check, typed: Mapping[str, str], excused: Iterable[str]
) -> Iterable[Reason]:
    for finding in check.soft:
        if finding.code not in excused and matter.may_override(finding.code):
            cites = telling.articles(matter.edition, finding.rule.cites)
            text = typed.get(f"reason-{finding.code}", "")
            yield Reason(finding.code, finding.rule.title, cites, text, True)


def _gists(turn: Turn, check: Check) -> tuple[shapes.Article, ...]:
    """The articles behind the step, its procedure and the rules just judged, each once, with its gist."""
    matter = turn.matter
    cites: list[Citation] = [*turn.step.cites, *matter.procedure.cites]
    for finding in check.findings:
        cites.extend(finding.rule.cites)
    once = {cite.article: Citation(cite.article) for cite in cites}
    return tuple(one for one in telling.articles(matter.edition, once.values()) if one.gist)


def last_run(turn: Turn) -> StepRun:
    """The turn as it stands now, read again."""
    return StepRun.objects.select_related("actor", "organisation").get(pk=turn.run.pk)
