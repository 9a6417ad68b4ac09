"""How long a limit is over, in bands of working days: a band is a stretch of due days, so it is one test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from xunzhang.kernel.calendar import WorkCalendar

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Band:
    """Limits over by more than `over` working days, by at most `upto` (None: however many)."""

    code: str
    title: str
    over: int
    upto: int | None

    def test(self, today: date, calendar: WorkCalendar) -> Q:
        """The open deadlines in this band today. A limit over since a rest day began counts nought days."""
        last = today - DAY if not self.over else last_due(self.over + 1, today, calendar)
        found = Q(due_on__lte=last)
        return found if self.upto is None else found & Q(due_on__gt=last_due(self.upto + 1, today, calendar))


BANDS = {
    band.code: band
    for band in (
        Band("5", "5 个工作日以内", 0, 5),
        Band("20", "6 至 20 个工作日", 5, 20),
        Band("60", "21 至 60 个工作日", 20, 60),
        Band("more", "60 个工作日以上", 60, None),
    )
}


def last_due(late: int, today: date, calendar: WorkCalendar) -> date:
    """The last day on which something was due that is at least so many working days late today (≥ 1)."""
    day = today
    while True:
        late -= calendar.is_working(day)
        day -= DAY
        if not late:
            return day
