"""Reading the money of a project: from budget to operation money, and whether the sums agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.accounts.models import Person
from xunzhang.funds import gates as gates_
from xunzhang.funds import lines, operation, years
from xunzhang.funds.book import open_book, share
from xunzhang.funds.sums import faults
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.web import shapes

__all__ = ["Money", "faults", "money"]


@dataclass(frozen=True)
class Money:
    """What the page of money shows; sums in 分, None where not known. `amount_title` says which sum it is."""

    today: date
    amount: int | None
    amount_title: str
    budget: int | None
    contract: int | None
    paid: int | None
    paid_share: str
    years: Sequence[years.Year]
    chart: shapes.BarChart | None
    budgets: Sequence[lines.BudgetLine]
    contracts: Sequence[lines.ContractLine]
    loose: Sequence[lines.PaymentLine]
    surplus: Sequence[lines.SurplusLine]
    gates: gates_.Gates
    operation: operation.Operation

    @property
    def requested(self) -> int:
        return sum(line.requested or 0 for line in self.budgets)


def money(project: Project, situation: Situation, edition: Edition, person: Person | None = None) -> Money:
    """The money of a project for one person. One query, and those that tell the person's roles."""
    book = open_book(project, situation, edition, person)
    found = years.years(book)
    contract, paid = book.total("contract_total"), book.total("paid_total")
    return Money(
        today=situation.today,
        amount=project.amount,
        amount_title=_amount_title(situation, edition),
        budget=book.total("budget_total"),
        contract=contract,
        paid=paid,
        paid_share=share(paid, contract),
        years=found,
        chart=years.chart(found),
        budgets=lines.budgets(book),
        contracts=lines.contracts(book),
        loose=lines.loose_payments(book),
        surplus=lines.surplus(book),
        gates=gates_.gates(book),
        operation=operation.operation(book),
    )


def _amount_title(situation: Situation, edition: Edition) -> str:
    """What the amount of the project is at this point: declared, planned or approved."""
    names = catalogue.vocabulary().library.get("amount", ())
    known = next((name for name in names if situation.facts.get(name) is not None), None)
    return edition.facts[known].title if known else "项目金额"
