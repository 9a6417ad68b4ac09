"""Tables whose rows never change: triggers in the database refuse updates and deletes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Change = Callable[[object, BaseDatabaseSchemaEditor], None]


def append_only(table: str, told: str) -> tuple[Change, Change]:
    """The two directions of a migration: forbid changes of a table's rows, saying `told`, and allow them."""

    def forbid(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _forbidding(table, told, editor):
            editor.execute(statement)

    def allow(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _allowing(table, editor):
            editor.execute(statement)

    return forbid, allow


def _forbidding(table: str, told: str, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    if _is_sqlite(editor):
        for verb in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
        return
    yield (
        f"CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{told}'; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_fixed()"
    )


def _allowing(table: str, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
    if _is_sqlite(editor):
        yield from (f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete"))
        return
    yield f"DROP TRIGGER {table}_fixed ON {table}"
    yield f"DROP FUNCTION {table}_fixed()"


def _is_sqlite(editor: BaseDatabaseSchemaEditor) -> bool:
    return editor.connection.vendor == "sqlite"
