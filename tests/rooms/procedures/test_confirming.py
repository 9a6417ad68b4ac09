"""What is filed with several offices is done when all have confirmed; pages say who has not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.rooms.lifecycle import at_ten, paper
from tests.rooms.test_pack_lives import Town, enter, settle
from xunzhang.accounts.models import Person
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.pages import confirming
from xunzhang.procedures.pages.matter import matter
from xunzhang.projects.models import Project
from xunzhang.site.playing import Act, Player
from xunzhang.supervision.centre import centre

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 6)  # a Monday
FILED, STEP = "security_report", "receipt"
OFFICES = ("cyberspace_office", "public_security")


@pytest.fixture
def town(db: None) -> Town:
    return settle("anqiu@2020")


@pytest.fixture
def project(town: Town) -> Project:
    return enter(town, DAY - timedelta(days=3))


def play(town: Town, project: Project, *acts: Act) -> Case:
    player = Player(
        person=lambda _, act: town.people[act.who][1 if act.step else 0],
        paper=lambda asked: paper(f"{asked.slot} {asked.act.day}"),
    )
    for act in acts:
        player.play_act(project, act)
    project.refresh_from_db()
    return Case.objects.filter(project=project, procedure=FILED).latest("id")


def sent(day: date = DAY, step: str = "") -> Act:
    return Act(day, "builder", FILED, step)


def confirmed(who: str, day: date, outcome: str = "received") -> Act:
    return Act(day, who, FILED, STEP, outcome, opinion="已收。")


def told(town: Town, case: Case, day: date) -> confirming.Confirming:
    """The section of the case as its sender sees it."""
    found = matter(town.people["builder"][0], case.pk, at_ten(day))
    turns = StepRun.objects.filter(case=case).select_related("organisation", "actor").order_by("id")
    return confirming.of_case(found, list(turns))[0]


def lines(town: Town, who: str, day: date, of: str) -> list[tuple[str, int]]:
    person = Person.objects.get(pk=town.people[who][0].pk)
    return [(line.office, line.waited) for line in confirming.listed(person, day, {"of": of}).lines]


def test_one_confirmation_of_two_fulfils_nothing_and_both_do(town: Town, project: Project) -> None:
    case = play(town, project, sent())
    names = [town.edition.roles[role].title for role in OFFICES]
    section = told(town, case, DAY + timedelta(days=7))
    assert [(each.office, each.waited) for each in section.recipients] == [(name, 5) for name in names]
    case = play(town, project, confirmed(OFFICES[0], DAY + timedelta(days=1)))
    section = told(town, case, DAY + timedelta(days=7))
    first, second = section.recipients
    assert (first.state, first.word, first.person) == ("done", "已收到", town.people[OFFICES[0]][1].name)
    assert first.at == at_ten(DAY + timedelta(days=1))
    assert (second.word, second.waited, section.open) == ("还没有确认", 5, 1)
    assert case.state == "open"
    assert "security_report_received_on" not in project.facts
    case = play(town, project, confirmed(OFFICES[1], DAY + timedelta(days=9)))
    assert case.state == "done"
    assert project.facts["security_report_received_on"] == str(DAY + timedelta(days=9))
    assert told(town, case, DAY + timedelta(days=9)).open == 0


def test_what_one_sent_back_is_confirmed_anew_by_all(town: Town, project: Project) -> None:
    back = confirmed(OFFICES[0], DAY, "return")
    case = play(town, project, sent(), back, confirmed(OFFICES[1], DAY))
    assert [each.state for each in told(town, case, DAY).recipients] == ["returned", "done"]
    case = play(town, project, sent(DAY + timedelta(days=1), "revise"))
    section = told(town, case, DAY + timedelta(days=1))
    assert [each.waited for each in section.recipients] == [0, 0]
    assert {each.since for each in section.recipients} == {DAY + timedelta(days=1)}


def test_the_sender_the_recipients_and_who_oversees_see_what_is_missing(town: Town, project: Project) -> None:
    play(town, project, sent(), confirmed(OFFICES[0], DAY + timedelta(days=1)))
    missing = [(town.edition.roles[OFFICES[1]].title, 5)]
    day = DAY + timedelta(days=7)
    assert lines(town, "builder", day, "sent") == missing
    assert lines(town, "builder", day, "mine") == []
    assert lines(town, OFFICES[1], day, "mine") == missing
    assert lines(town, OFFICES[1], day, "sent") == []
    assert lines(town, OFFICES[0], day, "mine") == []
    assert lines(town, "lead_body", day, "all") == missing
    assert lines(town, "lead_body", day, "sent") == []


def test_the_centre_has_the_list_by_office(town: Town, project: Project) -> None:
    play(town, project, sent(), confirmed(OFFICES[0], DAY + timedelta(days=1)))
    person = town.people["lead_body"][0]
    found = centre(person, DAY + timedelta(days=7), {"list": "unconfirmed"})
    assert [(row.office, row.last_on, row.days) for row in found.rows] == [
        (town.edition.roles[OFFICES[1]].title, DAY, 7)
    ]
    assert "送" in found.rows[0].note
    for office, count in ((town.unit.name, 1), ("别的单位", 1)):
        asked = {"list": "unconfirmed", "office": office}
        assert len(centre(person, DAY, asked).rows) == count


def test_who_sends_does_not_confirm_to_itself(town: Town, project: Project) -> None:
    """A step of the sender's own, as where it reports before others file, waits for no confirmation."""
    case = play(town, project, sent())
    StepRun.objects.filter(case=case, role=OFFICES[0]).update(role="builder", organisation=town.unit)
    assert [office for office, _ in lines(town, "builder", DAY, "all")] == [
        town.edition.roles[OFFICES[1]].title
    ]
    assert len(told(town, case, DAY).recipients) == 1


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_say_so_in_words(town: Town, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", at_ten(DAY + timedelta(days=7)).isoformat())
    case = play(town, project, sent(), confirmed(OFFICES[0], DAY + timedelta(days=1)))
    builder = signed_in(town.people["builder"][0])
    said = builder.get(f"/cases/{case.pk}/").content.decode()
    assert "共 2 家，1 家还没有确认" in said
    assert "已等 5 个工作日" in said
    said = builder.get("/confirmations/").content.decode()
    assert town.edition.roles[OFFICES[1]].title in said
    assert "第11条" in said
    assert 'href="/confirmations/"' in builder.get("/").content.decode()


@pytest.mark.parametrize("asked", ["", "?of=x", "?of=mine&page=-1", "?of=all&page=99"])
def test_anything_may_stand_in_the_address(town: Town, asked: str) -> None:
    assert signed_in(town.people["builder"][0]).get(f"/confirmations/{asked}").status_code == 200


@pytest.mark.parametrize(("method", "status"), [("get", 302), ("post", 401)])
def test_strangers_sign_in_first(town: Town, method: str, status: int) -> None:
    assert getattr(signed_in(None), method)("/confirmations/").status_code == status


@pytest.mark.parametrize("several", [1, 4])
def test_the_list_takes_a_fixed_number_of_queries(
    town: Town, project: Project, several: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for each in [project, *(enter(town, DAY) for _ in range(several - 1))]:
        play(town, each, sent())
    client = signed_in(town.people["builder"][0])
    with django_assert_max_num_queries(14):
        said = client.get("/confirmations/").content.decode()
    assert said.count('data-l="等谁"') == 2 * several
