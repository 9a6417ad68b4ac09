"""A service whose refusals are noted, whichever door it was called through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.refusals import Element, elements_of, note
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
    procedure = catalogue.edition(place.project.edition_id).procedures[place.procedure]
    step = run.step if isinstance(run, StepRun) else ""
    note(
        edition=place.project.edition_id,
        unit=place.project.unit,
        project=place.project,
        act=f"{procedure.title}·{procedure.steps[step].title}" if step else procedure.title,
        elements=_elements(refused, f"{place.procedure}.{step}".rstrip(".")),
        actor=given["actor"],  # type: ignore[arg-type]
        now=given["now"],  # type: ignore[arg-type]
    )


def _elements(refused: ActRefused, place: str) -> Iterator[Element]:
    if refused.check:
        yield from elements_of(refused.check, place)
    else:
        yield from (("rule", code) for code in refused.codes)
