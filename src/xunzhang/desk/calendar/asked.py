"""What an address of the calendar asks for: whose, which month or day, or what is late or has no day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from xunzhang.web.parsing import FIRST_YEAR, LAST_YEAR
from xunzhang.web.words import as_date, day_text

MONTH, LIST = "desk:calendar", "desk:calendar_list"
BAD = "看不懂的日期，改为看本月"


@dataclass(frozen=True)
class Asked:
    """`first` is the first day of the month; `only` is late, unset or ""; `bad` says what was not read."""

    of: str
    first: date
    day: date | None
    only: str
    bad: str

    @property
    def last(self) -> date:
        return _next(self.first) - timedelta(days=1)

    @property
    def month(self) -> str:
        return f"{self.first.year} 年 {self.first.month} 月"

    @property
    def said(self) -> str:
        """The condition of the list in words."""
        if self.only:
            return {"late": "已逾期未办", "unset": "条文未设期限，未办"}[self.only]
        return day_text(self.day) if self.day else self.month

    def url(self, place: str, **more: object) -> str:
        """The same on another page (`MONTH` or `LIST`)."""
        span = (
            {"only": self.only}
            if self.only
            else {"day": self.day}
            if self.day
            else {"month": f"{self.first:%Y-%m}"}
        )
        whose = {"of": self.of} if self.of else {}
        return f"{reverse(place)}?{urlencode({**whose, **span, **more})}"

    def at(self, day: date) -> Asked:
        """The day instead."""
        return replace(self, day=day, first=day.replace(day=1), only="")

    def whole(self) -> Asked:
        """The whole month instead."""
        return replace(self, day=None, only="")

    def but(self, only: str) -> Asked:
        """Only what is late, or what has no day, instead."""
        return replace(self, day=None, only=only)

    def before(self) -> Asked | None:
        first = (self.first - timedelta(days=1)).replace(day=1)
        return replace(self.whole(), first=first) if first.year >= FIRST_YEAR else None

    def after(self) -> Asked | None:
        first = _next(self.first)
        return replace(self.whole(), first=first) if first.year <= LAST_YEAR else None


def asked(query: Mapping[str, str], today: date) -> Asked:
    """Never fails: what cannot be read becomes this month, and `bad` says so."""
    only = query.get("only", "")
    text = query.get("day") or (f"{query['month']}-01" if query.get("month") else "")
    day = as_date(text)
    fits = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
    good = (fits or not text) and only in ("", "late", "unset")
    found = day if fits and day else today
    return Asked(
        of=query.get("of", ""),
        first=found.replace(day=1),
        day=found if fits and query.get("day") and not only else None,
        only=only if good else "",
        bad="" if good else BAD,
    )


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
