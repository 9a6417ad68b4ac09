"""What supervision finds in a pack: the entity of orders, the phase they belong to, measures and holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db.models import Q

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


def duties(codes: Callable[[str], frozenset[str]]) -> Q:
    """The deadlines that each edition counts among some kind."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        test |= Q(project__edition=identity, code__in=codes(identity))
    return test


@cache
def filing_duties(identity: str) -> frozenset[str]:
    """The deadlines of an edition that a filing (备案) fulfils."""
    edition = catalogue.edition(identity)
    return frozenset(
        code
        for code, rule in edition.deadlines.items()
        if rule.procedure and _is_filed(edition.procedures[rule.procedure], rule.fulfilled_by)
    )


def _is_filed(procedure: Procedure, fact: str | None) -> bool:
    """Whether the procedure is nothing but a filing, or a step that files makes the fact known."""
    filing = [step for step in procedure.steps.values() if step.kind == "filing"]
    if len(filing) == len(procedure.steps):
        return bool(filing)
    return any(fact in outcome.set for step in filing for outcome in step.outcomes.values())


@cache
def report_duties(identity: str) -> frozenset[str]:
    """The deadlines of an edition that a report of progress fulfils."""
    edition = catalogue.edition(identity)
    makers = {code for code, each in edition.procedures.items() if each.creates == report_entity(edition)}
    return frozenset(code for code, rule in edition.deadlines.items() if rule.procedure in makers)


def report_entity(edition: Edition) -> str:
    """The kind of record that reports progress; "" where a measure asks for no such reports."""
    named = catalogue.vocabulary().progress
    derived = edition.facts[named.reported].derived if named else None
    return edition.facts[derived.latest].entity if derived and derived.latest else ""


@cache
def acceptance_duties(identity: str) -> frozenset[str]:
    """The deadlines of an edition that belong to the procedures which accept a project."""
    edition = catalogue.edition(identity)
    named = catalogue.vocabulary().progress
    makers = edition.writers.get(named.ends, ()) if named else ()
    return frozenset(code for code, rule in edition.deadlines.items() if rule.procedure in makers)
