"""The periods of a circular: a quarter or a year, written 2026-Q3 or 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
QUARTERS = "一二三四"
BACK = 8
"""So many quarters back may be chosen, and the years in which they lie."""


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted."""

    code: str
    title: str
    first: date
    last: date

    def as_of(self, today: date) -> date:
        """The day up to which the figures go: the last one, or today while the period runs."""
        return min(self.last, today)


def quarter(year: int, number: int) -> Period:
    first = date(year, 3 * number - 2, 1)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return Period(f"{year}-Q{number}", f"{year}年第{QUARTERS[number - 1]}季度", first, following - DAY)


def whole_year(year: int) -> Period:
    return Period(str(year), f"{year}年度", date(year, 1, 1), date(year, 12, 31))


def choices(today: date) -> dict[str, Period]:
    """The periods one may choose from by code: quarters, newest first, then years."""
    running = today.year * 4 + (today.month - 1) // 3
    quarters = [quarter(number // 4, number % 4 + 1) for number in range(running, running - BACK - 1, -1)]
    years = sorted({period.first.year for period in quarters}, reverse=True)
    return {period.code: period for period in (*quarters, *map(whole_year, years))}


def default(today: date) -> Period:
    """The quarter that ended last."""
    return list(choices(today).values())[1]
