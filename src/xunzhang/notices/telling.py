"""A notice in words: its title, what it says on a day, and the articles it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.notices.kinds import KINDS, Kind
from xunzhang.notices.models import Notice
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.regulations.telling import articles
from xunzhang.web.clock import SHANGHAI
from xunzhang.web.shapes import Article
from xunzhang.web.words import basis_text, day_text

OF_CASES = ("asked", "returned", "ended")
TO_DO = {
    "soon": "请按期办理",
    "today": "请今天办理",
    "late": "请尽快办理",
    "escalated": "请督促本机构尽快办理",
    "asked": "请按要求办理",
    "returned": "请按意见补正后重新提交",
}


@dataclass(frozen=True)
class Line:
    """A notice as its page and its letter tell it."""

    notice: Notice
    title: str
    words: str
    articles: tuple[Article, ...]
    is_read: bool

    @property
    def kind(self) -> Kind:
        return KINDS[self.notice.kind]

    @property
    def on(self) -> date:
        """The day on which it was told."""
        return localtime(self.notice.at, SHANGHAI).date()

    @property
    def url(self) -> str:
        """The page where it is dealt with."""
        project = self.notice.project
        if project is None:
            return self.notice.code
        tab = "procedures" if self.notice.kind in OF_CASES else "deadlines"
        return reverse("desk:tab", args=[project.code, tab])

    @property
    def basis(self) -> str:
        """第25条、第28条: the articles in words, "" without any."""
        return basis_text(self.articles)

    @property
    def to_do(self) -> str:
        return TO_DO.get(self.notice.kind, "")


def line(notice: Notice, today: date) -> Line:
    """A notice whose project, if any, has been read with it."""
    is_read = bool(getattr(notice, "is_read", False))
    if notice.project is None:
        return Line(notice, notice.text, "", (), is_read)
    title, cites = _about(notice, notice.project)
    marks = articles(catalogue.edition(notice.project.edition_id), cites)
    return Line(notice, title, _words(notice, today), marks, is_read)


def _about(notice: Notice, project: Project) -> tuple[str, Cites]:
    """The title of the deadline or procedure, and the articles it rests on."""
    edition = catalogue.edition(project.edition_id)
    named = edition.procedures if notice.kind in OF_CASES else edition.deadlines
    found = named.get(notice.code)
    return (found.title, found.cites) if found else (notice.code, ())


def _words(notice: Notice, today: date) -> str:
    if notice.kind in OF_CASES:
        return notice.text
    assert notice.day
    day = day_text(notice.day)
    if notice.kind == "moved":
        return f"{notice.text}，现在是 {day}"
    if notice.day < today:
        late = overdue_working_days(notice.day, today, catalogue.calendar())
        return f"{day} 到期，已逾期" + (f" {late} 个工作日" if late else "")
    return f"{day} 到期" if notice.day > today else f"今天（{day}）到期"
