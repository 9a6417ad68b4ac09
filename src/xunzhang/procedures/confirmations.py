"""What was copied, filed or reported to offices: fulfilled when every one of them has confirmed it.

A step of these kinds asks for confirmation; a member who started the case is its sender, not a recipient.
"""

from __future__ import annotations

from functools import cache

from django.db.models import F, Q, QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import addressed, duties
from xunzhang.kernel.pack.model import Step
from xunzhang.kernel.veil import veil
from xunzhang.procedures.models import StepRun
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

KINDS = ("filing", "notify", "report")


def asks(step: Step) -> bool:
    """Whether whoever acts at the step confirms that something arrived."""
    return step.kind in KINDS


def awaited(projects: QuerySet[Project]) -> QuerySet[StepRun]:
    """Confirmations that are open on these projects."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        for procedure, steps in _steps(identity):
            test |= Q(case__project__edition=identity, case__procedure=procedure, step__in=steps)
    rows = StepRun.objects.filter(test, state="open", case__project__in=projects)
    return rows.exclude(role=F("case__starter_role"))


def sent_by(person: Person, rows: QuerySet[StepRun]) -> QuerySet[StepRun]:
    """Those that the person's offices wait for."""
    return rows.filter(case__organisation__in={duty.organisation_id for duty in duties(person)})


def asked_of(person: Person, rows: QuerySet[StepRun]) -> QuerySet[StepRun]:
    """Those that wait for the person's offices, in the roles which the person exercises there."""
    return rows.filter(addressed(person))


@cache
def _steps(identity: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The procedures of an edition that everybody may see, with their steps that ask for confirmation."""
    edition = catalogue.edition(identity)
    hidden = veil(edition, ()).procedures
    found = (
        (code, tuple(name for name, step in each.steps.items() if asks(step)))
        for code, each in edition.procedures.items()
        if code not in hidden
    )
    return tuple((code, steps) for code, steps in found if steps)
