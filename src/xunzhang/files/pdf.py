"""Reading PDF: the only place that calls PDFium, which allows one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO

import pypdfium2

WIDTH = 1240
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_JOINS = "\x02\ufffe\u00ad"
"""What PDFium puts where a word was broken at the end of a line."""
_lock = Lock()


class Broken(Exception):
    """Not a PDF that can be opened."""


class Locked(Exception):
    """A PDF that asks for a password."""


def pages(file: IO[bytes]) -> int:
    """The number of pages. Raises Broken or Locked."""
    with _opened(file) as document:
        return len(document)


def draw(source: Path, page: int, target: Path) -> None:
    """Draw a page (from 1) as PNG, 1240 pixels wide. Raises Broken or Locked."""
    with source.open("rb") as file, _opened(file) as document:
        sheet = document[page - 1]
        picture = sheet.render(scale=min(4.0, WIDTH / max(1.0, sheet.get_width()))).to_pil()
        sheet.close()
        picture.save(target, "PNG")


def texts(file: IO[bytes], most: int) -> list[str] | None:
    """The text of every page, "" for one that is only a picture; None for more than `most` pages.

    Raises Broken or Locked.
    """
    with _opened(file) as document:
        if len(document) > most:
            return None
        return [_text(document, number) for number in range(len(document))]


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    try:
        return "".join(sign for sign in layer.get_text_bounded() if sign not in _JOINS)
    finally:
        layer.close()
        page.close()


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[pypdfium2.PdfDocument]:
    with _lock:
        try:
            document = pypdfium2.PdfDocument(file)
            if not len(document):
                raise Broken
        except pypdfium2.PdfiumError as fault:
            raise (Locked if getattr(fault, "err_code", None) == _PASSWORD else Broken) from fault
        try:
            yield document
        finally:
            document.close()
