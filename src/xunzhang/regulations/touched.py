"""How much each article has had to do with. The rooms that hold cases say so; this one only shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xunzhang.accounts.models import Person
from xunzhang.kernel.pack.edition import Edition

WORDS = {"touched": "涉及", "returned": "退回", "refused": "被拒", "waiting": "在办"}


@dataclass(frozen=True)
class Counts:
    """At one article: projects it was applied to, papers sent back, acts refused, turns waiting now."""

    touched: int = 0
    returned: int = 0
    refused: int = 0
    waiting: int = 0


Counter = Callable[[Person, Edition], Mapping[int, Counts]]
NOTHING = Counts()
_source: list[Counter] = []


def speak(counter: Counter) -> None:
    """Name the function that counts. Called once, when the site starts."""
    _source[:] = [counter]


def counts(person: Person, edition: Edition) -> Mapping[int, Counts]:
    """By article, within what the person may see; articles without any are left out."""
    return _source[0](person, edition) if _source else {}
