"""Interpretation keys: how the system reads what the texts leave open, each with its origin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Strict
from xunzhang.kernel.pack.source import read
from xunzhang.kernel.pack.validate import build

KeyName = Annotated[str, Field(pattern=r"^K[1-9][0-9]?$")]


class Key(Strict):
    """One key: the rule in words, where it comes from, and what it decides."""

    title: str
    rule: str
    origin: Literal["law", "practice", "choice"]
    source: str
    decides: str


Interpretation = dict[KeyName, Key]


def load_interpretation(file: Path) -> dict[str, Key]:
    """The keys in the order of the file. Raises PackError."""
    keys: dict[str, Key] = build(read(file), Interpretation)
    return keys


def check_readings(edition: Edition, keys: dict[str, Key], folder: Path) -> None:
    """Raises PackError where an edition reads a key that there is not."""
    for name in edition.regulation.readings:
        if name not in keys:
            source = read(folder / "regulation.yaml")
            raise source.error(f"没有这个解释口径：“{name}”", ("readings", name))
