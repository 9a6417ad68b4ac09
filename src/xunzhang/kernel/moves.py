"""What may be done next on a project, and what may not and why: one table for page and service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Hold, Procedure
from xunzhang.kernel.rules import Finding, Verdict, judge
from xunzhang.kernel.situation import RecordState, Situation

MoveState = Literal["ready", "waiting", "refused"]


class Move(NamedTuple):
    """A procedure that could be started. `waiting`: an order is not reached; `refused`: a rule forbids it.

    `findings` are what stands in the way, or all that was judged where nothing does.
    """

    code: str
    procedure: Procedure
    state: MoveState
    record: RecordState | None = None
    findings: tuple[Finding, ...] = ()
    hold: Hold | None = None
    lacks_record: bool = False


def moves(edition: Edition, situation: Situation, level: str = "project") -> tuple[Move, ...]:
    """Every start that is not already used up, in the order of the pack."""
    held = hold_on(edition, situation)
    found: list[Move] = []
    for code, procedure in edition.procedures.items():
        if procedure.level == level and applies(edition, procedure, situation) is not False:
            found += _moves_of(edition, situation, code, procedure, held)
    return tuple(found)


def move_for(edition: Edition, situation: Situation, code: str, record_id: int | None) -> Move | None:
    """The move of one procedure (about one record where it needs one). None if it cannot be started."""
    procedure = edition.procedures[code]
    if applies(edition, procedure, situation) is False:
        return None
    found = _moves_of(edition, situation, code, procedure, hold_on(edition, situation))
    return next(
        (move for move in found if move.hold or record_id in (None, move.record and move.record.id)), None
    )


def hold_on(edition: Edition, situation: Situation) -> tuple[str, Hold] | None:
    """The hold under which the project stands (suspended, terminated …), if any."""
    holds = edition.regulation.holds
    if not holds:
        return None
    truths = edition.truths(situation.row())
    return next(((code, hold) for code, hold in holds.items() if truths[hold.when]), None)


def applies(edition: Edition, procedure: Procedure, situation: Situation) -> bool | None:
    if procedure.applies is None:
        return True
    return edition.truths(situation.row())[procedure.applies]


def _moves_of(
    edition: Edition, situation: Situation, code: str, procedure: Procedure, held: tuple[str, Hold] | None
) -> Iterator[Move]:
    if not _is_available(situation, code, procedure):
        return
    if held and code not in held[1].except_procedures:
        yield Move(code, procedure, "refused", hold=held[1])
        return
    if procedure.about is None:
        yield _judged(edition, situation, code, procedure, None)
        return
    eligible = list(_eligible(edition, situation, code, procedure))
    if not eligible and not _was_used(situation, code):
        yield Move(code, procedure, "waiting", lacks_record=True)
    for record in eligible:
        yield _judged(edition, situation, code, procedure, record)


def _is_available(situation: Situation, code: str, procedure: Procedure) -> bool:
    if procedure.recurrence in ("any_time", "per_record"):
        return True
    cases = situation.cases_of(code)
    if not cases:
        return True
    states = [case.state for case in cases]
    return "open" not in states and (procedure.recurrence != "once" or "done" not in states)


def _was_used(situation: Situation, code: str) -> bool:
    return any(case.state in ("open", "done") for case in situation.cases_of(code))


def _eligible(
    edition: Edition, situation: Situation, code: str, procedure: Procedure
) -> Iterator[RecordState]:
    """The records the procedure may be started about: not yet used up, and meeting its condition."""
    assert procedure.about
    busy = _busy(situation, code, procedure)
    for record in situation.live(procedure.about):
        if record.id not in busy and _meets(edition, procedure, situation, record):
            yield record


def _busy(situation: Situation, code: str, procedure: Procedure) -> set[int | None]:
    """The records about which no other case may begin; children made at any time may be several at once."""
    if procedure.creates and procedure.recurrence == "any_time":
        return set()
    ended = ("open", "done") if procedure.recurrence in ("once", "per_record") else ("open",)
    on = [situation.record(case.record_id) for case in situation.cases_of(code) if case.state in ended]
    return {record.parent_id if procedure.creates else record.id for record in on if record}


def _meets(edition: Edition, procedure: Procedure, situation: Situation, record: RecordState) -> bool:
    text = procedure.about_when
    return text is None or edition.truths(situation.row(record))[text] is True


def _judged(
    edition: Edition, situation: Situation, code: str, procedure: Procedure, record: RecordState | None
) -> Move:
    row = situation.row(record)
    order = judge(edition, procedure.requires, row)
    unmet = [finding for finding in order if finding.blocks]
    if unmet:
        return Move(code, procedure, "waiting", record, tuple(unmet))
    law = judge(edition, (*procedure.checks, *procedure.foresees), row)
    fatal = tuple([finding for finding in law if finding.blocks and _is_settled(edition, finding, procedure)])
    if fatal:
        return Move(code, procedure, "refused", record, fatal)
    return Move(code, procedure, "ready", record, order + law)


def _is_settled(edition: Edition, finding: Finding, procedure: Procedure) -> bool:
    """A plain failure over facts that the form cannot change."""
    if finding.verdict is not Verdict.FAILS:
        return False
    names = edition.predicates[finding.rule.require].names
    return not any(field.fact in names for field in procedure.form)
