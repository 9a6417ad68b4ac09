"""How a case runs: which step opens next, whose turn it is, and what an outcome sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Outcome, Procedure, Step

DONE, FAILED, REVISE, NEXT = "done", "failed", "revise", "next"
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Stop:
    """Where a case comes to stand: a step with the roles whose turn it is, or an end."""

    at: str
    roles: tuple[str, ...] = ()

    @property
    def is_end(self) -> bool:
        return self.at in (DONE, FAILED)


def first(edition: Edition, procedure: Procedure, row: Row) -> Stop:
    """Where a submitted case goes first."""
    return _from(edition, procedure, list(procedure.steps), row)


def after(edition: Edition, procedure: Procedure, step: str, outcome: Outcome, row: Row) -> Stop:
    """Where the case goes when `outcome` has decided `step`."""
    if outcome.to in (DONE, FAILED, REVISE):
        return Stop(outcome.to)
    order = list(procedure.steps)
    begin = order.index(step) + 1 if outcome.to == NEXT else order.index(outcome.to)
    return _from(edition, procedure, order[begin:], row)


def deciding(step: Step, chosen: Sequence[str]) -> str:
    """Of the outcomes that the members chose, the gravest: the one declared last."""
    order = list(step.outcomes)
    return max(chosen, key=order.index)


def assigned(values: Mapping[str, object], row: Row, today: date) -> dict[str, Value]:
    """The facts that a `set:` writes: literals, `$today`, or a copy of another fact."""
    return {name: _assigned(value, row, today) for name, value in values.items()}


def resolve(edition: Edition, role: str, row: Row) -> str:
    """The role that acts for `role` on this row: a body the text leaves undefined goes by its route."""
    for route in edition.roles[role].resolves:
        if route.when is None or _holds(edition, route.when, row):
            return resolve(edition, route.role, row)
    return role


def _assigned(value: object, row: Row, today: date) -> Value:
    if value == "$today":
        return today
    if isinstance(value, str) and value.startswith("$"):
        return row.get(value[1:])
    return value  # type: ignore[return-value]  # the loader checked it against the fact's type


def _from(edition: Edition, procedure: Procedure, codes: Sequence[str], row: Row) -> Stop:
    """The first of `codes` that is not skipped. Only a condition known to be false skips a step."""
    for code in codes:
        step = procedure.steps[code]
        if step.when and _holds(edition, step.when, row) is False:
            continue
        roles = [
            member.role
            for member in step.by
            if not member.when or _holds(edition, member.when, row) is not False
        ]
        if roles:
            return Stop(code, tuple(dict.fromkeys(resolve(edition, role, row) for role in roles)))
    return Stop(DONE)


def _holds(edition: Edition, text: str, row: Row) -> bool | None:
    return edition.truths(row)[text]
