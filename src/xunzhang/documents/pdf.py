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
