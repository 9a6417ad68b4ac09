"""Loading the demonstration: every act of every life, day by day, through the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import DEMO_PREFIX
from xunzhang.projects.models import Project
from xunzhang.projects.services import register, standing_file
from xunzhang.regulations import catalogue
from xunzhang.site.demo.papers import Press, known_to
from xunzhang.site.demo.place import Town, administrator, settle
from xunzhang.site.demo.running import Running
from xunzhang.site.demo.shapes import Demo, read
from xunzhang.site.demo.timetable import Planned, timetable
from xunzhang.site.playing import Act, Asked, Player

Tell = Callable[[int, int], None]


class TooEarly(Exception):
    """The measure does not apply yet on the day of loading. The message is for the page."""


def is_loaded() -> bool:
    return Person.objects.filter(username__startswith=DEMO_PREFIX).exists()


@transaction.atomic
def load(folder: Path, today: date, tell: Tell, only: Sequence[str] = ()) -> int:
    """Load all areas, or `only` those of the folders named, whole or not at all. Returns the number of acts.

    `tell` hears how many acts of how many are done.

    Raises TooEarly, and what the services raise.
    """
    found = read(folder, tuple(only))
    first = max(_first(demo) for demo in found.demos)
    if today <= first:
        raise TooEarly(f"演示数据从 {first} 起才有内容，今天是 {today}")
    stages = [Theatre(demo, folder, today) for demo in found.demos]
    admin = administrator(found.installation, found.demos[0].place.on)
    for stage in stages:
        stage.open(admin, found.installation.password)
    plan = [(planned, stage) for stage in stages for planned in stage.plan()]
    plan.sort(key=lambda each: each[0].day)
    for done, (planned, stage) in enumerate(plan, 1):
        stage.play(planned)
        tell(done, len(plan))
    return len(plan)


def _first(demo: Demo) -> date:
    return demo.place.since + timedelta(days=5)


class Theatre:
    """Where the lives of a place are played: who is there, and how far each entry has come."""

    _town: Town

    def __init__(self, demo: Demo, folder: Path, today: date) -> None:
        self._demo, self._today = demo, today
        self._press = Press(folder / "papers", demo.papers)
        self._running: dict[int, Running] = {}
        self._by_project: dict[int, Running] = {}
        self._player = Player(person=self._person, paper=self._paper)

    def open(self, admin: Person, password: str) -> None:
        """Set the place up."""
        self._town = settle(self._demo.place, admin, password)

    def plan(self) -> tuple[Planned, ...]:
        """What is to be played, in order."""
        return timetable(self._demo.story, self._demo.projects, _first(self._demo), self._today)

    def _person(self, project: Project, act: Act) -> Person:
        return self._town.person(project, act)

    def play(self, planned: Planned) -> None:
        """One act, or the beginning of an entry. Raises what the services raise, with a note of the entry."""
        try:
            if planned.line is None:
                self._begin(planned)
            else:
                running = self._running[planned.order]
                self._player.play_act(running.project, running.act(planned.line, planned.day))
        except Exception as fault:
            fault.add_note(f"{self._demo.projects[planned.order].name}，{planned.day} {planned.line}")
            raise

    def _begin(self, planned: Planned) -> None:
        entry = self._demo.projects[planned.order]
        registration = catalogue.edition(self._demo.place.edition).regulation.registration
        act = Act(planned.day, entry.by or registration.by[0], "")
        actor, unit = self._town.actor(entry.unit, act), self._town.units[entry.unit]
        running = Running(entry, self._demo, actor.name, planned.day, self._today)
        act = replace(act, at=running.time())
        if entry.level != "project":
            running.project = standing_file(
                level=entry.level, unit=unit, actor=actor, now=act.now, today=act.day
            )
        else:
            running.project = register(
                area=self._town.area,
                unit=unit,
                name=entry.name,
                facts=running.registered(),
                actor=actor,
                now=act.now,
                today=act.day,
            )
        self._running[planned.order] = self._by_project[running.project.pk] = running

    def _paper(self, asked: Asked) -> bytes:
        asked.case.project.refresh_from_db()
        running = self._by_project[asked.case.project_id]
        known = known_to(asked)
        return self._press.paper(asked, running.words, running.costs(known), running.total(known))
