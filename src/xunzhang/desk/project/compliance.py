"""合规: every rule on this project, what fails first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from xunzhang.desk.project.limits import Limit, Limits, limits, most_relevant
from xunzhang.desk.project.next_steps import anchor
from xunzhang.desk.project.sheet import Sheet
from xunzhang.kernel.rules import Finding, Verdict
from xunzhang.regulations import telling
from xunzhang.web import shapes

SHOWN = 12  # what holds is folded behind this many rows


@dataclass(frozen=True)
class Compliance:
    """The findings, what holds folded, and beside them how the most relevant day came about."""

    rows: Sequence[shapes.Finding]
    folded: Sequence[shapes.Finding]
    total: int
    only_open: bool
    derived: Limit | None
    limits: Limits


def compliance(sheet: Sheet, only_open: bool) -> Compliance:
    found = limits(sheet)
    rows = [told(sheet, finding) for finding in sheet.findings if finding.is_open or not only_open]
    shown = max(sum(finding.is_open for finding in sheet.findings), SHOWN)
    return Compliance(
        rows=rows[:shown],
        folded=rows[shown:],
        total=len(sheet.findings),
        only_open=only_open,
        derived=most_relevant(found),
        limits=found,
    )


def told(sheet: Sheet, finding: Finding) -> shapes.Finding:
    """A finding as a row, with what this person can do about it."""
    row = telling.row(sheet.edition, finding, action(sheet, finding))
    about = sheet.record_title(finding.record_id)
    return replace(row, note=f"{about}。{row.note}".rstrip("。")) if about else row


def action(sheet: Sheet, finding: Finding) -> shapes.Link | None:
    """A finding of fact where this person is named for it, or the procedure that remedies it."""
    if not finding.is_open:
        return None
    if found := _finding_link(sheet, finding):
        return found
    place = anchor(sheet, finding.rule.remedy_procedure) or _asking(sheet, finding)
    return (
        shapes.Link(text="去补充" if finding.verdict is Verdict.UNKNOWN else "去办理", url=place)
        if place
        else None
    )


def _finding_link(sheet: Sheet, finding: Finding) -> shapes.Link | None:
    """The finding that this person may make or make anew."""
    for name in sorted(sheet.edition.predicates[finding.rule.require].names):
        if sheet.may_find(name, finding.record_id):
            text = "认定" if finding.row.get(name) is None else "重新认定"
            return shapes.Link(text=text, url=finding_url(sheet, name, finding.record_id))
    return None


def finding_url(sheet: Sheet, fact: str, record_id: int | None = None) -> str:
    address = reverse("procedures:finding", args=[sheet.project.code, fact])
    return f"{address}?record={record_id}" if record_id else address


def _asking(sheet: Sheet, finding: Finding) -> str:
    """The place of a procedure open to this person whose form asks for a fact that is missing."""
    names = sheet.edition.predicates[finding.rule.require].names
    missing = {name for name in names if finding.row.get(name) is None}
    for move in sheet.moves:
        if missing & {field.fact for field in move.procedure.form} and (place := anchor(sheet, move.code)):
            return place
    return ""
