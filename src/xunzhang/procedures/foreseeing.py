"""What a holiday notice would move, reckoned before it counts. Of projects nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.jobs.registry import Stride, Task
from xunzhang.jobs.services import enqueue
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.deadlines import Due, dues
from xunzhang.kernel.derive import derive
from xunzhang.procedures import deadlines, rows
from xunzhang.procedures.models import Deadline, Foreseen, Foresight
from xunzhang.procedures.queries import situation
from xunzhang.procedures.recomputing import Each, stride, touched_by
from xunzhang.projects.models import Project
from xunzhang.regulations import calendars, catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import HolidayNotice


@transaction.atomic
def foresee(*, notice: HolidayNotice, actor: Person, now: datetime) -> Foresight:
    """Ask what would move: if a notice counted, or, where it counts, if it did not."""
    taking_back = notice.confirmed_at is not None
    made = Foresight.objects.create(notice=notice, taking_back=taking_back, basis=calendars.state(), at=now)
    what = "撤回" if taking_back else "确认"
    enqueue(
        kind="foresee",
        key=job_key(made),
        title=f"推算：{what}{notice.year} 年节假日安排，哪些期限会变",
        args={"foresight": made.pk},
        owner=actor,
        now=now,
    )
    return made


@transaction.atomic
def propose(*, year: int, whole: bool, text: str, source: str, actor: Person, now: datetime) -> HolidayNotice:
    """Keep what a notice says and ask what it would move. Raises what `calendars.propose` raises."""
    row = calendars.propose(year=year, whole=whole, text=text, source=source, actor=actor, now=now)
    foresee(notice=row, actor=actor, now=now)
    return row


def latest(notice: HolidayNotice) -> Foresight | None:
    """The last foresight of what may be done with a notice now; None before one was asked for."""
    asked = Foresight.objects.filter(notice=notice, taking_back=notice.confirmed_at is not None)
    return asked.order_by("-id").first()


def basis_of(notice: HolidayNotice) -> str:
    """The calendar that the finished preview of a notice rests on. Raises NotPossible before there is one."""
    found = latest(notice)
    if found is None or found.ended_at is None:
        raise NotPossible("还没有推算完哪些期限会变；请等推算完成，看过再确认")
    return found.basis


def job_key(foresight: Foresight) -> str:
    """The name of the work behind a foresight."""
    return f"foresee/{foresight.pk}"


def look_ahead(task: Task) -> Stride:
    """The next projects of a foresight."""
    own = Foresight.objects.select_related("notice").get(pk=task.args["foresight"])
    after = calendars.after(own.notice, taking_back=own.taking_back)
    span = calendars.differing(catalogue.calendar(), after, own.notice.year)
    chosen = touched_by(*span) if span else Project.objects.none()
    made = stride(task, chosen, _each(own, after, task.now.date()))
    if not made.more:
        Foresight.objects.filter(pk=own.pk).update(ended_at=task.now, projects=made.done)
        page = {"url": reverse("procedures:notice", args=[own.notice_id]), "link": "看哪些期限会变"}
        return replace(made, result={**made.result, **page})
    return made


def _each(own: Foresight, after: WorkCalendar, today: date) -> Each:
    def one(pk: int) -> int:
        told = list(_compared(pk, after, today))
        moves = [
            Foreseen(foresight=own, deadline=row, was=was, becomes=due.due_on)
            for row, due in told
            if (was := deadlines.moved_from(row, due)) and due.due_on
        ]
        firm = sum(row.is_provisional and not due.is_provisional and not due.done_on for row, due in told)
        Foreseen.objects.bulk_create(moves)
        if firm:
            Foresight.objects.filter(pk=own.pk).update(firm=F("firm") + firm)
        return len(moves)

    return one


def _compared(pk: int, after: WorkCalendar, today: date) -> Iterator[tuple[Deadline, Due]]:
    """The duties of a project as they are entered, each beside what another calendar makes of it."""
    project = rows.PROJECTS.one(pk)
    edition = catalogue.edition(project.edition_id)
    known = derive(edition, situation(edition, project, today), after)
    entered = {
        (row.record_id, row.code, row.occurrence): row for row in rows.DEADLINES.all("project_id = %s", pk)
    }
    for due in dues(edition, known, after, repealed=deadlines.repealed(edition)):
        if row := entered.get((due.record_id, due.code, due.occurrence)):
            yield row, due
