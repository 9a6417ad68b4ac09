"""The material list of a case or a step: what is in, what is wanted, what the project already has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xunzhang.documents import queries as documents
from xunzhang.documents.models import Document, Version
from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import SlotView, successes
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.predicates.explain import explain
from xunzhang.procedures.models import Case, Material
from xunzhang.procedures.pages.matter import Matter
from xunzhang.regulations import telling
from xunzhang.web import shapes, words

_SHOWN = {
    "given": ("done", "已交"),
    "already": ("done", "已有"),
    "missing": ("unknown", "未交"),
    "waived": ("not_applicable", "不适用"),
    "not_applicable": ("not_applicable", "不适用"),
    "unknown": ("unknown", "待定"),
    "optional": ("on_demand", "可不交"),
}


@dataclass(frozen=True)
class SlotLine:
    """One slot as the page shows it. `offer` is the newest version of the record or the project that is not
    handed in here, `earlier` the one that an earlier procedure left.
    """

    code: str
    title: str
    state: str
    word: str
    note: str
    articles: tuple[shapes.Article, ...]
    soft: str
    wanted: bool
    version: Version | None
    offer: Version | None
    earlier: Version | None
    may_waive: bool
    waiver: str
    reason: str
    error: str

    @property
    def shown(self) -> Version | None:
        """What there is to read: the version handed in, or the one that an earlier procedure left."""
        return self.version or (self.earlier if self.word == "已有" else None)

    @property
    def spare(self) -> bool:
        """Whether nothing more is needed, so that the way to send a file stands folded."""
        return self.word in ("已有", "可不交")


def lines(
    matter: Matter,
    views: Iterable[SlotView],
    row: Mapping[str, Value],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[SlotLine]:
    """Every slot with its version. Two queries."""
    known = list(views)
    given = given_to(matter.case)
    newest = documents.newest(matter.project, [view.code for view in known]) if known else {}
    return [
        _line(matter, view, row, given.get(view.code), newest.get(view.code, ()), typed, errors)
        for view in known
    ]


def given_to(case: Case) -> dict[str, Material]:
    """What a case has handed in, by slot. One query."""
    rows = Material.objects.filter(case=case).select_related("version__document", "version__uploaded_by")
    return {row.slot: row for row in rows}


def own(matter: Matter, document: Document) -> bool:
    """Whether a paper is the project's, of the case's record or of what that belongs to, or drafted here."""
    if document.draft is not None:
        return document.draft == matter.case.pk
    return document.record_id is None or document.record_id in matter.sight.situation.line(matter.record)


def _rank(version: Version) -> tuple[bool, int]:
    """Papers of a record or a draft before those of the project, newer ones before older ones."""
    return version.document.record_id is not None or version.document.draft is not None, version.pk


def _left(matter: Matter, view: SlotView, newest: Iterable[Version]) -> Version | None:
    """What the procedure that produces a paper has left, on whichever record it counts."""
    situation = matter.sight.situation
    done = successes(matter.edition, situation, matter.procedure, matter.record)
    places = {case.record_id for case in done if case.procedure == view.slot.produced_by}
    return max(
        (each for each in newest if each.document.record_id in {None, *places}), key=_rank, default=None
    )


def _line(
    matter: Matter,
    view: SlotView,
    row: Mapping[str, Value],
    material: Material | None,
    newest: Sequence[Version],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> SlotLine:
    state, word = _SHOWN[view.state]
    version = material.version if material else None
    waiver = material.not_applicable_reason if material else ""
    mine = max((each for each in newest if own(matter, each.document)), key=_rank, default=None)
    return SlotLine(
        code=view.code,
        title=view.slot.title,
        state=state,
        word=word,
        note=note(matter.edition, view, row),
        articles=telling.articles(matter.edition, view.slot.cites),
        soft=view.slot.reason,
        wanted=view.state != "not_applicable" or version is not None,
        version=version,
        offer=mine if mine != version else None,
        earlier=_left(matter, view, newest) if view.state == "already" else None,
        may_waive=view.slot.not_applicable_allowed,
        waiver=waiver,
        reason=typed.get(f"waive-{view.code}", waiver),
        error=errors.get(view.code, ""),
    )


def note(edition: Edition, view: SlotView, row: Mapping[str, Value]) -> str:
    """Why it is wanted or not, with the figures that decide, and the hint of the pack."""
    parts = [_because(edition, view, row)] if view.slot.when else []
    if view.state == "already" and view.slot.produced_by:
        parts.append(f"{edition.procedures[view.slot.produced_by].title}办结时已有，不用再交")
    elif view.slot.one_of:
        parts.append("几份里交一份即可")
    if view.state != "not_applicable":
        parts.append(view.slot.hint)
    return "。".join(part for part in parts if part)


def _because(edition: Edition, view: SlotView, row: Mapping[str, Value]) -> str:
    told = explain(edition.predicates[str(view.slot.when)], row, edition.types)
    parts = told.failed or told.unknown or told.parts
    figures = [words.comparison_text(one) for part in parts for one in part.computed if one.type == "money"]
    facts = [
        f"{edition.facts[name].title}：{telling.value_text(edition, name, value)}"
        for part in parts
        for name, value in part.facts.items()
        if name != "today"
    ]
    said = "，".join(dict.fromkeys([*facts, *figures]))
    if told.holds is None:
        return f"是否要交看{said}"
    return f"因{said}" if told.holds else f"{said}，不适用"
