"""A service whose refusals are noted, whichever door it was called through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.refusals import Element, elements_of, note, rule
from xunzhang.regulations import catalogue

P = ParamSpec("P")
R = TypeVar("R")


def noted(service: Callable[P, R]) -> Callable[P, R]:
    """Decorator outside of the transaction: what was refused is gone by then, only the refusal is kept.

    The service takes `actor`, `now`, and `case` or `run`.
    """

    @wraps(service)
    def outer(*args: P.args, **given: P.kwargs) -> R:
        try:
            return service(*args, **given)
        except ActRefused as refused:
            _note(refused, **given)
            raise

    return outer


def _note(refused: ActRefused, **given: object) -> None:
    run, case = given.get("run"), given.get("case")
    place = run.case if isinstance(run, StepRun) else case
    assert isinstance(place, Case)
    edition = catalogue.edition(place.project.edition_id)
    procedure = edition.procedures[place.procedure]
    step = run.step if isinstance(run, StepRun) else ""
    note(
        edition=edition,
        unit=place.project.unit,
        project=place.project,
        act=f"{procedure.title}·{procedure.steps[step].title}" if step else procedure.title,
        elements=_elements(edition, refused, f"{place.procedure}.{step}".rstrip(".")),
        actor=given["actor"],  # type: ignore[arg-type]
        now=given["now"],  # type: ignore[arg-type]
    )


def _elements(edition: Edition, refused: ActRefused, place: str) -> Iterator[Element]:
    """What stood in the way: of a start a hold, rules, or that there is nothing for it to be about."""
    if refused.check:
        yield from elements_of(edition, refused.check, place)
        return
    move = refused.move
    if move and move.hold:
        yield from (
            ("hold", code, {}) for code, hold in edition.regulation.holds.items() if hold == move.hold
        )
    elif move and any(finding.blocks for finding in move.findings):
        yield from (rule(edition, finding) for finding in move.findings if finding.blocks)
    else:
        yield "procedure", place.partition(".")[0], {}
