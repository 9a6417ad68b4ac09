"""Workers killed a hundred times in the middle of their work, two at a time: every effect exactly once."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.conftest import NOW
from tests.support.workers import kill_workers
from xunzhang.jobs import registry, services
from xunzhang.jobs.models import Job
from xunzhang.jobs.registry import Stride, Task
from xunzhang.projects.models import Numbering

KILLS, JOBS, STRIDES = 100, 8, 60
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


@pytest.mark.django_db(transaction=True)
def test_every_effect_exactly_once() -> None:
    for number in range(JOBS):
        services.enqueue(kind="mark", key=f"job/{number}", args={"name": f"job{number}"}, now=NOW)
    at_work = kill_workers(kills=KILLS, longest_seconds=LONGEST_SECONDS)
    assert at_work >= KILLS // 2
    assert Counter(Job.objects.values_list("state", flat=True)) == {"done": JOBS}
    marks = list(Numbering.objects.values_list("series", "last"))
    assert len(marks) == JOBS * STRIDES
    assert {last for _, last in marks} == {1}
