"""Reading one's notices, in the words of the measure that binds the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from xunzhang.accounts.models import Person, Post
from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.notices.models import Notice, Reading
from xunzhang.projects.access import visible
from xunzhang.regulations import catalogue
from xunzhang.regulations.telling import articles
from xunzhang.web.shapes import Article, Tab
from xunzhang.web.words import day_text

ROWS = 30
TONES = {
    "soon": "soon",
    "today": "soon",
    "late": "late",
    "escalated": "late",
    "moved": "open",
    "returned": "returned",
    "ended": "done",
}


@dataclass(frozen=True)
class Line:
    """A notice as its page tells it."""

    notice: Notice
    title: str
    words: str
    articles: tuple[Article, ...]
    is_read: bool

    @property
    def tone(self) -> str:
        return TONES[self.notice.kind]

    @property
    def url(self) -> str:
        code = self.notice.project.code
        tab = "procedures" if self.notice.kind in ("returned", "ended") else "deadlines"
        return reverse("desk:tab", args=[code, tab])


def inbox(person: Person) -> QuerySet[Notice]:
    """What was told to the offices in which the person works, on projects the person may see."""
    posts = Post.objects.filter(person=person)
    led = posts.filter(is_leader=True).values("organisation")
    mine = Q(leaders_only=False, organisation__in=posts.values("organisation")) | Q(organisation__in=led)
    return Notice.objects.filter(mine, project__in=visible(person).values("id"))


def unread(person: Person) -> QuerySet[Notice]:
    seen = Reading.objects.filter(notice=OuterRef("pk"), person=person)
    return inbox(person).filter(~Exists(seen))


def page(person: Person, kind: str, number: str, today: date) -> tuple[Page[Any], tuple[Line, ...]]:
    """One page of notices, newest first; of one kind or of all."""
    seen = Reading.objects.filter(notice=OuterRef("pk"), person=person)
    found = inbox(person).annotate(is_read=Exists(seen)).select_related("project__unit").order_by("-id")
    shown = Paginator(found.filter(kind=kind) if kind in TONES else found, ROWS).get_page(number)
    return shown, tuple(_line(notice, today) for notice in shown)


def _line(notice: Notice, today: date) -> Line:
    title, cites = _about(notice)
    edition = catalogue.edition(notice.project.edition_id)
    is_read = bool(getattr(notice, "is_read", False))
    return Line(notice, title, _words(notice, today), articles(edition, cites), is_read)


def _about(notice: Notice) -> tuple[str, Cites]:
    """The title of the deadline or procedure, and the articles it rests on."""
    edition = catalogue.edition(notice.project.edition_id)
    named = edition.procedures if notice.kind in ("returned", "ended") else edition.deadlines
    found = named.get(notice.code)
    return (found.title, found.cites) if found else (notice.code, ())


def _words(notice: Notice, today: date) -> str:
    if notice.kind in ("returned", "ended"):
        return notice.text
    assert notice.day
    day = day_text(notice.day)
    if notice.kind == "moved":
        return f"{notice.text}，现在是 {day}"
    if notice.day < today:
        late = overdue_working_days(notice.day, today, catalogue.calendar())
        return f"{day} 到期，已逾期" + (f" {late} 个工作日" if late else "")
    return f"{day} 到期" if notice.day > today else f"今天（{day}）到期"


def tabs(person: Person, kind: str) -> tuple[Tab, ...]:
    """All notices, and each kind."""
    home = reverse("notices:list")
    every = Tab(title="全部", url=home, here=kind not in TONES)
    return (
        every,
        *(Tab(title=word, url=f"{home}?kind={code}", here=code == kind) for code, word in Notice.KINDS),
    )
