"""The iCalendar feed, fetched over HTTP and read by a library other than the one that writes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import vobject
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from tests.conftest import EDITION, NOW, SHANGHAI, Cast, make_project
from tests.rooms.desk.conftest import SignIn
from xunzhang.accounts.models import FeedKey, Person
from xunzhang.administration import feeds, people
from xunzhang.journal.models import Entry
from xunzhang.procedures.models import Deadline
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

AWKWARD = "平台；含逗号,分号;反斜杠\\以及“引号”：" + "长得要折行的名字" * 9
DAY = timedelta(days=1)


def lay(project: Project, day: date | None, code: str = "contract_signing", **more: object) -> Deadline:
    number = Deadline.objects.filter(project=project, code=code).count() + 1
    return Deadline.objects.create(project=project, code=code, occurrence=number, due_on=day, **more)


def path(person: Person) -> str:
    return f"/calendar/feed/{feeds.open_feed(person=person, now=NOW)}.ics"


def events(body: bytes) -> dict[str, Any]:
    """Events by UID, as vobject reads them."""
    read = vobject.readOne(body.decode())
    found = {event.uid.value: event for event in read.contents.get("vevent", [])}
    assert len(found) == len(read.contents.get("vevent", []))
    return found


def fetched(person: Person) -> dict[str, Any]:
    return events(Client().get(path(person)).content)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> date:
    """2026-03-20, without anybody signed in."""
    monkeypatch.setenv("XUNZHANG_NOW", "2026-03-20T10:16")
    return date(2026, 3, 20)


@pytest.mark.usefixtures("committing")
def test_a_calendar_program_gets_the_rows(cast: Cast, live_server: LiveServer, day: date) -> None:
    made = make_project(cast, AWKWARD)
    lay(made, day + 5 * DAY, "contract_filing")
    lay(made, day + 6 * DAY, "final_acceptance_application")
    lay(made, day - 8 * DAY, "self_evaluation", done_on=day - 9 * DAY)
    rows = [lay(made, day + number * DAY) for number in range(-40, 40, 3)]
    opening = lay(made, day + 90 * DAY, opens_on=day + 30 * DAY)
    address = live_server.url + path(cast.builder)
    with urlopen(address) as answer:
        headers, body = answer.headers, answer.read()
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in headers
    whole = vobject.readOne(body.decode())
    assert whole.method.value == "PUBLISH"
    assert whole.contents["x-wr-calname"][0].value == f"循章时限（{cast.builder.name}）"
    found = events(body)
    for row in Deadline.objects.filter(project=made, done_on=None, due_on__isnull=False):
        _agrees(found.pop(f"{made.code}-{row.pk}-due@xunzhang"), row, day, live_server.url)
    first = found.pop(f"{made.code}-{opening.pk}-opens@xunzhang")
    assert first.dtstart.value == day + 30 * DAY
    assert first.summary.value.startswith("【最早可办】")
    done = Deadline.objects.filter(project=made, done_on__gte=day - timedelta(days=60))
    assert set(found) == {f"{made.code}-{row.pk}-due@xunzhang" for row in done}
    assert len(found) == 1
    assert len(rows) == 27
    again = Request(address, headers={"If-None-Match": headers["ETag"]})
    with pytest.raises(HTTPError, match="304"):
        urlopen(again)


def _agrees(event: Any, row: Deadline, day: date, site: str) -> None:
    """An event says what an open duty of AWKWARD says."""
    assert row.due_on
    assert event.dtstart.value == row.due_on
    assert event.dtend.value == row.due_on + DAY
    assert event.summary.value.endswith(f"：{AWKWARD}")
    assert event.summary.value.startswith("【逾期】") is (row.due_on < day)
    assert event.transp.value == "TRANSPARENT"
    assert event.url.value == f"{site}/projects/{row.project.code}/deadlines/#d{row.pk}"
    assert event.categories.value == ["循章时限", row.project.unit.name]
    lines = event.description.value.split("\n")
    assert lines[0] == f"项目：{AWKWARD}（{row.project.code}，{row.project.unit.name}）"
    rule = catalogue.edition(EDITION).deadlines[row.code]
    assert lines[1].startswith(f"依据：第{rule.cites[0].article}条")
    assert lines[-1].startswith("怎么办：在项目页办理")


@pytest.mark.usefixtures("day")
def test_lines_are_folded_within_75_octets_and_never_inside_a_character(cast: Cast) -> None:
    lay(make_project(cast, AWKWARD), date(2026, 3, 25))
    body = Client().get(path(cast.builder)).content
    lines = body.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()
    assert b"\\," in body
    assert b"\\;" in body
    assert b"\\\\" in body
    assert b"\\n" in body


@pytest.mark.usefixtures("day")
def test_a_moved_day_keeps_its_name_and_counts_up(cast: Cast, project: Project) -> None:
    told = []
    for hour, day in ((9, date(2026, 5, 6)), (10, date(2026, 5, 20)), (11, date(2026, 5, 20))):
        know(cast, project, hour, final_acceptance_due_on=day)
        (event,) = fetched(cast.builder).values()
        assert event.dtstart.value == day
        told.append(event)
    know(cast, project, 12, final_application_on=date(2026, 3, 19))
    told += fetched(cast.builder).values()
    assert len({event.uid.value for event in told}) == 1
    assert [int(event.sequence.value) for event in told] == [0, 1, 1, 1]
    hours = [event.last_modified.value.astimezone(SHANGHAI).hour for event in told]
    assert hours == [9, 10, 10, 12]


def know(cast: Cast, project: Project, hour: int, **facts: date) -> None:
    """Facts of a project as an act of this hour of 2026-03-20 has written them."""
    now = datetime(2026, 3, 20, hour, tzinfo=SHANGHAI)
    work = Work(project.pk, actor=cast.builder, now=now, today=now.date())
    work.set(facts, None)
    work.save(verb="fact.found", data={"fact": "x", "name": "x", "value": "x", "reason": "x"})


@pytest.mark.usefixtures("day")
def test_what_is_done_is_marked_and_then_gone(cast: Cast, project: Project) -> None:
    fresh = lay(project, date(2026, 3, 1), done_on=date(2026, 2, 27), opens_on=date(2026, 2, 1))
    lay(project, date(2025, 9, 1), done_on=date(2025, 8, 27))
    lay(project, date(2026, 4, 1), is_provisional=True)
    lay(project, None, "responsibility_letter")
    found = fetched(cast.builder)
    told = {event.summary.value: event.status.value for event in found.values()}
    assert told == {
        f"【已办】签订采购合同：{project.name}": "CONFIRMED",
        f"【暂定】签订采购合同：{project.name}": "TENTATIVE",
    }
    assert "2026-02-27 办结" in found[f"{project.code}-{fresh.pk}-due@xunzhang"].description.value


@pytest.mark.usefixtures("day")
def test_everybody_gets_what_falls_to_them(cast: Cast, project: Project) -> None:
    lay(project, date(2026, 3, 25))
    assert len(fetched(cast.builder)) == len(fetched(cast.colleague)) == 1
    assert fetched(cast.stranger) == fetched(cast.lead) == fetched(cast.admin) == {}


def test_same_rows_same_bytes(
    cast: Cast, project: Project, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = lay(project, day)
    address, client = path(cast.builder), Client()
    first = client.get(address)
    monkeypatch.setenv("XUNZHANG_NOW", "2026-03-20T23:00")
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    Deadline.objects.filter(pk=row.pk).update(done_on=day)
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


# -- the address -------------------------------------------------------------------------------


def test_an_address_is_shown_once_renewed_and_closed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.builder)
    assert "没有开启" in client.get("/calendar/subscription/").content.decode()
    first = _address(client.post("/calendar/subscription/", {"open": "1"}).content.decode())
    assert Client().get(first).status_code == 200
    page = client.get("/calendar/subscription/").content.decode()
    assert first not in page
    assert "最近取用 " in page
    assert "2026-03-20" in page
    second = _address(client.post("/calendar/subscription/", {"open": "1"}).content.decode())
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert client.post("/calendar/subscription/", {"close": "1"}).status_code == 302
    assert Client().get(second).status_code == 404
    client.post("/calendar/subscription/", {"close": "1"})
    told = Entry.objects.filter(verb__startswith="feed.").order_by("pk").values_list("verb", "actor")
    verbs = ["feed.opened", "feed.renewed", "feed.closed"]
    assert list(told) == [(verb, cast.builder.pk) for verb in verbs]


def _address(page: str) -> str:
    start = page.index("/calendar/feed/")
    return page[start : page.index(".ics", start) + 4]


def test_only_a_digest_is_kept(cast: Cast) -> None:
    word = feeds.open_feed(person=cast.builder, now=NOW)
    kept = FeedKey.objects.values().get()
    assert word not in repr(kept)
    assert len(kept["digest"]) == 64
    assert not any(word in repr(entry) for entry in Entry.objects.values())


def test_who_has_left_has_no_feed(cast: Cast) -> None:
    address = path(cast.colleague)
    assert Client().get(address).status_code == 200
    said = {"person": cast.colleague, "name": "周晓东", "is_admin": False, "actor": cast.admin, "now": NOW}
    people.change_person(is_active=False, **said)
    assert Client().get(address).status_code == 404
    people.change_person(is_active=True, **said)
    assert Client().get(address).status_code == 404
    address = path(cast.colleague)
    Person.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("word", ["A" * 43, "A" * 42, "x", "", "A" * 42 + "%20", "../" * 14])
def test_another_word_opens_nothing(cast: Cast, word: str) -> None:
    feeds.open_feed(person=cast.builder, now=NOW)
    assert Client().get(f"/calendar/feed/{word}.ics").status_code == 404


RIGHTS = [  # who, method, answer
    (None, "get", 302),
    (None, "post", 401),
    ("builder", "get", 200),
    ("admin", "get", 200),
    ("builder", "put", 405),
]


@pytest.mark.parametrize(("who", "method", "answer"), RIGHTS)
def test_rights(cast: Cast, sign_in: SignIn, who: str | None, method: str, answer: int) -> None:
    client = sign_in(getattr(cast, who)) if who else Client()
    assert getattr(client, method)("/calendar/subscription/").status_code == answer
    assert Client().post(path(cast.builder)).status_code == 405


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("many", [1, 60])
def test_the_number_of_queries_is_fixed(
    cast: Cast, project: Project, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        lay(project, date(2026, 3, 20) + number * DAY, opens_on=date(2026, 3, 1) + number * DAY)
    address = path(cast.builder)
    with django_assert_num_queries(8):
        assert Client().get(address).status_code == 200
