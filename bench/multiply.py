"""Many projects out of a few real ones, inside the database: with records and deadlines, spread in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection
from django.db.models import Model

SPAN = 1_000
"""Copies of a row have its number and so many times this on top; no original may reach it."""
DAYS = 700
"""Copies are moved by 0 to so many days into the past, so that limits lie around today."""


def multiply(first: int, last: int, today: date) -> None:
    """Copy every original project once for each number, with what daily work reads of it.

    Four of five duties are kept; one project in a year's days wakes today, none should have woken before.
    """
    from xunzhang.procedures.models import Deadline
    from xunzhang.projects.models import Project, Record

    numbers = (first, last)
    moved = {name: _earlier(name) for name in ("due_on", "opens_on", "start_on")}
    kept = f"CASE WHEN n.i % 5 < 4 THEN {_earlier('due_on')} END"
    Project.objects.filter(pk__lt=SPAN).update(wakes_on=today + timedelta(days=1))
    wakes = _moved(f"DATE('{today}')", "(n.i * 37 % 365)")
    plain = {"code": "code || '-' || n.i", "form_key": "NULL", "wakes_on": wakes}
    _copy(Project, numbers, plain)
    _copy(Record, numbers, {"project_id": _own("project_id"), "parent_id": _own("parent_id")})
    own = {"project_id": _own("project_id"), "record_id": _own("record_id")}
    _copy(Deadline, numbers, {**own, **moved, "done_on": kept})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(model: type[Model], numbers: tuple[int, int], said: Mapping[str, str]) -> None:
    table, (first, last) = model._meta.db_table, numbers
    columns = [field.column for field in model._meta.concrete_fields]
    values = [{"id": _own("id"), **said}.get(column, f'own."{column}"') for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
            f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {table} AS own CROSS JOIN n "
            f"WHERE own.id < {SPAN}"
        )


def _own(column: str) -> str:
    """The number of the copy that takes the place of a row."""
    return f"own.{column} + n.i * {SPAN}"


def _earlier(column: str) -> str:
    return _moved(f"own.{column}", f"(0 - n.i * 37 % {DAYS})")


def _moved(day: str, by: str) -> str:
    """A day so many days on."""
    return f"{day} + {by}" if connection.vendor == "postgresql" else f"DATE({day}, {by} || ' days')"
