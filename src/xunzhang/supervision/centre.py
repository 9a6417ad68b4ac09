"""The supervision centre: figures of what the person oversees, and the list behind one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from xunzhang.accounts.models import Person
from xunzhang.procedures.models import Deadline
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.supervision import lists
from xunzhang.supervision.ages import BANDS
from xunzhang.supervision.paging import page
from xunzhang.supervision.row import Column, List, Row
from xunzhang.web import shapes

Cell = tuple[Column, Any, int | None]
"""A column, its value in a row, and how many working days late the row is."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for; what it asks for in vain is left out. `office` and `band` are "" for all."""

    code: str
    office: str
    band: str

    @property
    def list(self) -> List:
        return lists.LISTS[self.code]

    def rows(self, projects: QuerySet[Project], today: date) -> QuerySet[Any]:
        """The rows of the list, narrowed to the office and the band."""
        found = self.list.rows(projects, today)
        if self.office:
            found = found.filter(self.list.of(self.office))
        if self.band:
            found = found.filter(BANDS[self.band].test(today, catalogue.calendar()))
        return found

    @property
    def title(self) -> str:
        narrowed = [self.office, BANDS[self.band].title if self.band else ""]
        said = "，".join(part for part in narrowed if part)
        return self.list.title + (f"：{said}" if said else "")


@dataclass(frozen=True)
class Line:
    row: Row
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Centre:
    """The page. `offices` and `ages` are charts of the late duties; `units` may be chosen from."""

    today: date
    scope: str
    asked: Asked
    figures: Sequence[shapes.Figure]
    tabs: Sequence[shapes.Tab]
    offices: shapes.BarChart | None
    ages: shapes.BarChart | None
    units: Sequence[str]
    title: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    count: int
    empty: shapes.Empty
    pager: shapes.Pager
    excel: str

    @property
    def rows(self) -> list[Row]:
        return [line.row for line in self.lines]


def centre(person: Person, today: date, params: Mapping[str, str]) -> Centre:
    """Read the page, in a fixed number of queries."""
    projects = visible(person)
    late = _late(projects, today)
    counts = {code: each.rows(projects, today).count() for code, each in lists.LISTS.items()}
    units = _units(projects, late)
    asked = read(params, units)
    wanted = asked.rows(projects, today)
    found = page(wanted, asked.list.key, params.get("after", ""))
    count = wanted.count() if asked.office or asked.band else counts[asked.code]
    return Centre(
        today=today,
        scope=f"能看到的项目 {projects.filter(level='project').count()} 个",
        asked=asked,
        figures=_figures(counts),
        tabs=_tabs(counts, asked.code),
        offices=_offices(late, asked.band),
        ages=_ages(late, asked.office),
        units=units,
        title=asked.title,
        columns=asked.list.columns,
        lines=[_line(asked.list, asked.list.tell(row, today)) for row in found.rows],
        count=count,
        empty=shapes.Empty(title=asked.list.empty, icon="circle-check"),
        pager=_pager(asked, found.older, found.is_first, len(found.rows), count),
        excel=address(asked.code, asked.office, asked.band).removesuffix("#list"),
    )


def read(params: Mapping[str, str], units: Sequence[str] | None = None) -> Asked:
    """The list, office and band of an address. Without `units` any office may be named."""
    code = params.get("list", "") if params.get("list", "") in lists.LISTS else lists.FIRST
    office, band = params.get("office", "").replace("\x00", "")[:80], params.get("band", "")
    return Asked(
        code=code,
        office=office if units is None or office in units else "",
        band=band if code == lists.FIRST and band in BANDS else "",
    )


def address(code: str, office: str = "", band: str = "", after: str = "") -> str:
    wanted = {"list": code, "office": office, "band": band, "after": after}
    return "?" + urlencode({name: value for name, value in wanted.items() if value}) + "#list"


def _line(shown: List, row: Row) -> Line:
    return Line(row, [(column, column.of(row), row.late) for column in shown.columns])


def _late(projects: QuerySet[Project], today: date) -> Counter[tuple[str, str]]:
    """Late duties by whose they are and by band. One query."""
    calendar = catalogue.calendar()
    tests = {f"n_{code}": Count("id", filter=band.test(today, calendar)) for code, band in BANDS.items()}
    rows = Deadline.objects.filter(project__in=projects, done_on__isnull=True, due_on__lt=today)
    whose = ("project__edition", "code", "project__unit__name")
    grouped = rows.values(*whose).annotate(**tests).order_by().values_list(*whose, *tests)
    found: Counter[tuple[str, str]] = Counter()
    for edition, duty, unit, *counted in grouped:
        office = lists.duty_holder(edition, duty, unit)
        for band, count in zip(BANDS, counted, strict=True):
            found[office, band] += count
    return found


def _units(projects: QuerySet[Project], late: Counter[tuple[str, str]]) -> list[str]:
    """The units of the projects, and the offices that are late with something. One query."""
    names = projects.order_by().values_list("unit__name", flat=True).distinct()
    return sorted({*names, *(office for office, _ in late)})


def _figures(counts: Mapping[str, int]) -> tuple[shapes.Figure, ...]:
    said = {
        "late": ("逾期时限", "按单位、按多久看"),
        "filings": ("应备案未备案", "欠着的备案"),
        "unaccepted": ("已付款未验收", "过了验收时间"),
        "orders": ("在办整改", f"其中逾期未答复 {counts['overdue']} 件"),
        "failing": ("有不符合的项目", "点开看条文"),
    }
    return tuple(
        shapes.Figure(
            label=label,
            value=str(counts[code]),
            url=address(code),
            unit=lists.LISTS[code].unit[:1],
            note=note,
            alarm=bool(counts[code]) and code in ("late", "unaccepted", "failing"),
        )
        for code, (label, note) in said.items()
    )


def _tabs(counts: Mapping[str, int], here: str) -> tuple[shapes.Tab, ...]:
    """One tab for each list, with how many rows it has."""
    return tuple(
        shapes.Tab(title=each.short, url=address(code), count=str(counts[code] or ""), here=code == here)
        for code, each in lists.LISTS.items()
    )


def _offices(late: Counter[tuple[str, str]], band: str) -> shapes.BarChart | None:
    """The ten offices with most late duties, of one band or of all; each bar opens its list."""
    found: Counter[str] = Counter()
    for (office, code), count in late.items():
        found[office] += count if band in ("", code) else 0
    shown = [(office, count) for office, count in found.most_common(10) if count]
    bars = tuple(_bar(office, count, address("late", office, band)) for office, count in shown)
    return _chart("逾期时限最多的单位", bars)


def _ages(late: Counter[tuple[str, str]], office: str) -> shapes.BarChart | None:
    """How long the late duties are over, of one office or of all; each bar opens its list."""
    found: Counter[str] = Counter()
    for (holder, code), count in late.items():
        found[code] += count if office in ("", holder) else 0
    bars = tuple(
        _bar(
            band.title.replace("个工作日", "日").replace(" ", ""), found[code], address("late", office, code)
        )
        for code, band in BANDS.items()
    )
    return _chart("逾期多久", bars) if found.total() else None


def _bar(title: str, count: int, url: str) -> shapes.Bar:
    return shapes.Bar(title=title, value=count, url=url, text=f"{count} 项", alarm=True)


def _chart(said: str, bars: tuple[shapes.Bar, ...]) -> shapes.BarChart | None:
    told = "，".join(f"{bar.title} {bar.value} 项" for bar in bars[:4])
    return shapes.BarChart(label=f"{said}：{told}", bars=bars) if bars else None


def _pager(asked: Asked, older: str, is_first: bool, shown: int, count: int) -> shapes.Pager:
    unit, where = asked.list.unit, (asked.code, asked.office, asked.band)
    return shapes.Pager(
        text=f"本页 {shown} {unit}，共 {count} {unit}",
        newer="" if is_first else address(*where),
        older=address(*where, older) if older else "",
        note="" if is_first else "“上一页”回到第一页",
    )
