"""How far a case has come on the picture of its procedure, and what a picture that one can move must know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from xunzhang.kernel.bpmn.graph import SUBMIT, Graph, Node
from xunzhang.kernel.bpmn.track import Visit, taken
from xunzhang.kernel.flow import REVISE, deciding
from xunzhang.kernel.pack.citation import Cites


@dataclass(frozen=True)
class Turn:
    """A turn of a case in the order of time. `who` has it or had it; `outcome` is "" while it is open."""

    step: str
    role: str
    who: str
    round: int = 1
    outcome: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Track:
    """By node, who has the open turn; the nodes that are over; the flows that the case has run through."""

    now: Mapping[str, str] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()


NOWHERE = Track()


def track(graph: Graph, turns: Sequence[Turn], end: str = "") -> Track:
    """Where a case stands that has been handed in; `end` is `done` or `failed` once it is closed."""
    now = {node: turn.who for turn in turns if turn.is_open for node in _nodes(graph, turn)}
    over = {node for turn in turns if not turn.is_open for node in _nodes(graph, turn)}
    return Track(now, frozenset({SUBMIT, *over} - now.keys()), taken(graph, _visits(graph, turns, end)))


def _visits(graph: Graph, turns: Sequence[Turn], end: str) -> list[Visit]:
    stays = (list(same) for _, same in groupby(turns, lambda turn: (turn.step, turn.round)))
    ends = frozenset(node.id for node in graph.nodes.values() if node.kind == end)
    begin = [Visit(frozenset({"start"})), Visit(frozenset({SUBMIT}))]
    return [*begin, *(_visit(graph, stay) for stay in stays), *([Visit(ends)] if ends else [])]


def _visit(graph: Graph, stay: Sequence[Turn]) -> Visit:
    nodes = frozenset(node for turn in stay for node in _nodes(graph, turn))
    step = graph.procedure.steps.get(stay[0].step)
    chosen = [turn.outcome for turn in stay if turn.outcome]
    return Visit(nodes, deciding(step, chosen) if step and chosen else "")


def _nodes(graph: Graph, turn: Turn) -> list[str]:
    """The step's box of this role; all boxes of the step where the text leaves open whose it is."""
    step = SUBMIT if turn.step == REVISE else turn.step
    boxes = [node for node in graph.nodes.values() if node.kind == "task" and node.step == step]
    own = [node for node in boxes if node.role == turn.role]
    return [node.id for node in own or boxes]


def marks(graph: Graph, found: Track) -> str:
    """JSON for the script: of each box its articles and how it stands, of each flow how it runs."""
    nodes = {node.id: _mark(node, found) for node in graph.nodes.values() if node.kind == "task"}
    flows = {
        flow.id: [
            name for name, is_so in (("back", flow.way == "back"), ("taken", flow.id in found.flows)) if is_so
        ]
        for flow in graph.flows
    }
    return json.dumps({"nodes": nodes, "flows": {id_: said for id_, said in flows.items() if said}})


def _mark(node: Node, found: Track) -> dict[str, object]:
    states = (("soft", bool(node.reason)), ("done", node.id in found.done), ("now", node.id in found.now))
    said: dict[str, object] = {
        "is": [name for name, is_so in states if is_so],
        "articles": articles(node.cites),
    }
    return said | ({"word": word(found.now[node.id])} if node.id in found.now else {})


def word(who: str) -> str:
    """What stands at the box where a case is."""
    return f"在办：{who}"


def articles(cites: Cites) -> str:
    """第6、8条; of many the first three."""
    numbers = [str(number) for number in dict.fromkeys(cite.article for cite in cites)]
    if not numbers:
        return ""
    return f"第{'、'.join(numbers[:3])}条" + ("等" if len(numbers) > 3 else "")
