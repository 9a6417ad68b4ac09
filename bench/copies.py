"""Keeping a database as it is, bringing it back, and sending it statements without Django."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import psycopg

Statements = list[list[tuple[str, Any]]]


class Copies(Protocol):
    def keep(self) -> None: ...
    def restore(self) -> None: ...
    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]: ...


def copies(connection: Any) -> Copies:
    return SqliteCopies(connection) if connection.vendor == "sqlite" else PostgresCopies(connection)


class SqliteCopies:
    """The file and a second file beside it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._file = Path(connection.settings_dict["NAME"])
        self._kept = self._file.with_suffix(".kept")

    def keep(self) -> None:
        self._connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        shutil.copy(self._file, self._kept)

    def restore(self) -> None:
        self._connection.close()
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        shutil.copy(self._kept, self._file)

    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]:
        raw = sqlite3.connect(self._file, isolation_level=None, cached_statements=256)
        raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
        for act in acts:
            plain = [(sql.replace("%s", "?"), params or ()) for sql, params in act]
            yield lambda plain=plain: _send(raw, plain)  # type: ignore[misc]
        raw.close()


def _send(raw: sqlite3.Connection, statements: list[tuple[str, Any]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for sql, params in statements:
        raw.execute(sql, params).fetchall()
    raw.execute("COMMIT")


class PostgresCopies:
    """The database and a template made from it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._name = connection.settings_dict["NAME"]
        self._address = {
            "host": connection.settings_dict["HOST"],
            "port": connection.settings_dict["PORT"],
            "user": connection.settings_dict["USER"],
            "password": connection.settings_dict["PASSWORD"],
        }

    def keep(self) -> None:
        self._between(f'CREATE DATABASE "{self._name}_kept" TEMPLATE "{self._name}"')

    def restore(self) -> None:
        self._between(
            f'DROP DATABASE "{self._name}"', f'CREATE DATABASE "{self._name}" TEMPLATE "{self._name}_kept"'
        )

    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]:
        with psycopg.connect(dbname=self._name, **self._address, autocommit=True) as raw:
            for act in acts:
                yield lambda act=act: _send_postgres(raw, act)  # type: ignore[misc]

    def _between(self, *statements: str) -> None:
        self._connection.close()
        with psycopg.connect(dbname="postgres", **self._address, autocommit=True) as other:
            for statement in statements:
                other.execute(statement.encode())


def _send_postgres(raw: psycopg.Connection[Any], statements: list[tuple[str, Any]]) -> None:
    with raw.transaction(), raw.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql.encode(), params)
            if cursor.description:
                cursor.fetchall()
