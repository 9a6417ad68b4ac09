"""Standing files: what a unit or an area does that belongs to no project. Opened from the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from xunzhang.accounts.models import Organisation, Person
from xunzhang.accounts.queries import Duty, duties
from xunzhang.desk.workbench.scope import Scope
from xunzhang.projects import services
from xunzhang.projects.models import Project

_TITLES = {"unit": "本单位档案", "area": "本区域档案"}


@dataclass(frozen=True)
class File:
    """A standing file that the person works with; `hint` names what is done in it."""

    level: str
    title: str
    hint: str


def files(scope: Scope) -> list[File]:
    """The files in which one of the person's roles may start something. No query."""
    found = {level: _procedures(scope, level) for level in _TITLES}
    return [File(level, _TITLES[level], "、".join(names)) for level, names in found.items() if names]


def open_file(*, person: Person, level: str, now: datetime) -> Project:
    """The file, made when it is first needed. Raises PermissionDenied, or NoEdition without a measure."""
    duty = next((duty for duty in duties(person) if _works_with(person, duty, level, now)), None)
    if duty is None:
        raise PermissionDenied("你们的岗位没有要在这份档案里办的手续")
    unit = Organisation.objects.select_related("area").get(pk=duty.organisation_id)
    return services.standing_file(level=level, unit=unit, actor=person, now=now, today=now.date())


def _works_with(person: Person, duty: Duty, level: str, now: datetime) -> bool:
    return any(role == duty.role for role, _ in _starts(Scope(person, now.date()), level))


def _procedures(scope: Scope, level: str) -> list[str]:
    return list(dict.fromkeys(title for role, title in _starts(scope, level) if role in scope.roles))


def _starts(scope: Scope, level: str) -> Iterator[tuple[str, str]]:
    """(role, title) of everything that is started at this level."""
    for edition in scope.editions:
        for procedure in edition.procedures.values():
            if procedure.level == level:
                yield from ((role, procedure.title) for role in procedure.by)
