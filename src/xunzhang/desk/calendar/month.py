"""The grid of a month: working days, rest days and holidays by name, and the first entries of each day."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from xunzhang.desk.calendar.asked import MONTH, Asked
from xunzhang.desk.calendar.entries import DUE, OPENS, Entry, entries
from xunzhang.kernel.calendar import WEEKDAY, WEEKEND
from xunzhang.procedures.models import Deadline
from xunzhang.regulations import catalogue
from xunzhang.web.words import day_text

SHOWN = 3


@dataclass(frozen=True)
class Day:
    """One square. `name` says why it is rested or worked, where its weekday does not.

    Of `total` entries `open` are not done; `late` are missed.
    """

    day: date
    css: str
    name: str
    entries: Sequence[Entry]
    total: int
    open: int
    late: int
    url: str

    @property
    def more(self) -> int:
        return self.total - len(self.entries)

    @property
    def spoken(self) -> str:
        """What the square says when it is read out."""
        counted = f"，{self.total} 项" if self.total else "，没有时限"
        return day_text(self.day) + (f"，{self.name}" if self.name else "") + counted + self._late

    @property
    def _late(self) -> str:
        return f"，其中逾期 {self.late} 项" if self.late else ""


def weeks(rows: QuerySet[Deadline], wanted: Asked, today: date) -> list[list[Day]]:
    """The month, week by week from Monday. Four queries, however much falls on its days."""
    due, opens = list(_first(rows, "due_on", wanted)), list(_first(rows, "opens_on", wanted))
    picked = [*((pk, day, DUE) for pk, day, _, _ in due), *((pk, day, OPENS) for pk, day, _, _ in opens)]
    shown: dict[date | None, list[Entry]] = {}
    for entry in sorted(entries(picked, today), key=_order):
        shown.setdefault(entry.day, []).append(entry)
    # every row of a day repeats the numbers of its day
    counts: Counter[tuple[str, date]] = Counter()
    for found in (due, opens):
        counts.update({("total", day): total for _, day, total, _ in found})
        counts.update({("open", day): open_ for _, day, _, open_ in found})
    counts.update({("late", day): open_ for _, day, _, open_ in due if day < today})
    return [
        [_day(day, wanted, today, shown.get(day, []), counts) for day in week]
        for week in Calendar().monthdatescalendar(wanted.first.year, wanted.first.month)
    ]


def _order(entry: Entry) -> tuple[bool, int, int]:
    """What is open before what is done, duties before openings."""
    return entry.state == "done", entry.kind, entry.row.pk


def _first(rows: QuerySet[Deadline], name: str, wanted: Asked) -> Iterator[tuple[int, date, int, int]]:
    """The first entries of each day, with how many there are and how many of them are open."""
    day = [F(name)]
    first = F("done_on").asc(nulls_first=True)
    within = {f"{name}__gte": wanted.first, f"{name}__lte": wanted.last}
    found = (
        rows.order_by()
        .filter(**within)
        .annotate(
            total=Window(Count("pk"), partition_by=day),
            open=Window(Count("pk", filter=Q(done_on=None)), partition_by=day),
            place=Window(RowNumber(), partition_by=day, order_by=[first, F("pk").asc()]),
        )
    )
    chosen = found.filter(place__lte=SHOWN).order_by(name, "place")
    yield from chosen.values_list("pk", name, "total", "open")


def _day(
    day: date, wanted: Asked, today: date, shown: Sequence[Entry], counts: Mapping[tuple[str, date], int]
) -> Day:
    kind = catalogue.calendar().day(day)
    marks = {
        "is-rest": not kind.working,
        "is-today": day == today,
        "is-chosen": day == wanted.day,
        "is-outside": day.month != wanted.first.month,
    }
    plain = kind.reason in (WEEKDAY, *WEEKEND.values())
    return Day(
        day=day,
        css=" ".join(mark for mark, holds in marks.items() if holds),
        name="" if plain else kind.reason,
        entries=shown[:SHOWN],
        total=counts["total", day],
        open=counts["open", day],
        late=counts["late", day],
        url=wanted.at(day).url(MONTH) + "#day",
    )


def presumed(wanted: Asked) -> bool:
    """Whether the rest days of the month may still be moved by a notice that is not out yet."""
    calendar = catalogue.calendar()
    return not (calendar.is_settled(wanted.first) and calendar.is_settled(wanted.last))
