"""手续: what was done on a project, step by step, newest first; what may be done, and what may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.desk.project.next_steps import startable, tell_held
from xunzhang.desk.project.sheet import Sheet
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import REVISE
from xunzhang.regulations import telling
from xunzhang.web import shapes

_STATES = {"open": "open", "done": "done", "failed": "fails"}
_WORDS = {"failed": "未通过"}
_BACK = {"revise": "returned", "failed": "fails"}


@dataclass(frozen=True)
class Run:
    """One run of a procedure with its steps."""

    title: str
    url: str
    state: str
    word: str
    note: str
    articles: Sequence[shapes.Article]
    steps: Sequence[shapes.StepLine]


@dataclass(frozen=True)
class Runs:
    """`ready` are the starts open to this person, `held` every procedure that cannot be started now."""

    runs: Sequence[Run]
    ready: Sequence[shapes.Move]
    held: Sequence[shapes.Refusal]


def runs(sheet: Sheet) -> Runs:
    told = [run_of(sheet, case) for case in sheet.submitted[::-1]]
    return Runs(told, startable(sheet), tell_held(sheet))


def run_of(sheet: Sheet, case: Case) -> Run:
    procedure = sheet.procedure(case)
    about = sheet.record_title(case.record_id)
    closed = f"，{case.closed_on} 办结" if case.closed_on else ""
    starter = f"{case.organisation.name} {case.starter.name}"
    return Run(
        title=procedure.title + (f"（{about}）" if about else ""),
        url=reverse("procedures:case", args=[case.pk]),
        state=_STATES[case.state],
        word=_WORDS.get(case.state, ""),
        note=f"第 {case.number} 次，{case.submitted_on} 提交{closed}，{starter}",
        articles=telling.articles(sheet.edition, procedure.cites),
        steps=tuple(_steps(sheet, case)),
    )


def _steps(sheet: Sheet, case: Case) -> Iterator[shapes.StepLine]:
    for run in sorted(case.runs.all(), key=lambda run: run.pk):
        step = sheet.step(case, run)
        state, word = _state(sheet, case, run)
        yield shapes.StepLine(
            title=step.title if step else "补正",
            state=state,
            word=word,
            at=localtime(run.acted_at) if run.acted_at else run.opened_on,
            person=run.actor.name if run.actor else "",
            office=run.organisation.name if run.organisation else sheet.role_title(run.role),
            opinion=run.opinion,
            articles=telling.articles(sheet.edition, step.cites) if step else (),
            soft=step.reason if step else "",
        )
    for override in case.overrides.all():
        yield shapes.StepLine(
            title=f"放行：{sheet.edition.rules[override.rule].title}",
            state="done",
            word="已说明理由",
            at=localtime(override.at),
            person=override.person.name,
            office=sheet.role_title(override.role),
            opinion=override.reason,
        )


def _state(sheet: Sheet, case: Case, run: StepRun) -> tuple[str, str]:
    """State and word of a step: the outcome's own title once it has one."""
    if run.state == "open":
        return "open", "等办理"
    if run.step == REVISE:
        return "done", "已补正"
    step = sheet.step(case, run)
    outcome = step.outcomes.get(run.outcome) if step else None
    if outcome is None:
        return "not_applicable", "撤销"
    return _BACK.get(outcome.to, "done"), outcome.title
