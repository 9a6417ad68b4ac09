"""A circular as drawn: the rows behind every figure, and the figures as how many rows there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from xunzhang.accounts.models import Area
from xunzhang.funds.book import share
from xunzhang.projects.models import Project
from xunzhang.supervision.circular.measures import MEASURES, Entry
from xunzhang.supervision.circular.periods import Period

ALL = "合计"


@dataclass(frozen=True)
class Figure:
    """One cell: how many rows of which measure; `rate` is the part of another measure, "" where none."""

    code: str
    count: int
    rate: str = ""


@dataclass(frozen=True)
class Line:
    """One unit, or all of them together."""

    unit: str
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Drawn:
    """What a circular says of a period up to `as_of`. `units` are those with projects, even without rows."""

    period: str
    first: date
    last: date
    as_of: date
    projects: int
    units: Sequence[str]
    entries: Mapping[str, Sequence[Entry]]

    @cached_property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many rows, by unit and measure; of all units together under `ALL`."""
        found: Counter[tuple[str, str]] = Counter()
        for code, rows in self.entries.items():
            found[ALL, code] = len(rows)
            found.update((row.unit, code) for row in rows)
        return found

    def line(self, unit: str) -> Line:
        return Line(unit, [self._figure(unit, code) for code in MEASURES])

    @property
    def lines(self) -> list[Line]:
        """The units, those that keep their limits best first; without limits in the period last."""
        return [self.line(unit) for unit in sorted(self.units, key=self._place)]

    @property
    def total(self) -> Line:
        return self.line(ALL)

    def rows(self, code: str, unit: str = "") -> list[Entry]:
        """The rows behind a figure."""
        return [row for row in self.entries.get(code, ()) if unit in ("", ALL, row.unit)]

    def _figure(self, unit: str, code: str) -> Figure:
        of, count = MEASURES[code].of, self.counts[unit, code]
        return Figure(code, count, share(count, self.counts[unit, of]) if of else "")

    def _place(self, unit: str) -> tuple[bool, float, int, str]:
        due, kept = self.counts[unit, "due"], self.counts[unit, "kept"]
        return not due, -kept / due if due else 0.0, self.counts[unit, "overdue"], unit

    def to_json(self) -> dict[str, Any]:
        return {
            "period": self.period,
            "days": [str(day) for day in (self.first, self.last, self.as_of)],
            "projects": self.projects,
            "units": list(self.units),
            "entries": {code: [list(astuple(row)) for row in rows] for code, rows in self.entries.items()},
        }


def from_json(said: Mapping[str, Any]) -> Drawn:
    """The circular as it was issued."""
    first, last, as_of = (date.fromisoformat(day) for day in said["days"])
    entries = {code: [Entry(*row) for row in rows] for code, rows in said["entries"].items()}
    return Drawn(said["period"], first, last, as_of, said["projects"], said["units"], entries)


def draw(area: Area, period: Period, today: date) -> Drawn:
    """What the rows of the area say now. One query for each measure, and two."""
    projects = Project.objects.filter(area=area, registered_on__lte=period.last)
    as_of = period.as_of(today)
    units = projects.filter(level="project").order_by().values_list("unit__name", flat=True)
    names = Counter(units)
    entries = {code: list(each.rows(projects, period, as_of)) for code, each in MEASURES.items()}
    late = {row.unit for rows in entries.values() for row in rows}
    return Drawn(
        period.title, period.first, period.last, as_of, names.total(), sorted({*names, *late}), entries
    )
