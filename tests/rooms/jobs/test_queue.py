"""The queue: every stride whole or not at all, retried, taken over, cancelled, seen on its pages."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction

from tests.conftest import NOW, Cast
from tests.rooms.signed import client_of
from xunzhang.jobs import registry, services, worker
from xunzhang.jobs.models import Job
from xunzhang.jobs.registry import Stride, Task
from xunzhang.journal.models import Entry
from xunzhang.projects.models import Numbering

pytestmark = pytest.mark.django_db
SERIES = "test/jobs"


def counted() -> int:
    return Numbering.objects.filter(series=SERIES).values_list("last", flat=True).first() or 0


def count_one() -> None:
    found, _ = Numbering.objects.get_or_create(series=SERIES)
    found.last += 1
    found.save()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`count` counts to args["to"], `break` breaks after args["good"] strides, `daily` is due at 06:30."""
    monkeypatch.setattr(registry, "KINDS", found := {})
    monkeypatch.setattr(services, "KINDS", found)

    @registry.work("count", "数数")
    def count(task: Task) -> Stride:
        count_one()
        at = (task.cursor or 0) + 1
        return Stride(at, at, task.args["to"], at < task.args["to"], {"told": f"数到 {at}"})

    @registry.work("break", "会坏的")
    def broken(task: Task) -> Stride:
        count_one()
        at = (task.cursor or 0) + 1
        if at > task.args["good"]:
            raise ValueError("磁盘满了")
        return Stride(at, at, None, True)

    @registry.work("daily", "每天", daily=time(6, 30))
    def daily(task: Task) -> Stride:
        count_one()
        return Stride()


def ask(kind: str, key: str = "one", **args: int) -> Job:
    services.enqueue(kind=kind, key=key, args=args, now=NOW)
    return Job.objects.get(key=key)


def at(moment: datetime) -> worker.Now:
    return lambda: moment


def test_work_is_done_stride_by_stride_and_only_once() -> None:
    job = ask("count", to=3)
    assert not services.enqueue(kind="count", key="one", args={"to": 9}, now=NOW)
    assert worker.run_all(at(NOW)) == 2  # with today's daily work
    assert worker.run_all(at(NOW)) == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.of, job.result) == ("done", 3, 3, {"told": "数到 3"})
    assert counted() == 4


def test_asking_belongs_to_the_transaction_that_asks() -> None:
    with transaction.atomic():
        ask("count", to=1)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_failed_stride_leaves_nothing_and_is_tried_again_ever_more_rarely() -> None:
    job = ask("break", good=2)
    moment, waits = NOW, []
    for _ in range(services.TRIES):
        assert worker.run_one(at(moment))
        job.refresh_from_db()
        waits.append(job.due_at - moment)
        moment = job.due_at
    assert counted() == 2
    assert (job.state, job.attempts, job.cursor) == ("failed", services.TRIES, 2)
    assert job.fault.strip().endswith("ValueError: 磁盘满了")
    assert waits[:4] == [timedelta(seconds=each) for each in (15, 30, 60, 120)]
    assert max(waits) <= services.LONGEST_BACK_OFF
    assert not worker.run_one(at(moment + timedelta(days=30)))


def test_work_is_not_taken_twice_until_its_worker_falls_silent() -> None:
    job = ask("count", to=2)
    first = services.take(NOW)
    assert first is not None
    assert services.stride(first, NOW)
    assert services.take(NOW + services.HOLD) is None
    second = services.take(NOW + services.HOLD + timedelta(seconds=1))
    assert second is not None
    with pytest.raises(services.Lost):
        services.stride(first, NOW)
    assert not services.stride(second, NOW)
    job.refresh_from_db()
    assert (job.state, counted()) == ("done", 2)


def test_a_failure_told_too_late_changes_nothing() -> None:
    ask("count", to=1)
    first = services.take(NOW)
    later = NOW + services.HOLD * 2
    second = services.take(later)
    assert first is not None
    assert second is not None
    services.failed(first, "太晚", later)
    assert not services.stride(second, later)
    assert Job.objects.get().attempts == 0


def test_cancelled_work_stops_after_its_stride(cast: Cast) -> None:
    job = ask("count", to=5)
    held = services.take(NOW)
    assert held is not None
    services.stride(held, NOW)
    services.cancel(job=job, actor=cast.admin, now=NOW)
    with pytest.raises(services.Lost):
        services.stride(held, NOW)
    assert counted() == 1
    with pytest.raises(services.NotPossible):
        services.cancel(job=job, actor=cast.admin, now=NOW)
    assert Entry.objects.latest("id").verb == "job.cancelled"


@pytest.mark.parametrize(("clock", "asked"), [(time(6, 29), 0), (time(6, 30), 1), (time(23, 59), 1)])
def test_daily_work_is_asked_for_once_a_day_from_its_time_on(clock: time, asked: int) -> None:
    moment = datetime.combine(NOW.date(), clock, NOW.tzinfo)
    services.plan(moment)
    services.plan(moment)
    assert Job.objects.count() == asked
    services.plan(moment + timedelta(days=1))
    assert Job.objects.count() == asked * 2


def test_old_work_is_swept_and_failures_stay() -> None:
    ask("count", "old", to=1)
    worker.run_one(at(NOW))
    ask("break", "bad", good=0)
    Job.objects.filter(key="bad").update(state="failed", ended_at=NOW)
    assert services.sweep(before=NOW) == 0
    assert services.sweep(before=NOW + timedelta(seconds=1)) == 1
    assert Job.objects.get().key == "bad"


def test_the_queue_is_for_administrators_and_ones_own_work_for_its_owner(cast: Cast) -> None:
    services.enqueue(kind="count", key="own", args={"to": 3}, owner=cast.builder, now=NOW)
    job = Job.objects.get()
    page, own = "/admin/jobs/", f"/jobs/{job.pk}/"
    seen = {
        name: [client_of(cast, name).get(url).status_code for url in (page, own)]
        for name in ("admin", "builder", "colleague")
    }
    assert seen == {"admin": [200, 200], "builder": [403, 200], "colleague": [403, 404]}
    assert client_of(cast, "builder").post(f"{own}retry/").status_code == 403
    assert client_of(cast, "colleague").post(f"{own}cancel/").status_code == 404
    client_of(cast, "builder").post(f"{own}cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_pages_tell_how_far_it_came_and_why_it_failed(cast: Cast) -> None:
    job = ask("break", good=1)
    admin = client_of(cast, "admin")
    worker.run_one(at(NOW))
    assert "磁盘满了" in admin.get("/admin/jobs/").content.decode()
    assert "第 1 次失败，待重试" in admin.get("/admin/jobs/?state=waiting").content.decode()
    Job.objects.update(state="failed", ended_at=NOW)
    assert "重新排队" in admin.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    admin.post(f"/jobs/{job.pk}/retry/")
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert "取消这项任务" in admin.get(f"/jobs/{job.pk}/").content.decode()
