"""From notices to letters: who gets one at once, and what waits for the letter of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Q

from xunzhang.accounts.models import Person
from xunzhang.jobs.services import enqueue
from xunzhang.letters.models import Letter, Pending
from xunzhang.letters.pushing import push
from xunzhang.letters.writing import message_id, write
from xunzhang.notices.kinds import KINDS
from xunzhang.notices.models import Notice
from xunzhang.notices.queries import told_to
from xunzhang.notices.telling import Line, line
from xunzhang.notices.wishes import mail_of
from xunzhang.regulations import catalogue

BATCH, PEOPLE, SINGLY = 200, 50, 3
"""Notices of one stride, people of one stride, and letters at once that a person gets one by one."""
MORNING = time(8)


def waits() -> bool:
    """Whether there are notices from which no letters have been made yet."""
    return Notice.objects.filter(is_posted=False).exists()


def post(now: datetime) -> int:
    """Make what the next notices ask for. Returns how many notices those were, 0 when none is left."""
    rows = Notice.objects.select_related("project__unit", "project__area", "organisation").order_by("id")
    batch = list(rows.filter(is_posted=False)[:BATCH])
    push(batch, now)
    if settings.EMAIL_HOST:
        _letters(batch, now)
    Notice.objects.filter(pk__in=[each.pk for each in batch]).update(is_posted=True)
    return len(batch)


def digest(today: date, after: int, now: datetime) -> int | None:
    """The letters of a working day, to the next people after a person. Returns the last, None at the end."""
    if not catalogue.calendar().is_working(today):
        return None
    waiting = Pending.objects.filter(person__gt=after).order_by("person")
    chosen = list(islice(waiting.values_list("person", flat=True).distinct(), PEOPLE))
    people = Person.objects.in_bulk(chosen)
    for pk in chosen:
        rows = Pending.objects.filter(person=pk)
        lines = _lines(people[pk], rows.values_list("notice", flat=True), today)
        if lines and _reachable(people[pk]):
            _send(people[pk], lines, f"digest/{today}/person/{pk}", now, today)
        rows.delete()
    return chosen[-1] if chosen else None


def quiet_until(now: datetime) -> datetime:
    """Now on a working day, else the morning of the next one."""
    calendar, day = catalogue.calendar(), now.date()
    if calendar.is_working(day):
        return now
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, now.tzinfo)


def _letters(batch: Sequence[Notice], now: datetime) -> None:
    offices = {each.organisation_id for each in batch}
    named = {each.person_id for each in batch}
    people = list(
        Person.objects.filter(Q(posts__organisation__in=offices) | Q(pk__in=named), is_active=True)
        .exclude(email="")
        .distinct()
    )
    ways = mail_of(each.pk for each in people)
    for person in people:
        lines = _lines(person, (each.pk for each in batch), now.date())
        way = {each.notice.pk: ways.get((person.pk, each.kind.code), each.kind.mail) for each in lines}
        _at_once(person, [each for each in lines if way[each.notice.pk] == "now"], now)
        late = (Pending(person=person, notice_id=pk) for pk, found in way.items() if found == "digest")
        Pending.objects.bulk_create(late, ignore_conflicts=True)


def _at_once(person: Person, lines: Sequence[Line], now: datetime) -> None:
    """One letter each, but a heap becomes one letter."""
    if len(lines) > SINGLY:
        heap = f"notices/{lines[0].notice.pk}-{lines[-1].notice.pk}/person/{person.pk}"
        _send(person, lines, heap, now)
        return
    for each in lines:
        _send(person, [each], f"notice/{each.notice.pk}/person/{person.pk}", now)


def _lines(person: Person, notices: Iterable[int], today: date) -> list[Line]:
    """Those of the notices that the person may know of, oldest first."""
    found = told_to(person).filter(pk__in=list(notices), kind__in=KINDS)
    return [
        line(each, today) for each in found.select_related("project__unit", "project__area").order_by("id")
    ]


def _reachable(person: Person) -> bool:
    return bool(settings.EMAIL_HOST and person.email and person.is_active)


def _send(
    person: Person, lines: Sequence[Line], key: str, now: datetime, digest_of: date | None = None
) -> None:
    """Write a letter and ask for it to be sent, once under this key."""
    made = write(person, lines, digest_of)
    letter = Letter(
        key=key,
        person=person,
        address=person.email,
        subject=made.subject,
        text=made.text,
        html=made.html,
        message_id=message_id(key),
        made_at=now,
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    enqueue(
        kind="letter",
        key=f"letter/{key}",
        args={"key": key},
        title=f"寄信给{person.name}",
        now=now,
        due_at=quiet_until(now),
    )
