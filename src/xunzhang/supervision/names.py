"""What supervision finds in a pack: the entity of orders, the phase they belong to, measures and holds."""

from __future__ import annotations

from functools import cache

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure
from xunzhang.regulations import catalogue

ORDER = "order"


def procedures_of(edition: Edition) -> dict[str, Procedure]:
    """The procedures of the phase in which orders are issued; none where a measure knows no orders."""
    phases = {each.phase for each in edition.procedures.values() if each.creates == ORDER}
    return {code: each for code, each in edition.procedures.items() if each.phase in phases}


def measure_title(edition: Edition, procedure: str, step: str, outcome: str) -> str:
    """The measure that an outcome takes, "" if none."""
    steps = edition.procedures[procedure].steps
    chosen = steps[step].outcomes.get(outcome) if step in steps else None
    return edition.regulation.measures[chosen.measure].title if chosen and chosen.measure else ""


def status_fact() -> str:
    """The fact behind the status column of the project list."""
    return next(iter(catalogue.vocabulary().library.get("status", ())), "")


@cache
def held_statuses(identity: str) -> dict[str, str]:
    """The statuses under which an edition holds a project, each with the title of the hold."""
    edition = catalogue.edition(identity)
    fact = edition.facts.get(status_fact())
    found: dict[str, str] = {}
    for value in fact.values if fact else ():
        truths = edition.truths({status_fact(): value})
        for hold in edition.regulation.holds.values():
            if truths[hold.when]:
                found[value] = hold.title
    return found
