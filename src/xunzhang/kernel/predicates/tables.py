"""Whole tables judged in one SELECT: JSON facts become typed columns, predicates become boolean columns."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xunzhang.kernel.facts import NUMBERS, FactType
from xunzhang.kernel.predicates.language import Predicate
from xunzhang.kernel.predicates.words import is_name

ROW_ID = '"row.id"'
"""The column of the row's id: a fact cannot be called so."""

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Database(StrEnum):
    """The databases that judge whole tables."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


@dataclass(frozen=True)
class Source:
    """A table whose JSON column `json` keeps facts of the given types.

    The first source of a statement is the rows themselves; a further one is what they belong to, found by
    its `id` in the column `joined_by` of the rows.
    """

    table: str
    types: Mapping[str, FactType]
    json: str = "facts"
    id: str = "id"
    joined_by: str = ""


def table_sql(predicates: Mapping[str, Predicate], database: Database, *sources: Source) -> str:
    """One SELECT: the id of each row, then true, false or NULL (SQLite: 1, 0) for each predicate in order.

    A source may also name a common table expression that the caller writes after `WITH`; use the two parts
    `projection_sql` and `verdicts_sql` then. Raises ValueError if a predicate names a fact of no source.
    """
    names = {name for predicate in predicates.values() for name in predicate.names}
    return f"WITH {projection_sql(names, database, *sources)} {verdicts_sql(predicates, database)}"


def projection_sql(names: Collection[str], database: Database, *sources: Source) -> str:
    """The common table expression `facts`: the row's id, and each of `names` as a typed column."""
    rows, *parents = sources
    columns = [f"t0.{_quoted(rows.id)} AS {ROW_ID}", *_columns(names, database, sources)]
    joins = "".join(
        f" LEFT JOIN {_quoted(parent.table)} AS t{number}"
        f" ON t{number}.{_quoted(parent.id)} = t0.{_quoted(parent.joined_by)}"
        for number, parent in enumerate(parents, 1)
    )
    return f"facts AS MATERIALIZED (SELECT {', '.join(columns)} FROM {_quoted(rows.table)} AS t0{joins})"


def verdicts_sql(predicates: Mapping[str, Predicate], database: Database) -> str:
    """The SELECT over `facts`: the row's id, then a boolean column p0, p1 … for each predicate in order."""
    verdicts = [
        f"({predicate.postgres if database is Database.POSTGRES else predicate.sqlite}) AS p{number}"
        for number, predicate in enumerate(predicates.values())
    ]
    return f"SELECT {', '.join([ROW_ID, *verdicts])} FROM facts"


def _columns(names: Collection[str], database: Database, sources: tuple[Source, ...]) -> Iterator[str]:
    for name in sorted(names):
        number = next((at for at, source in enumerate(sources) if name in source.types), None)
        if number is None or not is_name(name):
            raise ValueError(f"no source has the fact {name!r}")
        column = f"t{number}.{_quoted(sources[number].json)}"
        yield f'{_typed(column, name, sources[number].types[name], database)} AS "{name}"'


def _typed(column: str, name: str, kind: FactType, database: Database) -> str:
    """A fact out of a JSON column. SQLite has booleans as 1 and 0 and dates as text, which compare alike."""
    if database is Database.SQLITE:
        return f"json_extract({column}, '$.{name}')"
    cast = (
        "::bigint"
        if kind in NUMBERS
        else {FactType.BOOLEAN: "::boolean", FactType.DATE: "::date"}.get(kind, "")
    )
    return f"({column} ->> '{name}'){cast}"


def _quoted(identifier: str) -> str:
    if _IDENTIFIER.fullmatch(identifier) is None:
        raise ValueError(f"not a plain identifier: {identifier!r}")
    return f'"{identifier}"'
