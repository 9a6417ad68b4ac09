"""The daily tick over a library: who is to be looked at, who is to be reminded; against one scan of its rows.

The scan reads every project and every deadline once, whole, and does nothing with them. The day before has
had its tick. What a tick wrote is rolled back, so that every round is the same morning.
"""

from __future__ import annotations

import json
import resource
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import django

EDITION, FEW = "jining-hitech@2024", 10
SCANS = (
    "SELECT SUM(LENGTH(CAST(facts AS text))), MAX(changed_at), MAX(wakes_on) FROM projects_project",
    "SELECT SUM(LENGTH(CAST(derivation AS text))), MAX(due_on), MAX(done_on) FROM procedures_deadline",
)


def main() -> None:
    told = ArgumentParser(description=__doc__)
    told.add_argument("small", type=int)
    told.add_argument("large", type=int)
    told.add_argument("rounds", type=int)
    wanted = told.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.multiply import multiply
    from bench.ratio import in_turns
    from xunzhang.procedures.models import Deadline
    from xunzhang.projects.models import Project

    call_command("migrate", verbosity=0)
    today, done, peaks = _few(), 1, []
    for size in (wanted.small, wanted.large):
        multiply(done, size // FEW - 1, today)
        done = size // FEW
        tick(today - timedelta(days=1))
        found = in_turns("", _rolled_back(today), _scan, aim=5, rounds=wanted.rounds)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    rows = {"projects": Project.objects.count(), "deadlines": Deadline.objects.count()}
    times = {"ours": found.ours, "raw": found.baseline, "did": tick(today), "small": wanted.small}
    version = ".".join(map(str, connection.get_database_version()))
    print(json.dumps({**rows, **times, "peaks": peaks, "version": version}))


def tick(today: date) -> tuple[int, int]:
    """How many projects are to be computed anew today, and how many notices were written."""
    from tests.conftest import SHANGHAI
    from xunzhang.procedures.recomputing import waking
    from xunzhang.procedures.reminders import remind

    ids = list(waking(today).order_by("pk").values_list("pk", flat=True))
    return len(ids), remind(today, datetime.combine(today, time(6, 30), SHANGHAI))


def _few() -> date:
    """Ten projects of one unit, each with a contract to sign and one in use. Returns a working day after."""
    from bench.world import officers
    from tests.conftest import NOW, ORDINARY, TODAY
    from xunzhang.procedures.work import Work
    from xunzhang.projects.services import register

    builder, _ = officers(EDITION)
    unit = builder.posts.select_related("organisation__area").get().organisation
    for number in range(FEW):
        own = {"name": f"平台 {number}", "facts": ORDINARY, "now": NOW, "today": TODAY}
        project = register(area=unit.area, unit=unit, actor=builder, **own)  # type: ignore[arg-type]
        work = Work(project.pk, actor=None, now=NOW, today=TODAY)
        work.set({"final_accepted_on": TODAY, "in_use_on": TODAY + timedelta(days=number)}, None)
        contract = work.new_record("contract", None)
        work.set({"award_notice_on": TODAY + timedelta(days=number)}, contract)
        work.settle()
    return TODAY + timedelta(days=7)


def _rolled_back(today: date) -> Callable[[], None]:
    from django.db import transaction

    def one() -> None:
        with transaction.atomic():
            tick(today)
            transaction.set_rollback(True)

    return one


def _scan() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in SCANS:
            cursor.execute(sql)
            cursor.fetchall()


if __name__ == "__main__":
    main()
