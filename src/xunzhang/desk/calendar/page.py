"""The pages of the calendar put together: a month with the list of one day, and the list alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.desk.calendar.asked import LIST, MONTH, Asked, asked
from xunzhang.desk.calendar.entries import Entry, Moments, due_moments, entries, moments
from xunzhang.desk.calendar.month import Day, presumed, weeks
from xunzhang.desk.calendar.whose import ALL, Whose, whose
from xunzhang.desk.workbench.scope import Scope
from xunzhang.procedures.models import Deadline
from xunzhang.web import paging, shapes

PAGE = 50


@dataclass(frozen=True)
class Frame:
    """What both pages have above their rows; addresses are "" where there is nothing to go to."""

    whose: Whose
    asked: Asked
    today: date
    tabs: Sequence[shapes.Tab]
    before: str
    after: str
    now: str
    presumed: bool
    late: shapes.Link | None
    unset: shapes.Link | None


@dataclass(frozen=True)
class Listed:
    """Rows of a condition that `said` names, cut into pages."""

    said: str
    rows: Sequence[Entry]
    pager: shapes.Pager
    excel: str


@dataclass(frozen=True)
class Month:
    """The grid, and what falls on the chosen day; `everything` is the calendar of all that one may see."""

    frame: Frame
    weeks: Sequence[Sequence[Day]]
    listed: Listed | None
    excel: str
    everything: str

    @property
    def is_empty(self) -> bool:
        return not any(day.total for week in self.weeks for day in week)


def month(person: Person, today: date, query: Mapping[str, str]) -> Month:
    """A month. The number of queries does not depend on the rows."""
    scope, wanted = Scope(person, today), asked(query, today)
    who = whose(scope, wanted.of)
    grid = weeks(who.rows, wanted, today)
    day = wanted.day or _worth(grid, wanted, today)
    listed = _listed(who.rows, wanted.at(day), query, MONTH, today) if day else None
    whole = wanted.whole()
    everything = "" if who.chosen.key == ALL else replace(whole, of=ALL).url(MONTH)
    return Month(_frame(who, wanted, today, MONTH), grid, listed, whole.url(LIST, excel=1), everything)


def _worth(grid: Sequence[Sequence[Day]], wanted: Asked, today: date) -> date | None:
    """The day whose list stands under a month that names none: today, else the first with entries."""
    if wanted.first <= today <= wanted.last:
        return today
    return next((day.day for week in grid for day in week if day.total), None)


def list_(person: Person, today: date, query: Mapping[str, str]) -> tuple[Frame, Listed]:
    """The list of a month, a day, of what is late or of what has no day."""
    scope, wanted = Scope(person, today), asked(query, today)
    who = whose(scope, wanted.of)
    return _frame(who, wanted, today, LIST), _listed(who.rows, wanted, query, LIST, today)


def chosen(rows: QuerySet[Deadline], wanted: Asked, today: date) -> Moments:
    """The moments that an address asks for."""
    if wanted.only == "late":
        return due_moments(rows.filter(done_on=None, due_on__lt=today))
    if wanted.only == "unset":
        return due_moments(rows.filter(_UNSET))
    return moments(rows, wanted.day or wanted.first, wanted.day or wanted.last)


_UNSET = Q(done_on=None, due_on=None, opens_on=None)


def _listed(
    rows: QuerySet[Deadline], wanted: Asked, query: Mapping[str, str], page: str, today: date
) -> Listed:
    cut = Paginator(chosen(rows, wanted, today), PAGE).get_page(query.get("page"))
    return Listed(
        said=wanted.said,
        rows=entries(cut.object_list, today),
        pager=paging.pager(cut, "项", lambda number: wanted.url(page, page=number) + "#day"),
        excel=wanted.url(LIST, excel=1),
    )


def _frame(who: Whose, wanted: Asked, today: date, page: str) -> Frame:
    late = Q(done_on=None, due_on__lt=today)
    counted = who.rows.filter(late | _UNSET).aggregate(
        late=Count("pk", filter=late), unset=Count("pk", filter=_UNSET)
    )
    before, after, whole = wanted.before(), wanted.after(), wanted.whole()
    here = wanted.first <= today <= wanted.last
    return Frame(
        whose=who,
        asked=wanted,
        today=today,
        tabs=[
            shapes.Tab(title="月历", url=whole.url(MONTH), here=page == MONTH),
            shapes.Tab(title="清单", url=whole.url(LIST), here=page == LIST),
        ],
        before=before.url(page) if before else "",
        after=after.url(page) if after else "",
        now="" if here and not wanted.only else wanted.at(today).whole().url(page),
        presumed=presumed(wanted),
        late=_count(wanted.but("late"), "逾期未办", counted["late"]),
        unset=_count(wanted.but("unset"), "条文未设期限", counted["unset"]),
    )


def _count(wanted: Asked, word: str, number: int) -> shapes.Link | None:
    return shapes.Link(text=f"{word} {number} 项", url=wanted.url(LIST)) if number else None


@dataclass(frozen=True)
class FeedAddress:
    """Where the feed is fetched; `open` is the same for programs that take webcal addresses."""

    url: str
    open: str


def feed_address(absolute: Callable[[str], str], word: str) -> FeedAddress:
    url = absolute(reverse("desk:feed", args=[word]))
    return FeedAddress(url, "webcal" + url[url.index(":") :])
