"""A project's life without a database: the same moves, checks and flow, on values only.

The cases of a pack run here; so may whatever wants to know where a sequence of acts leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from xunzhang.kernel import flow
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.derive import derive, row_with
from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import produced
from xunzhang.kernel.moves import Move, hold_on, move_for
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Step
from xunzhang.kernel.situation import CaseState, RecordState, Situation
from xunzhang.kernel.submission import Check, check_outcome, check_submission

Facts = Mapping[str, Value]


class NotOpen(Exception):
    """The act cannot be tried at all; the message says why, in Chinese."""


class Simulation:
    """One project that is acted on. Every act returns its `Check`; only an allowed one changes anything."""

    def __init__(self, edition: Edition, situation: Situation, calendar: WorkCalendar) -> None:
        self.edition, self.calendar = edition, calendar
        self.situation = derive(edition, situation, calendar)
        self._chosen: dict[int, list[str]] = {}

    def submit(
        self,
        code: str,
        facts: Facts,
        *,
        record_id: int | None = None,
        given: Iterable[str] | None = None,
        waived: Iterable[str] = (),
        excused: Iterable[str] = (),
    ) -> Check:
        """Hand a procedure in. `given` are the slots handed in (None: all). Raises NotOpen."""
        procedure = self.edition.procedures[code]
        move = self._move(code, record_id)
        record = move.record
        check = check_submission(
            self.edition,
            procedure,
            row_with(self.edition, self.situation, record, facts, self.calendar),
            given=procedure.materials if given is None else given,
            waived=waived,
            produced=produced(self.edition, self.situation, procedure, record),
        )
        if check.allowed(tuple(excused)):
            about = record.id if record else None
            made = self._new_record(procedure.creates, about) if procedure.creates else about
            self._hand_in(self._begin(code, made), facts)
        return check

    def resubmit(self, code: str, facts: Facts, *, excused: Iterable[str] = ()) -> Check:
        """Hand in again what was sent back, with all papers. Raises NotOpen where nothing was sent back."""
        self._not_held(code)
        case = self._standing(code, flow.REVISE, "")
        procedure = self.edition.procedures[code]
        record = self.situation.record(case.record_id)
        check = check_submission(
            self.edition,
            procedure,
            row_with(self.edition, self.situation, record, facts, self.calendar),
            given=procedure.materials,
            produced=produced(self.edition, self.situation, procedure, record),
        )
        if check.allowed(tuple(excused)):
            self._hand_in(case, facts)
        return check

    def act(
        self,
        code: str,
        step: str,
        outcome: str,
        facts: Facts,
        *,
        role: str = "",
        given: Iterable[str] | None = None,
        excused: Iterable[str] = (),
    ) -> Check:
        """Act on a step as one of its members, or (no `role`) for all.

        Raises NotOpen if none waits there or the project is held.
        """
        self._not_held(code)
        case = self._standing(code, step, role)
        procedure = self.edition.procedures[code]
        defined = procedure.steps[step]
        if outcome not in defined.outcomes:
            raise NotOpen(f"{defined.title}没有结论“{outcome}”")
        record = self.situation.record(case.record_id)
        row = row_with(self.edition, self.situation, record, facts, self.calendar)
        check = check_outcome(
            self.edition,
            defined,
            defined.outcomes[outcome],
            row,
            given=defined.materials if given is None else given,
            produced=produced(self.edition, self.situation, procedure, record),
        )
        if check.allowed(tuple(excused)):
            self._set(facts, case.record_id)
            self._take_turn(case, step, defined, outcome, role)
        return check

    def stop_of(self, code: str) -> CaseState:
        """The newest case of a procedure. Raises NotOpen if there is none."""
        cases = self.situation.cases_of(code)
        if not cases:
            raise NotOpen(f"{self.edition.procedures[code].title}还没有办过")
        return cases[-1]

    def stand(self, code: str, step: str, record_id: int | None) -> None:
        """Put a case at a step, as if everything before had happened."""
        procedure = self.edition.procedures[code]
        row = self.situation.row(self.situation.record(record_id))
        roles = tuple(flow.resolve(self.edition, member.role, row) for member in procedure.steps[step].by)
        self._move_to(self._begin(code, record_id), flow.Stop(step, roles))

    def without_subject(self, entity: str) -> None:
        """Take the first record of an entity away again: the act is to make it."""
        first = next(self.situation.live(entity), None)
        records = tuple(record for record in self.situation.records if record is not first)
        self._change(records=records)

    def at(self, today: date) -> None:
        """Go on to another day."""
        self._change(today=today)

    def _move(self, code: str, record_id: int | None) -> Move:
        move = move_for(self.edition, self.situation, code, record_id)
        title = self.edition.procedures[code].title
        if move is None:
            raise NotOpen(f"{title}已经办过、正在办，或不适用")
        if move.hold:
            raise NotOpen(f"{title}：{move.hold.title}")
        if move.lacks_record:
            raise NotOpen(f"{title}没有可办的记录")
        return move

    def _not_held(self, code: str) -> None:
        held = hold_on(self.edition, self.situation)
        if held and code not in held[1].except_procedures:
            raise NotOpen(f"{self.edition.procedures[code].title}：{held[1].title}")

    def _take_turn(self, case: CaseState, step: str, defined: Step, outcome: str, role: str) -> None:
        """One member has acted; the last one's turn decides the step by the gravest outcome."""
        chosen = [*self._chosen.pop(case.id, ()), outcome]
        left = tuple(turn for turn in case.open_steps if role and turn != (step, role))
        if left:
            self._chosen[case.id] = chosen
            self._change(cases=self._cases_with(replace(case, open_steps=left)))
            return
        self._decide(case, case.procedure, step, defined, flow.deciding(defined, chosen))

    def _decide(self, case: CaseState, code: str, step: str, defined: Step, outcome: str) -> None:
        chosen = defined.outcomes[outcome]
        values = flow.assigned(chosen.set, self._row(case), self.situation.today)
        self._set(values, case.record_id)
        stop = flow.after(self.edition, self.edition.procedures[code], step, chosen, self._row(case))
        self._move_to(case, stop)

    def _standing(self, code: str, step: str, role: str) -> CaseState:
        for case in self.situation.cases_of(code):
            if any(open_step == step and role in ("", turn) for open_step, turn in case.open_steps):
                return case
        title = self.edition.procedures[code].title
        raise NotOpen(f"{title}现在没有停在“{'退回补正' if step == flow.REVISE else step}”这一步")

    def _hand_in(self, case: CaseState, facts: Facts) -> None:
        """What was typed and what handing in sets, and on to the first step."""
        procedure = self.edition.procedures[case.procedure]
        self._set(facts, case.record_id)
        self._set(flow.assigned(procedure.set, self._row(case), self.situation.today), case.record_id)
        self._move_to(case, flow.first(self.edition, procedure, self._row(case)))

    def _begin(self, code: str, record_id: int | None) -> CaseState:
        case = CaseState(len(self.situation.cases) + 1, code, "open", record_id)
        self._change(cases=(*self.situation.cases, case))
        return case

    def _new_record(self, entity: str, parent_id: int | None) -> int:
        number = 1 + max((each.id for each in self.situation.records), default=0)
        record = RecordState(number, entity, {}, parent_id=parent_id)
        self._change(records=(*self.situation.records, record))
        return record.id

    def _set(self, values: Facts, record_id: int | None) -> None:
        own = {name: value for name, value in values.items() if self.edition.facts[name].entity == "project"}
        rest = {name: value for name, value in values.items() if name not in own}
        records = tuple(
            replace(record, facts={**record.facts, **rest}) if rest and record.id == record_id else record
            for record in self.situation.records
        )
        self._change(facts={**self.situation.facts, **own}, records=records)

    def _move_to(self, case: CaseState, stop: flow.Stop) -> None:
        """Where the case stands now. A failed case voids the record it made."""
        turns = tuple((stop.at, role) for role in stop.roles)
        if stop.at == flow.REVISE:
            turns = ((flow.REVISE, self.edition.procedures[case.procedure].by[0]),)
        state = stop.at if stop.is_end else "open"
        moved = replace(case, state=state, open_steps=turns)
        void = state == flow.FAILED and self.edition.procedures[case.procedure].creates is not None
        records = tuple(
            replace(record, is_void=True) if void and record.id == case.record_id else record
            for record in self.situation.records
        )
        self._change(cases=self._cases_with(moved), records=records)

    def _cases_with(self, moved: CaseState) -> tuple[CaseState, ...]:
        return tuple(moved if each.id == moved.id else each for each in self.situation.cases)

    def _row(self, case: CaseState) -> dict[str, Value]:
        return self.situation.row(self.situation.record(case.record_id))

    def _change(self, **changes: object) -> None:
        fresh = replace(self.situation, **changes)  # type: ignore[arg-type]
        self.situation = derive(self.edition, fresh, self.calendar)
