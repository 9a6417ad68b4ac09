"""Editions beside each other: the figures of all that are installed, and the words of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode

from xunzhang.kernel import wording
from xunzhang.kernel.authoring import difference
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Day, Deadline, Parameter
from xunzhang.regulations import catalogue
from xunzhang.regulations.queries import Installed
from xunzhang.regulations.telling import articles
from xunzhang.web import shapes


@dataclass(frozen=True)
class Figure:
    """One figure of one edition. `value` is "" where the text leaves it open."""

    title: str
    value: str
    articles: Sequence[shapes.Article]


@dataclass(frozen=True)
class Cell:
    """What one edition says to one question: nothing where its text is silent."""

    short: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Row:
    """One question, with the answer of every edition in the order of the columns."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The figures of several editions side by side."""

    editions: tuple[Installed, ...]
    rows: tuple[Row, ...]


def figures(shelf: Iterable[Installed]) -> Table:
    """All editions that can be read, question by question; questions that nobody answers are left out."""
    shown = tuple(row for row in shelf if row.edition)
    editions = tuple(row.edition for row in shown if row.edition)
    rows = (
        *_days(shown),
        *(
            Row(title, tuple(Cell(edition.regulation.short, _figures(edition, code)) for edition in editions))
            for code, title in catalogue.vocabulary().comparisons.items()
        ),
    )
    return Table(shown, tuple(row for row in rows if any(cell.figures for cell in row.cells)))


def _days(shown: Sequence[Installed]) -> Iterator[Row]:
    """The first day and the last one, as they are read, with the words of the text."""
    for title, which in (("从哪天起施行", "effective"), ("施行到哪天", "expiry")):
        yield Row(title, tuple(_day(row, row.edition, which) for row in shown if row.edition))


def _day(row: Installed, edition: Edition, which: str) -> Cell:
    law = edition.regulation
    day: Day = getattr(law, which)
    decided = row.resolution.chosen if row.resolution and which == "effective" else None
    read = day.date or decided
    written = f"原文“{day.text}”" if day.text else "原文的日期"
    if read is None and not day.text:
        return Cell(law.short, ())
    value = str(read) if read else "待认定" if day.candidates else "未定"
    told = f"{written}，按登记的认定" if decided else written
    return Cell(law.short, (Figure(told, value, articles(edition, day.cites)),))


def _figures(edition: Edition, question: str) -> tuple[Figure, ...]:
    named: Mapping[str, Parameter | Deadline] = {**edition.parameters, **edition.deadlines}
    return tuple(
        Figure(element.title, _value(edition, element), articles(edition, element.cites))
        for element in named.values()
        if element.compares == question
    )


def _value(edition: Edition, element: Parameter | Deadline) -> str:
    if isinstance(element, Deadline):
        return wording.deadline(edition, element)
    return wording.value(element) if element.value is not None else ""


@dataclass(frozen=True)
class Pair:
    """Two editions compared: how many elements each group has, and what is not the same."""

    left: Edition
    right: Edition
    chips: tuple[Chip, ...]
    groups: tuple[tuple[str, tuple[Difference, ...]], ...]


@dataclass(frozen=True)
class Chip:
    """A group of elements as a filter: how many on either side, how many alike, how many lines."""

    title: str
    left: int
    right: int
    same: int
    lines: int
    url: str
    here: bool


@dataclass(frozen=True)
class Difference:
    """One element that is not the same on both sides, with its articles there."""

    line: difference.Line
    left: Sequence[shapes.Article]
    right: Sequence[shapes.Article]


def pair(left: Edition, right: Edition, chosen: str) -> Pair:
    """Two editions in words, all groups or the chosen one."""
    lines = difference.difference(left, right)
    counts = difference.counts(left, right)
    address = f"{reverse('regulations:compare')}?{urlencode({'left': left.id, 'right': right.id})}"
    shown = chosen if chosen in counts else ""
    chips = tuple(
        Chip(
            title=group,
            left=numbers[0],
            right=numbers[1],
            same=numbers[2],
            lines=sum(line.group == group for line in lines),
            url=address if group == shown else f"{address}&{urlencode({'group': group})}",
            here=group == shown,
        )
        for group, numbers in counts.items()
    )
    kept = [line for line in lines if shown in ("", line.group)]
    return Pair(left, right, chips, tuple(_grouped(left, right, kept)))


def _grouped(
    left: Edition, right: Edition, lines: Iterable[difference.Line]
) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    cited = [{(kind, code): one.cites for kind, code, one in edition.elements()} for edition in (left, right)]
    for group, found in groupby(lines, key=lambda line: line.group):
        kind = KINDS.get(group, "")
        yield (
            group,
            tuple(
                Difference(
                    line,
                    articles(left, cited[0].get((kind, line.code), ())),
                    articles(right, cited[1].get((kind, line.code), ())),
                )
                for line in found
            ),
        )


KINDS: Mapping[str, str] = {
    "角色": "role",
    "数字": "parameter",
    "手续": "procedure",
    "步骤": "step",
    "材料": "material",
    "规则": "rule",
    "时限": "deadline",
}
