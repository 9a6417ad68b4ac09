"""How far the construction has come by what was done, paid and handed in, beside what is reported.

Three parts, each a share of a whole: procedures ended of those that the construction takes, money paid of
the contracts, papers handed in of those asked for. The share by evidence is the mean of the parts known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xunzhang.kernel.life import Node, PhaseView
from xunzhang.kernel.materials import view
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Progress
from xunzhang.kernel.situation import Situation

COMES_AGAIN = ("any_time", "yearly", "periodic")
Given = Mapping[str, Collection[str]]
"""The slots filled, by procedure."""


@dataclass(frozen=True)
class Part:
    """So much done of so much: procedures, papers, or money in 分. `of` is never nought."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """0 to 100, half up; what exceeds the whole counts as the whole."""
        return min(100, (200 * self.done + self.of) // (2 * self.of))


@dataclass(frozen=True)
class Evidence:
    """The parts, None where nothing speaks: no contract yet, no paper asked for."""

    steps: Part | None = None
    money: Part | None = None
    papers: Part | None = None

    @property
    def percent(self) -> int | None:
        """The mean of the parts known, half up; None where none is."""
        known = [part.percent for part in (self.steps, self.money, self.papers) if part]
        return (2 * sum(known) + len(known)) // (2 * len(known)) if known else None


def evidence(
    edition: Edition, named: Progress, situation: Situation, phases: Iterable[PhaseView], given: Given
) -> Evidence:
    """What speaks for the progress of a project. Every part is None before the construction begins."""
    if situation.facts.get(named.begins) is None:
        return Evidence()
    nodes = tuple(_nodes(edition, named, phases))
    paid, price = situation.facts.get(named.paid), situation.facts.get(named.price)
    return Evidence(
        steps=_part(sum(node.state == "done" for node in nodes), len(nodes)),
        money=_part(paid, price) if isinstance(paid, int) and isinstance(price, int) else None,
        papers=_papers(edition, situation, nodes, given),
    )


def divergence(reported: int | None, found: Evidence) -> int | None:
    """Percentage points reported beyond the evidence, below nought where less; None where one is unknown."""
    share = found.percent
    return None if reported is None or share is None else reported - share


def _part(done: int, of: int) -> Part | None:
    return Part(done, of) if of > 0 else None


def _nodes(edition: Edition, named: Progress, phases: Iterable[PhaseView]) -> Iterator[Node]:
    """The procedures from the beginning to the end of the construction, each done once and for all."""
    shown = list(phases)
    codes = [view.phase.code for view in shown]
    first, last = (_phases(edition, fact, codes) for fact in (named.begins, named.ends))
    if first and last:
        for view_ in shown[min(first) : max(last) + 1]:
            yield from (node for node in view_.nodes if _counts(node))


def _phases(edition: Edition, fact: str, codes: list[str]) -> list[int]:
    """The places of the phases in which a fact comes to be known."""
    found = (edition.procedures[code] for code in edition.writers.get(fact, ()))
    return [codes.index(each.phase) for each in found if each.phase in codes and not each.on_demand]


def _counts(node: Node) -> bool:
    return not node.procedure.on_demand and node.procedure.recurrence not in COMES_AGAIN


def _papers(edition: Edition, situation: Situation, nodes: tuple[Node, ...], given: Given) -> Part | None:
    """Papers that must be there by the end; what does not apply or may be left out is not asked for."""
    done = of = 0
    for node in nodes:
        filled = given.get(node.code, ())
        for slot in view(edition, node.procedure.materials, situation.row(), given=filled):
            done += slot.state == "given"
            of += slot.state in ("given", "missing", "unknown")
    return _part(done, of)
