"""Several areas in one installation: each sees its own; bodies of a higher level see what reached them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.conftest import NOW, TODAY, Cast
from tests.rooms.projects.conftest import Shelve
from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.access import roles_on, visible
from xunzhang.projects.models import Project
from xunzhang.regulations.services import install

ELSEWHERE = "anqiu@2020"


@dataclass(frozen=True)
class Two:
    """A project here and one in the other area; its lead and one of its builders."""

    here: Project
    there: Project
    lead: Person
    builder: Person


@pytest.fixture
def two(cast: Cast, shelve: Shelve) -> Two:
    install(identity=ELSEWHERE, actor=cast.admin, now=NOW)
    city = Area.objects.create(code="370784", name="安丘市")
    office = Organisation.objects.create(area=city, name="市政府办公室")
    unit = Organisation.objects.create(area=city, name="市卫生健康局")
    RoleBinding.objects.create(area=city, role="lead_body", organisation=office)
    return Two(
        here=shelve("本区的系统"),
        there=shelve("外区的系统", area=city, unit=unit, edition_id=ELSEWHERE),
        lead=_person("city.lead", office, "lead_body"),
        builder=_person("city.builder", unit, "builder"),
    )


def _person(username: str, organisation: Organisation, role: str) -> Person:
    person = Person.objects.create_person(username=username, name=username, password=None)
    Post.objects.create(person=person, organisation=organisation, role=role)
    return person


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _status(person: Person, project: Project) -> int:
    return int(_browser(person).get(f"/projects/{project.code}/").status_code)


def test_people_see_their_area_only(cast: Cast, two: Two) -> None:
    assert [_status(two.lead, each) for each in (two.here, two.there)] == [404, 200]
    assert [_status(cast.lead, each) for each in (two.here, two.there)] == [200, 404]
    assert [_status(two.builder, each) for each in (two.here, two.there)] == [404, 200]
    assert [_status(cast.builder, each) for each in (two.here, two.there)] == [200, 404]


@pytest.mark.parametrize("page", ["/", "/projects/", "/supervision/"])
def test_lists_show_the_own_area_only(cast: Cast, two: Two, page: str) -> None:
    for person, strange in ((two.lead, two.here), (cast.lead, two.there)):
        said = _browser(person).get(page).content.decode()
        assert strange.name not in said
        assert strange.code not in said


def test_the_same_role_elsewhere_gives_no_right_here(cast: Cast, two: Two) -> None:
    assert roles_on(two.lead, two.there) == {"lead_body"}
    assert roles_on(two.lead, two.here) == frozenset()
    assert roles_on(cast.lead, two.there) == frozenset()


def test_a_body_of_a_higher_level_sees_what_has_reached_it(cast: Cast, two: Two, shelve: Shelve) -> None:
    reviewer = cast.officers["municipal_reviewer"]
    office = reviewer.posts.get().organisation
    RoleBinding.objects.create(area=two.there.area, role="municipal_reviewer", organisation=office)
    assert not visible(reviewer).exists()
    reached = shelve("送审的系统")
    case = Case.objects.create(
        project=reached,
        procedure="municipal_review",
        number=1,
        state="open",
        starter=cast.builder,
        starter_role="builder",
        organisation=cast.unit,
        drafted_at=NOW,
        submitted_on=TODAY,
    )
    StepRun.objects.create(
        case=case, step="review", role="municipal_reviewer", organisation=office, opened_on=TODAY
    )
    assert list(visible(reviewer)) == [reached]


def test_one_office_may_serve_two_areas(cast: Cast, two: Two) -> None:
    office = cast.lead.posts.get().organisation
    RoleBinding.objects.create(area=two.there.area, role="lead_body", organisation=office)
    again = Person.objects.get(pk=cast.lead.pk)
    assert set(visible(again)) == {two.here, two.there}
