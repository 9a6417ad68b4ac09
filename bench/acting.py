"""One act on a step through the service, against the statements it sends, in raw SQL on the same database.

Both sides begin from copies of one database and decide the same steps, one act of each in turn.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django

EDITION = "jining-hitech@2024"
Statement = tuple[str, Any]


def main() -> None:
    told = ArgumentParser(description=__doc__)
    told.add_argument("--steps", type=int, default=120)
    told.add_argument("--rounds", type=int, default=3)
    wanted = told.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.copies import copies
    from bench.world import officers, waiting_step

    call_command("migrate", verbosity=0)
    builder, lead = officers(EDITION)
    runs = [waiting_step(builder, number).pk for number in range(wanted.steps)]
    kept = copies(connection)
    kept.keep()
    statements = _captured(runs, lead.pk)
    ours: list[float] = []
    raw: list[float] = []
    for _ in range(wanted.rounds):
        kept.restore()
        for replay, run in zip(kept.replays(statements), runs, strict=True):
            ours.append(_timed(_act(run, lead.pk)))
            raw.append(_timed(replay))
    version = ".".join(map(str, connection.get_database_version()))
    print(json.dumps({"ours": ours, "raw": raw, "statements": len(statements[0]), "version": version}))


def _act(run: int, lead: int) -> Callable[[], object]:
    """The act, ready to be done. Who acts and on what is known before, as a request knows it."""
    from bench.world import NOW, TODAY
    from xunzhang.accounts.models import Person
    from xunzhang.procedures import services
    from xunzhang.procedures.models import StepRun

    step, actor = StepRun(pk=run, case_id=_CASES[run]), Person(pk=lead, name="王建国")
    return lambda: services.act(run=step, outcome="accept", actor=actor, now=NOW, today=TODAY)


_CASES: dict[int, int] = {}


def _captured(runs: list[int], lead: int) -> list[list[Statement]]:
    """The statements of every act, in order. Acts once on each step."""
    from django.db import connection

    from xunzhang.procedures.models import StepRun

    _CASES.update(StepRun.objects.values_list("pk", "case_id"))
    found: list[list[Statement]] = []
    for run in runs:
        own: list[Statement] = []
        with connection.execute_wrapper(_recorder(own)):
            _act(run, lead)()
        found.append(own)
    return found


def _recorder(own: list[Statement]) -> Callable[..., Any]:
    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("BEGIN"):
            own.append((sql, params))
        return execute(sql, params, many, context)

    return record


def _timed(call: Callable[[], object]) -> float:
    begun = perf_counter()
    call()
    return perf_counter() - begun


if __name__ == "__main__":
    main()
