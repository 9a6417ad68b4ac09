"""The secret address of one's own calendar feed: given, changed, closed. Each act with its journal entry."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_urlsafe

from django.db import transaction

from xunzhang.accounts.models import FeedKey, Person
from xunzhang.accounts.queries import feed_digest
from xunzhang.journal.services import SYSTEM, record

BYTES = 32


@transaction.atomic
def open_feed(*, person: Person, now: datetime) -> str:
    """A new secret word for the person's feed; one given before is worth nothing from now on.

    The word is told this once and kept nowhere.
    """
    word = token_urlsafe(BYTES)
    said = {"digest": feed_digest(word), "since": now, "used_on": None}
    _, is_new = FeedKey.objects.update_or_create(person=person, defaults=said)
    _record("feed.opened" if is_new else "feed.renewed", person, now)
    return word


@transaction.atomic
def close_feed(*, person: Person, now: datetime) -> bool:
    """End the feed. False where there was none."""
    gone, _ = FeedKey.objects.filter(person=person).delete()
    if gone:
        _record("feed.closed", person, now)
    return bool(gone)


def note_use(*, key: FeedKey, today: date) -> None:
    """Keep the day on which a calendar last fetched the feed, so that its owner sees it. No journal entry."""
    if key.used_on != today:
        FeedKey.objects.filter(pk=key.pk, digest=key.digest).update(used_on=today)


def _record(verb: str, person: Person, now: datetime) -> None:
    said = {"name": person.name, "username": person.username}
    record(stream=SYSTEM, verb=verb, actor=person, at=now, data=said)
