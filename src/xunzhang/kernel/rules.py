"""Rules on one row: holds, fails, unknown or not applicable, with the article behind each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Rule


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Finding:
    """One rule judged on one row. `row` keeps the facts so that a page can explain the verdict."""

    code: str
    rule: Rule
    verdict: Verdict
    row: Mapping[str, Value]
    record_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way: a missing fact is never a pass."""
        return self.verdict in (Verdict.FAILS, Verdict.UNKNOWN)

    @property
    def blocks(self) -> bool:
        return self.is_open and self.rule.strength == "hard" and self.rule.kind != "notice"

    @property
    def needs_reason(self) -> bool:
        """A soft rule that does not hold: an authorised role may set it aside with a reason."""
        return self.is_open and self.rule.strength == "soft" and self.rule.kind != "notice"


def judge(
    edition: Edition, codes: Iterable[str], row: Mapping[str, Value], record_id: int | None = None
) -> tuple[Finding, ...]:
    """The rules named by `codes` on one row, in that order."""
    rules = [(code, edition.rules[code]) for code in dict.fromkeys(codes)]
    if not rules:
        return ()
    texts = frozenset(text for _, rule in rules for text in (rule.when, rule.require) if text)
    truths = edition.judge_of(texts).judge(row)
    return tuple(Finding(code, rule, verdict(rule, truths), row, record_id) for code, rule in rules)


def verdict(rule: Rule, truths: Mapping[str, bool | None]) -> Verdict:
    """What the truths of `when` and `require` come to."""
    applies = truths[rule.when] if rule.when else True
    if applies is False:
        return Verdict.NOT_APPLICABLE
    required = truths[rule.require]
    if applies is None or required is None:
        return Verdict.UNKNOWN
    return Verdict.HOLDS if required else Verdict.FAILS
