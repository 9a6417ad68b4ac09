"""What each page of an edition shows, put together from the edition and from what is recorded here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xunzhang.kernel import wording
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Role, Slot, Step
from xunzhang.regulations import diagrams, lines, reading, readings
from xunzhang.regulations.head import Head
from xunzhang.regulations.telling import articles
from xunzhang.web import shapes

ENDS = {"done": "办成，手续结束", "failed": "未办成，手续结束", "revise": "退回发起人补正"}


@dataclass(frozen=True)
class Paper:
    """A material as a page lists it."""

    title: str
    tags: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    articles: Sequence[shapes.Article]
    soft: str


@dataclass(frozen=True)
class Way:
    """An outcome and what follows."""

    title: str
    follows: str
    articles: Sequence[shapes.Article]
    soft: str


@dataclass(frozen=True)
class StepRow:
    """A step: who, what is looked at, how it may end, what is handed in."""

    title: str
    kind: str
    who: tuple[tuple[str, str], ...]
    when: str
    articles: Sequence[shapes.Article]
    soft: str
    asks: tuple[str, ...]
    papers: tuple[Paper, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class ProcedureSheet:
    """One procedure with its conditions, papers and steps."""

    code: str
    procedure: Procedure
    by: str
    facts: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, tuple[Any, ...]], ...]
    asks: tuple[str, ...]
    papers: tuple[Paper, ...]
    steps: tuple[StepRow, ...]
    articles: Sequence[shapes.Article]
    diagram: diagrams.Diagram | None


def procedures(edition: Edition) -> tuple[tuple[str, tuple[ProcedureSheet, ...]], ...]:
    """The procedures of each phase, phases without one left out."""
    found = []
    for phase in edition.regulation.phases:
        sheets = tuple(
            sheet(edition, code, each)
            for code, each in edition.procedures.items()
            if each.phase == phase.code
        )
        if sheets:
            found.append((phase.title, sheets))
    return tuple(found)


def sheet(edition: Edition, code: str, procedure: Procedure) -> ProcedureSheet:
    """One procedure, told."""
    conditions = (
        ("还差前一步就不能办", procedure.requires),
        ("不符合就会被拒", procedure.checks),
        ("现在已经不符合的也会被拒", procedure.foresees),
    )
    return ProcedureSheet(
        code=code,
        procedure=procedure,
        by=lines.roles(edition, procedure.by),
        facts=_terms(edition, procedure),
        conditions=tuple(
            (
                head,
                tuple((edition.rules[each], articles(edition, edition.rules[each].cites)) for each in codes),
            )
            for head, codes in conditions
            if codes
        ),
        asks=tuple(edition.facts[asked.fact].title for asked in procedure.form),
        papers=_papers(edition, procedure.materials),
        steps=tuple(_step(edition, procedure, name) for name in procedure.steps),
        articles=articles(edition, procedure.cites),
        diagram=diagrams.diagram(edition, code),
    )


def _terms(edition: Edition, procedure: Procedure) -> tuple[tuple[str, str], ...]:
    entity = procedure.creates or procedure.about
    said = (
        ("谁发起", lines.roles(edition, procedure.by)),
        ("办几次", lines.RECURRENCES[procedure.recurrence]),
        ("对象", edition.entities[entity].title if entity else lines.LEVELS[procedure.level]),
        ("适用", wording.condition(edition, procedure.applies) if procedure.applies else ""),
    )
    return tuple((head, text) for head, text in said if text)


def _papers(edition: Edition, slots: Mapping[str, Slot]) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            slot.title,
            lines.slot_tags(slot),
            lines.slot_terms(edition, slot),
            articles(edition, slot.cites),
            slot.reason,
        )
        for slot in slots.values()
    )


def _step(edition: Edition, procedure: Procedure, code: str) -> StepRow:
    step = procedure.steps[code]
    who = (
        (edition.roles[member.role].title, wording.condition(edition, member.when) if member.when else "")
        for member in step.by
    )
    return StepRow(
        title=step.title,
        kind=lines.STEP_KINDS[step.kind],
        who=tuple(who),
        when=wording.condition(edition, step.when) if step.when else "",
        articles=articles(edition, step.cites),
        soft=step.reason,
        asks=tuple(edition.facts[asked.fact].title for asked in step.form),
        papers=_papers(edition, step.materials),
        ways=tuple(_ways(edition, procedure, code, step)),
    )


def _ways(edition: Edition, procedure: Procedure, code: str, step: Step) -> Iterable[Way]:
    order = list(procedure.steps)
    for outcome in step.outcomes.values():
        later = order[order.index(code) + 1 :]
        follows = outcome.follows or ENDS.get(outcome.to, "")
        if not follows and outcome.to == "next":
            follows = f"到“{procedure.steps[later[0]].title}”" if later else ENDS["done"]
        if not follows:
            follows = f"到“{procedure.steps[outcome.to].title}”"
        yield Way(outcome.title, follows, articles(edition, outcome.cites), outcome.reason)


def told(edition: Edition, kind: str, named: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Elements of one kind with their lines and article marks, for a table."""
    return tuple(
        {
            "code": code,
            "element": element,
            "line": lines.LINES[kind](edition, code, element),
            "articles": articles(edition, element.cites),
        }
        for code, element in named.items()
    )


def _roles(head: Head) -> dict[str, Any]:
    edition = head.edition
    rows = told(edition, "role", edition.roles)
    return {"roles": tuple(row | _holding(edition, row["element"]) for row in rows)}


def _holding(edition: Edition, role: Role) -> dict[str, Any]:
    """Who holds a role, what it may see, how the text calls it, and to whom it is routed."""
    return {
        "holder": lines.HOLDERS[role.holder],
        "sees": lines.SEES[role.sees],
        "aliases": [(each.literal, each.note, articles(edition, each.cites)) for each in role.aliases],
        "routes": [
            (
                wording.condition(edition, route.when) if route.when else "其余",
                edition.roles[route.role].title,
            )
            for route in role.resolves
        ],
    }


def _figures(head: Head) -> dict[str, Any]:
    edition = head.edition
    used: dict[str, list[str]] = {}
    for use in reading.uses(edition):
        for name in reading.parameters_of(edition, use):
            used.setdefault(name, []).append(use.line.title)
    figures = tuple(
        row
        | {"value": wording.value(row["element"]), "used": tuple(dict.fromkeys(used.get(row["code"], ())))}
        for row in told(edition, "parameter", edition.parameters)
    )
    limits = tuple(
        row | {"keys": readings.keys_of("deadline", row["element"])}
        for row in told(edition, "deadline", edition.deadlines)
    )
    return {"figures": figures, "limits": limits}


def _anomalies(head: Head) -> dict[str, Any]:
    decided = head.installed.resolution
    return {"anomalies": told(head.edition, "anomaly", head.edition.anomalies), "resolution": decided}


SECTION_DATA: Mapping[str, Callable[[Head], dict[str, Any]]] = {
    "procedures": lambda head: {"phases": procedures(head.edition)},
    "roles": _roles,
    "figures": _figures,
    "anomalies": _anomalies,
    "readings": lambda head: {"keys": readings.lines(head.edition)},
}
