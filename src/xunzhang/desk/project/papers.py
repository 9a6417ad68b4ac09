"""材料: every paper that the procedures reached so far ask for, and whether it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.desk.project.sheet import Sheet
from xunzhang.documents.models import Version
from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import SlotView, produced, view
from xunzhang.kernel.moves import Move
from xunzhang.kernel.pack.model import Procedure, Slot
from xunzhang.kernel.predicates.explain import explain
from xunzhang.procedures.models import Case, Material
from xunzhang.regulations import telling
from xunzhang.web import shapes, words

# state of the slot → (code of the page's states, word)
_SHOWN = {
    "given": ("done", "已交"),
    "already": ("done", "已有"),
    "missing": ("unknown", "未交"),
    "unknown": ("unknown", "是否要交，待补充"),
    "waived": ("not_applicable", "不适用"),
    "not_applicable": ("not_applicable", "不适用"),
    "optional": ("not_applicable", "可以不交"),
}


@dataclass(frozen=True)
class Papers:
    """The papers of one run of a procedure, or of one that may be started now."""

    title: str
    note: str
    url: str
    rows: Sequence[shapes.Material]


@dataclass(frozen=True)
class _Handed:
    """What lies at the slots of a case, and every version of each paper of the project."""

    by_slot: Mapping[str, Material]
    versions: Mapping[int, Sequence[Version]]


def papers(sheet: Sheet) -> tuple[Papers, ...]:
    """Newest run first; what may be started now before them. Two queries."""
    handed = _handed(sheet)
    versions = _versions(sheet)
    shown = [_of_case(sheet, case, _Handed(handed.get(case.pk, {}), versions)) for case in sheet.cases[::-1]]
    drafted = {(case.procedure, case.record_id) for case in sheet.drafts}
    ready = [
        _of_move(sheet, move, versions)
        for move in sheet.moves
        if move.state == "ready"
        and not move.procedure.on_demand
        and (move.code, move.record and move.record.id) not in drafted
    ]
    return tuple(each for each in (*ready, *shown) if each.rows)


def slot_count(sheet: Sheet) -> int:
    """How many papers were handed in with the runs of this project."""
    return sum(len(_slots(sheet.procedure(case))) for case in sheet.cases)


def _handed(sheet: Sheet) -> dict[int, dict[str, Material]]:
    found: dict[int, dict[str, Material]] = {}
    rows = Material.objects.filter(case__in=[case.pk for case in sheet.cases] or [0])
    for row in rows.select_related("version__uploaded_by"):
        found.setdefault(row.case_id, {})[row.slot] = row
    return found


def _versions(sheet: Sheet) -> dict[int, list[Version]]:
    found: dict[int, list[Version]] = {}
    for version in Version.objects.filter(document__project=sheet.project).order_by("-number"):
        found.setdefault(version.document_id, []).append(version)
    return found


def _slots(procedure: Procedure) -> dict[str, Slot]:
    """The papers of the submission, then those that its steps add."""
    found = dict(procedure.materials)
    for step in procedure.steps.values():
        found.update(step.materials)
    return found


def _of_case(sheet: Sheet, case: Case, handed: _Handed) -> Papers:
    procedure = sheet.procedure(case)
    row = sheet.situation.row(sheet.situation.record(case.record_id))
    given = [slot for slot, material in handed.by_slot.items() if material.version_id]
    waived = [slot for slot, material in handed.by_slot.items() if not material.version_id]
    reached = {run.step for run in case.runs.all()}
    slots = dict(procedure.materials)
    for code, step in procedure.steps.items():
        slots.update(step.materials if code in reached else {})
    ended = produced(sheet.edition, sheet.situation, procedure, sheet.situation.record(case.record_id))
    views = view(sheet.edition, slots, row, given=given, waived=waived, produced=ended)
    return Papers(
        title=_title(sheet, procedure, case.record_id),
        note="草稿" if case.state == "draft" else f"第 {case.number} 次，{case.submitted_on} 提交",
        url=reverse(f"procedures:{'draft' if case.state == 'draft' else 'case'}", args=[case.pk]),
        rows=[_material(sheet, each, row, handed) for each in views],
    )


def _of_move(sheet: Sheet, move: Move, versions: Mapping[int, Sequence[Version]]) -> Papers:
    row = sheet.situation.row(move.record)
    ended = produced(sheet.edition, sheet.situation, move.procedure, move.record)
    views = view(sheet.edition, move.procedure.materials, row, produced=ended)
    rows = [_material(sheet, each, row, _Handed({}, versions)) for each in views]
    title = _title(sheet, move.procedure, move.record.id if move.record else None)
    return Papers(title, "现在可办，要交这些", "", rows)


def _title(sheet: Sheet, procedure: Procedure, record_id: int | None) -> str:
    about = sheet.record_title(record_id)
    return procedure.title + (f"（{about}）" if about else "")


def _material(sheet: Sheet, each: SlotView, row: Mapping[str, Value], handed: _Handed) -> shapes.Material:
    state, word = _SHOWN[each.state]
    material = handed.by_slot.get(each.code)
    return shapes.Material(
        title=each.slot.title,
        state=state,
        word=word,
        articles=telling.articles(sheet.edition, each.slot.cites),
        note=_note(sheet, each, row, material),
        links=tuple(_links(material, handed)),
        soft=each.slot.reason,
    )


def _note(sheet: Sheet, each: SlotView, row: Mapping[str, Value], material: Material | None) -> str:
    if material and material.version:
        version = material.version
        day = localtime(version.uploaded_at).date()
        return f"{version.filename}，第 {version.number} 版，{day}，{version.uploaded_by.name}"
    if material and material.not_applicable_reason:
        return material.not_applicable_reason
    if each.state == "already":
        return f"由“{sheet.edition.procedures[str(each.slot.produced_by)].title}”形成，不用再交"
    if each.slot.when:
        return _condition(sheet, each.slot.when, row)
    if each.state == "not_applicable":
        return "同组材料已交一件"
    return each.slot.hint


def _condition(sheet: Sheet, text: str, row: Mapping[str, Value]) -> str:
    """The figure that decides a conditional paper: 568.00 ≥ 500.00."""
    told = explain(sheet.edition.predicates[text], row, sheet.edition.types)
    if told.missing:
        return "缺" + "、".join(sheet.edition.facts[name].title for name in told.missing)
    numbers = [each for part in told.parts for each in part.computed if each.type in ("money", "integer")]
    if numbers:
        return "；".join(words.comparison_text(each) for each in numbers)
    return "；".join(
        f"没有{sheet.edition.facts[name].title}"
        if value is None
        else f"{sheet.edition.facts[name].title}：{telling.value_text(sheet.edition, name, value)}"
        for part in told.parts
        for name, value in part.facts.items()
    )


def _links(material: Material | None, handed: _Handed) -> Iterator[shapes.Link]:
    if not material or not material.version:
        return
    yield shapes.Link(text="下载", url=reverse("documents:download", args=[material.version.pk]))
    for version in handed.versions.get(material.version.document_id, ()):
        if version.pk != material.version.pk:
            yield shapes.Link(
                text=f"第 {version.number} 版", url=reverse("documents:download", args=[version.pk])
            )
