"""Every rule of an edition on one project: what holds, what fails, what cannot be judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xunzhang.kernel.moves import Move
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Finding, Verdict, judge
from xunzhang.kernel.situation import Situation

_ORDER = [Verdict.FAILS, Verdict.UNKNOWN, Verdict.HOLDS]
_KNOWN = (Verdict.FAILS, Verdict.HOLDS)


def compliance(edition: Edition, situation: Situation, moves: Iterable[Move]) -> tuple[Finding, ...]:
    """Findings sorted 不符合, 待补充, 符合. What is not applicable or not yet asked is left out."""
    not_asked = edition.rules_in_procedures - _reached(edition, situation, moves)
    found = [
        finding
        for finding in _judged(edition, situation)
        if finding.verdict in _KNOWN or (finding.verdict is Verdict.UNKNOWN and finding.code not in not_asked)
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.verdict)))


def _judged(edition: Edition, situation: Situation) -> Iterator[Finding]:
    for entity, codes in edition.rules_by_entity.items():
        if entity == "project":
            yield from judge(edition, codes, situation.row())
        for record in situation.live(entity):
            yield from judge(edition, codes, situation.row(record), record.id)


def _reached(edition: Edition, situation: Situation, moves: Iterable[Move]) -> set[str]:
    """The rules of procedures that were submitted or may be started now."""
    codes = {case.procedure for case in situation.cases if case.state != "draft"}
    codes |= {move.code for move in moves if move.state == "ready" and not move.procedure.on_demand}
    return {rule for code in codes for rule in edition.rules_of_procedure(code)}
