"""What follows: the steps after a submission, and where each outcome of a step leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xunzhang.kernel import flow
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Outcome, Procedure, Step
from xunzhang.kernel.predicates.explain import explain
from xunzhang.regulations import telling
from xunzhang.web import shapes

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Ahead:
    """A step to come. `skipped` says why it is not taken here, `unsure` on what that depends."""

    title: str
    offices: str
    articles: tuple[shapes.Article, ...]
    soft: str
    skipped: str = ""
    unsure: str = ""


def steps(edition: Edition, procedure: Procedure, row: Row) -> list[Ahead]:
    """Every step of the procedure in order, as this row would take it."""
    return [_ahead(edition, step, row) for step in procedure.steps.values()]


def _ahead(edition: Edition, step: Step, row: Row) -> Ahead:
    skipped, unsure = _condition(edition, step.when, row)
    return Ahead(
        title=step.title,
        offices=offices(edition, step, row),
        articles=telling.articles(edition, step.cites),
        soft=step.reason,
        skipped=skipped,
        unsure=unsure,
    )


def offices(edition: Edition, step: Step, row: Row) -> str:
    """Who acts at a step; members who are plainly not asked are left out."""
    roles = [
        flow.resolve(edition, member.role, row)
        for member in step.by
        if not member.when or explain(edition.predicates[member.when], row, edition.types).holds is not False
    ]
    return "、".join(edition.roles[role].title for role in dict.fromkeys(roles))


def _condition(edition: Edition, when: str | None, row: Row) -> tuple[str, str]:
    """(why the step is skipped, on what it depends): at most one of them."""
    if not when:
        return "", ""
    told = explain(edition.predicates[when], row, edition.types)
    if told.holds is True:
        return "", ""
    parts = told.failed or told.unknown
    facts = [
        f"{edition.facts[name].title}：{telling.value_text(edition, name, value)}"
        for part in parts
        for name, value in part.facts.items()
        if name != "today"
    ]
    said = "，".join(dict.fromkeys(facts))
    return (f"本项目不经这一步（{said}）", "") if told.holds is False else ("", f"是否经过，看{said}")


def follows(
    edition: Edition,
    procedure: Procedure,
    step: str,
    outcome: Outcome,
    row: Row,
    starter: str,
) -> str:
    """What an outcome leads to, in the words of the pack or as the case would run."""
    if outcome.follows:
        return outcome.follows
    values = flow.assigned(outcome.set, row, row["today"])  # type: ignore[arg-type]  # always a day
    stop = flow.after(edition, procedure, step, outcome, {**row, **values})
    if stop.at == flow.DONE:
        return f"{procedure.title}办结"
    if stop.at == flow.FAILED:
        return f"{procedure.title}到此终结，没有通过"
    if stop.at == flow.REVISE:
        return f"回到{starter}，已填内容与材料都保留；须写明缺什么"
    names = "、".join(edition.roles[role].title for role in stop.roles)
    return f"转入{procedure.steps[stop.at].title}，由{names}办理"
