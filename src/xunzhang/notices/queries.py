"""Reading one's notices, in the words of the measure that binds the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.http import urlencode

from xunzhang.accounts.models import Person, Post
from xunzhang.notices.kinds import KINDS
from xunzhang.notices.models import Notice, Reading
from xunzhang.notices.telling import Line, line
from xunzhang.notices.veiled import veiled_from
from xunzhang.notices.wishes import kinds_of, muted
from xunzhang.projects.access import visible
from xunzhang.web import clock, paging
from xunzhang.web.shapes import Pager, Tab
from xunzhang.web.words import as_date

ROWS, GROUPS, FOLD = 30, 15, 5
"""Lines of a day's page, days and kinds of the whole list, and how many of one kind a day are told singly."""


@dataclass(frozen=True)
class Group:
    """What came on one day of one kind: its lines, or without any how many there are and where they stand."""

    day: date
    kind: str
    count: int
    fresh: int
    projects: int
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return KINDS[self.kind].title

    @property
    def tone(self) -> str:
        return KINDS[self.kind].tone

    @property
    def url(self) -> str:
        return f"?{urlencode({'kind': self.kind, 'day': str(self.day)})}"


@dataclass(frozen=True)
class Listed:
    """The page: groups of the whole list, or the lines of one day. `upto` is the newest notice shown."""

    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    day: date | None
    upto: int
    pager: Pager


def told_to(person: Person) -> QuerySet[Notice]:
    """What was told to the person, or to the offices in which they work, on what they may see."""
    posts = Post.objects.filter(person=person)
    led = posts.filter(is_leader=True).values("organisation")
    mine = Q(leaders_only=False, organisation__in=posts.values("organisation")) | Q(organisation__in=led)
    found = Notice.objects.filter(Q(person=person) | mine & Q(project__in=visible(person).values("id")))
    return found.exclude(veiled_from(person))


def inbox(person: Person) -> QuerySet[Notice]:
    """What was told to the person, but for kinds they do not want to see."""
    return told_to(person).exclude(kind__in=muted(person))


def unread(person: Person) -> QuerySet[Notice]:
    return inbox(person).filter(~Exists(_seen(person)))


def page(person: Person, kind: str, day: str, number: str) -> Listed:
    """The newest first, of one kind or of all; what came in heaps is one row, its `day` shows the heap."""
    found = narrowed(inbox(person), kind, day)
    on = as_date(day)
    return _of_day(person, found, kind, on, number) if on else _grouped(person, found, kind, number)


def narrowed(found: QuerySet[Notice], kind: str, day: str) -> QuerySet[Any]:
    """Those of one kind and of one day, where such are named; each with its day, `on`."""
    found = found.filter(kind=kind) if kind in KINDS else found
    dated = found.annotate(on=TruncDate("at", tzinfo=clock.SHANGHAI))
    on = as_date(day)
    return dated.filter(on=on) if on else dated


def _of_day(person: Person, found: QuerySet[Any], kind: str, on: date, number: str) -> Listed:
    rows = _with_marks(person, found).order_by("-id")
    shown = Paginator(rows, ROWS).get_page(number)
    lines = _lines(shown.object_list)
    upto = max((each.notice.pk for each in lines), default=0)
    return Listed((), lines, on, upto, _pager(shown, "条", {"kind": kind, "day": str(on)}))


def _grouped(person: Person, found: QuerySet[Any], kind: str, number: str) -> Listed:
    counted = (
        found.order_by()
        .values("on", "kind")
        .annotate(
            count=Count("id"),
            fresh=Count("id", filter=~Exists(_seen(person))),
            projects=Count("project", distinct=True),
            newest=Max("id"),
        )
        .order_by("-on", "-newest")
    )
    shown = Paginator(counted, GROUPS).get_page(number)
    few = Q(pk__in=[])
    for row in shown:
        if row["count"] <= FOLD:
            few |= Q(on=row["on"], kind=row["kind"])
    lines = _lines(_with_marks(person, found.filter(few)).order_by("-id"))
    groups = tuple(_group(row, lines) for row in shown)
    upto = max((row["newest"] for row in shown), default=0)
    return Listed(groups, (), None, upto, _pager(shown, "组", {"kind": kind}))


def _group(row: dict[str, Any], lines: tuple[Line, ...]) -> Group:
    mine = tuple(each for each in lines if (each.on, each.notice.kind) == (row["on"], row["kind"]))
    return Group(row["on"], row["kind"], row["count"], row["fresh"], row["projects"], mine)


def _seen(person: Person) -> QuerySet[Reading]:
    return Reading.objects.filter(notice=OuterRef("pk"), person=person)


def _with_marks(person: Person, rows: QuerySet[Any]) -> QuerySet[Any]:
    marked: QuerySet[Any] = rows.annotate(is_read=Exists(_seen(person)))
    return marked.select_related("project__unit", "project__area")


def _lines(rows: Any) -> tuple[Line, ...]:
    today = clock.today()
    return tuple(line(notice, today) for notice in rows)


def _pager(shown: Page[Any], unit: str, kept: dict[str, str]) -> Pager:
    return paging.pager(shown, unit, lambda number: f"?{urlencode({**kept, 'page': str(number)})}")


def tabs(person: Person, kind: str) -> tuple[Tab, ...]:
    """All notices, and each kind that can reach the person."""
    home = reverse("notices:list")
    every = Tab(title="全部", url=home, here=kind not in KINDS)
    rest = (
        Tab(title=each.title, url=f"{home}?kind={each.code}", here=each.code == kind)
        for each in kinds_of(person)
    )
    return (every, *rest)
