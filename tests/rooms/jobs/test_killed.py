"""Workers killed a hundred times in the middle of their work, two at a time: every effect exactly once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connections

from tests.conftest import NOW
from xunzhang.jobs import registry, services, worker
from xunzhang.jobs.models import Job
from xunzhang.jobs.registry import Stride, Task
from xunzhang.projects.models import Numbering

KILLS, WORKERS, JOBS, STRIDES = 100, 2, 8, 60
LONGEST_SECONDS = 0.06


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`mark` leaves one row for each stride, and takes its time between the row and the commit."""
    monkeypatch.setattr(registry, "KINDS", found := {})
    monkeypatch.setattr(services, "KINDS", found)

    @registry.work("mark", "做记号")
    def mark(task: Task) -> Stride:
        at = (task.cursor or 0) + 1
        counted, _ = Numbering.objects.get_or_create(series=f"{task.args['name']}/{at}")
        Numbering.objects.filter(pk=counted.pk).update(last=counted.last + 1)
        time.sleep(0.002)
        return Stride(at, at, STRIDES, at < STRIDES)


def spawn(now: datetime) -> int:
    """A worker in a process of its own. Returns its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        while True:
            worker.run_all(lambda: now)
    finally:
        os._exit(1)


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.django_db(transaction=True)
def test_every_effect_exactly_once() -> None:
    for number in range(JOBS):
        services.enqueue(kind="mark", key=f"job/{number}", args={"name": f"job{number}"}, now=NOW)
    chance, moment, killed_at_work = random.Random(20261128), NOW, 0
    running = [spawn(moment) for _ in range(WORKERS)]
    for _ in range(KILLS):
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        kill(running.pop(0))
        killed_at_work += Job.objects.filter(state="running").exists()
        moment += services.HOLD + timedelta(seconds=1)  # whoever was killed has fallen silent by now
        running.append(spawn(moment))
    for child in running:
        kill(child)
    assert killed_at_work >= KILLS // 2
    worker.run_all(lambda: moment + services.HOLD * 2)
    assert Counter(Job.objects.values_list("state", flat=True)) == {"done": JOBS}
    marks = list(Numbering.objects.values_list("series", "last"))
    assert len(marks) == JOBS * STRIDES
    assert {last for _, last in marks} == {1}
