"""What one person may see and has to do, as the rows that the workbench is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import Duty, duties
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline as Rule
from xunzhang.procedures.models import Deadline
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

AHEAD = timedelta(days=29)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Scope:
    """A person on a day. Every list of the workbench starts from one of these."""

    person: Person
    today: date

    @cached_property
    def offices(self) -> frozenset[int]:
        return frozenset(duty.organisation_id for duty in duties(self.person))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(duty.role for duty in duties(self.person))

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        return tuple(catalogue.edition(identity) for identity in catalogue.available())

    @property
    def oversees(self) -> bool:
        """Whether the person sees a whole area, and so wants its figures as pictures."""
        return any(
            duty.areas and duty.role in edition.roles and edition.roles[duty.role].sees == "area"
            for duty in duties(self.person)
            for edition in self.editions
        )

    def projects(self) -> QuerySet[Project]:
        return visible(self.person).filter(level="project")

    def duties(self) -> QuerySet[Deadline]:
        """Every duty, with a day or without, of whatever the person may see."""
        return Deadline.objects.filter(project__in=visible(self.person))

    def limits(self) -> QuerySet[Deadline]:
        """Every limit with a day, of whatever the person may see."""
        return self.duties().filter(due_on__isnull=False)

    def open_limits(self) -> QuerySet[Deadline]:
        return self.limits().filter(done_on__isnull=True)

    def own_limits(self) -> QuerySet[Deadline]:
        """Open limits of duties that are this person's, near or past."""
        near = self.open_limits().filter(self.own(), due_on__lte=self.today + AHEAD)
        return near.select_related("project__unit", "record").order_by("due_on", "id")

    def own(self) -> Q:
        """The duties that fall to the person's posts."""
        mine = Q(pk__in=())
        for duty in duties(self.person):
            mine |= self.owed(duty.role, _reach(duty))
        return mine

    def owed(self, role: str, reach: Q) -> Q:
        """The duties that fall to a role on the projects of `reach`."""
        return self.where(lambda rule: rule.duty_of == role) & reach

    def where(self, chosen: Callable[[Rule], bool]) -> Q:
        """The rows of all limits that `chosen` says yes to, in every edition."""
        found = Q(pk__in=())
        for edition in self.editions:
            codes = [code for code, rule in edition.deadlines.items() if chosen(rule)]
            if codes:
                found |= Q(project__edition=edition.id, code__in=codes)
        return found

    def revising_outcomes(self) -> Iterator[tuple[str, str, str, str]]:
        """(edition, procedure, step, outcome) of everything that sends a case back to its starter."""
        for edition in self.editions:
            for code, procedure in edition.procedures.items():
                for name, step in procedure.steps.items():
                    yield from (
                        (edition.id, code, name, outcome)
                        for outcome, each in step.outcomes.items()
                        if each.to == "revise"
                    )


def _reach(duty: Duty) -> Q:
    """The projects on which a post acts: its areas, or else those of its own unit."""
    return Q(project__area__in=duty.areas) if duty.areas else Q(project__unit=duty.organisation_id)


def rule_of(row: Deadline) -> Rule:
    return catalogue.edition(row.project.edition_id).deadlines[row.code]
