"""The life of the made-up sixth measure through the services: its cases' longest path, act by act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.rooms import sixth_town
from tests.rooms.lifecycle import at_ten, paper
from tests.support import sixth
from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.kernel.pack.cases import facts_of, load_cases
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.models import Project
from xunzhang.projects.services import register
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act, Player


@pytest.fixture(autouse=True)
def sixth_packs(tmp_path: Path, settings: object, db: None) -> Iterator[None]:
    settings.PACKS = sixth.copy_to(tmp_path)  # type: ignore[attr-defined]
    readers = (catalogue.vocabulary, catalogue.shipped_calendar, catalogue.calendar_of, catalogue.edition)
    for read in readers:
        read.cache_clear()
    catalogue.look_again()
    yield
    for read in readers:
        read.cache_clear()
    catalogue.look_again()


def test_the_life_runs_through_the_services(client: Client) -> None:
    sixth_town.settle()
    edition = catalogue.edition(sixth_town.EDITION)
    cases = [case for _, _, case in load_cases(sixth.SIXTH / "2026", edition)]
    life = max(cases, key=lambda case: len(case.when.path or ()))
    path = life.when.path or ()
    builder = Person.objects.get(username=sixth_town.account("builder"))
    begins = path[0].on
    assert begins
    project = register(
        area=Area.objects.get(),
        unit=Organisation.objects.get(name="建设单位"),
        name="一生",
        facts=facts_of(edition, life.given.project),
        actor=builder,
        now=at_ten(begins),
        today=begins,
    )
    player = Player(
        person=lambda _, act: Person.objects.get(username=sixth_town.account(act.who)),
        paper=lambda asked: paper(f"{asked.slot} {asked.case.pk} {asked.act.day}"),
    )
    for line in path:
        day, facts = line.on or begins, facts_of(edition, line.facts)
        for role, code, *step in turns(project, *line.act):
            player.play_act(project, Act(day, role, code, *step, facts=facts))
            project.refresh_from_db()
    for name, value in facts_of(edition, life.then.facts or {}).items():
        assert str(project.facts.get(name)) == str(value), name
    client.force_login(builder)
    for tab in ("", "facts/", "procedures/", "deadlines/", "journal/"):
        assert client.get(f"/projects/{project.code}/{tab}").status_code == 200, tab


def turns(project: Project, code: str, step: str, *outcome: str) -> list[tuple[str, ...]]:
    """Who acts: the one who may start, or every member of a step that waits."""
    if code == "submit":
        return [(catalogue.edition(sixth_town.EDITION).procedures[step].by[0], step)]
    case = Case.objects.filter(project=project, procedure=code, state="open").latest("id")
    waiting = StepRun.objects.filter(case=case, step=step, state="open").order_by("id")
    return [(run.role, code, step, outcome[0]) for run in waiting]
