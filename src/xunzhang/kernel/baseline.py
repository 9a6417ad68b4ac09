"""The baseline of a project: which facts it keeps, when a layer is laid on it, how far values lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Baseline
from xunzhang.kernel.situation import Facts, RecordState


def begins(edition: Edition, named: Baseline, procedure: str, facts: Facts) -> bool:
    """Whether the end of a case of this procedure lays the first layer: it makes the approval known."""
    return facts.get(named.begins) is not None and procedure in edition.writers.get(named.begins, ())


def may_change(edition: Edition, named: Baseline, procedure: str) -> bool:
    """Whether a case of this procedure may lay a layer at all: it writes a fact that is kept, or a change."""
    asked = {name for name, codes in edition.writers.items() if procedure in codes}
    approving = {day for days in named.changes.values() for day in days}
    return bool(asked & {named.begins, *named.facts, *approving})


def is_approved(named: Baseline, record: RecordState | None) -> bool:
    """Whether a record is a change that has been approved, or filed where filing is enough."""
    days = named.changes.get(record.entity, ()) if record else ()
    return any(record.facts.get(day) is not None for day in days) if record else False


def kept(edition: Edition, named: Baseline, facts: Facts) -> dict[str, Value]:
    """The facts of a layer, unknown ones too; those that the edition does not know are left out."""
    return {name: facts.get(name) for name in named.facts if name in edition.facts}


def rewritten(edition: Edition, procedure: str, was: Facts, now: Facts) -> dict[str, Value]:
    """What a case of this procedure has changed of a layer: only what it may write itself."""
    return {
        name: value
        for name, value in now.items()
        if value != was.get(name) and procedure in edition.writers.get(name, ())
    }


@dataclass(frozen=True)
class Apart:
    """How far a value lies from another: 分, days or units more (below nought: less); None for texts.

    `thousandths` is the part of the first value, half up, where that is a sum other than nought.
    """

    more: int | None
    thousandths: int | None = None
    differs: bool = False


def apart(kind: FactType, was: Value, now: Value) -> Apart | None:
    """The difference, None where one of the two is not known."""
    if was is None or now is None:
        return None
    if kind is FactType.DATE and isinstance(was, date) and isinstance(now, date):
        return Apart((now - was).days, differs=now != was)
    if isinstance(was, int) and isinstance(now, int) and kind in (FactType.MONEY, FactType.INTEGER):
        more = now - was
        share = (abs(more) * 2000 + abs(was)) // (2 * abs(was)) if was and kind is FactType.MONEY else None
        return Apart(more, -share if share and more < 0 else share, more != 0)
    return Apart(None, differs=now != was)
