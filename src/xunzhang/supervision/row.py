"""A list of the supervision centre and one line of it, and what stands in its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.urls import reverse

from xunzhang.projects.models import Project
from xunzhang.supervision.paging import Key
from xunzhang.web import shapes

Kind = Literal["text", "due", "state", "day", "money", "count", "percent", "points"]


@dataclass(frozen=True)
class Row:
    """One line: the project, what is the matter with it, and whose it is to do. Money in 分.

    `reported` and `evidence` are per cent, `divergence` percentage points, `days` counts calendar days;
    `asked` tells whether the measure asks for reports at all.
    """

    project: Project
    url: str
    what: str
    note: str
    articles: tuple[shapes.Article, ...]
    state: str
    word: str
    due_on: date | None
    late: int | None
    office: str
    paid: int | None = None
    price: int | None = None
    reported: int | None = None
    evidence: int | None = None
    divergence: int | None = None
    last_on: date | None = None
    days: int | None = None
    asked: bool = True


@dataclass(frozen=True)
class Column:
    """One column: its head, how its value is written, and which field of the row it is."""

    title: str
    kind: Kind
    field: str

    def of(self, row: Row) -> Any:
        return getattr(row, self.field)


LIMIT, OFFICE = Column("时限", "due", "due_on"), Column("责任单位", "text", "office")
STATE = Column("状态", "state", "state")


def of_unit(office: str) -> Q:
    """The rows of one unit, in a list of projects."""
    return Q(unit__name=office)


@dataclass(frozen=True)
class List:
    """One list. `rows` are those of the projects given; `tell` makes a line of one of them.

    `short` stands on its tab; `of` narrows the rows to an office; `unit` is the word that counts them.
    """

    title: str
    short: str
    empty: str
    key: Key
    rows: Callable[[QuerySet[Project], date], QuerySet[Any]]
    tell: Callable[[Any, date], Row]
    columns: Sequence[Column] = (LIMIT, OFFICE)
    of: Callable[[str], Q] = of_unit
    unit: str = "项"


def tab(project: Project, name: str) -> str:
    return reverse("desk:tab", args=[project.code, name]) + "#tabs"
