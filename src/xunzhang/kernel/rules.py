"""Rules on one row: holds, fails, unknown or not applicable, with the article behind each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Rule


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


_OPEN = (Verdict.FAILS, Verdict.UNKNOWN)
_VERDICTS: dict[tuple[bool | None, bool | None], Verdict] = {
    (True, True): Verdict.HOLDS,
    (True, False): Verdict.FAILS,
    (True, None): Verdict.UNKNOWN,
    (None, True): Verdict.UNKNOWN,
    (None, False): Verdict.UNKNOWN,
    (None, None): Verdict.UNKNOWN,
    (False, True): Verdict.NOT_APPLICABLE,
    (False, False): Verdict.NOT_APPLICABLE,
    (False, None): Verdict.NOT_APPLICABLE,
}
"""What the truths of `when` (true where there is none) and `require` come to."""


class Finding(NamedTuple):
    """One rule judged on one row. `row` keeps the facts so that a page can explain the verdict.

    A tuple, because every act judges every rule and a frozen dataclass takes four times as long.
    """

    code: str
    rule: Rule
    verdict: Verdict
    row: Mapping[str, Value]
    record_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way: a missing fact is never a pass."""
        return self.verdict in _OPEN

    @property
    def blocks(self) -> bool:
        return self.verdict in _OPEN and self.rule.strength == "hard" and self.rule.kind != "notice"

    @property
    def needs_reason(self) -> bool:
        """A soft rule that does not hold: an authorised role may set it aside with a reason."""
        return self.is_open and self.rule.strength == "soft" and self.rule.kind != "notice"


def judge(
    edition: Edition, codes: Iterable[str], row: Mapping[str, Value], record_id: int | None = None
) -> tuple[Finding, ...]:
    """The rules named by `codes` on one row, in that order."""
    rules = edition.rules_named(tuple(codes))
    if not rules:
        return ()
    truths = edition.truths(row)
    return tuple(
        [
            Finding(code, rule, _VERDICTS[not when or truths[when], truths[require]], row, record_id)
            for code, rule, when, require in rules
        ]
    )
