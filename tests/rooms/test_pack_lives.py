"""The longest life that a pack tells in its cases, lived once more through the services, with its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.rooms.lifecycle import at_ten, paper
from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.kernel.flow import REVISE
from xunzhang.kernel.pack.cases import HANDING_IN, PackCase, PathAct, facts_of, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.procedures.queries import starting_post
from xunzhang.projects.models import Project
from xunzhang.projects.services import NoEdition, register
from xunzhang.regulations import catalogue
from xunzhang.regulations import services as regulations
from xunzhang.site.playing import Act, Player

PACKS = Path(__file__).parents[2] / "packs"
EDITIONS = ["anqiu@2020", "zhengzhou@2020"]
DRAFTED = date(2025, 3, 3)
"""From when a draft without a day is tried out."""
TABS = ("facts", "procedures", "materials", "money", "deadlines", "compliance", "supervision", "journal")
ENTERED = {
    "system_category": "business",
    "funding_source": "government",
    "applicant_kind": "government",
    "serves_public_duty": True,
    "is_classified": False,
    "plan_year": 2026,
    "unit_kind": "agency",
    "project_object": "software",
    "exclusion_kind": "none",
    "bought_alone": False,
    "yields_public_data": False,
}


@dataclass(frozen=True)
class Town:
    """An area under one edition. Every role has two people: one hands in, the other decides."""

    edition: Edition
    area: Area
    unit: Organisation
    people: dict[str, tuple[Person, Person]]

    def starter(self, project: Project, code: str) -> tuple[str, Person]:
        """The first role, and its person, that may start the procedure."""
        procedure = self.edition.procedures[code]
        for role in dict.fromkeys((*procedure.by, *self.people)):
            post = starting_post(project, procedure, self.people[role][0])
            if post:
                return post[0], self.people[role][0]
        raise AssertionError(f"{code}: nobody may start it")


def settle(identity: str) -> Town:
    """The area, its offices and people, and the edition in force there. Needs the database."""
    edition = catalogue.edition(identity)
    draft = edition.regulation.state == "draft"
    area = Area.objects.create(code="370784", name=edition.regulation.short, is_sandbox=draft)
    unit = Organisation.objects.create(area=area, name="建设单位")
    admin = Person.objects.create_person(username="admin", name="管理员", password="admin", is_admin=True)
    people = {}
    for role, defined in edition.roles.items():
        office = unit
        if defined.holder != "unit":
            office = Organisation.objects.create(area=area, name=defined.title)
            RoleBinding.objects.create(area=area, role=role, organisation=office)
        people[role] = (_person(f"{role}_a", office, role), _person(f"{role}_b", office, role))
    said = edition.regulation.effective
    begins = said.date or said.recommended or DRAFTED
    regulations.install(identity=identity, actor=admin, now=at_ten(begins))
    if said.date is None and not draft:
        regulations.resolve_date(
            identity=identity,
            chosen=begins,
            reason="按建议",
            document="纪要",
            actor=admin,
            now=at_ten(begins),
        )
    regulations.activate(identity=identity, area=area, since=begins, actor=admin, now=at_ten(begins))
    return Town(edition, area, unit, people)


def _person(username: str, office: Organisation, role: str) -> Person:
    person = Person.objects.create_person(username=username, name=username[:20], password=username)
    Post.objects.create(person=person, organisation=office, role=role)
    return person


def longest(edition: Edition) -> PackCase:
    cases = [case for _, _, case in load_cases(PACKS / edition.id.replace("@", "/"), edition)]
    return max(cases, key=lambda case: len(case.when.path or ()))


def turns(town: Town, project: Project, act: PathAct, day: date) -> Iterator[Act]:
    """The acts of a line of the path: one hand-in, or the turn of every member that still waits."""
    facts = facts_of(town.edition, act.facts)
    if act.act[0] in HANDING_IN:
        role, _ = town.starter(project, act.act[1])
        yield Act(day, role, act.act[1], REVISE if act.act[0] == "resubmit" else "", facts=facts)
        return
    code, step, outcome, *member = act.act
    case = Case.objects.filter(project=project, procedure=code, state="open").latest("id")
    waiting = StepRun.objects.filter(case=case, step=step, state="open").order_by("id")
    for role in member or [run.role for run in waiting]:
        yield Act(day, role, code, step, outcome, facts=facts)


def enter(town: Town, begins: date) -> Project:
    """The project of the longest life, as it is registered."""
    asked = {field.fact for field in town.edition.regulation.registration.form}
    known = {name: value for name, value in ENTERED.items() if name in asked}
    given = facts_of(town.edition, {**known, **longest(town.edition).given.project})
    return register(
        area=town.area,
        unit=town.unit,
        name="一生",
        facts={name: value for name, value in given.items() if name in asked},
        actor=town.people["builder"][0],
        now=at_ten(begins),
        today=begins,
    )


def live(town: Town) -> Project:
    path = longest(town.edition).when.path or ()
    begins = min(act.on for act in path if act.on) - timedelta(days=7)
    project = enter(town, begins)
    player = Player(
        person=lambda _, act: town.people[act.who][1 if act.step else 0],
        paper=lambda asked: paper(f"{asked.slot} {asked.case.pk} {asked.act.day}"),
    )
    day = begins
    for line in path:
        day = line.on or day
        for act in turns(town, project, line, day):
            player.play_act(project, act)
            project.refresh_from_db()
    return project


@pytest.mark.parametrize("identity", EDITIONS)
def test_the_longest_life_runs_through_the_services(db: None, identity: str, client: Client) -> None:
    town = settle(identity)
    project = live(town)
    for name, value in facts_of(town.edition, longest(town.edition).then.facts or {}).items():
        if town.edition.facts[name].entity == "project":
            said = project.facts.get(name)
            assert said == (value.isoformat() if isinstance(value, date) else value), name
    client.force_login(town.people["builder"][0])
    pages = [f"/projects/{project.code}/{tab}/" for tab in TABS]
    pages += ["/", "/projects/", f"/regulations/{identity}/"]
    pages += [f"/cases/{case.pk}/" for case in Case.objects.filter(project=project)]
    assert [page for page in pages if client.get(page).status_code != 200] == []


@pytest.mark.parametrize(("due", "marked"), [(date(2025, 9, 30), False), (date(2025, 10, 1), True)])
def test_a_duty_that_outlives_its_measure_is_marked(
    db: None, client: Client, due: date, marked: bool
) -> None:
    town = settle("anqiu@2020")
    project = enter(town, date(2025, 9, 1))
    Deadline.objects.create(project=project, code="final_acceptance_application", due_on=due)
    client.force_login(town.people["builder"][0])
    shown = client.get(f"/projects/{project.code}/deadlines/").content.decode()
    assert ("本办法 2025-09-30 到期" in shown) == marked


def test_no_project_is_entered_after_the_last_day(db: None) -> None:
    town = settle("anqiu@2020")
    assert enter(town, date(2025, 9, 30)).code.startswith("AQ")
    with pytest.raises(NoEdition):
        enter(town, date(2025, 10, 1))
