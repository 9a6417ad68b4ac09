"""Materials: which slots a case must fill, which are filled, and why one does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Slot
from xunzhang.kernel.pack.texts import row_entity
from xunzhang.kernel.situation import CaseState, RecordState, Situation

State = Literal["given", "already", "missing", "waived", "not_applicable", "unknown", "optional"]


@dataclass(frozen=True)
class SlotView:
    """A slot of a case. `already`: the system has it from an earlier procedure; `waived`: with a reason."""

    code: str
    slot: Slot
    state: State

    @property
    def is_missing(self) -> bool:
        return self.state in ("missing", "unknown")


def view(
    edition: Edition,
    slots: Mapping[str, Slot],
    row: Mapping[str, Value],
    *,
    given: Iterable[str] = (),
    waived: Iterable[str] = (),
    produced: Iterable[str] = (),
) -> tuple[SlotView, ...]:
    """Every slot with its state. `produced` are the procedures whose papers count: see `produced`."""
    have, spared, ended = frozenset(given), frozenset(waived), frozenset(produced)
    truths = edition.truths(row) if any(slot.when for slot in slots.values()) else {}
    groups: set[str | None] = {
        slot.one_of
        for code, slot in slots.items()
        if slot.one_of and (code in have or slot.produced_by in ended)
    }
    return tuple(
        SlotView(
            code, slot, _state(code, slot, truths.get(slot.when or "", True), have, spared, ended, groups)
        )
        for code, slot in slots.items()
    )


def produced(
    edition: Edition, situation: Situation, procedure: Procedure, record: RecordState | None
) -> frozenset[str]:
    """The procedures whose papers count for a case of `procedure` on a record."""
    return frozenset(case.procedure for case in successes(edition, situation, procedure, record))


def successes(
    edition: Edition, situation: Situation, procedure: Procedure, record: RecordState | None
) -> Iterator[CaseState]:
    """Cases that succeeded on the record or its parents, on the project, or on records of another kind.

    What was handed in for another contract is not there for this one. `record` is what the case stands on,
    of a draft that is to make a record what it is about.
    """
    own, kinds = situation.line(record), edition.line(row_entity(procedure))
    for case in situation.cases:
        if case.state == "done":
            on = situation.record(case.record_id)
            if on is None or on.id in own or on.entity not in kinds:
                yield case


def _state(
    code: str,
    slot: Slot,
    applies: bool | None,
    have: frozenset[str],
    spared: frozenset[str],
    ended: frozenset[str],
    groups: set[str | None],
) -> State:
    if code in have:
        return "given"
    if applies is False or (slot.one_of and slot.one_of in groups):
        return "not_applicable"
    if slot.produced_by in ended and slot.produced_by:
        return "already"
    if code in spared and slot.not_applicable_allowed:
        return "waived"
    if slot.optional:
        return "optional"
    return "unknown" if applies is None else "missing"
