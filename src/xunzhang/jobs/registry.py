"""Which kinds of work there are: every room registers its own when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any


@dataclass(frozen=True)
class Task:
    """A job as its work sees it. `cursor` is what the stride before returned, None at the beginning.

    `ahead` is what came of what left the house before this stride, where the kind of work has such.
    """

    id: int
    args: Mapping[str, Any]
    cursor: Any
    now: datetime
    ahead: Any = None


@dataclass(frozen=True)
class Stride:
    """What one stride came to. Without `more` the work is done; `result` is kept for the page."""

    cursor: Any = None
    done: int = 0
    of: int | None = None
    more: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)


TRIES = 8
Work = Callable[[Task], Stride]
Ahead = Callable[[Task], Any]
Waits = Callable[[], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of work. `daily`: every day anew from this time on; `waits`: whenever it says that there is any.

    `ahead` is done before each stride with no transaction open: what leaves the house and may take long. It
    may be done twice (docs/decisions/0009). After `tries` failures the queue gives up.
    """

    code: str
    title: str
    work: Work
    daily: time | None = None
    waits: Waits | None = None
    ahead: Ahead | None = None
    tries: int = TRIES

    def go_ahead(self, task: Task) -> Task:
        """The task with what came of what left the house."""
        return replace(task, ahead=self.ahead(task)) if self.ahead else task


KINDS: dict[str, Kind] = {}
FIRST: list[Callable[[], None]] = []
"""Called before each stride: what a process keeps in memory looks again at what others have written."""


def work(
    code: str,
    title: str,
    daily: time | None = None,
    *,
    waits: Waits | None = None,
    ahead: Ahead | None = None,
    tries: int = TRIES,
) -> Callable[[Work], Work]:
    """Decorator of the function that does one stride of a kind of work.

    It runs inside a transaction: what it writes and how far it has come are kept together or not at all.
    """

    def register(function: Work) -> Work:
        KINDS[code] = Kind(code, title, function, daily, waits, ahead, tries)
        return function

    return register
