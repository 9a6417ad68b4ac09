"""Filling the slots of a case: a version handed in, or the reason why none is needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.documents.models import Document, Version
from xunzhang.documents.services import Place
from xunzhang.journal.services import record as journal
from xunzhang.kernel.pack.model import Slot
from xunzhang.kernel.veil import mark
from xunzhang.procedures.errors import NotPossible
from xunzhang.procedures.models import Case, Material
from xunzhang.regulations import catalogue

REASON_LENGTH = 300


@transaction.atomic
def give(*, case: Case, slot: str, version: Version, actor: Person, now: datetime) -> None:
    """Hand in a version of a paper of the same project for a slot; it replaces what was there."""
    locked, title = _open(case, slot)
    if version.document.slot != slot or not _belongs(case, version.document):
        raise NotPossible("这份材料不属于这道手续的这一项")
    found = Material.objects.filter(case=locked, slot=slot).first()
    if found and found.version_id == version.pk:
        return
    Material.objects.update_or_create(
        case=locked, slot=slot, defaults={"version": version, "not_applicable_reason": ""}
    )
    _tell(case, "material.given", slot, title, actor, now, {"version": version.pk, "sha256": version.sha256})


@transaction.atomic
def waive(*, case: Case, slot: str, reason: str, actor: Person, now: datetime) -> None:
    """Say why a slot does not apply. Raises NotPossible where the measure does not allow it."""
    locked, title = _open(case, slot)
    if not slot_of(case, slot).not_applicable_allowed:
        raise NotPossible(f"{title}要交文件，不能只说明不适用")
    if not reason.strip():
        raise NotPossible(f"请写明{title}为什么不适用")
    if len(reason.strip()) > REASON_LENGTH:
        raise NotPossible(f"不适用理由最多 {REASON_LENGTH} 字，已写 {len(reason.strip())} 字")
    said = {"version": None, "not_applicable_reason": reason.strip()}
    Material.objects.update_or_create(case=locked, slot=slot, defaults=said)
    _tell(case, "material.waived", slot, title, actor, now, {"reason": reason.strip()})


@transaction.atomic
def withdraw(*, case: Case, slot: str, actor: Person, now: datetime) -> None:
    """Take back what was handed in for a slot; its versions stay with the project."""
    locked, title = _open(case, slot)
    gone, _ = Material.objects.filter(case=locked, slot=slot).delete()
    if gone:
        _tell(case, "material.withdrawn", slot, title, actor, now, {})


def place_of(case: Case) -> Place:
    """Where the papers of a case belong: to its record, or to the draft while the record is to be made."""
    creates = catalogue.edition(case.project.edition_id).procedures[case.procedure].creates
    if creates and case.state == "draft":
        return Place(draft=case.pk)
    return Place(record_id=case.record_id)


def _belongs(case: Case, document: Document) -> bool:
    """Papers of the project, of the case's record and of what that belongs to, and its own drafted ones."""
    if document.project_id != case.project_id or document.draft not in (None, case.pk):
        return False
    record, line = case.record, [document.record_id is None]
    while record:
        line.append(record.pk == document.record_id)
        record = record.parent
    return any(line)


def slot_of(case: Case, slot: str) -> Slot:
    """The slot of the case's procedure or of one of its steps. Raises KeyError."""
    procedure = catalogue.edition(case.project.edition_id).procedures[case.procedure]
    found = procedure.materials.get(slot)
    steps = (step.materials[slot] for step in procedure.steps.values() if slot in step.materials)
    if found is None and (found := next(steps, None)) is None:
        raise KeyError(slot)
    return found


def _open(case: Case, slot: str) -> tuple[Case, str]:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state not in ("draft", "open"):
        raise NotPossible("这道手续已经办结，材料不能再改")
    return locked, slot_of(case, slot).title


def _tell(
    case: Case, verb: str, slot: str, title: str, actor: Person, now: datetime, more: dict[str, Any]
) -> None:
    edition = catalogue.edition(case.project.edition_id)
    procedure = edition.procedures[case.procedure].title
    said = {"procedure": procedure, "case": case.pk, "slot": title, "code": slot, **more}
    said |= mark(edition, case.procedure)
    journal(stream=case.project.code, verb=verb, actor=actor, at=now, data=said)
