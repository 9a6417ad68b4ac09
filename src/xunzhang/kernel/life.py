"""The life map: every procedure of a measure on one project, done, open, next, blocked or to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from xunzhang.kernel.moves import Move, applies
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Phase, Procedure
from xunzhang.kernel.situation import CaseState, Situation

NodeState = Literal["done", "open", "ready", "waiting", "refused", "later", "on_demand"]


class Node(NamedTuple):
    """One procedure on the map, with its last case and, where it is blocked, the move that says why."""

    code: str
    procedure: Procedure
    state: NodeState
    case: CaseState | None = None
    move: Move | None = None
    times: int = 0


class PhaseView(NamedTuple):
    """One phase with its nodes. Exactly one phase of a map is current."""

    phase: Phase
    nodes: tuple[Node, ...]
    is_current: bool = False

    @property
    def done(self) -> int:
        return sum(node.state == "done" for node in self.nodes)


def life(edition: Edition, situation: Situation, moves: Iterable[Move]) -> tuple[PhaseView, ...]:
    """The phases in the order of the pack; procedures that do not apply are left out."""
    by_code: dict[str, Move] = {}
    for move in moves:
        by_code.setdefault(move.code, move)
    phases = [
        (phase, tuple(_nodes(edition, situation, by_code, phase.code))) for phase in edition.regulation.phases
    ]
    current = _current(phases)
    return tuple(
        PhaseView(phase, nodes if number <= current else _ahead(nodes), number == current)
        for number, (phase, nodes) in enumerate(phases)
    )


def current_phase(views: Iterable[PhaseView]) -> str:
    """The code of the phase a project stands in."""
    return next((view.phase.code for view in views if view.is_current), "")


def _nodes(edition: Edition, situation: Situation, moves: Mapping[str, Move], phase: str) -> Iterable[Node]:
    for code, procedure in edition.procedures_by_phase[phase]:
        cases = situation.cases_of(code)
        if cases or applies(edition, procedure, situation) is not False:
            yield _node(code, procedure, cases, moves.get(code))


def _node(code: str, procedure: Procedure, cases: list[CaseState], move: Move | None) -> Node:
    if not cases:
        return Node(code, procedure, _state(procedure, [], move), None, move)
    state = _state(procedure, [case.state for case in cases], move)
    return Node(code, procedure, state, _latest(cases), move, len(cases))


def _latest(cases: list[CaseState]) -> CaseState:
    """The last case under way, else the last one."""
    return next((case for case in reversed(cases) if case.state == "open"), cases[-1])


def _state(procedure: Procedure, states: list[str], move: Move | None) -> NodeState:
    if "open" in states:
        return "open"
    succeeded = "done" in states
    if succeeded and (procedure.on_demand or procedure.recurrence in ("once", "per_record", "repeatable")):
        return "done" if move is None or move.state != "ready" or procedure.on_demand else _again(procedure)
    if procedure.on_demand:
        return "on_demand"
    if move is None:
        return "done" if succeeded else "later"
    return move.state


def _again(procedure: Procedure) -> NodeState:
    """What succeeded and could be repeated: for another record it is to do, else it is done."""
    return "ready" if procedure.recurrence == "per_record" else "done"


def _current(phases: list[tuple[Phase, tuple[Node, ...]]]) -> int:
    """The first phase with a case under way; else the first with something to do; else the last one done.

    What is done on demand, or once more in another year, says nothing of where a project stands.
    """
    states = [{node.state for node in nodes if not _is_aside(node)} for _, nodes in phases]
    for wanted in ("open", "ready"):
        for number, found in enumerate(states):
            if wanted in found:
                return number
    return max((number for number, found in enumerate(states) if "done" in found), default=0)


def _is_aside(node: Node) -> bool:
    again = node.procedure.recurrence in ("yearly", "periodic") and node.case is not None
    return node.procedure.on_demand or (again and node.state == "ready")


def _ahead(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """In phases that lie ahead, what waits for an order is simply not reached yet."""
    return tuple([node._replace(state="later") if node.state == "waiting" else node for node in nodes])
