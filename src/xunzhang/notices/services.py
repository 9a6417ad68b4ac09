"""Telling offices and people, marking as read, and keeping how one wants to hear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from xunzhang.accounts.models import Person
from xunzhang.administration.people import give_email
from xunzhang.notices.kinds import ADMIN_KIND
from xunzhang.notices.models import Notice, Reading
from xunzhang.notices.queries import narrowed, unread
from xunzhang.notices.wishes import wish

_INSERT = """INSERT INTO notices_notice
(key, kind, project_id, organisation_id, leaders_only, code, day, text, at)
{chosen} ON CONFLICT (key) DO NOTHING"""


def tell(
    *,
    key: str,
    kind: str,
    project_id: int,
    organisation_ids: Iterable[int],
    code: str,
    now: datetime,
    day: date | None = None,
    text: str = "",
) -> None:
    """Tell some offices, once for each under this key. Call it in the transaction of what it tells of."""
    Notice.objects.bulk_create(
        (
            Notice(
                key=f"{key}/{office}",
                kind=kind,
                project_id=project_id,
                organisation_id=office,
                code=code,
                day=day,
                text=text,
                at=now,
            )
            for office in dict.fromkeys(organisation_ids)
        ),
        ignore_conflicts=True,
    )


def tell_admins(*, key: str, text: str, address: str, now: datetime) -> None:
    """Tell every system administrator, once under this key. `address` is the page where it is dealt with."""
    admins = Person.objects.filter(is_admin=True, is_active=True)
    Notice.objects.bulk_create(
        (
            Notice(key=f"{key}/{each.pk}", kind=ADMIN_KIND, person=each, code=address, text=text, at=now)
            for each in admins
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def settle(*, person: Person, email: str, wishes: Mapping[str, tuple[bool, str]], now: datetime) -> None:
    """What a person set for themselves: the address (with its journal entry) and how to hear of each kind."""
    give_email(person=person, email=email, actor=person, now=now)
    wish(person=person, wishes=wishes)


def tell_rows(chosen: str, values: Sequence[Any]) -> int:
    """Tell what a SELECT of a notice's columns yields, but for keys told before. How many were new."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(chosen=chosen), list(values))
        return int(cursor.rowcount)


@transaction.atomic
def mark_read(*, person: Person, upto: int, now: datetime, kind: str = "", day: str = "") -> int:
    """What was told to a person up to a notice counts as read, of one kind or day where such are named.

    Returns how many that were.
    """
    shown = narrowed(unread(person), kind, day)
    fresh = list(shown.filter(pk__lte=upto).values_list("pk", flat=True))
    Reading.objects.bulk_create(
        (Reading(notice_id=pk, person=person, at=now) for pk in fresh), ignore_conflicts=True
    )
    return len(fresh)
