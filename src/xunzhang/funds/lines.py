"""The tables of money: budgets by year, contracts with their payments, surplus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.funds.book import Book, Limit, share
from xunzhang.kernel.situation import RecordState


@dataclass(frozen=True)
class BudgetLine:
    year: int | None
    requested: int | None
    granted: int | None
    number: str
    requested_on: date | None
    state: str
    word: str
    url: str


@dataclass(frozen=True)
class PaymentLine:
    """`running` and `share` count what is paid up to this line, in 分 and of the contract."""

    kind: str
    amount: int | None
    paid_on: date | None
    running: int | None
    share: str
    state: str
    word: str
    url: str


@dataclass(frozen=True)
class ContractLine:
    """A contract; `limits` are those of signing and filing, `paid` the sum of its payments in 分.

    `tells_award`: whether the measure asks for the day of award at all.
    """

    title: str
    number: str
    supplier: str
    award: int | None
    tells_award: bool
    amount: int | None
    awarded_on: date | None
    signed_on: date | None
    filed_on: date | None
    starts_on: date | None
    ends_on: date | None
    warranty: str
    limits: Sequence[Limit]
    payments: Sequence[PaymentLine]
    paid: int
    share: str
    url: str

    @property
    def is_late(self) -> bool:
        return any(limit.late is not None for limit in self.limits)


@dataclass(frozen=True)
class SurplusLine:
    amount: int | None
    channel: str
    declared_on: date | None
    returned_on: date | None
    state: str
    url: str


def budgets(book: Book) -> tuple[BudgetLine, ...]:
    lines = [_budget(book, record) for record in book.live("budget")]
    return tuple(sorted(lines, key=lambda line: line.year or 0))


def contracts(book: Book) -> tuple[ContractLine, ...]:
    return tuple(_contract(book, record) for record in book.live("contract"))


def loose_payments(book: Book) -> tuple[PaymentLine, ...]:
    """Payments that belong to no contract of the project: those of operation money."""
    loose = [record for record in book.live("payment") if record.parent_id is None]
    return tuple(_payments(book, loose, None))


def surplus(book: Book) -> tuple[SurplusLine, ...]:
    return tuple(_surplus(book, record) for record in book.live("surplus"))


def _budget(book: Book, record: RecordState) -> BudgetLine:
    return BudgetLine(
        year=book.number(record, "budget_year"),
        requested=book.number(record, "budget_requested"),
        granted=book.number(record, "budget_granted"),
        number=book.text(record, "budget_number"),
        requested_on=book.day(record, "budget_requested_on"),
        state=book.state(record),
        word=book.text(record, "budget_state"),
        url=book.case_url(record),
    )


def _contract(book: Book, record: RecordState) -> ContractLine:
    amount = book.number(record, "contract_amount")
    lines = tuple(_payments(book, book.situation.children(record, "payment"), amount))
    paid = next((line.running for line in reversed(lines) if line.running is not None), 0)
    return ContractLine(
        title=book.text(record, "contract_title"),
        number=book.text(record, "contract_number"),
        supplier=book.text(record, "supplier_name"),
        award=book.number(record, "award_amount"),
        tells_award=book.is_asked("award_notice_on"),
        amount=amount,
        awarded_on=book.day(record, "award_notice_on"),
        signed_on=book.day(record, "contract_signed_on"),
        filed_on=book.day(record, "contract_filed_on"),
        starts_on=book.day(record, "implementation_starts_on"),
        ends_on=book.day(record, "implementation_ends_on"),
        warranty=book.text(record, "warranty_months"),
        limits=book.limits_of(record),
        payments=lines,
        paid=paid,
        share=share(paid, amount),
        url=book.case_url(record),
    )


def _payments(book: Book, records: Iterable[RecordState], whole: int | None) -> Iterable[PaymentLine]:
    """In the order of payment; what is only asked for comes last and adds nothing to the running total."""
    paid = {record.id for record in book.counted("paid_total")}
    running = 0
    for record in sorted(records, key=lambda each: (book.day(each, "payment_on") or date.max, each.id)):
        amount = book.number(record, "payment_amount")
        is_paid = record.id in paid
        running += (amount or 0) if is_paid else 0
        yield PaymentLine(
            kind=book.text(record, "payment_kind"),
            amount=amount,
            paid_on=book.day(record, "payment_on"),
            running=running if is_paid else None,
            share=share(running, whole) if is_paid else "",
            state=book.state(record),
            word=book.text(record, "payment_state"),
            url=book.case_url(record),
        )


def _surplus(book: Book, record: RecordState) -> SurplusLine:
    return SurplusLine(
        amount=book.number(record, "surplus_amount"),
        channel=book.text(record, "surplus_channel"),
        declared_on=book.day(record, "surplus_declared_on"),
        returned_on=book.day(record, "surplus_returned_on"),
        state=book.state(record),
        url=book.case_url(record),
    )
