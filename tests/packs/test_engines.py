"""Every predicate of every pack, on random facts: one row in memory and both databases must agree."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from tests.kernel.agreement import assert_engines_agree
from tests.packs.test_cases import EDITIONS
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition

ROWS = 60
FIGURES = (0, 1, 29, 30, 31, 36, 37)


@pytest.mark.parametrize("identity", EDITIONS)
def test_one_row_and_whole_tables_agree(identity: str, postgres_url: str) -> None:
    edition, chance = EDITIONS[identity], Random(20240501)
    names = sorted({name for predicate in edition.predicates.values() for name in predicate.names})
    rows = [{name: random_value(edition, name, chance) for name in names} for _ in range(ROWS)]
    verdicts = assert_engines_agree(edition.predicates, edition.types, rows, postgres_url)
    assert len(verdicts) == ROWS
    assert {verdict for row in verdicts for verdict in row} == {True, False, None}


def random_value(edition: Edition, name: str, chance: Random) -> Value:
    """A value near the figures of the law, or nothing at all one time in five."""
    fact = edition.facts[name]
    if chance.random() < 0.2:
        return None
    if fact.type is FactType.BOOLEAN:
        return chance.random() < 0.5
    if fact.type is FactType.CHOICE:
        return chance.choice(sorted(fact.values))
    if fact.type is FactType.DATE:
        return date(2025, 1, 1) + timedelta(days=chance.randrange(-400, 1200))
    if fact.type is FactType.MONEY:
        return max(0, chance.choice(_amounts(edition)) + chance.choice((-1, 0, 1)))
    return chance.choice(FIGURES) if fact.type is FactType.INTEGER else "某某"


def _amounts(edition: Edition) -> list[int]:
    figures = [value for value in edition.values.values() if isinstance(value, int)]
    return [0, 30_000_000, *figures]
