"""Which measures were taken on a project, and what a graver one would pass over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from xunzhang.kernel.ladder import Place, skipped, taking
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Measure, Step
from xunzhang.procedures.models import StepRun
from xunzhang.projects.models import Project


@dataclass(frozen=True)
class Taken:
    """A measure as it was taken: which, on which day, by which outcome of which case."""

    code: str
    on: date
    place: Place
    case_id: int


def taken(project: Project, edition: Edition) -> tuple[Taken, ...]:
    """The measures taken on a project, oldest first. One query, none where the edition has no measures."""
    places = taking(edition)
    if not places:
        return ()
    found = StepRun.objects.filter(
        case__project=project,
        state="done",
        case__procedure__in={place[0] for place in places},
        outcome__in={place[2] for place in places},
    )
    rows = found.order_by("acted_at", "id").values_list(
        "case__procedure", "step", "outcome", "acted_at", "case"
    )
    return tuple(
        Taken(places[procedure, step, outcome], localtime(at).date(), (procedure, step, outcome), case)
        for procedure, step, outcome, at, case in rows
        if at and (procedure, step, outcome) in places
    )


def passed_over(project: Project, edition: Edition, step: Step) -> Mapping[str, tuple[Measure, ...]]:
    """By outcome of a step, the milder measures that it would pass over. At most one query."""
    grave = {key: outcome.measure for key, outcome in step.outcomes.items() if outcome.measure}
    if not grave:
        return {}
    codes = [each.code for each in taken(project, edition)]
    return {key: skipped(edition, measure, codes) for key, measure in grave.items()}
