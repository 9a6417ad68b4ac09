"""Entering projects in the library."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.journal.services import record
from xunzhang.kernel.derive import derive
from xunzhang.kernel.facts import Value, to_json
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Finding, judge
from xunzhang.kernel.situation import Situation
from xunzhang.kernel.submission import Check, unanswered
from xunzhang.projects.entries import entered
from xunzhang.projects.models import Numbering, Project
from xunzhang.projects.summary import standing
from xunzhang.regulations import catalogue
from xunzhang.regulations.services import edition_for, why_nothing_applies

REGISTERED_ON = "registered_on"


class NoEdition(Exception):
    """No measure applies in the area on that day. The message is for the page."""


class RegistrationRefused(Exception):
    """The scope rules or the form stand in the way; `check` says which."""

    def __init__(self, check: Check) -> None:
        super().__init__("登记未通过")
        self.check = check


def edition_on(area: str, day: date) -> Edition:
    """The edition that binds a project entered on `day`. Raises NoEdition."""
    identity = edition_for(area, day)
    if identity is None:
        raise NoEdition(why_nothing_applies(area, day))
    return catalogue.edition(identity)


def check_registration(edition: Edition, facts: Mapping[str, Value], today: date) -> Check:
    """Judge what is typed in before anything is written."""
    registration = edition.regulation.registration
    row = {**_dated(edition, facts, today), "today": today}
    findings: tuple[Finding, ...] = judge(edition, registration.checks, row)
    return Check(findings=findings, slots=(), asked=unanswered(edition, registration.form, row))


def _dated(edition: Edition, facts: Mapping[str, Value], today: date) -> Mapping[str, Value]:
    """What is typed in, and the day of entry, which the system knows by itself."""
    return {**facts, REGISTERED_ON: today} if REGISTERED_ON in edition.facts else facts


@transaction.atomic
def register(
    *,
    area: Area,
    unit: Organisation,
    name: str,
    facts: Mapping[str, Value],
    actor: Person,
    now: datetime,
    today: date,
    form_key: str | None = None,
) -> Project:
    """Enter a project under the edition in force that day. Raises NoEdition or RegistrationRefused."""
    edition = edition_on(area.code, today)
    check = check_registration(edition, facts, today)
    if not check.allowed():
        raise RegistrationRefused(check)
    known = derive(edition, Situation(_dated(edition, facts, today), today), catalogue.calendar())
    project = Project.objects.create(
        code=_next_code(area, edition.regulation.project_code, today.year),
        area=area,
        unit=unit,
        edition_id=edition.id,
        name=name,
        year=today.year,
        facts=to_json(known.facts, edition.types),
        registered_on=today,
        registered_by=actor,
        changed_at=now,
        form_key=form_key,
        **standing(edition, known, "project"),
    )
    said = {"name": name, "edition": edition.regulation.short, "unit": unit.name, "facts": project.facts}
    record(stream=project.code, verb="project.registered", actor=actor, at=now, data=said)
    entered(project, now, today)
    return project


def register_once(*, form_key: str, actor: Person, **entry: Any) -> tuple[Project, bool]:
    """Enter the project of a form, or find the one this form has made. Returns it and whether it is new.

    A number counts for one person: nobody comes upon the project of another by guessing. `entry` is what
    `register` takes. Raises what `register` raises.
    """
    key = hashlib.sha256(f"{actor.pk}/{form_key}".encode()).hexdigest()[:32]
    own = Project.objects.filter(form_key=key)
    if made := own.first():
        return made, False
    try:
        return register(form_key=key, actor=actor, **entry), True
    except IntegrityError:
        return own.get(), False


@transaction.atomic
def standing_file(*, level: str, unit: Organisation, actor: Person, now: datetime, today: date) -> Project:
    """The file of a unit or an area, for procedures that belong to no project. Made when first needed."""
    area = unit.area
    found = Project.objects.filter(level=level, area=area)
    found = found.filter(unit=unit) if level == "unit" else found
    if existing := found.first():
        return existing
    edition = edition_on(area.code, today)
    name = f"{unit.name}信息化管理档案" if level == "unit" else f"{area.name}信息化管理档案"
    prefix = f"{edition.regulation.project_code}-{'U' if level == 'unit' else 'A'}"
    project = Project.objects.create(
        code=_next_code(area, prefix, today.year),
        level=level,
        area=area,
        unit=unit,
        edition_id=edition.id,
        name=name,
        year=today.year,
        registered_on=today,
        registered_by=actor,
        changed_at=now,
    )
    said = {"name": name, "edition": edition.regulation.short, "unit": unit.name}
    record(stream=project.code, verb="project.registered", actor=actor, at=now, data=said)
    return project


def next_number(series: str) -> int:
    """The next number of a series, without gaps or twins. Its row is locked until commit."""
    Numbering.objects.get_or_create(series=series)
    numbering = Numbering.objects.select_for_update().get(series=series)
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return numbering.last


def _next_code(area: Area, prefix: str, year: int) -> str:
    """The next code of an area, for instance XX-2026-015."""
    return f"{prefix}-{year}-{next_number(f'{area.code}/{prefix}/{year}'):03d}"
