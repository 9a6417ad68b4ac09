"""What the pages of the working-day calendar show: years, notices, their days and what they would move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.administration.queries import tabs
from xunzhang.files.names import clean_name, ending_of
from xunzhang.files.tables import table_text
from xunzhang.files.words import words
from xunzhang.jobs.models import Job
from xunzhang.jobs.queries import Line
from xunzhang.kernel.arrangement import Problem
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.pack.source import PackError
from xunzhang.procedures import foreseeing
from xunzhang.procedures.models import Foreseen, Foresight
from xunzhang.projects.access import visible
from xunzhang.regulations import calendars, catalogue
from xunzhang.regulations.models import HolidayNotice
from xunzhang.web import paging
from xunzhang.web.forms import ChoiceField, FactForm, IntegerField, TextField

LONGEST_TEXT = 20_000
ROWS = 50
Context = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """A year of the calendar in use; without `notices` its days are only presumed."""

    year: int
    notices: tuple[str, ...]


@dataclass(frozen=True)
class MoveLine:
    """A duty whose day would be another one. `is_open`: the reader may look at the project."""

    move: Foreseen
    title: str
    is_open: bool


def form(today: date, typed: Mapping[str, str] | None = None) -> FactForm:
    """Which year, whether all of it, and the words of the notice."""
    kinds = {
        "whole": ("全年安排", "没有写到的日子按周一到周五上班"),
        "single": ("个别日子", "只改写到的日子，例如临时放假、调整某个假期"),
    }
    fields = {
        "year": IntegerField(label="哪一年", lowest=today.year - 20, highest=today.year + 5),
        "kind": ChoiceField(values={code: title for code, (title, _) in kinds.items()}, label="这份安排是"),
        "text": TextField(label="通知的文字", long=True, max_length=LONGEST_TEXT, required=False),
    }
    fields["kind"].notes = {code: note for code, (_, note) in kinds.items()}
    fields["text"].help_text = "粘贴通知全文，或每行一天：2027-01-01,休,元旦；选了文件的，以文件为准"
    return FactForm(fields, typed, initial={"year": _next_year(today), "kind": "whole"})


def _next_year(today: date) -> int:
    """The first year from this one on that nothing was announced for."""
    calendar, year = catalogue.calendar(), today.year
    while calendar.is_announced(year):
        year += 1
    return year


def source(filename: str, data: bytes) -> tuple[str, str]:
    """The words of an uploaded notice or table, and its name. Raises NotReadable."""
    name = clean_name(filename)
    read = table_text if ending_of(name) in ("csv", "xlsx") else words
    return read(name, data), name


def overview(asked: FactForm, today: date, problems: tuple[Problem, ...] = (), refused: str = "") -> Context:
    """The years around today, every notice that was read, newest first, and the form."""
    return {
        "tabs": tabs("procedures:calendar"),
        "years": tuple(_years(catalogue.calendar(), today)),
        "notices": HolidayNotice.objects.select_related("person").order_by("-id")[:ROWS],
        "form": asked,
        "problems": problems,
        "refused": refused,
    }


def _years(calendar: WorkCalendar, today: date) -> Iterator[Year]:
    last = max((*calendar.announced, today.year)) + 1
    for year in range(last, today.year - 3, -1):
        yield Year(year, tuple(map(str, calendar.announced.get(year, ()))))


def notice(row: HolidayNotice, number: str, reader: Person) -> Context:
    """One notice: its days beside the calendar in use, and what it moves or moved."""
    found = foreseeing.latest(row)
    counts = row.confirmed_at is not None
    return {
        "tabs": tabs("procedures:calendar"),
        "notice": row,
        "counts": counts and row.ended_at is None,
        "waits": not counts and row.ended_at is None,
        "days": calendars.day_lines(row, _without(row)),
        "foresight": found,
        "is_stale": bool(found and found.basis != calendars.state()),
        "job": _job(found),
        **(_moves(found, number, reader) if found else {}),
    }


def _without(row: HolidayNotice) -> WorkCalendar:
    """The calendar in use, without this notice."""
    rest = tuple(each for each in catalogue.counting() if each[0] != row.pk)
    return catalogue.calendar_of(rest)


def _job(found: Foresight | None) -> Line | None:
    job = Job.objects.filter(key=foreseeing.job_key(found)).first() if found else None
    return Line(job) if job else None


def _moves(found: Foresight, number: str, reader: Person) -> Context:
    rows = found.moves.select_related("deadline__project__unit").order_by("becomes", "id")
    page = Paginator(rows, ROWS).get_page(number)
    wanted = {move.deadline.project_id for move in page}
    open_ = set(visible(reader).filter(pk__in=wanted).values_list("pk", flat=True))
    home = reverse("procedures:notice", args=[found.notice_id])
    return {
        "moves": tuple(MoveLine(move, _title(move), move.deadline.project_id in open_) for move in page),
        "moved": page.paginator.count,
        "pager": paging.pager(page, "项", lambda at: f"{home}?page={at}"),
    }


def _title(move: Foreseen) -> str:
    row = move.deadline
    try:
        return catalogue.edition(row.project.edition_id).deadlines[row.code].title
    except (KeyError, PackError):
        return row.code
