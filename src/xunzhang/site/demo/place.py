"""Setting the place up: areas, organisations, people, who exercises which role, and the measure in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.administration import offices, people
from xunzhang.journal.services import SYSTEM, record
from xunzhang.projects.models import Project
from xunzhang.regulations import services as regulations
from xunzhang.regulations.models import DateResolution
from xunzhang.site.demo.shapes import Installation, Place, Someone
from xunzhang.site.playing import SHANGHAI, Act


class Town:
    """The place once it stands: the area, its units, and who acts for a role."""

    def __init__(self, place: Place) -> None:
        self.area = Area.objects.get(pk=place.area)
        self.units = {each.name: each for each in Organisation.objects.filter(area=self.area)}
        names = {someone.username for someone in place.people}
        persons = {each.username: each for each in Person.objects.filter(username__in=names)}
        self._posts: dict[tuple[str, str], list[tuple[Person, Someone]]] = {}
        for someone in place.people:
            for organisation, roles in someone.posts.items():
                for role in roles:
                    held = self._posts.setdefault((role, organisation), [])
                    held.append((persons[someone.username], someone))
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


def administrator(said: Installation, first: date) -> Person:
    """The one administrator of all areas, there since the first day."""
    return _person(said.username, said.name, said.password, None, _morning(first), is_admin=True)


def settle(place: Place, admin: Person, password: str) -> Town:
    """Make everybody and everything that the place says, each with its journal entry."""
    now = _morning(place.on)
    regulations.install(identity=place.edition, actor=admin, now=now)
    found = {code: _area(code, place, admin, now) for code in place.areas}
    trees = [(found[code], tree) for code, tree in place.organisations.items()]
    bodies = {each.name: each for area, tree in trees for each in _bodies(area, tree, None, admin, now)}
    for role, name in place.bindings.items():
        offices.bind_role(area=found[place.area], role=role, organisation=bodies[name], actor=admin, now=now)
    for someone in place.people:
        _employ(someone, bodies, password, admin, now)
    _put_in_force(place, found[place.area], admin, now)
    return Town(place)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), SHANGHAI)


def _area(code: str, place: Place, admin: Person, now: datetime) -> Area:
    found = Area.objects.filter(pk=code).first()
    trying = place.is_sandbox and code == place.area
    return found or offices.add_area(
        code=code, name=place.areas[code], is_sandbox=trying, actor=admin, now=now
    )


def _bodies(
    area: Area, tree: Mapping[str, Any], parent: Organisation | None, admin: Person, now: datetime
) -> Iterator[Organisation]:
    """A body that another place has made, such as an office of the province, is the same one."""
    for name, below in tree.items():
        made = Organisation.objects.filter(area=area, name=name).first() or offices.add_organisation(
            area=area, name=name, parent=parent, actor=admin, now=now
        )
        yield made
        yield from _bodies(area, below or {}, made, admin, now)


def _employ(
    someone: Someone, bodies: Mapping[str, Organisation], password: str, admin: Person, now: datetime
) -> None:
    person = _person(someone.username, someone.name, password, admin, now)
    for body, roles in someone.posts.items():
        for role in roles:
            people.give_post(
                person=person,
                organisation=bodies[body],
                role=role,
                is_leader=someone.is_leader,
                actor=admin,
                now=now,
            )


def _person(
    username: str, name: str, password: str, admin: Person | None, now: datetime, is_admin: bool = False
) -> Person:
    """A person with the password of all demonstration accounts, hashed once: hashing takes half a second."""
    person = Person(username=username, name=name, is_admin=is_admin)
    person.password = _hashed(password)
    person.save(force_insert=True)
    said = {"name": person.name, "username": person.username, "is_admin": person.is_admin}
    record(stream=SYSTEM, verb="person.added", actor=admin, at=now, data=said)
    return person


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def _put_in_force(place: Place, area: Area, admin: Person, now: datetime) -> None:
    """Record how a defective date is read, and begin. Keeps what is recorded already."""
    said = place.resolution
    if said and not DateResolution.objects.filter(edition=place.edition).exists():
        regulations.resolve_date(
            identity=place.edition,
            chosen=said.chosen,
            reason=said.reason,
            document=said.document,
            actor=admin,
            now=now,
        )
    if regulations.edition_for(area.code, place.since) is None:
        regulations.activate(identity=place.edition, area=area, since=place.since, actor=admin, now=now)
