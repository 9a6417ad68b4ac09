"""A case before a person: what the pages of drafts, turns and cases have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404

from xunzhang.accounts.models import Person
from xunzhang.kernel import flow
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Step
from xunzhang.kernel.situation import RecordState
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import REVISE, Sight, may_act, may_start, revision, sight
from xunzhang.procedures.records import record_title
from xunzhang.projects.access import project_for, roles_on, veil_on
from xunzhang.projects.models import Project


@dataclass(frozen=True)
class Matter:
    """A case, the person who looks at it, and the moment."""

    case: Case
    person: Person
    now: datetime
    sight: Sight

    @property
    def project(self) -> Project:
        return self.sight.project

    @property
    def edition(self) -> Edition:
        return self.sight.edition

    @property
    def today(self) -> date:
        return self.sight.situation.today

    @property
    def procedure(self) -> Procedure:
        return self.edition.procedures[self.case.procedure]

    @property
    def record(self) -> RecordState | None:
        return self.sight.record_of(self.case)

    @property
    def about(self) -> str:
        """The record that the case stands on, as a clerk knows it; "" for none."""
        return record_title(self.sight, self.record) if self.record else ""

    @cached_property
    def row(self) -> dict[str, Value]:
        """What is known of the project and of the record that the case is about."""
        return self.sight.situation.row(self.record)

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_on(self.person, self.project)

    @cached_property
    def revision(self) -> StepRun | None:
        """The open turn of the starter, where the case was sent back."""
        return revision(self.case) if self.case.state == "open" else None

    @cached_property
    def may_edit(self) -> bool:
        """Whether the form is in the person's hands: an own draft, or an own case sent back."""
        if self.case.state == "draft":
            return may_start(self.person, self.case)
        return self.revision is not None and may_act(self.person, self.revision, self.project)

    def office(self, role: str) -> str:
        """The title of whoever acts for a role on this row."""
        return self.edition.roles[flow.resolve(self.edition, role, self.row)].title

    def may_override(self, rule: str) -> bool:
        wanted = self.edition.rules[rule].override_by
        return bool(self.roles & {flow.resolve(self.edition, role, self.row) for role in wanted})


def matter(person: Person, case: int, now: datetime) -> Matter:
    """The case, if the person may read its project. Raises Http404."""
    found = (
        Case.objects.select_related("project", "record", "organisation", "starter").filter(pk=case).first()
    )
    if found is None:
        raise Http404("没有这道手续，或你们无权查看")
    found.project = project_for(person, found.project.code)
    if found.procedure in veil_on(person, found.project).procedures:
        raise Http404("没有这道手续，或你们无权查看")
    return Matter(found, person, now, sight(found.project, now.date()))


def own_form(person: Person, case: int, now: datetime) -> Matter:
    """The case for filling in its form. Raises Http404 or PermissionDenied."""
    found = matter(person, case, now)
    starts = may_start(person, found.case)
    if not (starts or found.may_edit):
        raise PermissionDenied(f"{found.procedure.title}的申报内容由{found.case.organisation}填写")
    return found


@dataclass(frozen=True)
class Turn:
    """A turn at a step before a person."""

    run: StepRun
    matter: Matter

    @property
    def step(self) -> Step:
        return self.matter.procedure.steps[self.run.step]


def turn(person: Person, run: int, now: datetime) -> Turn:
    """The turn, if it is this person's. Raises Http404 or PermissionDenied with whose it is."""
    found = StepRun.objects.select_related("actor", "organisation").filter(pk=run).first()
    if found is None:
        raise Http404("没有这一步，或你们无权查看")
    seen = matter(person, found.case_id, now)
    if not may_act(person, found, seen.project):
        office = found.organisation or seen.edition.roles[found.role].title
        raise PermissionDenied(f"这一步由{office}办理")
    return Turn(found, seen)


def is_revision(run: StepRun) -> bool:
    return run.step == REVISE


@dataclass(frozen=True)
class Complaints:
    """What went wrong with what was just sent: by field, by slot, as a whole. Nothing at first sight."""

    missing: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


NOTHING = Complaints()
