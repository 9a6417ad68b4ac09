"""One row judged by SQLite in memory: the only evaluator of predicates there is beside the databases."""

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence

from xunzhang.kernel.facts import FactType, Value, stored
from xunzhang.kernel.predicates.language import Predicate

Answer = int | float | str | None
"""What SQLite gives back; float only for a product beyond 64 bits."""

_COLUMNS_AT_ONCE = 1000
"""SQLite takes 2,000 columns in one SELECT."""

_own = threading.local()


def _connection() -> sqlite3.Connection:
    """This thread's database: empty for ever, it only computes. Statements are cached by their text."""
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
    connection: sqlite3.Connection = _own.connection
    return connection


class Row:
    """Expressions over facts, evaluated together for one row at a time."""

    def __init__(
        self, expressions: Sequence[str], names: Iterable[str], types: Mapping[str, FactType]
    ) -> None:
        """`expressions` are SQLite texts out of a Predicate, `names` the facts they name."""
        self._types = {name: types[name] for name in sorted(names)}
        columns = ", ".join(f'? AS "{name}"' for name in self._types)
        source = f" FROM (SELECT {columns})" if columns else ""
        self._statements = [
            f"SELECT {', '.join(expressions[start : start + _COLUMNS_AT_ONCE])}{source}"
            for start in range(0, len(expressions), _COLUMNS_AT_ONCE)
        ]

    def values(self, facts: Mapping[str, Value]) -> list[Answer]:
        """One value for each expression; missing facts are NULL. Raises FactError on a wrong type."""
        bound = [stored(name, kind, facts.get(name)) for name, kind in self._types.items()]
        connection = _connection()
        return [value for sql in self._statements for value in connection.execute(sql, bound).fetchone()]


class RowJudge:
    """Judges all of `predicates` on one row at a time, in one SELECT."""

    def __init__(self, predicates: Mapping[str, Predicate], types: Mapping[str, FactType]) -> None:
        self._keys = tuple(predicates)
        names = {name for predicate in predicates.values() for name in predicate.names}
        self._row = Row([f"({predicate.sqlite})" for predicate in predicates.values()], names, types)

    def judge(self, facts: Mapping[str, Value]) -> dict[str, bool | None]:
        """True, False or None (unknown) for each predicate; facts that none names are passed over.

        Raises FactError where a value does not have the type of its fact.
        """
        return {key: truth(value) for key, value in zip(self._keys, self._row.values(facts), strict=True)}


def truth(value: Answer) -> bool | None:
    """The truth that SQLite answered: 1, 0 or NULL."""
    return None if value is None else bool(value)
