"""The only reader of the packs: editions, vocabulary and calendar, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Vocabulary
from xunzhang.kernel.pack.load import load_edition, load_vocabulary


def folder() -> Path:
    return Path(settings.PACKS)


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(folder() / "vocabulary.yaml")


@cache
def calendar() -> WorkCalendar:
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
