"""Telling offices, and marking as read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from xunzhang.accounts.models import Person
from xunzhang.notices.models import Notice, Reading
from xunzhang.notices.queries import unread

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


def tell_rows(chosen: str, values: Sequence[Any]) -> int:
    """Tell what a SELECT of a notice's columns yields, but for keys told before. How many were new."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(chosen=chosen), list(values))
        return int(cursor.rowcount)


@transaction.atomic
def mark_read(*, person: Person, upto: int, now: datetime) -> int:
    """Everything told to a person up to a notice counts as read. Returns how many that were."""
    fresh = list(unread(person).filter(pk__lte=upto).values_list("pk", flat=True))
    Reading.objects.bulk_create(
        (Reading(notice_id=pk, person=person, at=now) for pk in fresh), ignore_conflicts=True
    )
    return len(fresh)
