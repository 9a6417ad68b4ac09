"""The measures of an edition from mild to grave, and where a project stands among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Measure, Outcome
from xunzhang.kernel.situation import Situation

Place = tuple[str, str, str]
"""Procedure, step and outcome."""


def taking(edition: Edition) -> dict[Place, str]:
    """Every outcome that takes a measure, with the measure's code."""
    return {
        (code, name, key): outcome.measure
        for code, procedure in edition.procedures.items()
        for name, step in procedure.steps.items()
        for key, outcome in step.outcomes.items()
        if outcome.measure
    }


def ranked(edition: Edition) -> list[str]:
    """The codes of the measures, mild ones first."""
    measures = edition.regulation.measures
    return sorted(measures, key=lambda code: measures[code].rank)


def skipped(edition: Edition, measure: str, taken: Iterable[str]) -> tuple[Measure, ...]:
    """The milder measures that would be passed over: those between what was taken so far and this one."""
    measures = edition.regulation.measures
    reached = max((measures[code].rank for code in taken), default=0)
    return tuple(
        measures[code] for code in ranked(edition) if reached < measures[code].rank < measures[measure].rank
    )


def in_force(edition: Edition, outcome: Outcome, situation: Situation) -> bool | None:
    """Whether what the outcome did to the project still stands; None where it did nothing to it."""
    done = list(_on_project(edition, outcome))
    return all(situation.facts.get(name) == value for name, value in done) if done else None


def _on_project(edition: Edition, outcome: Outcome) -> Iterator[tuple[str, object]]:
    for name, value in outcome.set.items():
        given = isinstance(value, str) and value.startswith("$")
        if edition.facts[name].entity == "project" and not given:
            yield name, value
