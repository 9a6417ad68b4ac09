"""What only some roles may see is told to nobody else, though they see the project."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conftest import NOW, Cast
from xunzhang.accounts.models import Person, Post
from xunzhang.kernel.veil import veil
from xunzhang.notices import services
from xunzhang.notices.models import Notice
from xunzhang.notices.queries import inbox, unread
from xunzhang.notices.veiled import is_for_everybody
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(cast: Cast, project: Project) -> Notice:
    """The end of a procedure about a sanction, told to the office that began it and, wrongly, to the unit."""
    hidden = veil(catalogue.edition(project.edition_id), ()).procedures
    office = Post.objects.get(person=cast.lead).organisation_id
    services.tell(
        key="secret",
        kind="ended",
        project_id=project.pk,
        organisation_ids=[office, project.unit_id],
        code=min(hidden),
        now=NOW,
    )
    return Notice.objects.get(organisation=office)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_only_who_may_see_it_is_told(cast: Cast, secret: Notice) -> None:
    desk = Person.objects.create_person(username="desk", name="密码管理", password=None)
    Post.objects.create(person=desk, organisation=secret.organisation, role="cryptography_desk")
    assert list(inbox(fresh(cast.lead))) == [secret]
    for person in (desk, cast.builder, cast.stranger, cast.admin):
        assert not unread(fresh(person)).exists()


def test_it_is_not_for_everybody(project: Project, secret: Notice) -> None:
    assert not is_for_everybody(secret)
    services.tell(
        key="open",
        kind="ended",
        project_id=project.pk,
        organisation_ids=[project.unit_id],
        code="contract_filing",
        now=NOW,
    )
    assert is_for_everybody(Notice.objects.get(code="contract_filing"))


def test_asking_takes_no_query_for_each_edition(
    cast: Cast, secret: Notice, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = fresh(cast.lead)
    with django_assert_max_num_queries(3):
        assert unread(person).count() == 1
