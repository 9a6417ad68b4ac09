"""Whether facts can be found that meet conditions: the values that matter, tried exhaustively in SQLite.

Booleans and choices are tried entirely; numbers at the figures they are compared with, one below and one
above, at nothing and plenty, and (`wide`) at what the figures come to when they are reckoned with; days at
the days written and around today. A condition that needs another value than these is not found; where more
than `LIMIT` rows would have to be tried nothing is claimed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from xunzhang.kernel.facts import NUMBERS, FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.predicates import Predicate

LIMIT = 4_000_000
PLENTY = 10**13
TODAY = date(2025, 6, 3)
_NUMBER = re.compile(r"(?<![\w'])[0-9]+(?![\w'])")
_TEXT = re.compile(r"'([^']*)'")
_SUM = re.compile(r"[^'0-9] [+-] ")
_DAY = re.compile(r"'(\d{4}-\d{2}-\d{2})'")
Domain = Sequence[Value]
Row = dict[str, Value]


class TooMany(Exception):
    """More combinations than are tried."""


def domains(edition: Edition, predicates: Iterable[Predicate], wide: bool = False) -> dict[str, Domain]:
    """The values worth trying of every fact that the predicates name."""
    taken = list(predicates)
    names = sorted({name for predicate in taken for name in predicate.names})
    texts = " ".join(predicate.sqlite for predicate in taken)
    open_ = "NULL" in texts.upper() or "COALESCE" in texts.upper()
    return {name: [*_values(edition, name, texts, wide), *([None] if open_ else [])] for name in names}


def found(conditions: Sequence[str], values: Mapping[str, Domain]) -> Row | None:
    """The first row of `values` on which every condition (SQLite text) holds. Raises TooMany."""
    total = 1
    for domain in values.values():
        total *= len(domain)
    if total > LIMIT:
        raise TooMany(f"{total}")
    return _first(conditions, values)


def _first(conditions: Sequence[str], values: Mapping[str, Domain]) -> Row | None:
    tables = ", ".join(f'(SELECT column1 AS "{name}" FROM ({_rows(values[name])}))' for name in values)
    asked = ", ".join(f'"{name}"' for name in values) or "1"
    source = f" FROM {tables}" if tables else ""
    test = " AND ".join(f"({condition})" for condition in conditions) or "1"
    bound = [_plain(value) for domain in values.values() for value in domain]
    connection = sqlite3.connect(":memory:")
    try:
        row = connection.execute(f"SELECT {asked}{source} WHERE {test} LIMIT 1", bound).fetchone()
    finally:
        connection.close()
    if row is None:
        return None
    return {name: _restored(value, values[name]) for name, value in zip(values, row, strict=False)}


def _rows(domain: Domain) -> str:
    return "VALUES " + ", ".join("(?)" for _ in domain)


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _restored(value: Value, domain: Domain) -> Value:
    """The member of the domain that SQLite gave back (it knows neither booleans nor days)."""
    return next(member for member in domain if _plain(member) == value or member is value)


def _values(edition: Edition, name: str, texts: str, wide: bool) -> list[Value]:
    fact = edition.facts[name]
    if fact.type is FactType.BOOLEAN:
        return [True, False]
    if fact.type is FactType.CHOICE:
        return list(fact.values)
    if fact.type in NUMBERS:
        return list(_numbers(texts, wide))
    if fact.type is FactType.DATE:
        return [TODAY] if name == "today" else list(_days(texts))
    return sorted({"某某", *_TEXT.findall(texts)})


def _numbers(texts: str, wide: bool) -> Collection[int]:
    """The numbers written; if wide, also the products, quotients, sums and differences that are reckoned."""
    written = {int(number) for number in _NUMBER.findall(texts)}
    pairs = [(a, b) for a in written for b in written if b and wide]
    reckoned = {each for a, b in pairs for each in (a * b, a // b)} if "*" in texts else set[int]()
    reckoned |= {each for a, b in pairs for each in (a + b, a - b)} if _SUM.search(texts) else set()
    near = {each for value in {0, *written, *reckoned} for each in (value - 1, value, value + 1)}
    return sorted({value for value in near if 0 <= value < PLENTY} | {PLENTY})


def _days(texts: str) -> Collection[date]:
    written = {date.fromisoformat(day) for day in _DAY.findall(texts)}
    around = {near for day in {TODAY, *written} for near in (day - timedelta(1), day, day + timedelta(1))}
    return sorted(around)
