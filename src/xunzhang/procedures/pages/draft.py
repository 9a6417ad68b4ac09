"""办理: the form of a procedure, its papers, and what would happen if it were handed in now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xunzhang.kernel.facts import Value, from_json, to_json
from xunzhang.kernel.materials import SlotView, view
from xunzhang.kernel.pack.citation import chinese_numeral
from xunzhang.kernel.submission import Check
from xunzhang.procedures import forms
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, Override, StepRun
from xunzhang.procedures.pages import ahead, checks, slots
from xunzhang.procedures.pages.matter import NOTHING, Complaints, Matter
from xunzhang.procedures.queries import REVISE
from xunzhang.procedures.services import check_draft
from xunzhang.regulations import telling
from xunzhang.web import shapes


@dataclass(frozen=True)
class Reason:
    """A soft rule that this person may set aside: the text that says why."""

    code: str
    title: str
    articles: tuple[shapes.Article, ...]
    text: str
    needed: bool


@dataclass(frozen=True)
class DraftPage:
    """Everything the page shows. `papers_title` carries on the numbers of the form's sections."""

    matter: Matter
    asked: forms.Asked
    sections: list[forms.Section]
    sheets: list[slots.SlotLine]
    reasons: list[Reason]
    panel: checks.Panel
    ahead: list[ahead.Ahead]
    sent_back: StepRun | None
    sent_to: str
    cites: tuple[shapes.Article, ...]
    refusal: shapes.Refusal | None
    said: str
    submit: str

    @property
    def papers_title(self) -> str:
        return f"{chinese_numeral(len(self.sections) + 1)}、材料"

    @property
    def reasons_needed(self) -> bool:
        return any(reason.needed for reason in self.reasons)

    @property
    def papers(self) -> str:
        wanted = [line for line in self.sheets if line.state != "not_applicable"]
        due = [line for line in wanted if line.state != "on_demand"]
        ready = sum(line.state == "done" for line in due)
        return f"应交 {len(due)} 件，已齐 {ready} 件" if wanted else "这道手续不用交材料"


def asked(matter: Matter, typed: Mapping[str, str]) -> forms.Asked:
    """The form as it stands: what was typed, else what the case said, else what is known."""
    edition = matter.edition
    own = from_json(matter.case.facts, edition.types)
    return forms.read(edition, matter.procedure.form, {**matter.row, **own}, typed, own)


def page(matter: Matter, typed: Mapping[str, str], wrong: Complaints = NOTHING) -> DraftPage:
    """The page for what is typed now. `wrong` is what was found when it was sent."""
    edition, form = matter.edition, asked(matter, typed)
    row = matter.sight.row_with(matter.case, form.facts)
    form.require(edition, row)
    check, refusal = judged(matter, form)
    excused = frozenset(Override.objects.filter(case=matter.case).values_list("rule", flat=True))
    reasons = list(_reasons(matter, check, typed, excused))
    spared = excused | {reason.code for reason in reasons if reason.text.strip()}
    following = ahead.steps(edition, matter.procedure, row)
    panel = checks.panel(edition, check, form, spared, matter.now, _verb(matter))
    form.complain(wrong.missing)
    checks.mark(edition, check, form)
    return DraftPage(
        matter=matter,
        asked=form,
        sections=_numbered(form.sections("申报内容")),
        sheets=slots.lines(matter, check.slots, row, typed, wrong.slots),
        reasons=reasons,
        panel=panel,
        ahead=following,
        sent_back=_sent_back(matter),
        sent_to=next((step.offices for step in following if not step.skipped), ""),
        cites=telling.articles(edition, matter.procedure.cites),
        refusal=refusal,
        said=wrong.said,
        submit=_verb(matter),
    )


def judged(matter: Matter, form: forms.Asked) -> tuple[Check, shapes.Refusal | None]:
    """The check, and why the procedure may not be started at all, if so."""
    try:
        return check_draft(matter.sight, matter.case, form.facts), None
    except ActRefused as fault:
        papers = _papers_only(matter, form)
        return Check(findings=(), slots=papers), why_not_started(matter, fault)


def why_not_started(matter: Matter, fault: ActRefused) -> shapes.Refusal:
    if fault.move is not None:
        return telling.why_not(matter.edition, fault.move)
    return shapes.Refusal(
        title=f"{matter.procedure.title}：现在不能再发起",
        basis=telling.articles(matter.edition, matter.procedure.cites),
        figures=("已经办过，或者正在办理",),
        remedy=(shapes.Link(text="到项目页查看已办的手续；这份草稿可以删去"),),
        waiting=True,
    )


def _papers_only(matter: Matter, form: forms.Asked) -> tuple[SlotView, ...]:
    row = matter.sight.row_with(matter.case, form.facts)
    given = [code for code, each in slots.given_to(matter.case).items() if each.version_id]
    return view(matter.edition, matter.procedure.materials, row, given=given)


def _verb(matter: Matter) -> str:
    again = "重新提交" if matter.case.state == "open" else "提交"
    return f"{again}{matter.procedure.title}"


def _numbered(sections: list[forms.Section]) -> list[forms.Section]:
    return [
        forms.Section(f"{chinese_numeral(number)}、{section.title}", section.rows)
        for number, section in enumerate(sections, 1)
    ]


def _reasons(
    matter: Matter, check: Check, typed: Mapping[str, str], excused: Iterable[str]
) -> Iterable[Reason]:
    """Soft rules of this procedure that this person may set aside."""
    needed = {finding.code for finding in check.soft}
    procedure = matter.procedure
    for code in dict.fromkeys((*procedure.requires, *procedure.checks, *procedure.foresees)):
        rule = matter.edition.rules[code]
        if rule.strength == "soft" and code not in excused and matter.may_override(code):
            cites = telling.articles(matter.edition, rule.cites)
            yield Reason(code, rule.title, cites, typed.get(f"reason-{code}", ""), code in needed)


def _sent_back(matter: Matter) -> StepRun | None:
    """The turn whose holder sent the case back, with what was missing."""
    if matter.revision is None:
        return None
    runs = StepRun.objects.filter(case=matter.case, state="done").exclude(step=REVISE)
    return runs.select_related("actor", "organisation").order_by("-acted_at", "-id").first()


def reasons_of(typed: Mapping[str, str]) -> dict[str, str]:
    """The reasons typed for soft rules, by rule."""
    return {name.removeprefix("reason-"): text for name, text in typed.items() if name.startswith("reason-")}


def same(matter: Matter, facts: Mapping[str, Value]) -> bool:
    """Whether the case already says exactly this: the same form sent twice."""
    kept = Case.objects.values_list("facts", flat=True).get(pk=matter.case.pk)
    return {name: value for name, value in kept.items() if value is not None} == to_json(
        facts, matter.edition.types
    )
