"""A procedure as a graph of BPMN: who does what, in which order, under which condition.

The graph says the same as `flow`: only a condition known to be false skips, the gravest outcome decides.
Conditions are SQL predicates on the facts of the row and on one name per turn, `step__role`, the outcome
which that member chose.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from xunzhang.kernel import wording
from xunzhang.kernel.flow import DONE, FAILED, NEXT, REVISE
from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Element
from xunzhang.kernel.pack.model import Member, Procedure, Step

SUBMIT = "submit"
YES, NO = "是，或还不知道", "否"
SOMEBODY = "后面至少一家要办"
"""Each member's own gateway says when."""
ENDS = {DONE: "办成", FAILED: "未办成"}
Kind = Literal["start", "task", "exclusive", "parallel", "done", "failed"]
Way = Literal["on", "branch", "under", "jump", "back"]


@dataclass(frozen=True)
class Node:
    """A flow node. `column` and `row` (within its lane) are where it stands in the grid of the drawing.

    `outcomes` are the titles of what a task may come to.
    """

    id: str
    kind: Kind
    lane: str
    column: int
    name: str = ""
    row: int = 0
    step: str = ""
    role: str = ""
    cites: Cites = ()
    reason: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """A sequence flow. `way` is how it runs in the drawing: on, down to a branch, by a jump, or back."""

    source: str
    target: str
    way: Way = "on"
    name: str = ""
    condition: str = ""
    is_default: bool = False

    @property
    def id(self) -> str:
        return f"flow_{self.source}__{self.target}"


@dataclass
class Graph:
    """The nodes by id in drawing order, the flows, and the lanes by id with their titles."""

    code: str
    procedure: Procedure
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    lanes: dict[str, str] = field(default_factory=dict)


def graph(edition: Edition, code: str) -> Graph:
    """The graph of one procedure. Raises KeyError if the edition has no such procedure."""
    return _Builder(edition, code).built()


def groups(procedure: Procedure, code: str) -> dict[str, list[str]]:
    """The outcomes of a step by where they lead: a step, `revise`, `done` or `failed`."""
    found: dict[str, list[str]] = {}
    for name, outcome in procedure.steps[code].outcomes.items():
        target = _following(procedure, code) if outcome.to == NEXT else outcome.to
        found.setdefault(target, []).append(name)
    return found


def turn(step: str, member: Member) -> str:
    """The name under which a member's outcome stands in conditions."""
    return f"{step}__{member.role}"


def decision(code: str, step: Step) -> str:
    """SQL for the outcome that decides a step: the only one, or the gravest that a member chose."""
    turns = [turn(code, member) for member in step.by]
    if len(turns) == 1:
        return turns[0]
    graver = [f"WHEN '{name}' IN ({', '.join(turns)}) THEN '{name}'" for name in reversed(step.outcomes)]
    return f"CASE {' '.join(graver)} END"


def _following(procedure: Procedure, code: str) -> str:
    order = list(procedure.steps)
    later = order[order.index(code) + 1 :]
    return later[0] if later else DONE


def _may_be_skipped(step: Step) -> bool:
    return bool(step.when) or all(member.when for member in step.by)


def _arrivals(procedure: Procedure) -> Counter[str]:
    """How many flows lead to each step, and back to whoever hands in."""
    found = Counter([REVISE, *list(procedure.steps)[:1]])
    for code, step in procedure.steps.items():
        found.update(list(groups(procedure, code)))
        if _may_be_skipped(step):
            found[_following(procedure, code)] += 1
    return found


class _Builder:
    """Puts the nodes down from left to right, one step after the other."""

    def __init__(self, edition: Edition, code: str) -> None:
        self.edition, self.procedure = edition, edition.procedures[code]
        self.graph = Graph(code, self.procedure)
        self.column = 0
        self.arrivals = _arrivals(self.procedure)
        self.order = {name: number for number, name in enumerate(self.procedure.steps)}

    def built(self) -> Graph:
        self._starts()
        for code, step in self.procedure.steps.items():
            self._step(code, step)
        return self.graph

    # -- the beginning -------------------------------------------------------------------------

    def _starts(self) -> None:
        procedure = self.procedure
        lane = self._lane(procedure.by)
        last = self._put("start", "start", lane, name="开始")
        if self.arrivals[REVISE] > 1:
            last = self._after(last, self._put(f"merge_{SUBMIT}", "exclusive", lane))
        label = procedure.start_label or f"提交{procedure.title}"
        last = self._after(last, self._put(SUBMIT, "task", lane, name=label, step=SUBMIT, rests_on=procedure))
        first = next(iter(procedure.steps), DONE)
        target = self._entry(first) if first != DONE else self._end(SUBMIT, DONE, lane)
        self._flow(Flow(last, target))

    # -- one step ------------------------------------------------------------------------------

    def _step(self, code: str, step: Step) -> None:
        lane = self._lane((step.by[0].role,))
        inner = self._inner(code, step)
        if self.arrivals[code] > 1:
            gate = f"skip_{code}" if _may_be_skipped(step) else inner
            self._flow(Flow(self._put(f"merge_{code}", "exclusive", lane), gate))
        if _may_be_skipped(step):
            self._skip(code, step, lane, inner)
        last = self._members(code, step, lane) if len(step.by) > 1 else self._task(code, step, step.by[0])
        self._outcomes(code, step, lane, last)

    def _inner(self, code: str, step: Step) -> str:
        return f"fork_{code}" if len(step.by) > 1 else _task_id(code, step.by[0])

    def _entry(self, code: str) -> str:
        """The first node of a step: what flows to the step lead to."""
        if self.arrivals[code] > 1:
            return f"merge_{code}"
        step = self.procedure.steps[code]
        return f"skip_{code}" if _may_be_skipped(step) else self._inner(code, step)

    def _skip(self, code: str, step: Step, lane: str, inner: str) -> None:
        """The gateway before a step that is left out when its condition, or each member's, is false."""
        members = [member.when for member in step.by if member.when]
        parts = [f"({step.when}) IS NOT FALSE"] if step.when else []
        words = [wording.condition(self.edition, step.when)] if step.when else []
        if len(members) == len(step.by):
            parts.append("(" + " OR ".join(f"({text}) IS NOT FALSE" for text in members) + ")")
            words.append(wording.condition(self.edition, members[0]) if len(members) == 1 else SOMEBODY)
        gate = self._put(f"skip_{code}", "exclusive", lane, name="；".join(words), step=code)
        self._flow(Flow(gate, inner, "on", YES, " AND ".join(parts)))
        following = _following(self.procedure, code)
        if following == DONE:
            end = self._end(f"{code}_skipped", DONE, lane, row=1, beside=True)
            self._flow(Flow(gate, end, "branch", NO, is_default=True))
        else:
            self._flow(Flow(gate, self._entry(following), "jump", NO, is_default=True))

    def _task(self, code: str, step: Step, member: Member, *, beside: bool = False) -> str:
        return self._put(
            _task_id(code, member),
            "task",
            self._lane((member.role,)),
            name=step.title,
            beside=beside,
            step=code,
            role=member.role,
            rests_on=step,
        )

    def _members(self, code: str, step: Step, lane: str) -> str:
        """Members act side by side between two parallel gateways; returns the joining one."""
        fork = self._put(f"fork_{code}", "parallel", lane)
        conditional = [member for member in step.by if member.when]
        for member in conditional:
            self._put(self._gate(code, member), "exclusive", self._lane((member.role,)), beside=True,
                      name=wording.condition(self.edition, member.when or ""))  # fmt: skip
        self.column += bool(conditional)
        for member in step.by:
            self._task(code, step, member, beside=True)
        self.column += 1
        for member in conditional:
            self._put(f"{self._gate(code, member)}_end", "exclusive", self._lane((member.role,)), beside=True)
        self.column += bool(conditional)
        join = self._put(f"join_{code}", "parallel", lane)
        for member in step.by:
            self._side(code, member, fork, join)
        return join

    def _side(self, code: str, member: Member, fork: str, join: str) -> None:
        task = _task_id(code, member)
        if not member.when:
            self.graph.flows += [Flow(fork, task), Flow(task, join)]
            return
        gate = self._gate(code, member)
        self.graph.flows += [
            Flow(fork, gate),
            Flow(gate, task, "on", YES, f"({member.when}) IS NOT FALSE"),
            Flow(gate, f"{gate}_end", "under", NO, is_default=True),
            Flow(task, f"{gate}_end"),
            Flow(f"{gate}_end", join),
        ]

    @staticmethod
    def _gate(code: str, member: Member) -> str:
        return f"if_{code}__{member.role}"

    # -- how it ends ---------------------------------------------------------------------------

    def _outcomes(self, code: str, step: Step, lane: str, last: str) -> None:
        found = groups(self.procedure, code)
        chosen = sorted(found.items(), key=lambda each: self._preference(code, each[0]))
        if len(chosen) > 1:
            gate = self._put(f"decide_{code}", "exclusive", lane, name=f"{step.title}：结论", step=code)
            last = self._after(last, gate)
        for row, (target, names) in enumerate(chosen):
            self._outcome(code, step, last, target, names, row if len(chosen) > 1 else None)
        self.column += any(target in ENDS for target, _ in chosen) or len(chosen) > 1

    def _outcome(
        self, code: str, step: Step, last: str, target: str, names: list[str], row: int | None
    ) -> None:
        lane = self.graph.nodes[last].lane
        way, to = self._way(code, target, row or 0), ""
        if target in ENDS:
            to = self._end(code, target, lane, row=row or 0, beside=True)
        else:
            to = f"merge_{SUBMIT}" if target == REVISE else self._entry(target)
        listed = ", ".join(f"'{name}'" for name in names)
        condition = f"{decision(code, step)} IN ({listed})" if row is not None else ""
        words = "、".join(step.outcomes[name].title for name in names) if row is not None else ""
        self._flow(Flow(last, to, way, words, condition))

    def _preference(self, code: str, target: str) -> tuple[int, int]:
        """What runs straight on: the following step, an end; then what is done beside it."""
        if target in self.order:
            gap = self.order[target] - self.order[code]
            return (0, gap) if gap == 1 else (2, gap) if gap > 1 else (4, gap)
        return {DONE: (1, 0), FAILED: (3, 0)}.get(target, (5, 0))

    def _way(self, code: str, target: str, row: int) -> Way:
        if target in ENDS:
            return "branch" if row else "on"
        if target == REVISE or self.order[target] <= self.order[code]:
            return "back"
        return "on" if self.order[target] == self.order[code] + 1 else "jump"

    # -- putting down --------------------------------------------------------------------------

    def _end(self, source: str, kind: str, lane: str, *, row: int = 0, beside: bool = False) -> str:
        end: Kind = "done" if kind == DONE else "failed"
        return self._put(f"end_{source}_{kind}", end, lane, name=ENDS[kind], row=row, beside=beside)

    def _put(
        self,
        node: str,
        kind: Kind,
        lane: str,
        *,
        name: str = "",
        row: int = 0,
        step: str = "",
        role: str = "",
        rests_on: Element | None = None,
        beside: bool = False,
    ) -> str:
        """Put a node into this column. The next goes one further, unless it stands `beside` this one."""
        cites, reason = (rests_on.cites, rests_on.reason) if rests_on else ((), "")
        found = rests_on.outcomes.values() if isinstance(rests_on, Step) else ()
        ends = tuple(outcome.title for outcome in found)
        self.graph.nodes[node] = Node(
            node, kind, lane, self.column, name, row, step, role, cites, reason, ends
        )
        self.column += not beside
        return node

    def _after(self, source: str, target: str) -> str:
        self._flow(Flow(source, target))
        return target

    def _flow(self, flow: Flow) -> None:
        self.graph.flows.append(flow)

    def _lane(self, roles: tuple[str, ...]) -> str:
        """The lane of a role; of several who may each hand in, one lane with all their names."""
        lane = "lane_" + "__or__".join(roles)
        self.graph.lanes.setdefault(lane, " 或 ".join(self.edition.roles[role].title for role in roles))
        return lane


def _task_id(code: str, member: Member) -> str:
    return f"task_{turn(code, member)}"
