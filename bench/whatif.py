"""A what-if over a library, against one plain scan that judges the same rows by both laws in the database.

The scan answers the conditions of both laws on every project and record. It derives nothing, and knows
neither limits nor papers nor what may be started.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import django

from xunzhang.kernel.pack.edition import Edition, with_parameters
from xunzhang.kernel.predicates.tables import Database, Source, projection_sql, verdicts_sql

if TYPE_CHECKING:
    from xunzhang.accounts.models import Person

EDITION, OTHER = "jining-hitech@2024", "zhengzhou@2020"
FIGURE = ("contract_signing_days", 5)


def main() -> None:
    told = ArgumentParser(description=__doc__)
    told.add_argument("--copies", type=int, default=50)
    told.add_argument("--rounds", type=int, default=5)
    wanted = told.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.library import library
    from xunzhang.regulations import catalogue

    call_command("migrate", verbosity=0)
    person = library(EDITION, wanted.copies)
    edition = catalogue.edition(EDITION)
    changed = (with_parameters(edition, dict([FIGURE])), {f"p-{FIGURE[0]}": str(FIGURE[1])})
    other = (catalogue.edition(OTHER), {"other": OTHER})
    version = ".".join(map(str, connection.get_database_version()))
    for name, (law, asked) in {"another figure": changed, "another edition": other}.items():
        print(
            json.dumps({"name": name, "version": version, **_measured(person, edition, law, asked, wanted)})
        )


def _measured(
    person: Person, edition: Edition, law: Edition, asked: dict[str, str], wanted: Namespace
) -> dict[str, object]:
    from bench.ratio import in_turns
    from tests.conftest import TODAY
    from xunzhang.insight.whatif import what_if

    shown = what_if(person, EDITION, asked, TODAY)
    found = in_turns(
        "",
        lambda: what_if(person, EDITION, asked, TODAY),
        _scan(edition, law),
        aim=5,
        rounds=wanted.rounds,
    )
    looked = {"projects": shown.looked_at, "differ": len(shown.played)}
    return {**looked, "ours": found.ours, "raw": found.baseline}


def _scan(*laws: Edition) -> Callable[[], object]:
    """Every row of the library judged by the law as it is and as it would be."""
    from django.db import connection

    statements = [sql for law in laws for sql in _statements(law, connection.vendor)]

    def scan() -> list[Any]:
        found = []
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                found.append(cursor.fetchall())
        return found

    return scan


def _statements(law: Edition, vendor: str) -> Iterator[str]:
    """One for the projects and one for the records of each kind: all conditions over facts they have."""
    database = Database.POSTGRES if vendor == "postgresql" else Database.SQLITE
    for entity in law.entities:
        rows, *above = (_source(law, each) for each in law.line(entity))
        known = {name for source in (rows, *above) for name in source.types}
        judged = {text: each for text, each in law.predicates.items() if each.names <= known}
        names = {name for each in judged.values() for name in each.names}
        chosen = "level = 'project'" if entity == "project" else f"entity = '{entity}' AND NOT is_void"
        projected = projection_sql(names, database, replace(rows, table="own"), *above)
        yield (
            f"WITH own AS (SELECT * FROM {rows.table} WHERE {chosen}), {projected}"
            f" {verdicts_sql(judged, database)}"
        )


def _source(law: Edition, entity: str) -> Source:
    """Where the facts of a kind stand, and what a row that belongs to it finds it by."""
    found = ("projects_project", "project_id") if entity == "project" else ("projects_record", "parent_id")
    types = {name: fact.type for name, fact in law.facts_of(entity).items()}
    return Source(found[0], types, joined_by=found[1])


if __name__ == "__main__":
    main()
