"""The columns that lists sort and filter by, computed from what is known of a project."""

from __future__ import annotations

from typing import Any

from xunzhang.kernel.compliance import compliance
from xunzhang.kernel.facts import Value
from xunzhang.kernel.life import current_phase, life
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Verdict
from xunzhang.kernel.situation import Facts, Situation
from xunzhang.regulations import catalogue


def standing(edition: Edition, now: Situation, level: str) -> dict[str, Any]:
    """Where a project stands: its phase, how many rules fail or miss facts, and the leading facts."""
    starts = moves(edition, now, level)
    findings = compliance(edition, now, starts)
    return {
        "phase": current_phase(life(edition, now, starts)),
        "failing": sum(finding.verdict is Verdict.FAILS for finding in findings),
        "unknown": sum(finding.verdict is Verdict.UNKNOWN for finding in findings),
        **columns(now.facts),
    }


def columns(facts: Facts) -> dict[str, Value]:
    """The columns that the vocabulary's library mapping fills from facts, the first known one each."""
    found: dict[str, Value] = {}
    for column, names in catalogue.vocabulary().library.items():
        known = (facts.get(name) for name in names)
        found[column] = next((value for value in known if value is not None), None)
    for column in ("activity", "status", "summary"):
        found[column] = found.get(column) or ""
    return found
