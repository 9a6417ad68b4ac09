"""Reading the journal: its streams, what is wrong with their chains, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, QuerySet, When

from xunzhang.journal import services
from xunzhang.journal.models import Chain, Entry
from xunzhang.journal.verbs import VEILED, VEILED_WORDS, words
from xunzhang.web.shapes import Pager

PAGE = 50
MOST_FAULTS = 20


@dataclass(frozen=True)
class Line:
    """One entry in words; what not everybody may read is not told here, whoever asks."""

    number: int
    at: datetime
    words: str
    person: str
    digest: str


@dataclass(frozen=True)
class Checked:
    """What a check found. `streams` were read, `entries` in them; no faults: everything is whole."""

    streams: int
    entries: int
    faults: tuple[tuple[str, str], ...]


def streams(search: str = "") -> QuerySet[Chain]:
    """The streams, the one of the system first."""
    found = Chain.objects.filter(stream__icontains=search) if search else Chain.objects.all()
    return found.order_by(Case(When(stream=services.SYSTEM, then=0), default=1), "-stream")


def check(stream: str = "") -> Checked:
    """Recompute the chain of one stream, or of all. Entries of a stream that lost its head are found too."""
    wanted = [stream] if stream else _known()
    faults: list[tuple[str, str]] = []
    for one in wanted:
        faults += [(one, fault) for fault in services.faults(one)]
    entries = Entry.objects.filter(stream=stream) if stream else Entry.objects.all()
    return Checked(len(wanted), entries.count(), tuple(faults[:MOST_FAULTS]))


def _known() -> list[str]:
    with_head = Chain.objects.values_list("stream")
    return sorted(stream for (stream,) in with_head.union(Entry.objects.values_list("stream")))


def lines(stream: str, newest: int | None) -> tuple[Sequence[Line], Pager]:
    """The entries of a stream numbered `newest` and below, newest first, one page of them."""
    head = Chain.objects.filter(stream=stream).first()
    length = head.length if head else 0
    top = min(newest or length, length)
    rows = services.entries(stream).filter(number__lte=top, number__gt=top - PAGE)
    found = list(_lines(rows))
    pager = Pager(
        text=f"第 {found[-1].number} 至 {found[0].number} 号，共 {length} 条" if found else f"共 {length} 条",
        newer=f"?stream={stream}&newest={min(top + PAGE, length)}" if top < length else "",
        older=f"?stream={stream}&newest={top - PAGE}" if top > PAGE else "",
    )
    return found, pager


def _lines(rows: QuerySet[Entry]) -> Iterator[Line]:
    for row in rows:
        hidden = VEILED in row.data
        said, who = (VEILED_WORDS, "") if hidden else (words(row.verb, row.data), row.actor_words)
        yield Line(row.number, row.at, said, who, row.digest)
