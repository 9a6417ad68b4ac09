"""A circular as a Word file and as a PDF, laid out like an official paper. The same words as on its page."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from pylopdf_fonts_zh_cn import sans_path, serif_path

from xunzhang.supervision.circular.wording import Wording

FOLDER = Path(__file__).resolve().parents[1] / "papers"
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
BODY, TITLE, TABLE = 16, 22, 10.5
"""三号, 二号, 五号, in points; a line of the body is 28 points high."""


def made(kind: str, said: Wording, at: datetime) -> bytes:
    """The bytes of a `pdf` or a `docx`. `at` is the time that stands in the file."""
    return pdf(said, at) if kind == "pdf" else docx(said, at)


def pdf(said: Wording, at: datetime) -> bytes:
    found = _compiler().compile(
        input=str(FOLDER / "circular.typ"),
        format="pdf",
        sys_inputs={"data": json.dumps(asdict(said), ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(found, bytes)
    return found


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(sans_path().parent), str(serif_path().parent)]
    return typst.Compiler(root=FOLDER, font_paths=fonts, ignore_system_fonts=True)


def docx(said: Wording, at: datetime) -> bytes:
    paper = Document()
    _page(paper)
    paper.core_properties.title, paper.core_properties.created = said.title, at.astimezone(UTC)
    if said.draft:
        _line(paper, "草稿，未发布", "黑体", 12, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(paper, said.title, "小标宋体", TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    if said.reference:
        _line(paper, said.reference, "仿宋", BODY, WD_ALIGN_PARAGRAPH.CENTER)
    basis = [f"{said.basis}，现将有关情况通报如下。"] if said.basis else []
    for text in (*basis, *said.paragraphs):
        _body(paper, text)
    if said.opinion:
        _body(paper, "意见和要求", "黑体")
        for text in said.opinion:
            _body(paper, text)
    for text in (said.office, said.day):
        _line(paper, text, "仿宋", BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    _appendix(paper, said)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _line(paper: Paper, text: str, font: str, size: float, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
    line = paper.add_paragraph()
    line.alignment = align
    _written(line, text, font, size)
    return line


def _body(paper: Paper, text: str, font: str = "仿宋") -> None:
    line = _line(paper, text, font, BODY, WD_ALIGN_PARAGRAPH.JUSTIFY)
    line.paragraph_format.first_line_indent = Pt(2 * BODY)
    line.paragraph_format.line_spacing = Pt(28)
    line.paragraph_format.space_after = Pt(0)


def _written(line: Paragraph, text: str, font: str, size: float) -> None:
    run = line.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _appendix(paper: Paper, said: Wording) -> None:
    """The table of the units, on a page that lies across."""
    section = paper.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
    _line(paper, "附件：各单位情况", "黑体", 14, WD_ALIGN_PARAGRAPH.LEFT)
    table = paper.add_table(rows=0, cols=len(said.heads), style="Table Grid")
    for row in (said.heads, *said.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _written(cell.paragraphs[0], text, "仿宋", TABLE)
    _line(paper, "".join(said.notes), "仿宋", 9, WD_ALIGN_PARAGRAPH.LEFT)
