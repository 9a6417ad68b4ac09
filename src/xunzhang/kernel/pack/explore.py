"""Walking the states that an edition can reach (`xunzhang packs explore`).

Breadth first over the simulation, for each invariant over its own slice of the edition, so that what breaks
it comes back as the shortest sequence of acts. Every paper is handed in and every soft rule set aside with a
reason; each procedure succeeds once, and of those outside the slice one is tried at a time; two states are
the same where every condition that can still decide something has the same answer. That is a search within
bounds, and the report states them.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.facts import Value
from xunzhang.kernel.flow import REVISE
from xunzhang.kernel.moves import move_for
from xunzhang.kernel.pack.cases import facts_of
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.invariants import Invariant, load_invariants
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.pack.model import Field_, Outcome, Step
from xunzhang.kernel.pack.slices import TODAY, Slice, fillings, slice_of
from xunzhang.kernel.pack.watching import Memory, remembered
from xunzhang.kernel.rules import Finding
from xunzhang.kernel.simulate import NotOpen, Simulation
from xunzhang.kernel.situation import CaseState, RecordState, Situation
from xunzhang.kernel.submission import Check

STATES = 3000
LATER = timedelta(days=2)
Act = tuple[str, ...]


@dataclass(frozen=True)
class Explored:
    """What came of one invariant. `broken` is the shortest sequence of acts, None where nothing breaks it.

    `complete`: every state of the slice was seen; else all sequences of up to `depth` acts were.
    `met`: how often the acts it speaks of happened, or its states were seen; 0 means it proves nothing.
    """

    invariant: Invariant
    procedures: int
    states: int
    depth: int
    complete: bool
    met: int
    broken: tuple[str, ...] | None

    @property
    def holds(self) -> bool:
        return self.broken is None and self.met > 0

    @property
    def word(self) -> str:
        """The verdict in one word; what was never met is not proved."""
        return "不成立" if self.broken is not None else "成立" if self.met else "没有遇到"

    @property
    def reach(self) -> str:
        """How far the search went, and whether anything was left."""
        if self.complete:
            far = f"全部 {self.states} 个状态，至多 {self.depth} 步"
        else:
            far = f"{self.states} 个状态后停下，{self.depth} 步以内的都看过"
        return f"{self.procedures} 道手续，{far}，遇到 {self.met} 次"


@dataclass(frozen=True)
class Report:
    """Every invariant of an edition, explored."""

    edition: str
    found: tuple[Explored, ...]
    seconds: float

    @property
    def faults(self) -> int:
        return sum(not each.holds for each in self.found)

    @property
    def states(self) -> int:
        return sum(each.states for each in self.found)

    @property
    def complete(self) -> int:
        """How many invariants were explored to the end."""
        return sum(each.complete for each in self.found)


def run(packs: Path, identity: str, *, states: int = STATES, workers: int | None = None) -> Report:
    """The invariants of an edition, each within `states` states, side by side. Raises PackError."""
    began = time.monotonic()
    _, invariants = _loaded(packs, identity)
    asked = [(packs, identity, number, states) for number in range(len(invariants))]
    if workers == 1 or len(asked) < 2:
        found = [_explored(*each) for each in asked]
    else:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            found = pool.starmap(_explored, asked, chunksize=1)
    return Report(identity, tuple(found), time.monotonic() - began)


def _loaded(packs: Path, identity: str) -> tuple[Edition, tuple[Invariant, ...]]:
    folder = packs / identity.replace("@", "/")
    return load_invariants(folder, load_edition(folder, load_vocabulary(packs / "vocabulary.yaml")))


def _explored(packs: Path, identity: str, number: int, states: int) -> Explored:
    """One invariant of an edition, loaded anew: this runs in a process of its own."""
    edition, invariants = _loaded(packs, identity)
    calendar = load_calendar(packs / "calendars" / "cn.yaml")
    return explore(edition, calendar, invariants[number], states)


def explore(edition: Edition, calendar: WorkCalendar, invariant: Invariant, states: int = STATES) -> Explored:
    """One invariant over the states that its slice reaches."""
    return _Walk(remembered(edition, Memory(edition)), calendar, invariant, states).run()


@dataclass(frozen=True)
class _Node:
    """A state, the act that led to it in words, and where it came from."""

    situation: Situation
    depth: int = 0
    told: str = ""
    before: _Node | None = None

    @property
    def way(self) -> tuple[str, ...]:
        return (*(self.before.way if self.before else ()), *([self.told] if self.told else []))


class _Walk:
    """The search for one invariant."""

    def __init__(self, edition: Edition, calendar: WorkCalendar, invariant: Invariant, states: int) -> None:
        self.edition, self.calendar, self.invariant, self.states = edition, calendar, invariant, states
        self.part: Slice = slice_of(edition, invariant)
        self.soft = [code for code, rule in edition.rules.items() if rule.strength == "soft"]
        self.has_days = any("today" in edition.predicates[text].names for text in self.part.texts)
        self._fillings: dict[tuple[str, ...], list[dict[str, Value]]] = {}
        self.simulation = Simulation(edition, Situation({}, TODAY), calendar)
        self.seen: set[object] = set()
        self.waiting: deque[_Node] = deque()
        self.met = 0
        self.broken: tuple[str, ...] | None = None

    def run(self) -> Explored:
        for situation, told in self._starts():
            self._arrive(_Node(situation, 0, told))
        depth = 0
        while self.waiting and self.broken is None and len(self.seen) < self.states:
            node = self.waiting.popleft()
            depth = node.depth
            for after in self._acts(node):
                self._arrive(after)
        complete = not self.waiting and self.broken is None and len(self.seen) < self.states
        count = len(self.part.procedures)
        return Explored(self.invariant, count, len(self.seen), depth, complete, self.met, self.broken)

    def _starts(self) -> Iterator[tuple[Situation, str]]:
        """The project as it may be entered."""
        given = facts_of(self.edition, self.invariant.given)
        form = [asked.fact for asked in self.edition.regulation.registration.form]
        ended = tuple(CaseState(number, code, "done") for number, code in enumerate(self.invariant.done, 1))
        for facts in self._filled(name for name in form if name not in given):
            told = self._told("登记", facts) if set(facts) & self.part.facts else ""
            yield self._settled(Situation({**facts, **given}, TODAY, (), ended)), told

    def _arrive(self, node: _Node) -> None:
        """Go on from a state that was not seen before."""
        if self.broken is not None:
            return
        key = self._key(node.situation)
        if key in self.seen:
            return
        self.seen.add(key)
        self.waiting.append(node)
        if self.invariant.never and any(self._truths(node.situation, self.invariant.never)):
            self.broken = node.way
        self.met += self.invariant.never is not None

    def _acts(self, node: _Node) -> Iterator[_Node]:
        """Every state that one act leads to."""
        situation = node.situation
        outside = any(case.procedure in self.part.others for case in situation.cases)
        for code in self.part.procedures if outside else (*self.part.procedures, *self.part.others):
            yield from self._submitted(node, code)
        for case in situation.cases:
            for step in dict.fromkeys(step for step, _ in case.open_steps):
                yield from self._stepped(node, case, step)
        if situation.today == TODAY and self.has_days:
            yield _Node(
                self._settled(replace(situation, today=TODAY + LATER)), node.depth + 1, "过两天", node
            )

    def _submitted(self, node: _Node, code: str) -> Iterator[_Node]:
        if node.situation.cases_of(code):
            return
        procedure = self.edition.procedures[code]
        move = move_for(self.edition, node.situation, code, None)
        if move is None or move.hold or move.lacks_record:
            return
        if move.state != "ready" and self._is_settled(move.findings, procedure.form):
            return
        for facts in self._filled(_names(procedure.form)):
            told = self._told(f"提交{procedure.title}", facts)
            yield from self._tried(node, (code,), told, facts)

    def _is_settled(self, findings: Iterable[Finding], form: Iterable[Field_]) -> bool:
        """Whether something stands in the way over facts that the form does not ask."""
        asked = set(_names(form))
        return any(
            finding.blocks and not asked & self.edition.predicates[finding.rule.require].names
            for finding in findings
        )

    def _stepped(self, node: _Node, case: CaseState, step: str) -> Iterator[_Node]:
        procedure = self.edition.procedures[case.procedure]
        for name, outcome in procedure.steps[step].outcomes.items():
            title = f"{procedure.title}－{procedure.steps[step].title}：{outcome.title}"
            for facts in self._filled(_asked(procedure.steps[step], outcome)):
                act = (case.procedure, step, name)
                yield from self._tried(node, act, self._told(title, facts), facts)

    def _tried(self, node: _Node, act: Act, told: str, facts: dict[str, Value]) -> Iterator[_Node]:
        """The state after an act, if it may happen; whether it should have been is asked here."""
        self.simulation.situation = node.situation
        try:
            check = self._done(act, facts)
        except NotOpen:
            return
        if not check.allowed(self.soft):
            return
        after = _Node(self._settled(self.simulation.situation), node.depth + 1, told, node)
        if self._is_wrong(node.situation, act) and self.broken is None:
            self.broken = after.way
        yield after

    def _done(self, act: Act, facts: dict[str, Value]) -> Check:
        """The act carried out in the simulation. Raises NotOpen."""
        if len(act) == 1:
            return self.simulation.submit(act[0], facts, excused=self.soft)
        code, step, outcome = act
        return self.simulation.act(code, step, outcome, facts, excused=self.soft)

    def _is_wrong(self, before: Situation, act: Act) -> bool:
        """Whether an act that happened breaks the invariant."""
        said = self.invariant
        if said.before is not None:
            if act not in said.acts:
                return False
            self.met += 1
            return not any(self._truths(before, said.before))
        if said.during is None or not any(self._truths(before, said.during)):
            return False
        self.met += 1
        return act[0] not in said.only

    def _truths(self, situation: Situation, text: str) -> Iterator[bool | None]:
        for record in self._rows(situation, self.invariant.on):
            yield self.edition.truths(situation.row(record))[text]

    @staticmethod
    def _rows(situation: Situation, entity: str) -> Iterable[RecordState | None]:
        return (None,) if entity == "project" else situation.live(entity)

    def _settled(self, situation: Situation) -> Situation:
        """Without what ended in failure or went back to be handed in anew, and without void records."""
        gone = [case for case in situation.cases if _is_gone(case)]
        void = {case.record_id for case in gone if self.edition.procedures[case.procedure].creates}
        kept = [case for case in situation.cases if case not in gone]
        cases = tuple(replace(case, id=number) for number, case in enumerate(kept, 1))
        records = tuple(each for each in situation.records if not each.is_void and each.id not in void)
        fresh = replace(situation, cases=cases, records=records)
        return Simulation(self.edition, fresh, self.calendar).situation

    def _key(self, situation: Situation) -> object:
        """Two states with one key are taken for the same."""
        texts, names = self._open_questions(situation)
        rows = [("project", None), *((record.entity, record) for record in situation.records)]
        judged = tuple((kind, self._seen_on(situation, record, texts, names)) for kind, record in rows)
        cases = frozenset((each.procedure, each.open_steps, each.record_id) for each in situation.cases)
        return situation.today, judged, cases

    def _open_questions(self, situation: Situation) -> tuple[list[str], list[str]]:
        """The conditions and values that can still decide something: those of procedures not yet over."""
        truths = self.edition.truths(situation.row())
        over = {case.procedure for case in situation.cases if case.state == "done"}
        texts, names = {self.invariant.text}, set(self.part.summed)
        for code in self.part.procedures:
            applies = self.edition.procedures[code].applies
            texts |= {applies} if applies else set()
            if code not in over and not (applies and truths[applies] is False):
                texts |= set(self.part.guards[code])
                names |= self.part.copied[code]
        return sorted(texts), sorted(names)

    def _seen_on(
        self, situation: Situation, record: RecordState | None, texts: list[str], names: list[str]
    ) -> tuple[object, ...]:
        row = situation.row(record)
        truths = self.edition.truths(row)
        return (*(truths[text] for text in texts), *(row.get(name) for name in names))

    def _filled(self, names: Iterable[str]) -> list[dict[str, Value]]:
        asked = tuple(names)
        if asked not in self._fillings:
            self._fillings[asked] = fillings(self.edition, self.part, asked)
        return self._fillings[asked]

    def _told(self, title: str, facts: dict[str, Value]) -> str:
        said = [
            f"{self.edition.facts[name].title}＝{_word(self.edition, name, value)}"
            for name, value in facts.items()
            if name in self.part.facts
        ]
        return f"{title}（{'，'.join(said)}）" if said else title


def _is_gone(case: CaseState) -> bool:
    return case.state == "failed" or any(step == REVISE for step, _ in case.open_steps)


def _names(form: Iterable[Field_]) -> list[str]:
    return [asked.fact for asked in form]


def _asked(step: Step, outcome: Outcome) -> list[str]:
    goes_on = outcome.to not in ("revise", "failed")
    return _names((*(step.form if goes_on else ()), *outcome.form))


def _word(edition: Edition, name: str, value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return edition.facts[name].values.get(str(value), str(value))
