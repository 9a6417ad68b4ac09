"""Writing the journal: every act becomes one entry, chained to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import title
from xunzhang.journal.models import Chain, Entry
from xunzhang.journal.verbs import VERBS

SYSTEM = "system"


def record(*, stream: str, verb: str, actor: Person | None, at: datetime, data: Mapping[str, Any]) -> Entry:
    """Append one entry to a stream's chain. Call it inside the transaction of the act it tells of.

    Raises KeyError for a verb that has no words.
    """
    VERBS[verb]
    chain = Chain.objects.select_for_update().filter(stream=stream).first()
    if chain is None:
        chain = Chain.objects.create(stream=stream)
    entry = Entry(
        stream=stream,
        number=chain.length + 1,
        at=at,
        verb=verb,
        actor=actor,
        actor_words=title(actor) if actor else "系统",
        data=dict(data),
        previous=chain.head,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    Chain.objects.filter(stream=stream).update(length=entry.number, head=entry.digest)
    return entry


def digest(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of everything the entry says and the digest before it."""
    said = [
        entry.stream,
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.verb,
        entry.actor_id,
        entry.actor_words,
        entry.data,
        entry.previous,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(stream: str) -> Iterator[str]:
    """What is wrong with a stream's chain, in Chinese; nothing when it is whole."""
    previous, number = "", 0
    for entry in Entry.objects.filter(stream=stream).order_by("number").iterator():
        number += 1
        if entry.number != number:
            yield f"第 {number} 号记录缺失"
            return
        if entry.previous != previous or digest(entry) != entry.digest:
            yield f"第 {number} 号记录与校验码不符"
        previous = entry.digest
    chain = Chain.objects.filter(stream=stream).first()
    if (chain.length, chain.head) != (number, previous) if chain else number:
        yield "末尾记录缺失"


def entries(stream: str) -> QuerySet[Entry]:
    """A stream's entries, newest first."""
    return Entry.objects.filter(stream=stream).order_by("-number")
