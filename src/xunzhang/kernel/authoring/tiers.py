"""Tiers of an amount: where conditions that divide one amount leave a gap, or hold twice.

Looked at are conditions that compare one money fact with fixed figures and stand side by side (papers of a
procedure, steps, members of a step, procedures, rules) with the same further conditions. Where one of them
holds for small amounts only and another for large ones only, they divide the amount, and every amount
should meet exactly one of them. What the text of the law divides badly is a note once an anomaly of the
pack cites one of the articles, otherwise an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xunzhang.kernel.authoring.finding import Finding, Severity, at
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import Path_
from xunzhang.kernel.pack.texts import predicate_texts
from xunzhang.kernel.predicates import Predicate
from xunzhang.kernel.predicates.row import Row
from xunzhang.kernel.writing import wan_exact

TOP = 10**14
_SIDE_BY_SIDE = ("materials", "steps", "by", "applies", "when")


@dataclass(frozen=True)
class Tier:
    """One condition on an amount, and where it stands."""

    file: str
    path: Path_
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Amounts from `low` to `high` 分, both included, which `count` of the tiers take."""

    low: int
    high: int
    count: int

    @property
    def words(self) -> str:
        if self.low == self.high:
            return f"恰为 {_wan(self.low)}"
        if self.high >= TOP:
            return f"{_wan(self.low)} 及以上"
        return f"{_wan(self.low)} 至 {_wan(self.high)}"


def tiers(pack: Pack) -> Iterator[Finding]:
    """Gaps and overlaps of the tiers of every amount, with the exact amounts."""
    for fact, group in _groups(pack):
        found = list(_stretches(pack.edition, fact, group))
        if not _divides(pack.edition, fact, group):
            continue
        for stretch in found:
            if stretch.count != 1:
                what = "没有一档" if not stretch.count else f"同时有 {stretch.count} 档"
                title = pack.edition.facts[fact].title
                conditions = "；".join(tier.text for tier in group)
                message = f"“{title}”{stretch.words}时，{what}成立（{conditions}）"
                severity: Severity = "note" if _acknowledged(pack, group) else "error"
                check = "tier_overlap" if stretch.count else "tier_gap"
                yield at(pack, severity, check, group[0].file, group[0].path, message)


def _groups(pack: Pack) -> Iterator[tuple[str, list[Tier]]]:
    """Conditions on the same amount that stand side by side with the same further conditions."""
    groups: dict[tuple[object, ...], list[Tier]] = defaultdict(list)
    for (file, path), entity, text in predicate_texts(pack.edition, pack.sources):
        beside = _beside(file, path)
        amount = _amount(pack.edition, pack.edition.predicates[text])
        if beside and amount:
            fact, own, others = amount
            groups[(beside, entity, fact, others)].append(Tier(file, path, text, own))
    for key, group in groups.items():
        distinct = list({tier.parts: tier for tier in group}.values())
        if len(distinct) > 1:
            yield str(key[2]), distinct


def _beside(file: str, path: Path_) -> tuple[object, ...] | None:
    """What a condition shares with those that stand beside it; None where nothing stands beside."""
    if path[-1] == "applies":
        return ("applies",)
    if file == "rules.yaml":
        return (file, path[-1]) if path[-1] == "when" else None
    if file in ("roles.yaml", "regulation.yaml", "facts.yaml", "deadlines.yaml"):
        return None
    for number in range(len(path) - 1, -1, -1):
        if path[number] in ("materials", "steps", "by"):
            return (file, *path[: number + 1])
    return None


def _amount(edition: Edition, predicate: Predicate) -> tuple[str, tuple[str, ...], frozenset[str]] | None:
    """The money fact that parts of a condition compare with figures, those parts, and the others."""
    own: dict[str, list[str]] = defaultdict(list)
    others: set[str] = set()
    for part in predicate.parts:
        names = {name for name in part.names if edition.facts[name].type is FactType.MONEY}
        compared = any(comparison.type is FactType.MONEY for comparison in part.comparisons)
        if len(part.names) == 1 and names and compared:
            own[next(iter(names))].append(part.sqlite)
        else:
            others.add(part.text)
    if len(own) != 1:
        return None
    ((fact, parts),) = own.items()
    return fact, tuple(sorted(parts)), frozenset(others)


def _divides(edition: Edition, fact: str, group: list[Tier]) -> bool:
    """Whether one tier takes small amounts and not the largest, and another the reverse."""
    ends = [(low, high) for low, high in zip(*_at(edition, fact, group, (0, TOP)), strict=True)]
    return (True, False) in ends and (False, True) in ends


def _stretches(edition: Edition, fact: str, group: list[Tier]) -> Iterator[Stretch]:
    """The amounts from nothing to plenty, cut wherever the number of tiers that hold changes."""
    edges = sorted({0, TOP, *_edges(edition)})
    points = sorted({near for edge in edges for near in (edge - 1, edge, edge + 1) if 0 <= near <= TOP})
    counts = [sum(truths) for truths in _at(edition, fact, group, points)]
    begin = 0
    for number in range(1, len(points) + 1):
        if number == len(points) or counts[number] != counts[begin]:
            yield Stretch(points[begin], points[number - 1], counts[begin])
            begin = number


def _edges(edition: Edition) -> Iterable[int]:
    return (
        parameter.value
        for parameter in edition.parameters.values()
        if parameter.type == "money" and isinstance(parameter.value, int)
    )


def _at(edition: Edition, fact: str, group: list[Tier], amounts: Iterable[int]) -> list[list[bool]]:
    """For every amount, which tiers hold."""
    questions = [" AND ".join(f"({part})" for part in tier.parts) for tier in group]
    row = Row(questions, {fact}, edition.types)
    return [[answer == 1 for answer in row.values({fact: amount})] for amount in amounts]


def _acknowledged(pack: Pack, group: list[Tier]) -> bool:
    """Whether an anomaly of the pack cites an article that one of the tiers rests on."""
    told = {cite.article for anomaly in pack.edition.anomalies.values() for cite in anomaly.cites}
    return bool(told & {article for tier in group for article in _articles(pack, tier)})


def _articles(pack: Pack, tier: Tier) -> Iterator[int]:
    """The articles cited by the element that the condition stands in, or by the nearest around it."""
    path: Path_ = tier.path
    while path:
        node = pack.sources[tier.file].data
        for key in path:
            node = node[key]
        if isinstance(node, dict) and "cites" in node:
            raw = node["cites"]
            return (int(str(one).split("-")[0].split(".")[0].split("(")[0]) for one in _list(raw))
        path = path[:-1]
    return iter(())


def _list(raw: object) -> list[object]:
    return raw if isinstance(raw, list) else [raw]


def _wan(fen: int) -> str:
    return f"{wan_exact(fen)} 万元"
