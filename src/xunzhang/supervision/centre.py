"""The supervision centre: figures of what the person oversees, and the list behind one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum

from xunzhang.accounts.models import Person
from xunzhang.procedures.models import Deadline
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.supervision import lists
from xunzhang.supervision.paging import page
from xunzhang.web import shapes


@dataclass(frozen=True)
class Centre:
    """The page. `office` narrows the list of late duties to one office, "" for all."""

    today: date
    scope: str
    figures: Sequence[shapes.Figure]
    tabs: Sequence[shapes.Tab]
    offices: shapes.BarChart | None
    code: str
    title: str
    office: str
    rows: Sequence[lists.Row]
    count: int
    empty: shapes.Empty
    pager: shapes.Pager


def centre(person: Person, today: date, asked: Mapping[str, str]) -> Centre:
    """Read the page, in a fixed number of queries. What an address asks for in vain is left out."""
    projects = visible(person)
    by_office = _by_office(projects, today)
    totals = _totals(projects)
    counts = {
        "late": sum(by_office.values()),
        "orders": lists.open_orders(projects, today).count(),
        "overdue": lists.overdue(projects, today).count(),
        "held": totals["held"],
        "failing": totals["faults"],
    }
    code = asked.get("list", "") if asked.get("list", "") in lists.LISTS else lists.FIRST
    office = asked.get("office", "") if code == "late" and asked.get("office", "") in by_office else ""
    chosen = lists.LISTS[code]
    rows = chosen.rows(projects, today)
    found = page(rows.filter(_of_office(office)) if office else rows, chosen.key, asked.get("after", ""))
    count = by_office[office] if office else totals["faulty"] if code == "failing" else counts[code]
    return Centre(
        today=today,
        scope=f"能看到的项目 {totals['all']} 个",
        figures=_figures(counts),
        tabs=_tabs(counts, code),
        offices=_chart(by_office),
        code=code,
        title=chosen.title + (f"：{office}" if office else ""),
        office=office,
        rows=[chosen.tell(row, today) for row in found.rows],
        count=count,
        empty=shapes.Empty(title=chosen.empty, icon="circle-check"),
        pager=_pager(code, office, found.older, found.is_first, len(found.rows), count),
    )


def address(code: str, office: str = "", after: str = "") -> str:
    wanted = {"list": code, "office": office, "after": after}
    return "?" + urlencode({name: value for name, value in wanted.items() if value}) + "#list"


def _totals(projects: QuerySet[Project]) -> dict[str, int]:
    """Counts of projects, in one query."""
    found: dict[str, int] = projects.filter(level="project").aggregate(
        all=Count("id"),
        held=Count("id", filter=lists.held_test()),
        faults=Sum("failing", default=0),
        faulty=Count("id", filter=Q(failing__gt=0)),
    )
    return found


def _by_office(projects: QuerySet[Project], today: date) -> Counter[str]:
    """Late duties by whose they are, most first. One query."""
    rows = Deadline.objects.filter(project__in=projects, done_on__isnull=True, due_on__lt=today)
    grouped = rows.values_list("project__edition", "code", "project__unit__name").annotate(Count("id"))
    found: Counter[str] = Counter()
    for edition, code, unit, count in grouped.order_by():
        found[lists.duty_holder(edition, code, unit)] += count
    return found


def _of_office(office: str) -> Q:
    """The late duties of one office: of a unit by its name, of a role by its title."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        edition = catalogue.edition(identity)
        holders = {code: edition.roles[rule.duty_of] for code, rule in edition.deadlines.items()}
        units = [code for code, role in holders.items() if role.holder == "unit"]
        titled = [code for code, role in holders.items() if role.holder != "unit" and role.title == office]
        test |= Q(project__edition=identity, code__in=units, project__unit__name=office)
        test |= Q(project__edition=identity, code__in=titled)
    return test


def _figures(counts: Mapping[str, int]) -> tuple[shapes.Figure, ...]:
    said = {
        "late": ("逾期时限", "项", "按办理单位看"),
        "orders": ("在办整改", "件", "整改通知还没有了结"),
        "overdue": ("逾期未答复", "件", "可以采取措施"),
        "held": ("暂停或终止", "个", "项目"),
        "failing": ("不符合条文", "条", "点开看项目"),
    }
    return tuple(
        shapes.Figure(
            label=label,
            value=str(counts[code]),
            url=address(code),
            unit=unit,
            note=note,
            alarm=bool(counts[code]) and code in ("late", "overdue", "failing"),
        )
        for code, (label, unit, note) in said.items()
    )


def _tabs(counts: Mapping[str, int], here: str) -> tuple[shapes.Tab, ...]:
    """One tab for each list; on a narrow screen they are the only way to the last ones."""
    return tuple(
        shapes.Tab(title=each.title, url=address(code), count=str(counts[code] or ""), here=code == here)
        for code, each in lists.LISTS.items()
    )


def _chart(by_office: Counter[str]) -> shapes.BarChart | None:
    """The ten offices with most late duties; each bar opens its list."""
    if not by_office:
        return None
    bars = tuple(
        shapes.Bar(title=office, value=count, url=address("late", office), text=f"{count} 项", alarm=True)
        for office, count in by_office.most_common(10)
    )
    label = "逾期时限最多的单位：" + "，".join(f"{bar.title} {bar.value} 项" for bar in bars[:3])
    return shapes.BarChart(label=label, bars=bars)


def _pager(code: str, office: str, older: str, is_first: bool, shown: int, count: int) -> shapes.Pager:
    text = f"本页 {shown} 项，共 {count} 项" if code != "failing" else f"本页 {shown} 个项目，共 {count} 个"
    return shapes.Pager(
        text=text,
        newer="" if is_first else address(code, office),
        older=address(code, office, older) if older else "",
        note="" if is_first else "“上一页”回到第一页",
    )
