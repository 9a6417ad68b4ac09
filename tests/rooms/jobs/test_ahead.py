"""What leaves the house before a stride, what is asked for because it waits, and what is swept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.conftest import NOW
from xunzhang.jobs import registry, services, worker
from xunzhang.jobs.jobs import KEPT
from xunzhang.jobs.models import Job
from xunzhang.jobs.registry import Stride, Task


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, registry.Kind]:
    """No kinds of work but those of the test."""
    monkeypatch.setattr(registry, "KINDS", found := {})
    monkeypatch.setattr(services, "KINDS", found)
    return found


@pytest.mark.django_db(transaction=True)
def test_what_leaves_the_house_holds_no_transaction_and_its_result_is_kept(
    kinds: dict[str, registry.Kind],
) -> None:
    seen: list[tuple[str, bool]] = []

    def call(task: Task) -> str:
        seen.append(("ahead", connection.in_atomic_block))
        return f"{task.args['to']}: ok"

    @registry.work("call", "打电话", ahead=call)
    def keep(task: Task) -> Stride:
        seen.append(("stride", connection.in_atomic_block))
        return Stride(result={"told": task.ahead})

    services.enqueue(kind="call", key="one", args={"to": "x"}, now=NOW)
    assert worker.run_all(lambda: NOW) == 1
    assert seen == [("ahead", False), ("stride", True)]
    assert Job.objects.get().result == {"told": "x: ok"}


@pytest.mark.django_db
def test_each_kind_is_tried_as_often_as_it_is_worth(kinds: dict[str, registry.Kind]) -> None:
    def call(task: Task) -> None:
        raise OSError("占线")

    @registry.work("call", "打电话", ahead=call, tries=3)
    def keep(task: Task) -> Stride:
        raise AssertionError("never reached")

    services.enqueue(kind="call", key="one", now=NOW)
    job = Job.objects.get()
    for _ in range(3):
        assert worker.run_one(lambda: job.due_at)
        job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert "占线" in job.fault


@pytest.mark.django_db
def test_who_lost_the_job_calls_nobody(kinds: dict[str, registry.Kind]) -> None:
    calls: list[int] = []

    @registry.work("call", "打电话", ahead=lambda task: calls.append(task.id))
    def keep(task: Task) -> Stride:
        return Stride()

    services.enqueue(kind="call", key="one", now=NOW)
    mine = services.take(NOW)
    assert mine is not None
    services.take(NOW + services.HOLD * 2)
    with pytest.raises(services.Lost):
        services.stride(mine, NOW)
    assert calls == []


@pytest.mark.django_db
def test_what_waits_is_asked_for_once_and_until_nothing_waits(kinds: dict[str, registry.Kind]) -> None:
    heap = [1, 2, 3]

    @registry.work("carry", "搬", waits=lambda: bool(heap))
    def carry(task: Task) -> Stride:
        heap.pop()
        return Stride()

    services.plan(NOW)
    services.plan(NOW)
    assert Job.objects.count() == 1
    assert worker.run_all(lambda: NOW) == 3
    assert heap == []
    assert worker.run_all(lambda: NOW) == 0


@pytest.mark.django_db
def test_work_that_ended_long_ago_is_swept_every_night() -> None:
    for key, ended in (("old", NOW - KEPT - timedelta(days=1)), ("new", NOW - KEPT + timedelta(days=1))):
        Job.objects.create(
            kind="reminders", key=key, state="done", due_at=ended, asked_at=ended, ended_at=ended
        )
    worker.run_all(lambda: NOW)
    assert not Job.objects.filter(key="old").exists()
    assert Job.objects.filter(key="new").exists()
    assert Job.objects.get(kind="sweep").result == {"told": "清理 1 项。"}
