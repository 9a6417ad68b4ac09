"""Whose duty a limit is, where a person holds posts in several organisations."""

from datetime import timedelta

from tests.conftest import Cast
from tests.rooms.lifecycle import run
from xunzhang.accounts.models import Person, Post
from xunzhang.desk.workbench.scope import Scope
from xunzhang.procedures.models import Deadline
from xunzhang.projects.models import Project


def test_a_builder_elsewhere_is_not_given_the_duties_of_all_units(cast: Cast, project: Project) -> None:
    run(cast, project, until="contract_signing")
    due = Deadline.objects.filter(done_on__isnull=True, due_on__isnull=False).earliest("due_on").due_on
    assert due is not None
    Post.objects.create(person=cast.lead, organisation=cast.other, role="builder")
    lead = Person.objects.get(pk=cast.lead.pk)
    near = due - timedelta(days=1)
    assert Scope(lead, near).open_limits().exists()
    assert not Scope(lead, near).own_limits().exists()
    assert Scope(Person.objects.get(pk=cast.builder.pk), near).own_limits().exists()
