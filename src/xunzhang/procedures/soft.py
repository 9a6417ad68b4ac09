"""Soft rules set aside: by whom, why, and in which case. Such a row is visible for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.journal.services import record as journal
from xunzhang.kernel import flow
from xunzhang.kernel.submission import Check
from xunzhang.kernel.veil import mark
from xunzhang.procedures.errors import NotAllowed, NotPossible
from xunzhang.procedures.models import Case, Override
from xunzhang.projects.access import roles_on
from xunzhang.regulations import catalogue

if TYPE_CHECKING:
    from xunzhang.procedures.work import Work


def apply(work: Work, case: Case, check: Check, reasons: Mapping[str, str]) -> frozenset[str]:
    """Of the check's soft rules, those set aside for this case, by this act included."""
    if not check.soft:
        return frozenset()
    excused = set(Override.objects.filter(case=case).values_list("rule", flat=True))
    if work.actor is None:
        return frozenset(excused)
    held = roles_on(work.actor, work.project)
    for finding in check.soft:
        reason = reasons.get(finding.code, "").strip()
        entitled = held & {flow.resolve(work.edition, role, finding.row) for role in finding.rule.override_by}
        if reason and entitled and finding.code not in excused:
            _write(case, finding.code, min(entitled), work.actor, reason, work.now)
            excused.add(finding.code)
    return frozenset(excused)


@transaction.atomic
def grant(*, case: Case, rule: str, reason: str, actor: Person, now: datetime, today: date) -> Override:
    """Set a soft rule aside in somebody else's case. Raises NotAllowed or NotPossible."""
    edition = catalogue.edition(case.project.edition_id)
    defined = edition.rules[rule]
    entitled = roles_on(actor, case.project) & set(defined.override_by)
    if not entitled:
        offices = "、".join(edition.roles[role].title for role in defined.override_by)
        raise NotAllowed(f"“{defined.title}”只能由{offices or '无人'}说明理由后放行")
    if not reason.strip():
        raise NotPossible("放行要写明理由")
    if found := Override.objects.filter(case=case, rule=rule).first():
        return found
    return _write(case, rule, min(entitled), actor, reason.strip(), now)


def _write(case: Case, rule: str, role: str, actor: Person, reason: str, now: datetime) -> Override:
    edition = catalogue.edition(case.project.edition_id)
    row = Override.objects.create(case=case, rule=rule, role=role, person=actor, reason=reason, at=now)
    said = {"procedure": edition.procedures[case.procedure].title, "rule": edition.rules[rule].title}
    journal(
        stream=case.project.code,
        verb="rule.overridden",
        actor=actor,
        at=now,
        data={**said, "code": rule, "case": case.pk, "reason": reason, **mark(edition, case.procedure)},
    )
    return row
