"""Running a case of a pack: what came of the act, compared with what the case says must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.derive import derive
from xunzhang.kernel.facts import Value
from xunzhang.kernel.flow import REVISE
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.cases import HANDING_IN, PackCase, PathAct, facts_of, situation_of
from xunzhang.kernel.pack.edition import Edition, with_parameters
from xunzhang.kernel.pack.texts import row_entity
from xunzhang.kernel.pack.validity import State, permitted, state_of
from xunzhang.kernel.rules import judge
from xunzhang.kernel.simulate import NotOpen, Simulation
from xunzhang.kernel.situation import Situation
from xunzhang.kernel.submission import Check, unanswered

Seen = dict[str, object]
Simulate = Callable[[Edition, Situation, WorkCalendar], Simulation]
MOVES = frozenset({"ready", "waiting", "refused", "used_up"})


def faults(edition: Edition, calendar: WorkCalendar, case: PackCase) -> list[str]:
    """Where the edition disagrees with the case, in Chinese; empty when it agrees."""
    seen = outcome(edition, calendar, case)
    return [
        f"{key}：应为 {_plain(wanted)}，实为 {_plain(seen.get(key))}"
        for key, wanted in _wanted(edition, case)
        if not _agrees(key, wanted, seen.get(key))
    ]


def _wanted(edition: Edition, case: PackCase) -> Iterator[tuple[str, object]]:
    for key in sorted(case.then.model_fields_set - {"occurrence"}):
        wanted = getattr(case.then, key)
        yield key, facts_of(edition, wanted) if key == "facts" else wanted


def _agrees(key: str, wanted: object, seen: object) -> bool:
    if isinstance(wanted, dict) and isinstance(seen, dict):
        return all(_agrees(key, value, seen.get(name)) for name, value in wanted.items())
    if key in ("ready", "used_up") and isinstance(wanted, tuple) and isinstance(seen, tuple):
        return set(wanted) <= set(seen)
    if isinstance(wanted, tuple) and isinstance(seen, tuple):
        return sorted(wanted) == sorted(seen)
    return wanted == seen


def outcome(
    edition: Edition, calendar: WorkCalendar, case: PackCase, simulate: Simulate = Simulation
) -> Seen:
    """What comes of the case, under the keys of its `then`; acts are carried out by a `simulate`."""
    if case.given.parameters:
        edition = with_parameters(edition, case.given.parameters)
    when, situation = case.when, derive(edition, situation_of(edition, case), calendar)
    if when.judge:
        return _judged(edition, situation, when.judge)
    if when.deadline:
        return _dated(edition, calendar, situation, case)
    if when.activate:
        return {"allowed": permitted(_state_on(edition, case, when.activate).activation)}
    if when.enter:
        return _entered(edition, situation, case)
    if when.moves:
        return _moves(edition, situation)
    try:
        return _acted(simulate(edition, situation, calendar), case)
    except NotOpen as closed:
        return {"allowed": False, "refused_by": (), "missing": (), "closed": str(closed)}


def _judged(edition: Edition, situation: Situation, code: str) -> Seen:
    on = edition.rules[code].on
    record = next(situation.live(on), None) if on != "project" else None
    (finding,) = judge(edition, [code], situation.row(record))
    return {"result": finding.verdict.value}


def _dated(edition: Edition, calendar: WorkCalendar, situation: Situation, case: PackCase) -> Seen:
    found = dues(edition, situation, calendar, case.when.deadline, case.given.repealed)
    due = next((due for due in found if due.occurrence == case.then.occurrence), None)
    if due is None:
        return {"running": False}
    return {
        "running": True,
        "due": due.due_on,
        "opens_on": due.opens_on,
        "late": due.is_late(situation.today),
        "done_on": due.done_on,
        "provisional": due.is_provisional,
        "after_expiry": due.after_expiry,
    }


def _entered(edition: Edition, situation: Situation, case: PackCase) -> Seen:
    """Entering a project: the edition must apply on the day, and the project be in its scope."""
    check = entering(edition, situation)
    open_ = permitted(_state_on(edition, case, situation.today).entry)
    return {**_of_check(check, case), "allowed": open_ and check.allowed(case.given.excused)}


def _state_on(edition: Edition, case: PackCase, day: date) -> State:
    given = case.given
    return state_of(edition.regulation, day, resolved=given.resolution, repealed=given.repealed)


def entering(edition: Edition, situation: Situation) -> Check:
    """What the scope of the measure says of a project that is to be entered, and what is not answered."""
    said, row = edition.regulation.registration, situation.row()
    return Check(judge(edition, said.checks, row), (), unanswered(edition, said.form, row))


def _moves(edition: Edition, situation: Situation) -> Seen:
    seen: dict[str, dict[str, tuple[str, ...]]] = {"waiting": {}, "refused": {}}
    ready: list[str] = []
    for move in moves(edition, situation):
        if move.state == "ready":
            ready.append(move.code)
        else:
            codes = tuple(finding.code for finding in move.findings if finding.blocks)
            seen[move.state].setdefault(move.code, codes)
    used = set(edition.procedures) - set(ready) - set(seen["waiting"]) - set(seen["refused"])
    return {**seen, "ready": tuple(ready), "used_up": tuple(used)}


def _acted(simulation: Simulation, case: PackCase) -> Seen:
    if case.when.submit:
        return _submitted(simulation, case, case.when.submit)
    if case.when.act:
        return _stepped(simulation, case, *case.when.act)
    path = case.when.path or ()
    for number, act in enumerate(path, 1):
        check = _walk(simulation, case, act)
        if not check.allowed(case.given.excused):
            return {**_of_check(check, case), "closed": f"第 {number} 步 {act.act} 被拒"}
    last = next((_procedure_of(act) for act in reversed(path)), "")
    asks = case.then.model_fields_set & MOVES
    left = _moves(simulation.edition, simulation.situation) if asks else {}
    return {"allowed": True, **_state(simulation, last), **left}


def _procedure_of(act: PathAct) -> str:
    return act.act[1 if act.act[0] in HANDING_IN else 0]


def _submitted(simulation: Simulation, case: PackCase, code: str) -> Seen:
    """The subject's facts are what the form says; the record they make does not exist yet."""
    procedure = simulation.edition.procedures[code]
    facts: dict[str, Value] = {}
    if procedure.creates and procedure.creates in case.given.subjects:
        facts = facts_of(simulation.edition, case.given.subjects[procedure.creates])
        simulation.without_subject(procedure.creates)
    record_id = _of_kind(simulation, procedure.about, 1)
    given = None if case.given.materials == "all" else case.given.materials
    check = simulation.submit(
        code, facts, record_id=record_id, given=given, waived=case.given.waived, excused=case.given.excused
    )
    return {**_of_check(check, case), **_state(simulation, code if check.allowed(case.given.excused) else "")}


def _stepped(simulation: Simulation, case: PackCase, code: str, step: str, outcome: str) -> Seen:
    procedure = simulation.edition.procedures[code]
    record = next(simulation.situation.live(row_entity(procedure)), None)
    simulation.stand(code, step, record.id if record else None)
    given = None if case.given.materials == "all" else case.given.materials
    check = simulation.act(code, step, outcome, {}, given=given, excused=case.given.excused)
    return {**_of_check(check, case), **_state(simulation, code if check.allowed(case.given.excused) else "")}


def _of_kind(simulation: Simulation, entity: str | None, number: int | None) -> int | None:
    """The record of a kind with this number, from 1; None where it is not asked for or not there."""
    if entity is None or number is None:
        return None
    records = list(simulation.situation.live(entity))
    return records[number - 1].id if number <= len(records) else None


def _walk(simulation: Simulation, case: PackCase, act: PathAct) -> Check:
    if act.on:
        simulation.at(act.on)
    facts = facts_of(simulation.edition, act.facts)
    if act.act[0] == "resubmit":
        return simulation.resubmit(act.act[1], facts, excused=case.given.excused)
    if act.act[0] == "submit":
        code = act.act[1]
        procedure = simulation.edition.procedures[code]
        typed = facts_of(simulation.edition, case.given.subjects.get(procedure.creates or "", {}))
        record_id = _of_kind(simulation, procedure.about, act.record)
        facts = {**typed, **facts}
        return simulation.submit(code, facts, record_id=record_id, excused=case.given.excused)
    code, step, outcome, *role = act.act
    return simulation.act(code, step, outcome, facts, role="".join(role), excused=case.given.excused)


def _of_check(check: Check, case: PackCase) -> Seen:
    unexcused = [finding for finding in check.soft if finding.code not in case.given.excused]
    return {
        "allowed": check.allowed(case.given.excused),
        "refused_by": _codes(finding.code for finding in (*check.blocking, *unexcused)),
        "missing": _codes(slot.code for slot in check.missing),
        "asked": check.asked,
        "noted": _codes(
            finding.code for finding in check.findings if finding.rule.kind == "notice" and finding.is_open
        ),
    }


def _state(simulation: Simulation, code: str = "") -> Seen:
    """Facts of the project and its newest records together, and where the case of `code` stands."""
    facts: dict[str, Value] = dict(simulation.situation.facts)
    for record in simulation.situation.records:
        facts.update(record.facts)
    if not code:
        return {"facts": facts}
    case = simulation.stop_of(code)
    steps = _codes(step for step, _ in case.open_steps)
    ends = REVISE if REVISE in steps else case.state if case.state != "open" else None
    opens = tuple(step for step in steps if step != REVISE)
    return {
        "facts": facts,
        "opens": opens,
        "turns": _codes(role for _, role in case.open_steps),
        "ends": ends,
    }


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _plain(value: object) -> str:
    return "、".join(map(str, value)) or "无" if isinstance(value, tuple) else str(value)
