"""The only reader of the packs: editions, vocabulary and calendar, read once a process."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from xunzhang.kernel.arrangement import Arrangement, overlaid
from xunzhang.kernel.calendar import DayKind, Notice, WorkCalendar, load_calendar
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Vocabulary
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.regulations.models import HolidayNotice

Counting = tuple[tuple[int, str], ...]
"""The notices that count, in order, each with the digest of its days."""
_COUNTING = """SELECT id, digest FROM regulations_holidaynotice
WHERE confirmed_at IS NOT NULL AND ended_at IS NULL ORDER BY confirmed_at, id"""
_seen = threading.local()


def folder() -> Path:
    return Path(settings.PACKS)


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(folder() / "vocabulary.yaml")


def calendar() -> WorkCalendar:
    """The shipped calendar with the notices that count here over it.

    Which those are is looked up once for each request, act or stride (`look_again`), so that every process
    computes with the same days.
    """
    found: WorkCalendar | None = getattr(_seen, "calendar", None)
    if found is None:
        found = _seen.calendar = calendar_of(counting())
    return found


def look_again(**_: object) -> None:
    """Whatever is computed from now on looks up which notices count. Also a receiver of signals."""
    _seen.calendar = None


def counting() -> Counting:
    """The notices that count now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTING)
        return tuple((int(id_), str(digest)) for id_, digest in cursor.fetchall())


@lru_cache(maxsize=8)
def calendar_of(notices: Counting) -> WorkCalendar:
    """The shipped calendar with these notices over it, later ones over earlier ones."""
    rows = HolidayNotice.objects.in_bulk([id_ for id_, _ in notices]) if notices else {}
    return with_notices(shipped_calendar(), (rows[id_] for id_, _ in notices))


def with_notices(base: WorkCalendar, rows: Iterable[HolidayNotice]) -> WorkCalendar:
    for row in rows:
        base = overlaid(base, arrangement(row), Notice(row.title, row.number or None), whole=row.whole)
    return base


def arrangement(row: HolidayNotice) -> Arrangement:
    """What a stored notice says."""
    days = {date.fromisoformat(day): DayKind(*said) for day, said in row.days.items()}
    return Arrangement(row.year, row.title, row.number, days, ())


@cache
def shipped_calendar() -> WorkCalendar:
    return load_calendar(folder() / "calendars" / "cn.yaml")


@cache
def edition(identity: str) -> Edition:
    """The edition `measure@edition`. Raises PackError where its pack is faulty or gone."""
    measure, _, version = identity.partition("@")
    return load_edition(folder() / measure / version, vocabulary())


def available() -> tuple[str, ...]:
    """The ids of all editions that lie in the packs folder."""
    heads = sorted(folder().glob("*/*/regulation.yaml"))
    return tuple(f"{head.parent.parent.name}@{head.parent.name}" for head in heads)
