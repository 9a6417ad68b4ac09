"""The columns that lists sort and filter by, computed from what is known of a project."""

from __future__ import annotations

from typing import Any

from xunzhang.kernel.compliance import compliance
from xunzhang.kernel.evidence import Evidence, Given, divergence, evidence
from xunzhang.kernel.facts import Value
from xunzhang.kernel.life import PhaseView, current_phase, life
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Verdict
from xunzhang.kernel.situation import Facts, Situation
from xunzhang.regulations import catalogue


def standing(edition: Edition, now: Situation, level: str, given: Given | None = None) -> dict[str, Any]:
    """Where a project stands: its phase, how many rules fail or miss facts, and the leading facts.

    `given` are the slots filled by procedure, for a project under construction.
    """
    starts = moves(edition, now, level)
    findings = compliance(edition, now, starts)
    phases = life(edition, now, starts)
    found = columns(now.facts)
    return {
        "phase": current_phase(phases),
        "failing": sum(finding.verdict is Verdict.FAILS for finding in findings),
        "unknown": sum(finding.verdict is Verdict.UNKNOWN for finding in findings),
        **found,
        **_progress(spoken_for(edition, now, phases, given or {}), found.get("reported")),
    }


def spoken_for(edition: Edition, now: Situation, phases: tuple[PhaseView, ...], given: Given) -> Evidence:
    """What speaks for the progress of a project; nothing where the vocabulary names no progress."""
    named = catalogue.vocabulary().progress
    return evidence(edition, named, now, phases, given) if named else Evidence()


def is_begun(facts: Facts) -> bool:
    """Whether the construction has begun, so that what is handed in speaks for its progress."""
    named = catalogue.vocabulary().progress
    return named is not None and facts.get(named.begins) is not None


def _progress(found: Evidence, reported: Value) -> dict[str, int | None]:
    told = reported if isinstance(reported, int) else None
    return {"evidence": found.percent, "divergence": divergence(told, found)}


def columns(facts: Facts) -> dict[str, Value]:
    """The columns that the vocabulary's library mapping fills from facts, the first known one each."""
    found: dict[str, Value] = {}
    for column, names in catalogue.vocabulary().library.items():
        known = (facts.get(name) for name in names)
        found[column] = next((value for value in known if value is not None), None)
    for column in ("activity", "status", "summary"):
        found[column] = found.get(column) or ""
    return found
