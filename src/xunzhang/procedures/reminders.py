"""Reminding offices of what falls due: before the day, on it, after it, and when it is let lie.

All of it in the database, stage by stage, however many deadlines there are: from the open days to their few
duties (SQLite keeps the order of a CROSS JOIN; left to itself it walks the days once for each duty). A notice
has the deadline, its day and the stage in its key, so a day that moved is told anew and nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.notices.services import tell_rows
from xunzhang.regulations import catalogue

SOON, LONG = 3, 5
"""Working days before the day at which an office is reminded, and after it at which its leaders are told."""
DAY = timedelta(days=1)

_DUE = """WITH duty(edition, code, role, of_unit) AS (VALUES {duties}),
office AS (
SELECT due.id, due.due_on, due.project_id, due.code,
COALESCE(bound.organisation_id, own.unit_id) AS organisation
FROM procedures_deadline AS due CROSS JOIN projects_project AS own CROSS JOIN duty
LEFT JOIN accounts_rolebinding AS bound
ON duty.of_unit = 0 AND bound.role = duty.role AND bound.area_id = own.area_id
WHERE due.done_on IS NULL AND due.due_on > %s AND due.due_on <= %s
AND own.id = due.project_id AND duty.edition = own.edition_id AND duty.code = due.code
AND (duty.of_unit = 1 OR bound.organisation_id IS NOT NULL))
SELECT 'deadline/' || CAST(id AS text) || '/' || CAST(due_on AS text)
|| '/{stage}/' || CAST(organisation AS text),
'{stage}', project_id, organisation, {leaders}, code, due_on, '', {now}
FROM office WHERE organisation IS NOT NULL"""


def remind(today: date, now: datetime) -> int:
    """Tell every office what stands before it today. Nothing on a rest day. Returns how many notices."""
    calendar = catalogue.calendar()
    if not calendar.is_working(today):
        return 0
    duties = list(_duties())
    values = ", ".join(["(%s, %s, %s, CAST(%s AS integer))"] * len(duties))
    sent = [value for duty in duties for value in duty]
    told = 0
    for stage, leaders, after, upto in _stages(today, calendar):
        words = {"stage": stage, "leaders": "TRUE" if leaders else "FALSE", "now": _moment()}
        chosen = _DUE.format(duties=values, **words)
        told += tell_rows(chosen, [*sent, after, upto, connection.ops.adapt_datetimefield_value(now)])
    return told


def _moment() -> str:
    """A parameter that either database takes for a moment."""
    return "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"


def _stages(today: date, calendar: WorkCalendar) -> Iterator[tuple[str, bool, date, date]]:
    """Each stage with whether leaders alone hear of it, and the days after which and up to which it holds."""
    ahead, back = _shifted(today, SOON, calendar), _shifted(today, -LONG, calendar)
    yield "soon", False, today, ahead
    yield "today", False, today - DAY, today
    yield "late", False, date.min, today - DAY
    yield "escalated", True, date.min, back


def _shifted(day: date, count: int, calendar: WorkCalendar) -> date:
    """So many working days on, or back."""
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        if calendar.is_working(day):
            count += -1 if count > 0 else 1
    return day


def _duties() -> Iterator[tuple[str, str, str, int]]:
    """Edition, deadline, role that owes it, and 1 where the project's own unit does."""
    for identity in catalogue.available():
        edition = catalogue.edition(identity)
        for code, rule in edition.deadlines.items():
            yield identity, code, rule.duty_of, int(edition.roles[rule.duty_of].holder == "unit")
