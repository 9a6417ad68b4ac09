"""What of a project is shown only to some roles: kinds of records, and all that is done about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure
from xunzhang.kernel.situation import Situation


@dataclass(frozen=True)
class Veil:
    """What somebody does not see: kinds of records, the procedures about them, and slots for their papers."""

    kinds: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def over(self, situation: Situation) -> Situation:
        """The situation without what is veiled."""
        if not self.kinds:
            return situation
        shown = tuple(record for record in situation.records if record.entity not in self.kinds)
        cases = tuple(case for case in situation.cases if case.procedure not in self.procedures)
        return situation.with_records(shown).with_cases(cases)


def veil(edition: Edition, roles: Iterable[str]) -> Veil:
    """What the holder of these roles does not see. With no roles: all that is not for everybody."""
    held = set(roles)
    kinds = frozenset(
        code for code, entity in edition.entities.items() if entity.seen_by and not held & set(entity.seen_by)
    )
    if not kinds:
        return Veil()
    hidden = frozenset(code for code, each in edition.procedures.items() if kind_of(each) in kinds)
    slots = {slot for code in hidden for slot in _slots(edition.procedures[code])}
    open_ = {slot for code, each in edition.procedures.items() if code not in hidden for slot in _slots(each)}
    return Veil(kinds, hidden, frozenset(slots - open_))


def kind_of(procedure: Procedure) -> str | None:
    """The kind of record that a procedure makes or is about."""
    return procedure.creates or procedure.about


def mark(edition: Edition, procedure: str) -> dict[str, str]:
    """What the journal keeps of an act that not everybody may read: the kind of record it is about."""
    kind = kind_of(edition.procedures[procedure])
    return {"veiled": kind} if kind and edition.entities[kind].seen_by else {}


def mark_slot(edition: Edition, slot: str) -> dict[str, str]:
    """The same for a paper that is handed in for a slot."""
    for code in veil(edition, ()).procedures:
        if slot in _slots(edition.procedures[code]):
            return mark(edition, code)
    return {}


def _slots(procedure: Procedure) -> set[str]:
    return {*procedure.materials, *(slot for step in procedure.steps.values() for slot in step.materials)}
