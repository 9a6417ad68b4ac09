"""The titles of roles. Accounts know only codes; the room that reads the packs says what they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Titles = Callable[[str | None], Mapping[str, str]]

_source: list[Titles] = []


def speak(titles: Titles) -> None:
    """Name the function that gives the titles by code. Called once, when the site starts."""
    _source[:] = [titles]


def titles(area: str | None = None) -> Mapping[str, str]:
    """Role code → title in the words of an area's measure; empty where nobody knows any."""
    return _source[0](area) if _source else {}
