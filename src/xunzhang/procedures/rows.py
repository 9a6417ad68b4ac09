"""The statements of an act, written out for both databases.

Django builds a statement anew every time it is sent, which takes it far longer than the database needs to
answer (docs/decisions/0007). So what every act reads and writes stands here as text; all else uses the ORM.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.models import Project

_CASES = "SELECT id, procedure, state, record_id FROM procedures_case WHERE project_id = %s ORDER BY id"
_RECORDS = """SELECT id, entity, facts, is_void, parent_id FROM projects_record
WHERE project_id = %s ORDER BY id"""
_OPEN_STEPS = """SELECT run.case_id, run.step, run.role
FROM procedures_steprun AS run JOIN procedures_case AS own ON own.id = run.case_id
WHERE own.project_id = %s AND run.state = 'open' ORDER BY run.id"""
_OUTCOMES = "SELECT outcome FROM procedures_steprun WHERE case_id = %s AND step = %s AND round = %s"
_GIVEN = """SELECT DISTINCT own.procedure, given.slot
FROM procedures_material AS given JOIN procedures_case AS own ON own.id = given.case_id
WHERE own.project_id = %s AND own.state IN ('open', 'done') AND given.version_id IS NOT NULL"""
_CLOSE = """UPDATE procedures_steprun
SET state = 'done', actor_id = %s, acted_at = %s, outcome = %s, opinion = %s, facts = %s, typed = '{}'
WHERE id = %s AND state = 'open'"""
_OPEN = """INSERT INTO procedures_steprun
(case_id, step, role, organisation_id, opened_on, state, outcome, opinion, facts, typed, round) VALUES """
_TURN = """(%s, %s, %s, %s, %s, 'open', '', '', '{}', '{}',
(SELECT COALESCE(MAX(round), 0) + 1 FROM procedures_steprun WHERE case_id = %s AND step = %s))"""

Line = tuple[Any, ...]
M = TypeVar("M", bound=Model)


class Rows(Generic[M]):
    """Whole rows of a model, found by a condition in SQL."""

    def __init__(self, model: type[M]) -> None:
        self._model, self._table = model, model._meta.db_table
        self._fields = model._meta.concrete_fields
        self._names = [field.attname for field in self._fields]
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        self._select = f'SELECT {columns} FROM "{self._table}" WHERE '

    def all(self, condition: str, *values: Any) -> list[M]:
        return [self._made(list(line)) for line in fetch(self._select + condition, *values)]

    def one(self, identity: int, *, lock: bool = False) -> M:
        """The row of a primary key, locked until the transaction ends if wanted. Raises DoesNotExist.

        SQLite locks nothing here: every transaction that writes has the whole file to itself.
        """
        locking = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
        found = self.all(f"id = %s{locking}", identity)
        return found[0] if found else self._model._default_manager.get(pk=identity)

    def _made(self, values: list[Any]) -> M:
        for place, column, convert in self._conversions:
            values[place] = convert(values[place], column, connection)
        return self._model.from_db(connection.alias, self._names, values)

    @cached_property
    def _conversions(self) -> list[tuple[int, Any, Callable[..., Any]]]:
        """Where the database gives something else than the field holds (JSON, times), and Django's remedy."""
        return [
            (place, column, convert)
            for place, field in enumerate(self._fields)
            for column in [field.get_col(self._table)]
            for convert in (*connection.ops.get_db_converters(column), *field.get_db_converters(connection))
        ]


PROJECTS, CASES, RUNS, DEADLINES = Rows(Project), Rows(Case), Rows(StepRun), Rows(Deadline)


def cases(project_id: int) -> list[Line]:
    """(id, procedure, state, record) of a project's cases, drafts included, oldest first."""
    return fetch(_CASES, project_id)


def records(project_id: int) -> list[Line]:
    """(id, entity, facts, is void, parent) of a project's records, oldest first."""
    return [
        (id_, entity, json.loads(facts), *rest) for id_, entity, facts, *rest in fetch(_RECORDS, project_id)
    ]


def open_steps(project_id: int) -> list[Line]:
    """(case, step, role) of every turn that is open on a project."""
    return fetch(_OPEN_STEPS, project_id)


def given(project_id: int) -> dict[str, set[str]]:
    """By procedure, the slots for which a project has handed something in, in cases that did not fail."""
    found: dict[str, set[str]] = {}
    for procedure, slot in fetch(_GIVEN, project_id):
        found.setdefault(procedure, set()).add(slot)
    return found


def outcomes(run: StepRun) -> list[str]:
    """What the members of a step have chosen in this round."""
    return [outcome for (outcome,) in fetch(_OUTCOMES, run.case_id, run.step, run.round)]


def open_turns(case_id: int, step: str, turns: Iterable[tuple[str, int | None]], today: date) -> None:
    """Open the next round of a step, a turn for each (role, organisation)."""
    lines = [(case_id, step, role, office, today, case_id, step) for role, office in turns]
    change(_OPEN + ", ".join([_TURN] * len(lines)), *(value for line in lines for value in line))


def close_turn(run: StepRun) -> bool:
    """Compare and set what the run says of its end: False if the turn is not open any more."""
    said = (run.actor_id, run.acted_at, run.outcome, run.opinion, run.facts)
    return change(_CLOSE, *said, run.pk) == 1


def update(model: type[Model], identity: int, values: Mapping[str, object]) -> None:
    """Write columns of one row, by their names."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    change(f'UPDATE "{model._meta.db_table}" SET {columns} WHERE id = %s', *values.values(), identity)


def fetch(sql: str, *values: Any) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Line] = cursor.fetchall()
    return found


def change(sql: str, *values: Any) -> int:
    """How many rows a statement wrote. JSON goes as text, times as the database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_sent(value) for value in values])
        written: int = cursor.rowcount
    return written


def _sent(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
