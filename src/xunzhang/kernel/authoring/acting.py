"""What happens while the cases of an edition run: checks of acts, outcomes that decide, days reckoned."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.derive import derive
from xunzhang.kernel.pack.cases import PackCase, situation_of
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Step
from xunzhang.kernel.pack.prove import entering, outcome
from xunzhang.kernel.pack.watching import Memory, Watch
from xunzhang.kernel.rules import Verdict
from xunzhang.kernel.simulate import Simulation
from xunzhang.kernel.situation import CaseState
from xunzhang.kernel.submission import Check

Place = tuple[str, ...]
"""Where rules are asked: () on entering, (procedure,), or (procedure, step, outcome)."""


@dataclass
class Seen:
    """What the cases of an edition show.

    `passed`, `stopped`: rules at their places that held when the act happened, and that stood in its way;
    `ways`: procedures carried through from their start to the end, and outcomes taken on such a way;
    `days`: for each deadline, how many days after its day it was kept, or is not kept yet (negative: before);
    `opened`: deadlines with an earliest day that a case states;
    `rows`: for each condition, the rows of `memory` on which it was asked.
    """

    memory: Memory
    passed: set[tuple[Place, str]] = field(default_factory=set)
    stopped: set[tuple[Place, str]] = field(default_factory=set)
    ways: set[Place] = field(default_factory=set)
    days: dict[str, set[int]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=dict)

    def note(self, place: Place, check: Check, excused: Collection[str]) -> None:
        """An act was tried: whether it happened, the rules that held, or those that stood in its way."""
        happened = check.allowed(excused)
        against = {finding.code for finding in (*check.blocking, *check.soft)} - {*excused}
        for finding in check.findings:
            if finding.rule.kind == "notice" and finding.is_open or finding.code in against:
                self.stopped.add((place, finding.code))
            elif happened and finding.verdict is Verdict.HOLDS:
                self.passed.add((place, finding.code))


class _Listening(Simulation):
    """A simulation that tells what happens in it."""

    def __init__(self, seen: Seen, *given: Any) -> None:
        super().__init__(*given)
        self._seen = seen
        self._begun: set[int] = set()

    def submit(self, code: str, *given: Any, excused: Iterable[str] = (), **named: Any) -> Check:
        check = super().submit(code, *given, excused=excused, **named)
        self._seen.note((code,), check, tuple(excused))
        if check.allowed(tuple(excused)):
            self._begun.add(len(self.situation.cases))
            self._arrived(len(self.situation.cases))
        return check

    def resubmit(self, code: str, *given: Any, excused: Iterable[str] = (), **named: Any) -> Check:
        check = super().resubmit(code, *given, excused=excused, **named)
        self._seen.note((code,), check, tuple(excused))
        if check.allowed(tuple(excused)) and self.stop_of(code).id in self._begun:
            self._arrived(self.stop_of(code).id)
        return check

    def act(
        self, code: str, step: str, outcome: str, *given: Any, excused: Iterable[str] = (), **named: Any
    ) -> Check:
        check = super().act(code, step, outcome, *given, excused=excused, **named)
        self._seen.note((code, step, outcome), check, tuple(excused))
        return check

    def _decide(self, case: CaseState, code: str, step: str, defined: Step, outcome: str) -> None:
        super()._decide(case, code, step, defined, outcome)
        if case.id in self._begun:
            self._seen.ways.add((code, step, outcome))
            self._arrived(case.id)

    def _arrived(self, number: int) -> None:
        case = next(each for each in self.situation.cases if each.id == number)
        if case.state == "done":
            self._seen.ways.add((case.procedure,))


def watch(pack: Pack, calendar: WorkCalendar) -> Seen:
    """Every case of a pack, run and watched. Raises PackError."""
    edition = pack.edition
    seen = Seen(Memory(edition))
    watched = Watch(seen.memory, edition)
    for _, _, case in pack.cases():
        fresh, notes = watched.fresh()
        _run(fresh, calendar, case, seen)
        # where a case has figures of its own, the same text is another condition
        for text, rows in {} if case.given.parameters else notes.asked.items():
            seen.rows.setdefault(text, set()).update(rows)
    return seen


def _run(edition: Edition, calendar: WorkCalendar, case: PackCase, seen: Seen) -> None:
    came = outcome(edition, calendar, case, partial(_Listening, seen))
    if case.given.parameters:
        return
    if case.when.enter:
        situation = derive(edition, situation_of(edition, case), calendar)
        seen.note((), entering(edition, situation), case.given.excused)
    due, kept = came.get("due"), came.get("done_on") or case.given.today
    if case.when.deadline and isinstance(due, date) and isinstance(kept, date):
        seen.days.setdefault(case.when.deadline, set()).add((kept - due).days)
    if case.when.deadline and case.then.opens_on:
        seen.opened.add(case.when.deadline)
