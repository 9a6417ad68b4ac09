"""日志: the journal of a project, newest first, and whether its chain is whole."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.desk.project.sheet import Sheet
from xunzhang.journal import services as journal
from xunzhang.journal.models import Entry
from xunzhang.journal.verbs import VEILED, VEILED_WORDS, words
from xunzhang.web import shapes

PAGE = 50


@dataclass(frozen=True)
class Line:
    number: int
    words: str
    person: str
    at: datetime
    url: str
    digest: str


@dataclass(frozen=True)
class Diary:
    """`faults` are what is wrong with the chain, nothing when it is whole; `head` the last digest."""

    lines: Sequence[Line]
    faults: Sequence[str]
    pager: shapes.Pager


def diary(sheet: Sheet, newest: int | None) -> Diary:
    """The entries numbered `newest` and below, fifty of them. Numbers never change, so pages never shift."""
    top = min(newest or sheet.entries, sheet.entries)
    entries = journal.entries(sheet.project.code).filter(number__lte=top, number__gt=top - PAGE)
    lines = [_line(entry, sheet.veil.kinds) for entry in entries]
    return Diary(lines, list(journal.faults(sheet.project.code))[:3], _pager(sheet, top, len(lines)))


def last_digest(sheet: Sheet) -> str:
    """The head of the project's chain, for the printed page."""
    entry = journal.entries(sheet.project.code).first()
    return entry.digest if entry else ""


def _line(entry: Entry, veiled: Container[str]) -> Line:
    if entry.data.get(VEILED) in veiled:
        return Line(entry.number, VEILED_WORDS, "", localtime(entry.at), "", entry.digest)
    case = entry.data.get("case")
    gone = entry.verb in ("case.drafted", "case.discarded")
    url = reverse("procedures:case", args=[case]) if isinstance(case, int) and not gone else ""
    told = words(entry.verb, entry.data)
    return Line(entry.number, told, entry.actor_words, localtime(entry.at), url, entry.digest)


def _pager(sheet: Sheet, top: int, shown: int) -> shapes.Pager:
    base = reverse("desk:tab", args=[sheet.project.code, "journal"])
    newer = f"{base}?newest={min(top + PAGE, sheet.entries)}#tabs" if top < sheet.entries else ""
    older = f"{base}?newest={top - PAGE}#tabs" if top > PAGE else ""
    return shapes.Pager(
        text=f"第 {top} 至 {top - shown + 1} 号，共 {sheet.entries} 号", newer=newer, older=older
    )
