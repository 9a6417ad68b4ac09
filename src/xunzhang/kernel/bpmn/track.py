"""Which way a case has gone through the graph of its procedure."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xunzhang.kernel.bpmn.graph import Flow, Graph


@dataclass(frozen=True)
class Visit:
    """A stay at some nodes side by side. `outcome` is what decided it, "" where nothing is decided."""

    nodes: frozenset[str]
    outcome: str = ""


def taken(graph: Graph, visits: Sequence[Visit]) -> frozenset[str]:
    """The flows that lead from each visit to the next; none where the graph knows no way."""
    return frozenset(
        flow
        for visit, following in zip(visits, visits[1:], strict=False)
        for source in visit.nodes
        for flow in _way(graph, source, following.nodes, visit.outcome)
    )


def _way(graph: Graph, source: str, targets: Collection[str], outcome: str) -> list[str]:
    """The flows of the shortest ways to each target that pass no other step."""
    came: dict[str, Flow] = {}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        if node != source and graph.nodes[node].kind == "task":
            continue
        for flow in graph.flows:
            if flow.source == node and flow.target not in came and _is_chosen(flow, outcome):
                came[flow.target] = flow
                waiting.append(flow.target)
    return [flow for target in targets if target in came for flow in _back(came, source, target)]


def _is_chosen(flow: Flow, outcome: str) -> bool:
    """Behind a decision only the flow of its outcome is open."""
    return not (outcome and flow.source.startswith("decide_")) or f"'{outcome}'" in flow.condition


def _back(came: dict[str, Flow], source: str, target: str) -> list[str]:
    found = []
    while True:
        flow = came[target]
        found.append(flow.id)
        if flow.source == source:
            return found
        target = flow.source
