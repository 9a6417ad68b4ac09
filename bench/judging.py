"""Judging one project on all rules, against the bare SELECT over the same predicates in memory."""

from __future__ import annotations

import sqlite3
from datetime import date
from random import Random

from bench.ratio import Ratio, in_turns
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import judge


def judging(edition: Edition, rounds: int) -> Ratio:
    """All rules of an edition on one row with every fact known, `rounds` times on each side."""
    chance = Random(1)
    row = {name: _value(edition, name, chance) for name in edition.facts}
    codes = tuple(edition.rules)
    bare = _bare(edition, row)
    return in_turns(
        f"judge one project on all {len(codes)} rules",
        lambda: judge(edition, codes, row),
        bare,
        aim=3,
        rounds=rounds,
    )


def _bare(edition: Edition, row: dict[str, Value]):  # type: ignore[no-untyped-def]
    """One prepared SELECT of every condition, its facts already bound as SQLite wants them."""
    texts = {text for rule in edition.rules.values() for text in (rule.when, rule.require) if text}
    predicates = [edition.predicates[text] for text in sorted(texts)]
    names = sorted({name for predicate in predicates for name in predicate.names})
    columns = ", ".join(f'? AS "{name}"' for name in names)
    sql = f"SELECT {', '.join(f'({predicate.sqlite})' for predicate in predicates)} FROM (SELECT {columns})"
    bound = [value.isoformat() if isinstance(value := row[name], date) else value for name in names]
    connection = sqlite3.connect(":memory:", isolation_level=None)
    return lambda: connection.execute(sql, bound).fetchone()


def _value(edition: Edition, name: str, chance: Random) -> Value:
    fact = edition.facts[name]
    if fact.type is FactType.BOOLEAN:
        return chance.random() < 0.5
    if fact.type is FactType.CHOICE:
        return chance.choice(sorted(fact.values))
    if fact.type is FactType.DATE:
        return date(2025, 1, 1 + chance.randrange(28))
    return chance.randrange(10**9) if fact.type in (FactType.MONEY, FactType.INTEGER) else "某某"
