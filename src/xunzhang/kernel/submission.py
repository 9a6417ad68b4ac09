"""Judging a submission or an outcome before anything is written: “if you submit now …”."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import SlotView, view
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Field_, Outcome, Procedure, Step
from xunzhang.kernel.rules import Finding, Verdict, judge


@dataclass(frozen=True)
class Check:
    """What stands in the way of an act, and what does not. `asked` are required facts left empty."""

    findings: tuple[Finding, ...]
    slots: tuple[SlotView, ...]
    asked: tuple[str, ...] = ()
    foreseen: frozenset[str] = frozenset()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks and self._counts(finding))

    @property
    def soft(self) -> tuple[Finding, ...]:
        """Soft rules that need a reason from an authorised role."""
        return tuple(finding for finding in self.findings if finding.needs_reason and self._counts(finding))

    @property
    def missing(self) -> tuple[SlotView, ...]:
        return tuple(slot for slot in self.slots if slot.is_missing)

    def allowed(self, excused: Collection[str] = ()) -> bool:
        """Whether the act may happen, the soft rules in `excused` being set aside with a reason."""
        unexcused = [finding for finding in self.soft if finding.code not in excused]
        return not (self.blocking or self.missing or self.asked or unexcused)

    def _counts(self, finding: Finding) -> bool:
        """A rule that a later step settles stands in the way only when it plainly fails."""
        return finding.code not in self.foreseen or finding.verdict is Verdict.FAILS


def check_submission(
    edition: Edition,
    procedure: Procedure,
    row: Mapping[str, Value],
    *,
    given: Iterable[str] = (),
    waived: Iterable[str] = (),
    produced: Iterable[str] = (),
) -> Check:
    """Judge a submission on its row (project, record and form facts together)."""
    codes = (*procedure.requires, *procedure.checks, *procedure.foresees)
    return Check(
        findings=judge(edition, codes, row),
        slots=view(edition, procedure.materials, row, given=given, waived=waived, produced=produced),
        asked=unanswered(edition, procedure.form, row),
        foreseen=frozenset(procedure.foresees) - {*procedure.requires, *procedure.checks},
    )


def check_outcome(
    edition: Edition,
    step: Step,
    outcome: Outcome,
    row: Mapping[str, Value],
    *,
    given: Iterable[str] = (),
    waived: Iterable[str] = (),
    produced: Iterable[str] = (),
) -> Check:
    """Judge an outcome of a step. The step's form and papers are asked for with outcomes that go on."""
    goes_on = outcome.to not in ("revise", "failed")
    form = (*(step.form if goes_on else ()), *outcome.form)
    slots = step.materials if goes_on else {}
    return Check(
        findings=judge(edition, outcome.checks, row),
        slots=view(edition, slots, row, given=given, waived=waived, produced=produced),
        asked=unanswered(edition, form, row),
    )


def unanswered(edition: Edition, form: Iterable[Field_], row: Mapping[str, Value]) -> tuple[str, ...]:
    """The facts a form requires that the row does not know."""
    return tuple(
        asked.fact for asked in form if row.get(asked.fact) is None and is_required(edition, asked, row)
    )


def is_required(edition: Edition, asked: Field_, row: Mapping[str, Value]) -> bool:
    if asked.required_when:
        return bool(edition.truths(row)[asked.required_when])
    return asked.required
