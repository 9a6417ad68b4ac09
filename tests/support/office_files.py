"""Files as an office has them: Word documents, PDF with and without a text layer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, ImageDraw
from pylopdf_fonts_zh_cn import sans_path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = OLE + b"\x00" * 600
LOCKED_WORD = OLE + b"\x00" * 64 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600


def word(paragraphs: Iterable[str]) -> bytes:
    """A Word document with these paragraphs."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return _saved(made)


def numbered_word(articles: Sequence[str]) -> bytes:
    """A Word document in which Word itself writes 第一条 … and （一） …, the latter behind a `*`."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("第%1条", "（%2）"))
    )
    listed = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(listed))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text in articles:
        paragraph = made.add_paragraph(text.removeprefix("*"))
        level = int(text.startswith("*"))
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    return _saved(made)


def edited_word(kept: str, inserted: str, struck: str) -> bytes:
    """One paragraph with words that are kept, inserted and struck out, and the same words moved away."""
    made = docx.Document()
    body = made.add_paragraph(kept)._p
    run = "<w:r><w:t>%s</w:t></w:r>"
    gone = f"<w:r><w:delText>{struck}</w:delText></w:r>"
    for tag, inner in (("ins", run % inserted), ("del", gone), ("moveFrom", run % struck)):
        body.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a">{inner}</w:{tag}>'))
    return _saved(made)


def swollen_word(size: int) -> bytes:
    """An archive that unpacks to much more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "x")
        made.writestr("word/document.xml", b" " * size)
    return out.getvalue()


def pdf(text: str, folder: Path) -> bytes:
    """A PDF with a text layer, set on pages of their own width and with page numbers."""
    source = folder / "text.typ"
    words = text.replace("\\", "\\\\").replace("#", "\\#").replace("<", "\\<").replace("\n", "\\\n")
    page = '#set page("a5", numbering: "— 1 —")\n#set text(font: "Noto Sans SC", size: 12pt)\n'
    source.write_text(page + words, encoding="utf-8")
    return typst.compile(source, format="pdf", font_paths=[Path(sans_path()).parent])


@cache
def scanned_pdf() -> bytes:
    """A PDF that is one picture."""
    picture = Image.new("RGB", (400, 560), "white")
    ImageDraw.Draw(picture).rectangle((40, 40, 360, 80), fill="black")
    out = io.BytesIO()
    picture.save(out, "PDF")
    return out.getvalue()


def _saved(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
