"""Reading the project library for its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.projects.access import visible
from xunzhang.projects.library import asking, sorting
from xunzhang.projects.library.asking import Asked
from xunzhang.projects.library.bands import Cut, cuts
from xunzhang.projects.library.facets import Facet, Ground, activities, facets, phases, statuses
from xunzhang.projects.models import Project
from xunzhang.projects.registering import posts_to_register
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InForce
from xunzhang.web.shapes import Empty, Link, Pager

TAGS_RED, TAGS_OCHRE = "is-red", "is-ochre"


@dataclass(frozen=True)
class Tag:
    """A mark on a row: its words and class."""

    text: str
    css: str = ""


@dataclass(frozen=True)
class Row:
    """One project of the list."""

    project: Project
    phase: str
    activity: str
    tags: tuple[Tag, ...]
    days_late: int | None

    @property
    def url(self) -> str:
        return reverse("desk:project", args=[self.project.code])


@dataclass(frozen=True)
class Pick:
    """A choice as a link, with how many rows it opens."""

    title: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True)
class Shelf:
    """A facet as links; `rest` are the choices shown on demand."""

    title: str
    picks: tuple[Pick, ...]
    rest: tuple[Pick, ...] = ()
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Column:
    """A head of the table. `order` is ascending, descending or "" (not sorted); no `url`: not sortable."""

    title: str
    url: str = ""
    order: str = ""
    number: bool = False


@dataclass(frozen=True)
class Library:
    """The page of the library."""

    asked: Asked
    total: int
    amount: int
    contract: int
    views: tuple[Pick, ...]
    shelves: tuple[Shelf, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pager: Pager
    today: date
    may_register: bool
    empty: Empty | None = None
    hidden: Mapping[str, str] = field(default_factory=dict)

    @property
    def removals(self) -> tuple[Link, ...]:
        """Each condition in force, with the address of the list without it."""
        return tuple(
            Link(text=one.words, url=self.asked.address(**{one.name: ""})) for one in self.asked.conditions
        )


def library(person: Person, params: Mapping[str, str], today: date) -> Library:
    """Everything the page shows, within what the person may see. A fixed number of queries."""
    seen = visible(person).filter(level="project")
    ground = _ground(person, seen, today)
    listed = facets(ground, today)
    asked = asking.read(params, listed)
    rows = seen.filter(asked.test())
    sums = rows.aggregate(n=Count("id"), planned=Sum("amount"), contracted=Sum("contract_amount"))
    asked, page = _page(rows, asked, params, sums["n"])
    may_register = bool(posts_to_register(person, ground.in_force))
    return Library(
        asked=asked,
        total=sums["n"],
        amount=sums["planned"] or 0,
        contract=sums["contracted"] or 0,
        views=tuple(_views(person, seen, listed, asked)),
        shelves=tuple(_shelf(facet, seen, asked, ground) for facet in listed),
        columns=_columns(asked),
        rows=tuple(_rows(page.rows, ground, today)),
        pager=_pager(asked, page, sums["n"]),
        today=today,
        may_register=may_register,
        empty=None if sums["n"] else _empty(seen, asked, may_register),
        hidden=_hidden(asked),
    )


def _ground(person: Person, seen: QuerySet[Project], today: date) -> Ground:
    """What occurs among the projects seen, and the editions in force where the person works. Two queries."""
    there = list(seen.order_by().values_list("year", "unit", "unit__name", "edition").distinct())
    areas = {area for duty in duties(person) for area in (duty.areas or {duty.home_area})}
    running = InForce.objects.on(today).filter(area__in=areas).order_by("since", "id")
    in_force = tuple(dict.fromkeys(running.values_list("edition", flat=True)))
    held = dict.fromkeys((*in_force, *sorted({edition for *_, edition in there})))
    return Ground(
        editions=tuple(catalogue.edition(identity) for identity in held),
        in_force=tuple(catalogue.edition(identity) for identity in in_force),
        units={unit: name for _, unit, name, _ in there},
        years=tuple({year for year, *_ in there}),
    )


def _page(
    rows: QuerySet[Project], asked: Asked, params: Mapping[str, str], total: int
) -> tuple[Asked, sorting.Page]:
    """The page that the address points to; an unreadable place is named and the first page shown."""
    keys = {name: sorting.read_key(asked.sort, params[name]) for name in asking.CURSORS if params.get(name)}
    if None in keys.values():
        asked = asked.complaining("页码不对，已从第一页开始列")
        keys = {}
    page = sorting.page(
        rows, asked.sort, asked.descending, after=keys.get("after"), before=keys.get("before"), total=total
    )
    return asked, page


def _views(person: Person, seen: QuerySet[Project], listed: Iterable[Facet], asked: Asked) -> Iterator[Pick]:
    """Views everybody needs. One query."""
    by_name = {facet.name: facet for facet in listed}
    flags = ("soon", "late", "returned", "failing", "unknown")
    known = [(flag, by_name["flag"].find(flag)) for flag in flags]
    tests = {f"n_{flag}": Count("id", filter=choice.test) for flag, choice in known if choice}
    own = [str(duty.organisation_id) for duty in duties(person) if not duty.areas]
    mine = next((choice for code in own if (choice := by_name["unit"].find(code))), None)
    if mine:
        tests["n_mine"] = Count("id", filter=mine.test)
    counted = seen.aggregate(n_all=Count("id"), **tests)
    yield Pick("全部", counted["n_all"], "?", not asked.conditions)
    for flag, choice in known:
        if choice:
            title = choice.title if flag in ("soon", "late") else f"有{choice.title}"
            yield Pick(title, counted[f"n_{flag}"], f"?flag={flag}", _is_only(asked, "flag", flag))
    if mine:
        yield Pick("我单位的", counted["n_mine"], f"?unit={mine.code}", _is_only(asked, "unit", mine.code))


def _is_only(asked: Asked, name: str, code: str) -> bool:
    return len(asked.conditions) == 1 and name in asked.chosen and asked.chosen[name].code == code


def _shelf(facet: Facet, seen: QuerySet[Project], asked: Asked, ground: Ground) -> Shelf:
    """A facet with its counts under all the other conditions. One query."""
    counts = facet.counts(seen.filter(asked.test(without=facet.name)))
    chosen = asked.chosen.get(facet.name)
    every = Pick("全部", sum(counts.values()), asked.address(**{facet.name: ""}), chosen is None)
    picks = [
        Pick(
            choice.title,
            counts.get(choice.code, 0),
            asked.address(**{facet.name: "" if choice == chosen else choice.code}),
            choice == chosen,
        )
        for choice in facet.choices
    ]
    if facet.kept < len(picks):
        picks.sort(key=lambda pick: (not pick.here, -pick.count))
    shown = picks[: facet.kept]
    head = (every,) if facet.column else ()
    return Shelf(
        facet.title,
        (*head, *shown),
        tuple(picks[facet.kept :]),
        cuts(ground.in_force) if facet.name == "amount" else (),
    )


def _columns(asked: Asked) -> tuple[Column, ...]:
    """The heads of the table in their order."""
    sorted_ = {
        name: Column(
            sort.title,
            asked.sorted_by(name),
            ("descending" if asked.descending else "ascending") if asked.sort == name else "",
            sort.number,
        )
        for name, sort in sorting.SORTS.items()
    }
    plain = (Column("阶段"), sorted_["amount"], sorted_["contract"], Column("标记"))
    return (sorted_["code"], *plain, sorted_["due"])


def _rows(projects: Iterable[Project], ground: Ground, today: date) -> Iterator[Row]:
    of_phase, of_activity, of_status = phases(ground.editions), activities(ground.editions), statuses()
    for project in projects:
        late = project.next_due is not None and project.next_due < today
        yield Row(
            project,
            of_phase.get(project.phase, project.phase),
            of_activity.get(project.activity, project.activity),
            tuple(_tags(project, late, of_status)),
            overdue_working_days(project.next_due, today, catalogue.calendar())
            if late and project.next_due
            else None,
        )


def _tags(project: Project, late: bool, of_status: Mapping[str, str]) -> Iterator[Tag]:
    if late:
        yield Tag("逾期", TAGS_RED)
    if project.failing:
        yield Tag(f"不符合 {project.failing}", TAGS_RED)
    if project.unknown:
        yield Tag(f"待补充 {project.unknown}", TAGS_OCHRE)
    if project.returned:
        yield Tag("退回", TAGS_OCHRE)
    if project.status in of_status:
        yield Tag(of_status[project.status])


def _pager(asked: Asked, page: sorting.Page, total: int) -> Pager:
    first, last = page.before + 1, page.before + len(page.rows)
    return Pager(
        text=f"第 {first} 至 {last} 个，共 {total} 个" if page.rows else f"共 {total} 个",
        newer=asked.address(before=page.newer) if page.newer else "",
        older=asked.address(after=page.older) if page.older else "",
        note="未立项的按申报总额列",
    )


def _empty(seen: QuerySet[Project], asked: Asked, may_register: bool) -> Empty:
    """Which conditions met, and how many rows there would be without each. One query."""
    if not asked.conditions:
        first = [Link(text="登记项目", url=reverse("projects:register"))] if may_register else []
        return Empty(title="项目库里还没有你们能看到的项目", icon="file-text", links=first)
    without = {
        f"without_{one.name}": Count("id", filter=asked.test(without=one.name)) for one in asked.conditions
    }
    found = seen.aggregate(**without)
    counts = {one.name: found[f"without_{one.name}"] for one in asked.conditions}
    told = [f"去掉{one.title}后有 {counts[one.name]} 个" for one in asked.conditions]
    links = tuple(
        Link(text=f"去掉{one.words}", url=asked.address(**{one.name: ""}))
        for one in asked.conditions
        if counts[one.name]
    )
    many = len(asked.conditions)
    return Empty(
        title=f"没有同时符合这 {many} 个条件的项目" if many > 1 else "没有符合这个条件的项目",
        text=f"{'，'.join(one.words for one in asked.conditions)}。{'，'.join(told)}。",
        links=(*links, Link(text="清除全部条件", url="?")),
    )


def _hidden(asked: Asked) -> dict[str, str]:
    """What the search box carries along, so that a new word keeps the choices."""
    order = f"{'-' if asked.descending else ''}{asked.sort}"
    kept = {name: choice.code for name, choice in asked.chosen.items()}
    return {**kept, **({"sort": order} if order != sorting.DEFAULT else {})}
