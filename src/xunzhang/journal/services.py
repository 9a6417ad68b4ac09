"""Writing the journal: every act becomes one entry, chained to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import title
from xunzhang.journal.models import Chain, Entry
from xunzhang.journal.verbs import VERBS

SYSTEM = "system"
# Written out because every act sends them (docs/decisions/0007). The first locks the chain.
_NEXT = """INSERT INTO journal_chain (stream, length, head) VALUES (%s, 1, '')
ON CONFLICT (stream) DO UPDATE SET length = journal_chain.length + 1 RETURNING length, head"""
_ENTRY = """INSERT INTO journal_entry
(stream, number, at, verb, actor_id, actor_words, data, previous, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
_HEAD = "UPDATE journal_chain SET head = %s WHERE stream = %s"


def record(*, stream: str, verb: str, actor: Person | None, at: datetime, data: Mapping[str, Any]) -> Entry:
    """Append one entry to a stream's chain. Call it inside the transaction of the act it tells of.

    Raises KeyError for a verb that has no words.
    """
    VERBS[verb]
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [stream])
        number, previous = cursor.fetchone()
        entry = Entry(
            stream=stream,
            number=number,
            at=at,
            verb=verb,
            actor=actor,
            actor_words=title(actor) if actor else "系统",
            data=dict(data),
            previous=previous,
        )
        entry.digest = digest(entry)
        cursor.execute(_ENTRY, _sent(entry))
        entry.pk = cursor.fetchone()[0]
        cursor.execute(_HEAD, [entry.digest, stream])
    return entry


def _sent(entry: Entry) -> list[Any]:
    """The columns in the order of the statement, as both databases take them."""
    at, data = connection.ops.adapt_datetimefield_value(entry.at), json.dumps(entry.data)
    said = [entry.stream, entry.number, at, entry.verb, entry.actor_id, entry.actor_words]
    return [*said, data, entry.previous, entry.digest]


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
