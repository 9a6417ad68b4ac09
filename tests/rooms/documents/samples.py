"""Small files that are what they say, and some that are not."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pypdfium2
from PIL import Image


@cache
def pdf(text: str = "A", pages: int = 2) -> bytes:
    """A PDF of blank pages; its bytes differ with `text` and stay the same for one text."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(200, 280)
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue() + b"% " + text.encode() + b"\n"


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, form)
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
OFD = archive("OFD.xml", "Doc_0/Document.xml")
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
# An encrypted PDF that asks for a user password: the trailer names an encryption dictionary.
LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
)
