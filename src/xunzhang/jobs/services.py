"""Asking for work, taking it, doing a stride of it, and giving up. Every act is one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from xunzhang.accounts.models import Person
from xunzhang.jobs.models import Job
from xunzhang.jobs.registry import FIRST, KINDS, TRIES, Kind, Stride, Task
from xunzhang.journal.services import SYSTEM, record

HOLD = timedelta(minutes=5)
"""How long a worker may be silent in one stride before another takes its job over."""
BACK_OFF = timedelta(seconds=15)
LONGEST_BACK_OFF = timedelta(hours=2)
OPEN = ("waiting", "running")


class NotPossible(Exception):
    """An act on a job that its state forbids. The message is for the page."""


class Lost(Exception):
    """The job was taken over or cancelled meanwhile: nothing of this stride may be kept."""


def enqueue(
    *,
    kind: str,
    key: str,
    now: datetime,
    args: Mapping[str, Any] | None = None,
    title: str = "",
    owner: Person | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Ask for work, inside the transaction that makes it necessary. False if `key` was asked for before.

    Raises KeyError for a kind that nobody has registered.
    """
    defined = KINDS[kind]
    job = Job(
        kind=kind,
        key=key,
        title=title or defined.title,
        args=dict(args or {}),
        owner=owner,
        asked_at=now,
        due_at=due_at or now,
    )
    before = Job.objects.filter(key=key).exists()
    if not before:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    return not before


def take(now: datetime) -> Job | None:
    """The next job that is due, held for this caller; None if there is nothing to do.

    A job whose worker has fallen silent is taken over. Two workers never take the same one.
    """
    ready = Job.objects.filter(
        Q(state="waiting", due_at__lte=now) | Q(state="running", held_until__lt=now)
    ).order_by("due_at", "id")
    if not ready.exists():  # an idle worker must not lock anybody out
        return None
    with transaction.atomic():
        found = _unlocked(ready).first()
        if found:
            found.state, found.token, found.held_until = "running", secrets.token_hex(16), now + HOLD
            found.save(update_fields=["state", "token", "held_until"])
    return found


def _unlocked(rows: QuerySet[Job]) -> QuerySet[Job]:
    """Rows that nobody else is taking just now. On SQLite only one transaction writes at a time anyway."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def stride(job: Job, now: datetime) -> bool:
    """One stride of a job that was taken. Returns whether there is more to do.

    The work, how far it has come and its end are one transaction, so a worker that dies leaves all of the
    stride or nothing of it. Raises Lost, and whatever the work raises.
    """
    for look in FIRST:
        look()
    kind = KINDS[job.kind]
    task = Task(job.pk, job.args, job.cursor, now)
    if kind.ahead:
        _hold(job, now)
        task = kind.go_ahead(task)
    return _stride(job, kind, task, now)


def _hold(job: Job, now: datetime) -> QuerySet[Job]:
    """The row of a job that is still this worker's, held on. Raises Lost."""
    mine = Job.objects.filter(pk=job.pk, state="running", token=job.token)
    if not mine.update(held_until=now + HOLD):
        raise Lost
    return mine


@transaction.atomic
def _stride(job: Job, kind: Kind, task: Task, now: datetime) -> bool:
    mine = _hold(job, now)
    made = kind.work(task)
    job.cursor, job.done, job.of = made.cursor, made.done, made.of
    mine.update(cursor=made.cursor, done=made.done, of=made.of, **_end(made, now))
    return made.more


def _end(made: Stride, now: datetime) -> dict[str, Any]:
    if made.more:
        return {}
    return {"state": "done", "result": dict(made.result), "ended_at": now, "held_until": None, "fault": ""}


@transaction.atomic
def failed(job: Job, fault: str, now: datetime) -> None:
    """A stride failed and left nothing. Try later, ever more rarely, as often as its kind is worth."""
    mine = Job.objects.select_for_update().filter(pk=job.pk, state="running", token=job.token).first()
    if mine is None:
        return
    mine.attempts += 1
    mine.fault = fault
    given_up = mine.attempts >= _tries(mine)
    mine.state = "failed" if given_up else "waiting"
    mine.held_until, mine.ended_at = None, now if given_up else None
    mine.due_at = now + min(BACK_OFF * 2 ** (mine.attempts - 1), LONGEST_BACK_OFF)
    mine.save(update_fields=["attempts", "fault", "state", "held_until", "ended_at", "due_at"])


def _tries(job: Job) -> int:
    """How often its kind is tried; a kind that is gone since, as often as any."""
    return KINDS[job.kind].tries if job.kind in KINDS else TRIES


@transaction.atomic
def cancel(*, job: Job, actor: Person, now: datetime) -> None:
    """Stop work after the stride it is in; what is done stays done. Raises NotPossible when it has ended."""
    moved = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
        state="cancelled", ended_at=now, held_until=None
    )
    if not moved:
        raise NotPossible("这项任务已经结束，不能再取消")
    record(stream=SYSTEM, verb="job.cancelled", actor=actor, at=now, data={"title": job.title, "job": job.pk})


@transaction.atomic
def retry(*, job: Job, actor: Person, now: datetime) -> None:
    """Let failed work go on where it stopped. Raises NotPossible for any other."""
    moved = Job.objects.filter(pk=job.pk, state="failed").update(
        state="waiting", attempts=0, due_at=now, ended_at=None
    )
    if not moved:
        raise NotPossible("只有失败的任务可以重试")
    record(stream=SYSTEM, verb="job.retried", actor=actor, at=now, data={"title": job.title, "job": job.pk})


def plan(now: datetime) -> None:
    """Ask for today's share of what is done daily and whose time has come, and for what waits. Repeatable."""
    for kind in KINDS.values():
        if kind.daily and now.time() >= kind.daily:
            enqueue(kind=kind.code, key=f"{kind.code}/{now.date()}", args={"day": str(now.date())}, now=now)
        if kind.waits and kind.waits() and not Job.objects.filter(kind=kind.code, state__in=OPEN).exists():
            enqueue(kind=kind.code, key=f"{kind.code}/{secrets.token_hex(8)}", now=now)


@transaction.atomic
def sweep(*, before: datetime) -> int:
    """Forget work that ended well before a moment; failures stay. Returns how many rows went."""
    return Job.objects.filter(state__in=("done", "cancelled"), ended_at__lt=before).delete()[0]
