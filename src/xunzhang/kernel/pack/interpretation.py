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


VALUES: dict[str, tuple[object, ...]] = {
    "K1": (True, False),
    "K3": (True, False),
    "K4": ("next_working_day", "none"),
    "K8": ("corresponding_day", "day_after"),
}
"""What the keys of arithmetic can be (kernel.periods.Reading); the others are words for people."""


def check_readings(edition: Edition, keys: dict[str, Key], folder: Path) -> None:
    """Raises PackError where an edition reads a key that there is not, or as what it cannot be."""
    source = read(folder / "regulation.yaml")
    for name, reading in edition.regulation.readings.items():
        if name not in keys:
            raise source.error(f"没有这个解释口径：“{name}”", ("readings", name))
        if name in VALUES and reading.value not in VALUES[name]:
            choices = "、".join(str(each).lower() for each in VALUES[name])
            raise source.error(f"“{name}”只能取 {choices}", ("readings", name, "value"))
