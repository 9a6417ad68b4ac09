"""Where the cases of an edition stand to its figures: at the value, one unit below it, one above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xunzhang.kernel.authoring.acting import Seen
from xunzhang.kernel.authoring.writers import inputs
from xunzhang.kernel.facts import NUMBERS, FactType
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Span
from xunzhang.kernel.pack.model import Deadline
from xunzhang.kernel.predicates import Comparison

SIDES = {-1: "少一个单位", 0: "恰好", 1: "多一个单位"}
"""Where a case can stand to a figure, in words."""

Compared = tuple[str, Comparison, bool]
"""The text of a condition, a comparison in it, and whether the figure stands on its left."""


def sides(edition: Edition, seen: Seen, code: str) -> set[int] | None:
    """The SIDES of a parameter that the cases try. None where nothing is compared with it."""
    moved = set(_moved(edition, code))
    compared = [*_with_figure(edition, code), *_with_days(edition, moved)]
    bands = list(_bands(edition, code))
    deadlines = [name for name, said in edition.deadlines.items() if _reckoned(said, code, moved)]
    if not (compared or bands or deadlines):
        return None
    found = {side for each in compared for side in SIDES if _is_tried(edition, seen, each, side)}
    found |= {
        side
        for name, value in bands
        for side in SIDES
        if seen.memory.rows.where(f'"{name}" - {value} = {side}')
    }
    return found | {day for name in deadlines for day in seen.days.get(name, ()) if day in SIDES}


def has_day(edition: Edition, deadline: Deadline) -> bool:
    """Whether the text itself sets the day of a duty: a length of time, a day of the year, a computed day."""
    if deadline.due_fact:
        derived = edition.facts[deadline.due_fact].derived
        return bool(derived and (derived.add or derived.day_in_year))
    return bool(deadline.within or deadline.window or deadline.every or deadline.calendar_days)


def _with_figure(edition: Edition, code: str) -> Iterator[Compared]:
    """The comparisons in which a parameter stands."""
    named = re.compile(rf":{code}\b")
    for text, predicate in edition.predicates.items():
        for comparison in predicate.comparisons if code in predicate.parameters else ():
            if named.search(comparison.left.text) or named.search(comparison.right.text):
                yield text, comparison, not named.search(comparison.right.text)


def _with_days(edition: Edition, names: set[str]) -> Iterator[Compared]:
    """The comparisons in which a day stands that is moved by a parameter."""
    for text, predicate in edition.predicates.items():
        for comparison in predicate.comparisons if names & predicate.names else ():
            left, right = (_names(each.sqlite) & names for each in (comparison.left, comparison.right))
            if comparison.type is FactType.DATE and (left or right):
                yield text, comparison, not right


def _moved(edition: Edition, code: str) -> Iterator[str]:
    """The days that are moved by a parameter, and those computed from them."""
    known: set[str] = set()
    for name, fact in edition.facts.items():  # in the order of computation
        derived = fact.derived
        by_figure = derived and derived.add and _is(derived.add, code)
        if fact.type is FactType.DATE and derived and (by_figure or inputs(edition, derived) & known):
            known.add(name)
            yield name


def _bands(edition: Edition, code: str) -> Iterator[tuple[str, object]]:
    """The numbers that a parameter divides into bands, with its value."""
    for fact in edition.facts.values():
        begins = [band.figure for band in fact.derived.bands.values()] if fact.derived else []
        if fact.derived and fact.derived.band_of and code in begins:
            yield fact.derived.band_of, edition.parameters[code].value


def _reckoned(deadline: Deadline, code: str, moved: set[str]) -> bool:
    """Whether the last day of a duty is reckoned with a parameter."""
    last = [deadline.within, deadline.every, deadline.window and deadline.window.closes]
    return any(span and _is(span, code) for span in last) or deadline.due_fact in moved


def _is(span: Span, code: str) -> bool:
    return span.length == code


def _is_tried(edition: Edition, seen: Seen, compared: Compared, side: int) -> bool:
    """Whether a case asked the comparison one unit off on a side, or with both sides equal."""
    text, comparison, is_left = compared
    asked = seen.rows.get(text, set())
    return bool(asked & seen.memory.rows.where(_off(edition, comparison, -side if is_left else side)))


def _off(edition: Edition, comparison: Comparison, side: int) -> str:
    """SQL: the left side is `side` unit off the right one. A unit is the most that one 分, one day, one of a
    fact moves the comparison: of `security * 100 >= total * 5` a hundred, as one 分 of security does."""
    if comparison.type is FactType.DATE:
        return f"julianday({comparison.left.sqlite}) - julianday({comparison.right.sqlite}) = {side}"
    apart = f"(({comparison.left.sqlite}) - ({comparison.right.sqlite}))"
    if side == 0:
        return f"{apart} = 0"
    names = [name for name in _names(apart) if edition.facts[name].type in NUMBERS]
    moved = [re.sub(rf'"{name}"', f'("{name}" + 1)', apart) for name in sorted(names)]
    unit = f"max(0, {', '.join(f'abs({each} - {apart})' for each in moved)})"
    return f"{side} * {apart} BETWEEN 1 AND {unit}"


def _names(sqlite: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', sqlite))
