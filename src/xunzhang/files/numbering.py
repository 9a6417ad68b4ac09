"""The automatic numbers of a Word document, which stand nowhere in its words: 第一条, 1., （二）."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from xunzhang.kernel.pack.citation import chinese_numeral

_CHINESE = ("chinese", "japanese", "ideograph", "taiwanese")


class Numbering:
    """Counts while the paragraphs of a document are asked for one after another."""

    def __init__(self, document: Document) -> None:
        part = next((rel.target_part for rel in document.part.rels.values() if _numbers(rel)), None)
        root: Any = getattr(part, "element", None)
        self._lists = dict(_lists(root)) if root is not None else {}
        self._styles = dict(_styles(document))
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Any) -> str:
        """What Word would print in front of a paragraph (a `w:p`), with a blank behind it; mostly ""."""
        place = self._place(paragraph)
        found = self._lists.get(place[0]) if place else None
        if place is None or found is None or place[1] not in found[1]:
            return ""
        name, levels = found
        counts = self._counts.setdefault(name, {})
        level = place[1]
        start, _, text = levels[level]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        for each, (first, form, _) in levels.items():
            text = text.replace(f"%{each + 1}", _written(counts.get(each, first), form))
        return f"{text} " if text.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, or those of its style."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self._styles.get(_value(style) or "")
        if own is None:
            return inherited
        number = _value(own.find(qn("w:numId"))) or (inherited[0] if inherited else "")
        return number, int(_value(own.find(qn("w:ilvl"))) or 0)


Level = tuple[int, str, str]
"""From which number it counts, the form of its numbers, and the text around them."""


def _numbers(rel: Any) -> bool:
    return not rel.is_external and rel.reltype.endswith("/numbering")


def _lists(root: Any) -> Iterator[tuple[str, tuple[str, Mapping[int, Level]]]]:
    """By the number of a list: the definition it counts by, and its levels."""
    defined = {
        each.get(qn("w:abstractNumId")): dict(_levels(each)) for each in root.iter(qn("w:abstractNum"))
    }
    for each in root.iter(qn("w:num")):
        name = _value(each.find(qn("w:abstractNumId"))) or ""
        yield each.get(qn("w:numId")), (name, defined.get(name, {}))


def _levels(definition: Any) -> Iterator[tuple[int, Level]]:
    for each in definition.iter(qn("w:lvl")):
        start = _value(each.find(qn("w:start"))) or "1"
        form = _value(each.find(qn("w:numFmt"))) or "decimal"
        yield int(each.get(qn("w:ilvl"))), (int(start), form, _value(each.find(qn("w:lvlText"))) or "")


def _styles(document: Document) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in document.styles.element.iter(qn("w:style")):
        found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number = _value(found.find(qn("w:numId"))) if found is not None else None
        if number:
            level = _value(found.find(qn("w:ilvl")))
            yield style.get(qn("w:styleId")), (number, int(level or 0))


def _value(element: Any) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _written(number: int, form: str) -> str:
    writer: Callable[[int], str] = str
    if form.startswith(_CHINESE) and number < 100:
        writer = chinese_numeral
    return "" if form in ("bullet", "none") else writer(number)
