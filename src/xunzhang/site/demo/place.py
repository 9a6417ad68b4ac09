"""Setting the place up: areas, organisations, people, who exercises which role, and the measure in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.journal.services import SYSTEM, record
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, services
from xunzhang.regulations.models import DateResolution
from xunzhang.site.demo.shapes import Place, Someone
from xunzhang.site.playing import SHANGHAI, Act


class Town:
    """The place once it stands: the area, its units, and who acts for a role."""

    def __init__(self, place: Place) -> None:
        self.area = Area.objects.get(pk=place.area)
        self.units = {each.name: each for each in Organisation.objects.filter(area=self.area)}
        people = {each.username: each for each in Person.objects.all()}
        self._posts: dict[tuple[str, str], list[tuple[Person, Someone]]] = {}
        for someone in place.people:
            for organisation, roles in someone.posts.items():
                for role in roles:
                    held = self._posts.setdefault((role, organisation), [])
                    held.append((people[someone.username], someone))
        self._bindings = place.bindings

    def person(self, project: Project, act: Act) -> Person:
        """Who exercises the role of an act: of several colleagues the one who handles such steps."""
        return self.actor(project.unit.name, act)

    def actor(self, unit: str, act: Act) -> Person:
        """The same for a unit whose project is not there yet."""
        office = self._bindings.get(act.who, unit)
        found = self._posts[act.who, office]
        named = [person for person, someone in found if act.step in someone.handles]
        rest = [person for person, someone in found if not someone.handles]
        return (named or rest or [found[0][0]])[0]


def settle(place: Place) -> Town:
    """Make everybody and everything that the place says, each with its journal entry."""
    now = datetime.combine(place.resolution.on, time(9, 30), SHANGHAI)
    offices: dict[str, Organisation] = {}
    for code, name in place.areas.items():
        area, _ = Area.objects.get_or_create(code=code, defaults={"name": name})
        offices |= dict(_organisations(area, place.organisations.get(code, {}), None, now))
    people = [_person(someone, offices, place.password, now) for someone in place.people]
    area = Area.objects.get(pk=place.area)
    titles = {code: role.title for code, role in catalogue.edition(place.edition).roles.items()}
    for role, office in place.bindings.items():
        RoleBinding.objects.create(area=area, role=role, organisation=offices[office])
        said = {"area": area.name, "role": titles[role], "organisation": office}
        record(stream=SYSTEM, verb="role.bound", actor=None, at=now, data=said)
    _put_in_force(place, area, next(person for person in people if person.is_admin), now)
    return Town(place)


def _organisations(
    area: Area, tree: Mapping[str, Any], parent: Organisation | None, now: datetime
) -> Iterator[tuple[str, Organisation]]:
    for name, below in tree.items():
        found = Organisation.objects.create(area=area, name=name, parent=parent)
        record(stream=SYSTEM, verb="organisation.added", actor=None, at=now, data={"name": name})
        yield name, found
        yield from _organisations(area, below or {}, found, now)


def _person(someone: Someone, offices: Mapping[str, Organisation], password: str, now: datetime) -> Person:
    person = Person.objects.create_person(
        username=someone.username, name=someone.name, password=None, is_admin=someone.is_admin
    )
    said = {"name": someone.name, "username": someone.username}
    record(stream=SYSTEM, verb="person.added", actor=None, at=now, data=said)
    for office, roles in someone.posts.items():
        for role in roles:
            Post.objects.create(person=person, organisation=offices[office], role=role)
            told = {"name": someone.name, "organisation": office, "role": role}
            record(stream=SYSTEM, verb="post.given", actor=None, at=now, data=told)
    person.password = _hashed(password)
    person.save(update_fields=["password"])
    return person


@cache
def _hashed(password: str) -> str:
    """All demonstration accounts have the same public password; hashing it once saves half a minute."""
    return make_password(password)


def _put_in_force(place: Place, area: Area, admin: Person, now: datetime) -> None:
    """Record how the defective date is read, and begin on that day. Keeps what is recorded already."""
    said = place.resolution
    services.install(identity=place.edition, actor=admin, now=now)
    if not DateResolution.objects.filter(edition=place.edition).exists():
        services.resolve_date(
            identity=place.edition,
            chosen=said.chosen,
            reason=said.reason,
            document=said.document,
            actor=admin,
            now=now,
        )
    if services.edition_for(area.code, said.chosen) is None:
        services.activate(identity=place.edition, area=area, since=said.chosen, actor=admin, now=now)
