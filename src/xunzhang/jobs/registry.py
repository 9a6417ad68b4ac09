"""Which kinds of work there are: every room registers its own when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any


@dataclass(frozen=True)
class Task:
    """A job as its work sees it. `cursor` is what the stride before returned, None at the beginning."""

    id: int
    args: Mapping[str, Any]
    cursor: Any
    now: datetime


@dataclass(frozen=True)
class Stride:
    """What one stride came to. Without `more` the work is done; `result` is kept for the page."""

    cursor: Any = None
    done: int = 0
    of: int | None = None
    more: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)


Work = Callable[[Task], Stride]


@dataclass(frozen=True)
class Kind:
    """A kind of work. `daily`: every day anew from this time on."""

    code: str
    title: str
    work: Work
    daily: time | None = None


KINDS: dict[str, Kind] = {}


def work(code: str, title: str, daily: time | None = None) -> Callable[[Work], Work]:
    """Decorator of the function that does one stride of a kind of work.

    It runs inside a transaction: what it writes and how far it has come are kept together or not at all.
    """

    def register(function: Work) -> Work:
        KINDS[code] = Kind(code, title, function, daily)
        return function

    return register
