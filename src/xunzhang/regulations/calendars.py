"""Holiday notices: read, shown before they count, confirmed, taken back. Rows say who, when, from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.jobs.services import enqueue
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.arrangement import Arrangement, Problem, read_arrangement
from xunzhang.kernel.calendar import DAY, DayKind, WorkCalendar
from xunzhang.regulations import catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import HolidayNotice

PASTED = "粘贴的文字"
LONGEST_TITLE = 160


class NotRead(Exception):
    """A text that cannot be taken as it is; `problems` say why, line by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("；".join(each.message for each in problems))
        self.problems = problems


@transaction.atomic
def propose(*, year: int, whole: bool, text: str, source: str, actor: Person, now: datetime) -> HolidayNotice:
    """Keep what a notice says, not counting yet. Raises NotRead, and nothing is kept."""
    calendar = catalogue.calendar()
    read = read_arrangement(text, year, calendar.next_notice_from, whole=whole)
    problems = read.problems
    if not (whole or problems or calendar.is_announced(year)):
        problems = (Problem(0, "", f"{year} 年的全年安排还没有导入，不能只改个别日子"),)
    if problems:
        raise NotRead(problems)
    kind = "全年安排" if whole else "个别日子"
    row = HolidayNotice(
        year=year,
        whole=whole,
        title=(read.title or f"{year} 年节假日{kind}")[:LONGEST_TITLE],
        number=read.number,
        source=source[:LONGEST_TITLE],
        text=text,
        days={str(day): [said.working, said.reason] for day, said in read.days.items()},
        person=actor,
        at=now,
    )
    row.digest = _digest(row)
    row.save(force_insert=True)
    _record("calendar.proposed", row, actor, now)
    return row


@transaction.atomic
def confirm(*, notice: HolidayNotice, basis: str, actor: Person, now: datetime) -> None:
    """Let a notice count, and the projects it touches follow. `basis`: see `state`.

    Raises NotPossible where it counts already, was discarded, or the calendar is not what was previewed.
    """
    _check_basis(basis)
    fresh = HolidayNotice.objects.filter(pk=notice.pk, confirmed_at=None, ended_at=None)
    before = catalogue.calendar()
    if not fresh.update(confirmed_by=actor, confirmed_at=now):
        raise NotPossible("这份安排已经确认过，或者已经放弃")
    _record("calendar.confirmed", notice, actor, now)
    _follow(notice, before, "导入", actor, now)


@transaction.atomic
def take_back(*, notice: HolidayNotice, basis: str, reason: str, actor: Person, now: datetime) -> None:
    """Let a notice that counts count no more, and the projects follow. Raises NotPossible, see `confirm`."""
    _check_basis(basis)
    standing = HolidayNotice.objects.filter(pk=notice.pk, ended_at=None).exclude(confirmed_at=None)
    before = catalogue.calendar()
    if not standing.update(ended_by=actor, ended_at=now, reason=reason):
        raise NotPossible("这份安排没有生效，或者已经撤回")
    _record("calendar.taken_back", notice, actor, now, reason=reason)
    _follow(notice, before, "撤回", actor, now)


@transaction.atomic
def discard(*, notice: HolidayNotice, actor: Person, now: datetime) -> None:
    """Give up a notice that never counted. Raises NotPossible for one that counts or ended."""
    open_ = HolidayNotice.objects.filter(pk=notice.pk, confirmed_at=None, ended_at=None)
    if not open_.update(ended_by=actor, ended_at=now):
        raise NotPossible("这份安排已经生效，或者已经放弃；生效的请用“撤回”")
    _record("calendar.discarded", notice, actor, now)


def state() -> str:
    """Which notices count now, in a few signs: what a preview rests on."""
    return _sha(json.dumps(catalogue.counting()))


def after(notice: HolidayNotice, *, taking_back: bool) -> WorkCalendar:
    """The calendar as it would be once a notice counts, or counts no more."""
    standing = catalogue.counting()
    if taking_back:
        return catalogue.calendar_of(tuple(each for each in standing if each[0] != notice.pk))
    return catalogue.with_notices(catalogue.calendar_of(standing), [notice])


def differing(before: WorkCalendar, after: WorkCalendar, year: int) -> tuple[date, date] | None:
    """The first and the last day on which two calendars differ, in work or in whether it is settled."""
    days = [day for day in _around(year) if _seen(before, day) != _seen(after, day)]
    return (days[0], days[-1]) if days else None


@dataclass(frozen=True)
class DayLine:
    """A day that a notice names, and what the calendar in use says of it."""

    day: date
    kind: DayKind
    now: DayKind

    @property
    def differs(self) -> bool:
        return self.kind.working is not self.now.working


def day_lines(notice: HolidayNotice, calendar: WorkCalendar) -> tuple[DayLine, ...]:
    """The days it names, and those that it makes ordinary again, in order."""
    read: Arrangement = catalogue.arrangement(notice)
    changed = catalogue.with_notices(calendar, [notice])
    quiet = {day for day in _around(notice.year) if changed.is_working(day) is not calendar.is_working(day)}
    days = sorted(quiet | read.days.keys())
    return tuple(DayLine(day, changed.day(day), calendar.day(day)) for day in days)


def _around(year: int) -> Iterator[date]:
    """Every day that a notice about a year may change or make firm: from a week before it to its end."""
    day = date(year - 1, 12, 1)
    while day.year <= year:
        yield day
        day += DAY


def _seen(calendar: WorkCalendar, day: date) -> tuple[bool, bool]:
    return calendar.is_working(day), calendar.is_settled(day)


def _check_basis(basis: str) -> None:
    if basis != state():
        raise NotPossible("推算以后日历又变过；请重新推算再确认")


def _follow(notice: HolidayNotice, before: WorkCalendar, what: str, actor: Person, now: datetime) -> None:
    """Ask for the recomputation that a changed calendar needs; the room of procedures does it."""
    why = f"{notice.year} 年节假日安排已{what}"
    catalogue.look_again()
    span = differing(before, catalogue.calendar(), notice.year)
    transaction.on_commit(catalogue.look_again)
    if span:
        enqueue(
            kind="recompute",
            key=f"recompute/calendar/{notice.pk}/{what}",
            title=f"重算时限：{why}",
            args={"days": [str(day) for day in span], "why": why},
            owner=actor,
            now=now,
        )


def _record(verb: str, row: HolidayNotice, actor: Person, now: datetime, **more: str) -> None:
    said = {"title": row.title, "year": row.year, "source": row.source, "count": len(row.days), **more}
    record(stream=SYSTEM, verb=verb, actor=actor, at=now, data=said)


def _digest(row: HolidayNotice) -> str:
    return _sha(json.dumps([row.year, row.whole, row.title, row.number, row.days], sort_keys=True))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
