"""A case on one page: its story, what it stated, its papers, limits, and rules set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xunzhang.documents.models import Document
from xunzhang.documents.queries import Viewer, papers, viewer
from xunzhang.kernel.facts import from_json
from xunzhang.kernel.periods import Derivation, overdue_working_days
from xunzhang.kernel.veil import kind_of
from xunzhang.procedures.models import Case, Deadline, Override, StepRun
from xunzhang.procedures.pages import confirming, slots, story
from xunzhang.procedures.pages.draft import Reason, asked, judged
from xunzhang.procedures.pages.matter import Matter
from xunzhang.procedures.pages.step import given
from xunzhang.procedures.queries import REVISE, may_act
from xunzhang.procedures.records import record_title
from xunzhang.regulations import catalogue, diagrams, telling, track
from xunzhang.web import shapes

STATES = {"draft": "ready", "open": "open", "done": "done", "failed": "refused"}


@dataclass(frozen=True)
class Limit:
    """A duty of the case's record or procedure, with how its day was reached."""

    row: Deadline
    title: str
    articles: tuple[shapes.Article, ...]
    deriving: shapes.Deriving | None
    late: int | None
    note: str


@dataclass(frozen=True)
class CasePage:
    """Everything the page shows. `mine` are the person's own open turns."""

    matter: Matter
    state: str
    word: str
    timeline: list[shapes.StepLine]
    confirming: list[confirming.Confirming]
    stated: list[story.Stated]
    papers: list[slots.SlotLine]
    documents: list[tuple[Document, str]]
    overrides: list[tuple[Override, str]]
    grants: list[Reason]
    limits: list[Limit]
    mine: list[tuple[StepRun, str]]
    waits_for: str
    viewer: Viewer | None
    said: str
    diagram: diagrams.Diagram | None
    audience: str


def page(matter: Matter, look: str = "", at: str = "", said: str = "", reason: str = "") -> CasePage:
    """The page as this person sees it; `reason` is what was typed for a rule that `said` complains of."""
    case, edition = matter.case, matter.edition
    sheets = given(matter)
    turns = list(
        StepRun.objects.filter(case=case)
        .exclude(state="dropped")
        .select_related("organisation", "actor")
        .order_by("id")
    )
    runs = [run for run in turns if run.state == "open"]
    codes = {line.code for line in sheets}
    shown_ids = {line.shown.document_id for line in sheets if line.shown}
    kept = [
        document
        for document in papers(matter.project)
        if document.pk in shown_ids or (document.slot in codes and slots.own(matter, document))
    ]
    versions = [version for document in kept for version in document.versions.all()]
    shown = viewer(versions, look, at, f"/cases/{case.pk}/") if look else None
    overrides = list(Override.objects.filter(case=case).select_related("person").order_by("at"))
    return CasePage(
        matter=matter,
        state=STATES[case.state],
        word=case.get_state_display(),
        timeline=story.timeline(matter),
        confirming=confirming.of_case(matter, turns),
        stated=story.stated(edition, matter.procedure.form, from_json(case.facts, edition.types)),
        papers=sheets,
        documents=[(document, _of(matter, document)) for document in kept],
        overrides=[(row, edition.rules[row.rule].title) for row in overrides],
        grants=list(_grants(matter, {row.rule for row in overrides}, reason)),
        limits=list(_limits(matter)),
        mine=[(run, _title(matter, run)) for run in runs if may_act(matter.person, run, matter.project)],
        waits_for="、".join(f"{_title(matter, run)}（{_office(matter, run)}）" for run in runs),
        viewer=shown,
        said=said,
        diagram=_diagram(matter, turns),
        audience=_audience(matter),
    )


def _audience(matter: Matter) -> str:
    """Who alone may see this; "" where everybody may who sees the project."""
    kind = kind_of(matter.procedure)
    seen_by = matter.edition.entities[kind].seen_by if kind else ()
    return "、".join(matter.edition.roles[role].title for role in seen_by)


def _diagram(matter: Matter, runs: Iterable[StepRun]) -> diagrams.Diagram | None:
    """The procedure with the way that the case has gone; a draft has gone none."""
    code, state = matter.case.procedure, matter.case.state
    if state == "draft":
        return diagrams.diagram(matter.edition, code)
    turns = [
        track.Turn(run.step, run.role, _office(matter, run), run.round, run.outcome, run.state == "open")
        for run in runs
    ]
    return diagrams.diagram(matter.edition, code, turns, "" if state == "open" else state)


def _of(matter: Matter, document: Document) -> str:
    """The record that a paper belongs to; "" for papers of the project."""
    record = matter.sight.situation.record(document.record_id)
    return record_title(matter.sight, record) if record else ""


def _title(matter: Matter, run: StepRun) -> str:
    return "补正" if run.step == REVISE else matter.procedure.steps[run.step].title


def _office(matter: Matter, run: StepRun) -> str:
    return run.organisation.name if run.organisation else matter.edition.roles[run.role].title


def _grants(matter: Matter, excused: Iterable[str], reason: str) -> Iterable[Reason]:
    """Soft rules that stand in the way of the form as it lies, and that this person may set aside."""
    if matter.case.state != "draft" and matter.revision is None:
        return
    check, _ = judged(matter, asked(matter, matter.case.typed))
    for finding in check.soft:
        if finding.code not in excused and matter.may_override(finding.code):
            cites = telling.articles(matter.edition, finding.rule.cites)
            yield Reason(finding.code, finding.rule.title, cites, reason, True)


def _limits(matter: Matter) -> Iterable[Limit]:
    """Deadlines that the procedure answers, on the case's record or on the project. One query."""
    rows = Deadline.objects.filter(project=matter.project, record=matter.case.record)
    for row in rows.order_by("due_on", "code", "occurrence"):
        rule = matter.edition.deadlines.get(row.code)
        if rule and (matter.case.record_id or rule.procedure == matter.case.procedure):
            yield _limit(matter, row)


def _limit(matter: Matter, row: Deadline) -> Limit:
    rule = matter.edition.deadlines[row.code]
    cites = telling.articles(matter.edition, rule.cites)
    derived = Derivation.from_json(row.derivation) if row.derivation else None
    ended = row.done_on or matter.today
    late = (
        overdue_working_days(row.due_on, ended, catalogue.calendar())
        if row.due_on and ended > row.due_on
        else None
    )
    deriving = shapes.Deriving(title=rule.title, derivation=derived, articles=cites, done_on=row.done_on)
    return Limit(row, rule.title, cites, deriving if derived else None, late, rule.unquantified)


def numbered(case: Case) -> str:
    """“（第 2 次）” for what was done before."""
    return f"（第 {case.number} 次）" if case.number > 1 else ""
