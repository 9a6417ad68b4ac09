"""Deadlines as rows: recomputed with every act, each with the derivation a page shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from xunzhang.kernel.deadlines import Due, dues
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.periods import Derivation
from xunzhang.kernel.waking import next_change
from xunzhang.procedures import rows
from xunzhang.procedures.models import Deadline
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import Repeal

if TYPE_CHECKING:
    from xunzhang.procedures.work import Work


class Moved(NamedTuple):
    """A duty whose day is another one now, and the day it was."""

    deadline_id: int
    due: Due
    was: date


class Ahead(NamedTuple):
    """The next open day of a project with its title, and when it may change by the day alone."""

    due_on: date | None
    title: str
    wakes_on: date | None


_COLUMNS = [
    "start_on",
    "opens_on",
    "due_on",
    "done_on",
    "is_provisional",
    "derivation",
    "revision",
    "changed_at",
]
Key = tuple[int | None, str, int]


def sync(work: Work) -> Ahead:
    """Make the project's rows agree with its facts. Returns what lies ahead.

    A day that was told and is another one now is noted in `work.moved`.
    """
    found = dues(work.edition, work.situation, catalogue.calendar(), repealed=repealed(work.edition))
    known = {_key(row): row for row in rows.DEADLINES.all("project_id = %s", work.project.pk)}
    fresh: list[Deadline] = []
    changed: list[Deadline] = []
    for due in found:
        row = known.pop((due.record_id, due.code, due.occurrence), None)
        target = row or Deadline(project=work.project, record_id=due.record_id, code=due.code)
        if row and (was := moved_from(row, due)):
            work.moved.append(Moved(row.pk, due, was))
        if _fill(target, due, work.now):
            (changed if row else fresh).append(target)
    if fresh:
        Deadline.objects.bulk_create(fresh)
    if changed:
        Deadline.objects.bulk_update(changed, _COLUMNS)
    if known:
        Deadline.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    return Ahead(*_next(found), next_change(work.edition, work.situation, found))


def moved_from(row: Deadline, due: Due) -> date | None:
    """The day that was told of an open duty, where it is another one now."""
    was = _told(row)
    return was if due.due_on and not due.done_on and was != due.due_on else None


def _told(row: Deadline) -> date | None:
    """The day that was told; of a duty whose clock stands still, the day it had before."""
    if row.due_on or row.derivation is None:
        return row.due_on
    derived = Derivation.from_json(row.derivation)
    return derived.end if derived.stands_since else None


def repealed(edition: Edition) -> date | None:
    """From which day the edition is repealed; asked only where its duties end with it."""
    if edition.regulation.transition.after_expiry == "duties_stay":
        return None
    return Repeal.objects.filter(edition=edition.id).values_list("since", flat=True).first()


def _key(row: Deadline) -> Key:
    return row.record_id, row.code, row.occurrence


def _fill(row: Deadline, due: Due, now: datetime) -> bool:
    """Whether the row said something else before, or is new."""
    said = {
        "occurrence": due.occurrence,
        "start_on": due.start_on,
        "opens_on": due.opens_on,
        "due_on": due.due_on,
        "done_on": due.done_on,
        "is_provisional": due.is_provisional,
        "derivation": due.derivation.to_json() if due.derivation else None,
    }
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    differs = row.pk is None or bool(changed)
    if differs:
        row.changed_at = now
        row.revision += bool(row.pk and {"due_on", "opens_on"} & set(changed))
    for name, value in said.items():
        setattr(row, name, value)
    return differs


def _next(found: tuple[Due, ...]) -> tuple[date | None, str]:
    waiting = [due for due in found if due.due_on and not due.done_on]
    first = min(waiting, key=lambda due: due.due_on or date.max, default=None)
    return (first.due_on, first.rule.title) if first else (None, "")
