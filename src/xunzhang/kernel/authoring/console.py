"""How the commands write: colour on a terminal, plain elsewhere, JSON on demand; Chinese columns line up."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, TextIO

_CODES = {"bad": "31", "good": "32", "warn": "33", "quiet": "2", "strong": "1"}


class Console:
    """Where a command writes. `colour` None means: when `out` is a terminal and NO_COLOR is not set."""

    def __init__(self, out: TextIO | None = None, colour: bool | None = None) -> None:
        self._out = out or sys.stdout
        shown = self._out.isatty() and "NO_COLOR" not in os.environ
        self._colour = shown if colour is None else colour

    def say(self, *parts: str) -> None:
        print(*parts, file=self._out)

    def paint(self, text: str, style: str) -> str:
        """`text` as bad, good, warn, quiet or strong, where colours are shown."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self._colour else text

    def json(self, data: object) -> None:
        """`data` (dataclasses, mappings, sequences, days) as one JSON document."""
        self.say(json.dumps(data, ensure_ascii=False, indent=1, default=_plain))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Rows in columns; the last column is as wide as it likes."""
        lines = [[str(cell) for cell in row] for row in rows]
        widths = [max(map(width, column)) for column in zip(head, *lines, strict=True)]
        self.say(self.paint(_line(head, widths), "strong"))
        for line in lines:
            self.say(_line(line, widths))


def width(text: str) -> int:
    """How many columns a terminal needs: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)]
    return "  ".join(padded).rstrip()


def _plain(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
