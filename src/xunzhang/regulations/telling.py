"""Telling a verdict to people: the kernel's findings as the parts that pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.moves import Move
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.predicates.explain import Computed, Explanation, explain
from xunzhang.kernel.predicates.solve import Direction, boundary
from xunzhang.kernel.rules import Finding, Verdict
from xunzhang.web import shapes, words

_NUMBERS = (FactType.MONEY, FactType.INTEGER)
_DIRECTIONS = {Direction.AT_LEAST: "至少", Direction.AT_MOST: "至多", Direction.EXACTLY: "应为"}


def articles(edition: Edition, cites: Iterable[Citation]) -> tuple[shapes.Article, ...]:
    """Article marks with their addresses and gists."""
    return tuple(
        shapes.Article(cite=cite, url=article_url(edition, cite), gist=_gist(edition, cite)) for cite in cites
    )


def article_url(edition: Edition, cite: Citation) -> str:
    return f"{reverse('regulations:edition', args=[edition.id])}#a{cite.article}"


def refusal(edition: Edition, finding: Finding, remedy_url: str = "") -> shapes.Refusal:
    """A rule that stands in the way, in four parts. A rule of order is told as waiting."""
    rule = finding.rule
    told = _explained(edition, finding)
    return shapes.Refusal(
        title=rule.refusal,
        basis=articles(edition, rule.cites),
        figures=_missing(edition, told.missing) or tuple(_values(edition, told.facts)),
        computed=told.computed,
        remedy=(shapes.Link(text=rule.remedy + _least(edition, finding), url=remedy_url),),
        soft=rule.reason,
        waiting=rule.kind == "order",
    )


def row(edition: Edition, finding: Finding, action: shapes.Link | None = None) -> shapes.Finding:
    """A line of the compliance list."""
    told = _explained(edition, finding)
    rule = finding.rule
    return shapes.Finding(
        state=finding.verdict.value,
        title=rule.title,
        articles=articles(edition, rule.cites),
        note=rule.remedy if finding.is_open else "",
        facts="；".join(_values(edition, told.facts)),
        computed=told.computed,
        outcome="；".join(_missing(edition, told.missing)),
        action=action,
        awaits=_awaits(edition, told.missing),
        soft=rule.reason,
    )


def check(edition: Edition, finding: Finding) -> shapes.Check:
    """A line of the live check."""
    missing = _missing(edition, _explained(edition, finding).missing)
    text = finding.rule.title + (f"：{'；'.join(missing)}" if missing else "")
    return shapes.Check(
        state=finding.verdict.value, text=text, articles=articles(edition, finding.rule.cites)
    )


def why_not(edition: Edition, move: Move, remedy_url: str = "") -> shapes.Refusal:
    """Why a procedure cannot be started: a hold, a missing record, or the first rule in the way."""
    title = move.procedure.title
    if move.hold:
        return shapes.Refusal(
            title=f"{title}：{move.hold.title}，不能办",
            basis=articles(edition, move.hold.cites),
            remedy=(shapes.Link(text="先办结监督事项或恢复手续"),),
        )
    if move.lacks_record:
        entity = edition.entities[str(move.procedure.about)].title
        return shapes.Refusal(
            title=f"{title}：还没有可办的{entity}",
            basis=articles(edition, move.procedure.cites),
            figures=(f"符合条件的{entity} 0 个",),
            remedy=(shapes.Link(text=f"先登记{entity}"),),
            waiting=True,
        )
    blocking = [finding for finding in move.findings if finding.blocks]
    failing = [finding for finding in blocking if finding.verdict is Verdict.FAILS]
    told = refusal(edition, (failing if move.state == "refused" else blocking)[0], remedy_url)
    return shapes.Refusal(
        title=f"{title}：{told.title.rpartition('：')[2]}",
        basis=told.basis,
        figures=told.figures,
        computed=told.computed,
        remedy=told.remedy,
        soft=told.soft,
        waiting=move.state == "waiting",
    )


def value_text(edition: Edition, name: str, value: Value) -> str:
    """A fact's value in Chinese: 612.50 万元, 是, 新建, 2025-02-10, 待补充."""
    fact = edition.facts[name]
    if value is None:
        return words.MISSING
    if fact.type is FactType.CHOICE:
        return fact.values.get(str(value), str(value))
    text = str(value) if fact.unit == words.YEAR else words.quantity(value, fact.type.value)
    return f"{text} 万元" if fact.type is FactType.MONEY else f"{text}{fact.unit and ' ' + fact.unit}"


@dataclass(frozen=True)
class _Told:
    """What the deciding parts of a predicate used."""

    facts: Mapping[str, Value]
    missing: tuple[str, ...]
    computed: tuple[Computed, ...]


def _explained(edition: Edition, finding: Finding) -> _Told:
    """The parts that decided: those that fail or are unknown, or all of a rule that holds."""
    explanation = _explain(edition, finding)
    parts = explanation.failed or explanation.unknown or explanation.parts
    numbers = tuple(
        each
        for part in parts
        for each in part.computed
        if each.type in _NUMBERS and each.relation is not None
    )
    facts = {name: value for part in parts for name, value in part.facts.items()}
    missing = explanation.missing if finding.verdict is Verdict.UNKNOWN else ()
    return _Told(facts, missing, numbers)


def _explain(edition: Edition, finding: Finding) -> Explanation:
    rule, types = finding.rule, edition.types
    required = explain(edition.predicates[rule.require], finding.row, types)
    if finding.verdict is Verdict.UNKNOWN and required.holds is not None and rule.when:
        return explain(edition.predicates[rule.when], finding.row, types)
    return required


def _values(edition: Edition, facts: Mapping[str, Value]) -> Iterable[str]:
    for name, value in facts.items():
        if name != "today":
            yield f"{edition.facts[name].title} {value_text(edition, name, value)}"


def _missing(edition: Edition, names: Iterable[str]) -> tuple[str, ...]:
    titles = [edition.facts[name].title for name in names]
    return (f"缺 {len(titles)} 项事实：{'、'.join(titles)}，不作符合处理",) if titles else ()


def _awaits(edition: Edition, names: Iterable[str]) -> str:
    """Whose finding is awaited, where the missing facts are judged by an officer."""
    roles = {edition.facts[name].judged_by for name in names} - {None}
    return "、".join(f"等{edition.roles[str(role)].title}认定" for role in sorted(map(str, roles)))


def _least(edition: Edition, finding: Finding) -> str:
    """“，至少 28.40 万元”: the boundary value of the fact that the rule says to change."""
    rule = finding.rule
    if rule.solve is None or finding.verdict is not Verdict.FAILS:
        return ""
    found = boundary(edition.predicates[rule.require], finding.row, rule.solve, edition.types)
    if found is None:
        return ""
    return f"（{_DIRECTIONS[found.direction]} {value_text(edition, rule.solve, found.value)}）"


def _gist(edition: Edition, cite: Citation) -> str:
    article = edition.article(cite)
    return article.gist if article else ""
