"""Keeping a database as it is, bringing it back twice, and sending statements to the twin without Django."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import psycopg

Statements = list[list[tuple[str, Any]]]


class Copies(Protocol):
    """`restore` makes the database, and a twin beside it, what it was when it was kept."""

    def keep(self) -> None: ...
    def restore(self) -> None: ...
    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]: ...


def copies(connection: Any) -> Copies:
    return SqliteCopies(connection) if connection.vendor == "sqlite" else PostgresCopies(connection)


class SqliteCopies:
    """The file with two files beside it, the kept one and the twin."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._file = Path(connection.settings_dict["NAME"])
        self._kept, self._twin = self._file.with_suffix(".kept"), self._file.with_suffix(".twin")

    def keep(self) -> None:
        self._connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        shutil.copy(self._file, self._kept)

    def restore(self) -> None:
        self._connection.close()
        for file in (self._file, self._twin):
            for tail in ("-wal", "-shm"):
                Path(f"{file}{tail}").unlink(missing_ok=True)
            shutil.copy(self._kept, file)

    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]:
        raw = sqlite3.connect(self._twin, isolation_level=None, cached_statements=256)
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
    """The database, a template made from it, and a twin made from that."""

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
        for name in (self._name, f"{self._name}_twin"):
            self._between(
                f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{self._name}_kept"'
            )

    def replays(self, acts: Statements) -> Iterator[Callable[[], None]]:
        with psycopg.connect(dbname=f"{self._name}_twin", **self._address, autocommit=True) as raw:
            for act in acts:
                yield lambda act=act: _send_postgres(raw, act)  # type: ignore[misc]

    def _between(self, *statements: str) -> None:
        """From a database that is none of the three: nobody can drop the one they are connected to."""
        self._connection.close()
        with psycopg.connect(dbname="template1", **self._address, autocommit=True) as other:
            for statement in statements:
                other.execute(statement.encode())


def _send_postgres(raw: psycopg.Connection[Any], statements: list[tuple[str, Any]]) -> None:
    with raw.transaction(), raw.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql.encode(), params)
            if cursor.description:
                cursor.fetchall()
