"""Reading what a life says: references to the project or a day, amounts, and texts with gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.money import fen
from xunzhang.regulations import catalogue

HUNDRED_YUAN = 10_000
_REFERENCE = re.compile(r"\$(\w+)(?:\*([\d.]+)%)?([+-]\d+)?")


@dataclass(frozen=True)
class Scope:
    """What references mean: the day of the act, the day of loading, and the words of the project."""

    day: date
    today: date
    words: Mapping[str, Value]

    def read(self, raw: object, kind: FactType) -> Value:
        """The value of a fact of a kind. Raises ValueError or KeyError where it cannot be read."""
        if isinstance(raw, str) and raw.startswith("$"):
            return self._referred(raw)
        if kind is FactType.MONEY:
            return fen(raw)
        if isinstance(raw, str):
            return self.text(raw)
        if raw is None or isinstance(raw, bool | int | date):
            return raw
        raise ValueError(f"读不懂“{raw}”")

    def text(self, raw: str) -> str:
        """A text with its gaps filled: `{name}`, `{year}` …"""
        return raw.format_map({"year": self.day.year, "month": self.day.month, **self.words})

    def _referred(self, raw: str) -> Value:
        match = _REFERENCE.fullmatch(raw)
        if not match:
            raise ValueError(f"读不懂引用“{raw}”")
        name, share, shift = match[1], match[2], int(match[3] or 0)
        if name in ("day", "today"):
            return working(self.day if name == "day" else self.today, shift)
        if name == "year":
            return self.day.year + shift
        found = self.words[name]
        return part(found, share) if share and isinstance(found, int) else found


def part(total: int, percent: str) -> int:
    """A part of an amount in 分, in whole hundreds of 元."""
    return int(total * Decimal(percent) / 100) // HUNDRED_YUAN * HUNDRED_YUAN


def working(day: date, shift: int = 0) -> date:
    """The working day nearest to `day` + `shift`: later ones for the future, earlier ones for the past."""
    step = timedelta(days=-1 if shift < 0 else 1)
    found = day + timedelta(days=shift)
    while not catalogue.calendar().is_working(found):
        found += step
    return found
