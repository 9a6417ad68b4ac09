"""One row judged by SQLite in memory: the only evaluator of predicates there is beside the databases."""

import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from xunzhang.kernel.facts import LIMIT, PLAIN, PYTHON, FactType, Value, stored
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


class Columns:
    """The facts that expressions name, as the columns that SQLite is given."""

    def __init__(self, names: Collection[str], types: Mapping[str, FactType]) -> None:
        of_type = {kind: sorted(name for name in names if types[name] is kind) for kind in FactType}
        self._plain = [
            (name, kind, PYTHON[kind]) for kind in FactType if PYTHON[kind] in PLAIN for name in of_type[kind]
        ]
        self._numbers = [(name, kind) for kind in FactType if PYTHON[kind] is int for name in of_type[kind]]
        self._days = of_type[FactType.DATE]
        names = [name for name, _, _ in self._plain] + [name for name, _ in self._numbers]
        self.names = names + self._days

    def bound(self, facts: Mapping[str, Value]) -> list[object]:
        """The facts in the order of `names`, missing ones as NULL. Raises FactError on a wrong type.

        Written out by type: this runs with every act for every fact.
        """
        known = facts.get
        bound: list[object] = [
            value if (value := known(name)) is None or type(value) is python else stored(name, kind, value)
            for name, kind, python in self._plain
        ]
        bound += [
            value
            if (value := known(name)) is None or (type(value) is int and -LIMIT <= value <= LIMIT)
            else stored(name, kind, value)
            for name, kind in self._numbers
        ]
        bound += [
            value.isoformat() if type(value := known(name)) is date else stored(name, FactType.DATE, value)
            for name in self._days
        ]
        return bound


class Row:
    """Expressions over facts, evaluated together for one row at a time."""

    def __init__(
        self, expressions: Sequence[str], names: Collection[str], types: Mapping[str, FactType]
    ) -> None:
        """`expressions` are SQLite texts out of a Predicate, `names` the facts they name."""
        self._columns = Columns(names, types)
        columns = ", ".join(f'? AS "{name}"' for name in self._columns.names)
        source = f" FROM (SELECT {columns})" if columns else ""
        self._statements = [
            f"SELECT {', '.join(expressions[start : start + _COLUMNS_AT_ONCE])}{source}"
            for start in range(0, len(expressions), _COLUMNS_AT_ONCE)
        ]

    def values(self, facts: Mapping[str, Value]) -> list[Answer]:
        """One value for each expression; missing facts are NULL. Raises FactError on a wrong type."""
        bound = self._columns.bound(facts)
        connection = _connection()
        return [value for sql in self._statements for value in connection.execute(sql, bound).fetchone()]


class RowTable:
    """Many rows kept together, to find those that meet a condition. A row like another is kept once."""

    def __init__(self, names: Collection[str], types: Mapping[str, FactType]) -> None:
        self._columns = Columns(names, types)
        self._numbers: dict[tuple[object, ...], int] = {}
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        columns = "".join(f', "{name}"' for name in self._columns.names)
        self._database.execute(f'CREATE TABLE kept ("row.id" INTEGER PRIMARY KEY{columns})')
        self._insert = f"INSERT INTO kept VALUES (?{', ?' * len(self._columns.names)})"

    def number(self, facts: Mapping[str, Value]) -> int:
        """The number of a row, from 0 in the order of their coming. Raises FactError on a wrong type."""
        bound = tuple(self._columns.bound(facts))
        number = self._numbers.get(bound)
        if number is None:
            number = self._numbers[bound] = len(self._numbers)
            self._database.execute(self._insert, (number, *bound))
        return number

    def where(self, condition: str) -> set[int]:
        """The numbers of the rows for which a SQLite text over the facts is true."""
        return {
            number for (number,) in self._database.execute(f'SELECT "row.id" FROM kept WHERE {condition}')
        }


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
        answers = self._row.values(facts)
        return {
            key: answer if answer is None else answer == 1
            for key, answer in zip(self._keys, answers, strict=True)
        }


def truth(value: Answer) -> bool | None:
    """The truth that SQLite answered: 1, 0 or NULL."""
    return None if value is None else bool(value)
