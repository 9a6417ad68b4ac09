"""Facets: what the list can be narrowed by. Each choice is a test that the database makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from xunzhang.kernel.pack.edition import Edition
from xunzhang.projects.library.bands import band_choices
from xunzhang.projects.library.choice import Choice
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

SOON_DAYS = 30


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list. With a `column` the database counts by groups, else test by test."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    column: str = ""
    kept: int = 99  # so many choices are shown at once, the rest on demand

    def find(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)

    def counts(self, rows: QuerySet[Project]) -> dict[str, int]:
        """How many of the rows meet each choice. One query."""
        if self.column:
            grouped = rows.order_by().values_list(self.column).annotate(Count("id"))
            return {str(code): count for code, count in grouped}
        counted = {f"n{place}": Count("id", filter=one.test) for place, one in enumerate(self.choices)}
        found = rows.aggregate(**counted)
        return {one.code: found[f"n{place}"] for place, one in enumerate(self.choices)}


@dataclass(frozen=True)
class Ground:
    """What the library holds, as far as the person sees it: editions, units and years that occur."""

    editions: tuple[Edition, ...]
    in_force: tuple[Edition, ...]
    units: Mapping[int, str] = field(default_factory=dict)
    years: tuple[int, ...] = ()


def facets(ground: Ground, today: date) -> tuple[Facet, ...]:
    """All facets, in the order of the page."""
    units = sorted(ground.units.items(), key=lambda unit: unit[1])
    return (
        _column("phase", "阶段", "phase", phases(ground.editions).items()),
        Facet("amount", "金额（万元）", band_choices(ground.in_force)),
        _column("year", "年度", "year", ((year, str(year)) for year in sorted(ground.years, reverse=True))),
        Facet("flag", "标记", tuple(_flags(today))),
        _column("activity", "建设性质", "activity", activities(ground.editions).items()),
        _column("unit", "单位", "unit", units, kept=6),
        _column("edition", "适用办法", "edition", ((one.id, one.name) for one in ground.editions)),
    )


def phases(editions: Iterable[Edition]) -> dict[str, str]:
    """Phase code → title, in the order of the packs."""
    found: dict[str, str] = {}
    for edition in editions:
        for phase in edition.regulation.phases:
            found.setdefault(phase.code, phase.title)
    return found


def activities(editions: Iterable[Edition]) -> dict[str, str]:
    """Code → title of the fact that fills the column `activity`."""
    found: dict[str, str] = {}
    for edition in editions:
        for name in catalogue.vocabulary().library.get("activity", ()):
            for code, title in edition.facts[name].values.items():
                found.setdefault(code, title)
    return found


def statuses() -> dict[str, str]:
    """Code → title of the project status; the first one is the ordinary state and is never marked."""
    vocabulary = catalogue.vocabulary()
    names = vocabulary.library.get("status", ())
    listed = [pair for name in names for pair in vocabulary.facts[name].values.items()]
    return dict(listed[1:])


def _flags(today: date) -> Iterable[Choice]:
    soon = today + timedelta(days=SOON_DAYS)
    yield Choice("unknown", "待补充", Q(unknown__gt=0))
    yield Choice("failing", "不符合", Q(failing__gt=0))
    yield Choice("late", "逾期", Q(next_due__lt=today))
    yield Choice("soon", f"{SOON_DAYS} 天内到期", Q(next_due__gte=today, next_due__lte=soon))
    yield Choice("returned", "退回", Q(returned=True))
    for code, title in statuses().items():
        yield Choice(code, title, Q(status=code))


def _column(
    name: str, title: str, column: str, values: Iterable[tuple[object, str]], kept: int = 99
) -> Facet:
    choices = tuple(Choice(str(code), words, Q(**{column: code})) for code, words in values)
    return Facet(name, title, choices, column, kept)
