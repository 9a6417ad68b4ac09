"""The supervision centre: figures open their lists, lists page by key, everybody sees the own share."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import TODAY, Cast, make_project
from tests.rooms import lives
from tests.rooms.lifecycle import play, run
from xunzhang.accounts.models import Person
from xunzhang.procedures.models import Deadline
from xunzhang.projects.models import Project
from xunzhang.supervision import paging
from xunzhang.supervision.centre import Centre, centre

PAGE = "/supervision/"


def read(person: Person, today: date, **asked: str) -> Centre:
    return centre(Person.objects.get(pk=person.pk), today, asked)


def figures(found: Centre) -> list[int]:
    return [int(figure.value) for figure in found.figures]


@pytest.fixture
def ordered(cast: Cast, project: Project) -> Project:
    """A project whose contract is not signed in time and whose order runs out."""
    project = run(cast, project, "procurement")
    return play(cast, project, lives.order(project.changed_at.date(), limit=10))


def test_nothing_to_supervise(cast: Cast, project: Project) -> None:
    found = read(cast.lead, TODAY)
    assert figures(found)[:4] == [0, 0, 0, 0]
    assert found.rows == []
    assert found.empty.title == "没有逾期的时限。"
    assert found.offices is None


def test_figures_count_what_their_lists_hold(cast: Cast, ordered: Project) -> None:
    today = ordered.changed_at.date() + timedelta(days=40)
    found = read(cast.lead, today)
    assert figures(found)[:4] == [2, 1, 1, 0]
    for code, figure in zip(("late", "orders", "overdue", "held"), found.figures, strict=False):
        assert figure.url == f"?list={code}#list"
        opened = read(cast.lead, today, list=code)
        assert len(opened.rows) == opened.count == int(figure.value)


def test_late_duties_by_office_open_their_list(cast: Cast, ordered: Project) -> None:
    today = ordered.changed_at.date() + timedelta(days=40)
    found = read(cast.lead, today)
    assert found.offices
    (bar,) = found.offices.bars
    assert (bar.title, bar.value) == (cast.unit.name, 2)
    narrowed = read(cast.lead, today, list="late", office=cast.unit.name)
    assert narrowed.title == f"逾期时限：{cast.unit.name}"
    assert narrowed.count == 2
    assert {row.office for row in narrowed.rows} == {cast.unit.name}
    assert all(row.late for row in narrowed.rows)


def test_a_suspended_project_stands_in_its_list(cast: Cast, ordered: Project) -> None:
    day = ordered.changed_at.date() + timedelta(days=20)
    play(cast, ordered, lives.overdue_measure(day, "suspend"))
    found = read(cast.lead, day, list="held")
    assert figures(found)[3] == 1
    assert [row.what for row in found.rows] == ["项目已暂停建设"]
    assert str(found.rows[0].articles[0].cite) == "41"


def test_failing_rules_are_counted_by_project(cast: Cast, project: Project) -> None:
    other = make_project(cast, "另一个项目")
    Project.objects.filter(pk=project.pk).update(failing=2, unknown=1)
    Project.objects.filter(pk=other.pk).update(failing=3)
    found = read(cast.lead, TODAY, list="failing")
    assert figures(found)[4] == 5
    assert found.count == 2
    assert [row.what for row in found.rows] == ["3 条不符合", "2 条不符合"]


def test_everybody_sees_the_own_share(cast: Cast, ordered: Project) -> None:
    today = ordered.changed_at.date() + timedelta(days=40)
    for role in ("lead_body", "finance_office", "cyberspace_office", "audit_office"):
        assert figures(read(cast.officers[role], today))[:3] == [2, 1, 1], role
    assert figures(read(cast.builder, today))[:3] == [2, 1, 1]
    assert figures(read(cast.stranger, today)) == [0, 0, 0, 0, 0]
    assert figures(read(cast.admin, today)) == [0, 0, 0, 0, 0]


def test_lists_page_by_key_while_rows_come(
    cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging.page, "__defaults__", (2,))
    Deadline.objects.bulk_create(
        Deadline(project=project, code="contract_signing", occurrence=n, due_on=TODAY - timedelta(days=9 - n))
        for n in range(1, 6)
    )
    first = read(cast.lead, TODAY, list="late")
    assert len(first.rows) == 2
    assert first.pager.older
    assert not first.pager.newer
    Deadline.objects.create(
        project=project, code="contract_signing", occurrence=9, due_on=TODAY - timedelta(days=99)
    )
    mark = first.pager.older.partition("after=")[2].partition("#")[0].replace("%7E", "~")
    second = read(cast.lead, TODAY, list="late", after=mark)
    assert [row.due_on for row in second.rows] == [TODAY - timedelta(days=n) for n in (6, 5)]
    assert second.pager.newer == "?list=late#list"
    mark = second.pager.older.partition("after=")[2].partition("#")[0].replace("%7E", "~")
    third = read(cast.lead, TODAY, list="late", after=mark)
    assert len(third.rows) == 1
    assert not third.pager.older


@pytest.mark.parametrize("several", [1, 4])
@pytest.mark.parametrize("code", ["late", "orders", "overdue", "held", "failing"])
def test_the_number_of_queries_does_not_grow(
    cast: Cast,
    project: Project,
    several: int,
    code: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    day = TODAY
    for number in range(several):
        own = make_project(cast, f"项目 {number}")
        play(cast, own, lives.order(day, limit=1))
    Project.objects.update(failing=1, status="suspended")
    person = Person.objects.get(pk=cast.lead.pk)
    with django_assert_max_num_queries(11):
        found = centre(person, day + timedelta(days=30), {"list": code})
    assert len(found.rows) >= several


RIGHTS = [
    ("lead_body", "get", 200),
    ("finance_office", "get", 200),
    ("cyberspace_office", "get", 200),
    ("audit_office", "get", 200),
    ("builder", "get", 200),
    ("stranger", "get", 200),
    ("admin", "get", 200),
    ("nobody", "get", 302),
    ("lead_body", "post", 405),
]


@pytest.mark.parametrize(("who", "method", "answer"), RIGHTS)
def test_rights(client: Client, cast: Cast, project: Project, who: str, method: str, answer: int) -> None:
    people = {"builder": cast.builder, "stranger": cast.stranger, "admin": cast.admin, **cast.officers}
    if who in people:
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
    assert getattr(client, method)(PAGE).status_code == answer


BAD = [
    "list=nothing",
    "list=late&after=x",
    "list=late&after=2026-02-30~1",
    "list=late&after=2025-01-01~99999999999999999999",
    "list=late&office=没有这个单位",
    "list=failing&after=-1~2",
    "list=held&after=%00~1",
    "list=orders&after=１~1",
    "office=" + "长" * 5000,
]


@pytest.mark.parametrize("query", BAD)
def test_bad_addresses_are_no_errors(client: Client, cast: Cast, ordered: Project, query: str) -> None:
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert "监督" in answer.content.decode()


def test_the_page_names_the_rows(client: Client, cast: Cast, ordered: Project) -> None:
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(f"{PAGE}?list=orders").content.decode()
    assert "两类数据没有归集到区数据集中管理平台" in text
    assert ordered.name in text
    assert f"/projects/{ordered.code}/supervision/#tabs" in text
