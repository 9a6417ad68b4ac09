"""Papers of the demonstration: PDF files made by Typst from the templates in `demo/papers/`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations import catalogue
from xunzhang.site.demo.shapes import Template
from xunzhang.site.playing import Asked
from xunzhang.web import words as said

ANY = "default"


class Press:
    """Makes papers. The same words on the same day give the same bytes."""

    def __init__(self, folder: Path, templates: Mapping[str, Template]) -> None:
        fonts = [str(sans_path().parent), str(serif_path().parent)]
        self._compiler = typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True)
        self._folder, self._templates = folder, templates

    def paper(self, asked: Asked, words: Mapping[str, Value], costs: Mapping[str, int], total: int) -> bytes:
        """One paper. `words` fill the gaps of its texts, `costs` the rows of the investment table."""
        template = self._templates.get(asked.slot, self._templates[ANY])
        told = {
            **_about(asked, words),
            "date": _day(template, asked),
            "signed": template.signed.format_map(words),
            **_texts(template, words),
            "facts": list(_facts(asked, template.facts)),
            "items": _items(costs),
            "sum": _wan(sum(costs.values())),
            "total": _wan(total),
        }
        made = self._compiler.compile(
            input=str(self._folder / f"{template.template}.typ"),
            format="pdf",
            sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
            timestamp=int(datetime.combine(asked.act.day, asked.act.at).timestamp()),
        )
        assert isinstance(made, bytes)
        return made


def _about(asked: Asked, words: Mapping[str, Value]) -> dict[str, Any]:
    project = asked.case.project
    return {
        "title": asked.title,
        "name": project.name,
        "unit": project.unit.name,
        "code": project.code,
        "words": {name: str(value) for name, value in words.items() if isinstance(value, str)},
    }


def _day(template: Template, asked: Asked) -> str:
    known = asked.facts.get(template.day)
    day = known if isinstance(known, date) else asked.act.day
    return f"{day.year}年{day.month}月{day.day}日"


def _texts(template: Template, words: Mapping[str, Value]) -> dict[str, Any]:
    return {
        "paragraphs": [text.format_map(words) for text in template.paragraphs],
        "sections": [
            [title, [text.format_map(words) for text in texts]] for title, texts in template.sections
        ],
    }


def _facts(asked: Asked, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Rows of title and value, of what is typed beside the paper or known of the record or project."""
    edition = catalogue.edition(asked.case.project.edition_id)
    known = known_to(asked)
    for name in wanted:
        if known.get(name) is not None:
            yield edition.facts[name].title, _shown(edition, name, known[name])


def known_to(asked: Asked) -> dict[str, Any]:
    """Every fact that a paper may name."""
    record = asked.case.record.facts if asked.case.record else {}
    return {**asked.case.project.facts, **record, **asked.facts}


def _shown(edition: Edition, name: str, value: Any) -> str:
    fact = edition.facts[name]
    if fact.type == "money":
        return f"{_wan(value)} 万元"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{fact.values.get(value, value) if fact.values else value}{fact.unit or ''}"


def _items(costs: Mapping[str, int]) -> list[tuple[str, str, str]]:
    total = sum(costs.values()) or 1
    return [(title, _wan(cost), f"{cost * 100 / total:.2f}%") for title, cost in costs.items()]


def _wan(fen: int) -> str:
    return said.wan_exact(fen)
