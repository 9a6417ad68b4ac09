"""Money by year: asked for, approved, contracted, paid; as a table and as a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xunzhang.funds.book import Book
from xunzhang.kernel.situation import RecordState
from xunzhang.web import shapes, words


@dataclass(frozen=True)
class Year:
    """The sums of one year in 分; nought where nothing happened that year."""

    year: int
    planned: int
    approved: int
    contracted: int
    paid: int


def years(book: Book) -> tuple[Year, ...]:
    """Every year in which money was planned or moved, oldest first."""
    planned = _by_year(book, book.live("budget"), "budget_year", "budget_requested")
    approved = _by_year(book, book.counted("budget_total"), "budget_year", "budget_granted")
    contracted = _by_year(book, book.counted("contract_total"), "contract_signed_on", "contract_amount")
    paid = _by_year(book, book.counted("paid_total"), "payment_on", "payment_amount")
    known = sorted({*planned, *approved, *contracted, *paid})
    return tuple(Year(year, planned[year], approved[year], contracted[year], paid[year]) for year in known)


def chart(found: Sequence[Year]) -> shapes.BarChart | None:
    """Four bars for each year; each opens the table that it sums up. None where there is nothing to draw."""
    if not found:
        return None
    last = found[-1]
    label = f"{found[0].year} 至 {last.year} 年各年的编报、批复、合同、支付金额，明细见下表"
    return shapes.BarChart(label=label, bars=tuple(_bars(found)))


def _bars(found: Iterable[Year]) -> Iterator[shapes.Bar]:
    for year in found:
        parts = (
            ("编报", year.planned, "#zj-budget"),
            ("批复", year.approved, "#zj-budget"),
            ("合同", year.contracted, "#zj-contract"),
            ("支付", year.paid, "#zj-contract"),
        )
        for title, amount, url in parts:
            yield shapes.Bar(title=f"{year.year} {title}", value=amount, url=url, text=words.wan(amount))


def _by_year(book: Book, records: Iterable[RecordState], when: str, amount: str) -> Counter[int]:
    """Sums by year; a record whose year is not known cannot be placed and is left to the tables."""
    found: Counter[int] = Counter()
    for record in records:
        day = book.day(record, when)
        year = day.year if day else book.number(record, when)
        if year is not None:
            found[year] += book.number(record, amount) or 0
    return found
