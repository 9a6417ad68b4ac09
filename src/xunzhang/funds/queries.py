"""Reading the money of a project."""

from __future__ import annotations

from dataclasses import dataclass

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation
from xunzhang.projects.models import Project


@dataclass(frozen=True)
class Money:
    """The sums of a project in 分, None where not known."""

    amount: int | None
    contract: int | None
    paid: int | None


def money(project: Project, situation: Situation, edition: Edition) -> Money:
    return Money(project.amount, project.contract_amount, project.paid_amount)
