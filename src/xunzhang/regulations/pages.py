"""What each page of an edition shows, put together from the edition and from what is recorded here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xunzhang.kernel import wording
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Role, RoleRoute, Rule, Slot, Step
from xunzhang.regulations import diagrams, lines, reading, readings
from xunzhang.regulations.queries import Installed
from xunzhang.regulations.telling import articles
from xunzhang.web import shapes
from xunzhang.web.words import day_text

SECTIONS = {
    "procedures": "手续和步骤",
    "roles": "角色",
    "figures": "数字和时限",
    "anomalies": "条文异常",
    "readings": "解释口径",
}
ENDS = {"done": "办成，手续结束", "failed": "未办成，手续结束", "revise": "退回发起人补正"}


@dataclass(frozen=True)
class Head:
    """The head of an edition's pages. `here` is the code of the part, "" for the list of articles.

    `may_go_on`: an administrator looks at it, and some area is still without the edition.
    """

    installed: Installed
    edition: Edition
    here: str
    is_admin: bool
    may_go_on: bool = False

    @property
    def dates(self) -> tuple[tuple[str, str], ...]:
        """Each date as the text writes it and as it is read."""
        said = self.edition.regulation
        known = (("签发", said.signed), ("印发", said.printed), ("到期", said.expiry.date))
        plain = [(head, day_text(day)) for head, day in known if day]
        return (*plain, ("施行", self._effective()))

    def _effective(self) -> str:
        day, decided = self.edition.regulation.effective, self.installed.resolution
        written = f"原文“{day.text}”" if day.text else ""
        if decided:
            return f"{written}，认定为 {day_text(decided.chosen)}"
        if day.date:
            return day_text(day.date) if not day.text else f"{day_text(day.date)}（{written}）"
        return f"{written or '条文未写'}，未认定"

    @property
    def banner(self) -> shapes.Banner | None:
        """The state, where it needs saying; with the way out for an administrator."""
        standing = self.installed.standing
        if not standing.tone and standing.code != "ready":
            return None
        return shapes.Banner(word=standing.word, text=standing.text, tone=standing.tone, link=self._way_out())

    def _way_out(self) -> shapes.Link | None:
        ways = {
            "date_defect": ("resolve", "登记日期认定"),
            "ready": ("activate", "在一个区域启用"),
            "draft": ("activate", "在试用区试用"),
        }
        way = ways.get(self.installed.standing.code)
        if not way or not self.is_admin:
            return None
        return shapes.Link(text=way[1], url=reverse(f"regulations:{way[0]}", args=[self.edition.id]))

    @property
    def tabs(self) -> tuple[shapes.Tab, ...]:
        edition = self.edition
        counts = {
            "procedures": len(edition.procedures),
            "roles": len(edition.roles),
            "figures": len(edition.parameters) + len(edition.deadlines),
            "anomalies": len(edition.anomalies),
            "readings": len(readings.interpretation()),
        }
        first = shapes.Tab(
            title="逐条对照",
            url=reverse("regulations:edition", args=[edition.id]),
            count=str(edition.regulation.articles),
            here=not self.here,
        )
        rest = (
            shapes.Tab(
                title=title,
                url=lines.section(edition, name),
                count=str(counts[name]),
                here=name == self.here,
            )
            for name, title in SECTIONS.items()
        )
        return (first, *rest)


@dataclass(frozen=True)
class Card:
    """One edition on the shelf."""

    installed: Installed
    url: str
    counts: str
    fault: str


def shelf(rows: Iterable[Installed]) -> tuple[Card, ...]:
    """The installed editions; one whose pack cannot be read has its fault and no address."""
    return tuple(_card(row) for row in rows)


def _card(row: Installed) -> Card:
    if row.edition is None:
        return Card(row, "", "", row.fault)
    numbers = (
        f"{row.edition.regulation.articles} 条",
        f"{len(row.edition.procedures)} 道手续",
        f"{len(row.edition.rules)} 条规则",
        f"{len(row.edition.anomalies)} 处条文异常",
    )
    return Card(row, reverse("regulations:edition", args=[row.id]), "，".join(numbers), row.fault)


def refused(head: Head, message: str, typed: object) -> shapes.Refusal:
    """Why a decision on an edition was refused; `typed` is the day that was asked for."""
    day = head.edition.regulation.effective
    written = (*((f"原文写作“{day.text}”",) if day.text else ()), f"填写的是 {typed}")
    remedy = shapes.Link(text="核对日期和依据后重新提交，填过的内容都还在下面")
    return shapes.Refusal(
        title=message, basis=articles(head.edition, day.cites), figures=written, remedy=(remedy,)
    )


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


def _rules(edition: Edition, codes: Iterable[str]) -> tuple[tuple[Rule, Sequence[shapes.Article]], ...]:
    found = [edition.rules[code] for code in codes]
    return tuple((rule, articles(edition, rule.cites)) for rule in found)


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


def _when(edition: Edition, route: RoleRoute) -> str:
    return wording.condition(edition, route.when) if route.when else "其余"


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
