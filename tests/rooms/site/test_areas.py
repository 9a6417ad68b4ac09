"""The demonstration of every area: each under its own measure, whole, apart from the others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.rooms.site.conftest import LOADED_ON
from xunzhang.accounts.models import Area, Person
from xunzhang.accounts.queries import duties
from xunzhang.journal.models import Entry
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InForce
from xunzhang.site.demo.shapes import Demo, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

DEMOS = read(Path(settings.ROOT) / "demo").demos
BY_EDITION = pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.place.edition.partition("@")[0])


def edition_of(demo: Demo) -> Edition:
    return catalogue.edition(demo.place.edition)


def projects_of(demo: Demo) -> list[Project]:
    return list(Project.objects.filter(area=demo.place.area, level="project"))


def test_every_measure_has_its_area_and_there_are_about_250_projects() -> None:
    assert {demo.place.edition for demo in DEMOS} == set(catalogue.available())
    assert 230 <= Project.objects.filter(level="project").count() <= 300


@BY_EDITION
def test_everything_of_an_area_is_under_its_measure(demo: Demo) -> None:
    found = projects_of(demo)
    assert {project.edition_id for project in found} == {demo.place.edition}
    assert len(found) == sum(entry.level == "project" for entry in demo.projects)
    assert {project.unit.area_id for project in found} == {demo.place.area}


@BY_EDITION
def test_every_procedure_of_the_measure_happens(demo: Demo) -> None:
    cases = Case.objects.filter(project__area=demo.place.area)
    assert set(edition_of(demo).procedures) - set(cases.values_list("procedure", flat=True)) == set()


@BY_EDITION
def test_projects_stand_in_most_phases_and_some_ended_badly(demo: Demo) -> None:
    phases = {project.phase for project in projects_of(demo)}
    assert len(phases) >= len(edition_of(demo).regulation.phases) - 2
    runs = StepRun.objects.filter(case__project__area=demo.place.area)
    assert runs.filter(step="revise").exists()
    assert Case.objects.filter(project__area=demo.place.area, state="failed").count() >= 3
    assert runs.filter(state="open").values("role").distinct().count() >= 3


@BY_EDITION
def test_something_is_late(demo: Demo) -> None:
    open_ = Deadline.objects.filter(project__area=demo.place.area, done_on=None)
    assert open_.filter(due_on__lt=LOADED_ON).exists()


@BY_EDITION
def test_people_of_an_area_see_it_alone(demo: Demo) -> None:
    names = {someone.username for someone in demo.place.people}
    for person in Person.objects.filter(username__in=names):
        seen = set(visible(person).values_list("area", flat=True))
        assert seen <= {demo.place.area}, person


def test_nobody_works_in_two_areas_of_different_measures() -> None:
    for person in Person.objects.all():
        areas = {area for duty in duties(person) for area in duty.areas}
        assert len(areas) <= 1, person


def test_only_the_sandbox_is_under_a_draft() -> None:
    under = {row.area_id: catalogue.edition(row.edition_id) for row in InForce.objects.all()}
    drafts = {area for area, edition in under.items() if edition.regulation.state == "draft"}
    assert drafts == set(Area.objects.filter(is_sandbox=True).values_list("code", flat=True))
    assert len(drafts) == 1


def test_a_sandbox_says_so_on_every_page() -> None:
    demo = next(demo for demo in DEMOS if demo.place.is_sandbox)
    project = Project.objects.filter(area=demo.place.area, level="project")[0]
    lead = Person.objects.filter(posts__role="lead_body", posts__organisation__area=demo.place.area)[0]
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    assert "试用区，办的都不是真实项目" in client.get("/projects/").content.decode()
    assert "这不是真实项目" in client.get(f"/projects/{project.code}/").content.decode()


def test_projects_declared_before_the_expiry_run_past_it() -> None:
    (demo,) = (demo for demo in DEMOS if edition_of(demo).regulation.expiry.date)
    last = edition_of(demo).regulation.expiry.date
    assert last
    found = projects_of(demo)
    assert max(project.registered_on for project in found) <= last
    acted = Entry.objects.filter(stream__in=[project.code for project in found], verb="step.acted")
    assert acted.filter(at__date__gt=last + timedelta(days=1)).exists()
    assert date(2025, 1, 1) < max(project.registered_on for project in found)
