"""What is asked of the list: words and choices read from an address. What cannot be read is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from urllib.parse import urlencode

from django.db.models import Q

from xunzhang.projects.library.choice import Choice
from xunzhang.projects.library.facets import Facet
from xunzhang.projects.library.sorting import DEFAULT, SORTS

LONGEST_SEARCH = 100
MOST_WORDS = 8
SEARCHED = ("name", "unit__name", "code", "summary")
CURSORS = ("after", "before")


@dataclass(frozen=True)
class Condition:
    """One condition in force: `name` is its key in the address, `words` how a page says it."""

    name: str
    title: str
    words: str
    test: Q


@dataclass(frozen=True)
class Asked:
    """What the person wants to see. `ignored` says in Chinese what was not understood."""

    search: str
    chosen: Mapping[str, Choice]
    conditions: tuple[Condition, ...]
    sort: str
    descending: bool
    ignored: tuple[str, ...] = ()

    def test(self, without: str = "") -> Q:
        """All conditions together, or all but one."""
        tests = (one.test for one in self.conditions if one.name != without)
        return reduce(lambda left, right: left & right, tests, Q())

    def address(self, **changed: str) -> str:
        """The query string of this list with some keys changed ("" removes one), from its first page on."""
        order = "" if (self.sort, self.descending) == (DEFAULT, False) else _order(self.sort, self.descending)
        kept = {"q": self.search, **{name: one.code for name, one in self.chosen.items()}, "sort": order}
        wanted = {name: value for name, value in {**kept, **changed}.items() if value}
        return f"?{urlencode(wanted)}" if wanted else "?"

    def complaining(self, about: str) -> Asked:
        """The same question with one more thing that was not understood."""
        return replace(self, ignored=(*self.ignored, about))

    def sorted_by(self, sort: str) -> str:
        """The address that sorts by a column, the other way round if it is sorted by it already."""
        return self.address(sort=_order(sort, self.sort == sort and not self.descending))


def read(params: Mapping[str, str], facets: Iterable[Facet]) -> Asked:
    """Read an address. Nothing in it is an error: what is not understood is named and left out."""
    ignored: list[str] = []
    search = _search(params.get("q", ""), ignored)
    words = search.split()
    conditions = [Condition("q", "查找", f"查找“{search}”", _found(words))] if words else []
    chosen: dict[str, Choice] = {}
    for facet in facets:
        choice = _choice(facet, params.get(facet.name, ""), ignored)
        if choice:
            chosen[facet.name] = choice
            title = facet.title.partition("（")[0]
            conditions.append(Condition(facet.name, title, f"{title}“{choice.title}”", choice.test))
    sort, descending = _sort(params.get("sort", ""), ignored)
    return Asked(search, chosen, tuple(conditions), sort, descending, tuple(ignored))


def _search(text: str, ignored: list[str]) -> str:
    """The words of the search box, without signs that no project has."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    search = " ".join(clean.split())
    if len(search) > LONGEST_SEARCH:
        ignored.append(f"查找的文字太长，只用了前 {LONGEST_SEARCH} 字")
    words = search[:LONGEST_SEARCH].split()
    if len(words) > MOST_WORDS:
        ignored.append(f"查找的词太多，只用了前 {MOST_WORDS} 个")
    return " ".join(words[:MOST_WORDS])


def _found(words: Iterable[str]) -> Q:
    """Every word stands somewhere in the name, unit, number or summary."""
    test = Q()
    for word in words:
        places = (Q(**{f"{column}__icontains": word}) for column in SEARCHED)
        test &= reduce(lambda left, right: left | right, places)
    return test


def _choice(facet: Facet, code: str, ignored: list[str]) -> Choice | None:
    found = facet.find(code)
    if code and found is None:
        title = facet.title.partition("（")[0]
        ignored.append(f"没有“{_short(code)}”这一项{title}，已忽略")
    return found


def _sort(text: str, ignored: list[str]) -> tuple[str, bool]:
    name, descending = text.removeprefix("-"), text.startswith("-")
    if not text:
        return DEFAULT, False
    if name not in SORTS:
        ignored.append(f"不能按“{_short(text)}”排序，已按下一时限排")
        return DEFAULT, False
    return name, descending


def _order(sort: str, descending: bool) -> str:
    return f"-{sort}" if descending else sort


def _short(text: str) -> str:
    """What somebody wrote into the address, short enough for a message."""
    clean = "".join(sign for sign in text if sign.isprintable())
    return clean if len(clean) <= 20 else f"{clean[:20]}……"
