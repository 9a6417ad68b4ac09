"""Reminders on the right day, once; what moved, what came back, what ended; who hears of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.conftest import NOW, SHANGHAI, TODAY, Cast
from tests.rooms.lifecycle import paper
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Post
from xunzhang.jobs import worker
from xunzhang.jobs.models import Job
from xunzhang.journal.models import Entry
from xunzhang.notices.models import Notice
from xunzhang.notices.queries import inbox, unread
from xunzhang.procedures.models import Deadline
from xunzhang.procedures.reminders import remind
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act, Player

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 20)  # a Friday


def at(day: date) -> datetime:
    return datetime.combine(day, time(6, 30), SHANGHAI)


@pytest.fixture
def limit(project: Project) -> Deadline:
    """The unit has to sign a contract by the 20th of June 2025."""
    return Deadline.objects.create(project=project, code="contract_signing", start_on=TODAY, due_on=DUE)


def run(first: date, last: date) -> list[tuple[str, date]]:
    """The kind and day of every notice, the reminders of each day run twice."""
    day = first
    while day <= last:
        remind(day, at(day))
        assert remind(day, at(day)) == 0
        day += timedelta(days=1)
    return [(one.kind, one.at.astimezone(SHANGHAI).date()) for one in Notice.objects.order_by("id")]


def test_each_stage_on_its_working_day_and_none_twice(limit: Deadline) -> None:
    assert run(date(2025, 6, 10), date(2025, 7, 10)) == [
        ("soon", date(2025, 6, 17)),
        ("today", date(2025, 6, 20)),
        ("late", date(2025, 6, 23)),
        ("escalated", date(2025, 6, 27)),
    ]


def test_rest_days_are_quiet_and_what_fell_on_them_is_told_after(limit: Deadline) -> None:
    Deadline.objects.filter(pk=limit.pk).update(due_on=date(2025, 10, 5))  # in the National Day holiday
    told = run(date(2025, 9, 22), date(2025, 10, 20))
    assert told[:2] == [("soon", date(2025, 9, 28)), ("late", date(2025, 10, 9))]  # a Sunday worked
    calendar = catalogue.calendar()
    assert all(calendar.is_working(day) for _, day in told)


def test_what_is_done_is_not_told(limit: Deadline) -> None:
    run(date(2025, 6, 17), date(2025, 6, 17))
    Deadline.objects.filter(pk=limit.pk).update(done_on=date(2025, 6, 18))
    assert run(date(2025, 6, 18), date(2025, 7, 10)) == [("soon", date(2025, 6, 17))]


def test_a_day_that_moved_is_told_anew(limit: Deadline) -> None:
    run(date(2025, 6, 17), date(2025, 6, 17))
    Deadline.objects.filter(pk=limit.pk).update(due_on=DUE + timedelta(days=7))
    assert run(date(2025, 6, 18), date(2025, 6, 24))[1:] == [("soon", date(2025, 6, 24))]


def test_the_unit_hears_of_its_own_duty_and_the_office_of_its(cast: Cast, limit: Deadline) -> None:
    assert catalogue.edition("jining-hitech@2024").deadlines["circular"].duty_of == "lead_body"
    Deadline.objects.create(project=limit.project, code="circular", due_on=DUE)
    remind(DUE, at(DUE))
    assert {one.code for one in inbox(cast.builder)} == {"contract_signing"}
    assert {one.code for one in inbox(cast.lead)} == {"circular"}
    assert not inbox(cast.stranger).exists()


def test_leaders_alone_hear_of_what_was_let_lie(cast: Cast, limit: Deadline) -> None:
    run(date(2025, 6, 17), date(2025, 7, 1))
    assert "escalated" not in {one.kind for one in inbox(cast.builder)}
    Post.objects.filter(person=cast.builder).update(is_leader=True)
    assert "escalated" in {one.kind for one in inbox(cast.builder)}
    assert "escalated" not in {one.kind for one in inbox(cast.colleague)}


def test_the_reminders_are_daily_work(cast: Cast, limit: Deadline) -> None:
    worker.run_all(lambda: at(DUE))
    worker.run_all(lambda: at(DUE) + timedelta(hours=2))
    assert [job.state for job in Job.objects.filter(kind="reminders")] == ["done"]
    assert Notice.objects.filter(kind="today").count() == 1


def test_papers_sent_back_and_a_case_that_ends_are_told_to_its_starter(cast: Cast, project: Project) -> None:
    who = {"builder": cast.builder, "lead_body": cast.lead}
    player = Player(person=lambda _, act: who[act.who], paper=lambda asked: paper(asked.title))
    facts = {
        "project_basis": "规划任务",
        "project_content": "平台一套",
        "project_goals": "缩短时间",
        "declared_total": 600_000_000,
        "party_studied_on": TODAY - timedelta(days=9),
    }
    demand = "demand_review"
    player.play(project, (Act(TODAY, "builder", demand, facts=facts),))
    assert not Notice.objects.exists()
    player.play(project, (Act(TODAY, "lead_body", demand, "formal_check", "return", opinion="缺会议记录"),))
    back = inbox(cast.colleague).get()
    assert (back.kind, back.code) == ("returned", demand)
    assert "缺会议记录" in back.text
    player.play(
        project,
        (
            Act(TODAY, "builder", demand, "revise", facts=facts),
            Act(TODAY, "lead_body", demand, "formal_check", "accept"),
            Act(TODAY, "lead_body", demand, "review", "pass"),
        ),
    )
    assert [one.kind for one in inbox(cast.builder).order_by("id")] == ["returned", "ended"]


def test_a_moved_day_has_its_entry_and_its_notice(cast: Cast, project: Project) -> None:
    for day in (date(2026, 3, 2), date(2026, 6, 1)):
        work = Work(project.pk, actor=cast.builder, now=NOW, today=TODAY)
        work.set({"final_acceptance_due_on": day}, None)
        work.save(verb="fact.found", data={"fact": "约定日", "name": "x", "value": "x", "reason": "合同"})
    entry = Entry.objects.filter(verb="deadline.moved").get()
    assert (entry.data["was"], entry.data["day"]) == ("2026-03-02", "2026-06-01")
    moved = Notice.objects.get(kind="moved")
    assert (moved.day, moved.organisation) == (date(2026, 6, 1), cast.unit)


def test_the_page_and_the_bell(cast: Cast, limit: Deadline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", at(DUE).isoformat())
    remind(DUE, at(DUE))
    builder = client_of(cast, "builder")
    assert "1" in builder.get("/notices/bell/").content.decode()
    said = builder.get("/notices/").content.decode()
    assert all(word in said for word in ("今天到期", "第28条", limit.project.name, "1 条未读"))
    newest = Notice.objects.latest("id").pk
    builder.post("/notices/read/", {"upto": newest})
    assert not unread(cast.builder).exists()
    assert unread(cast.colleague).exists()
    assert "都已读过" in builder.get("/notices/?kind=today").content.decode()


@pytest.mark.parametrize("upto", ["", "x", "-1", "９", "9" * 30])
def test_nonsense_marks_nothing(cast: Cast, limit: Deadline, upto: str) -> None:
    remind(DUE, at(DUE))
    assert client_of(cast, "builder").post("/notices/read/", {"upto": upto}).status_code == 302
    assert unread(cast.builder).exists()


@pytest.mark.parametrize(
    ("who", "method", "page", "status"),
    [
        (None, "get", "/notices/", 302),
        (None, "post", "/notices/read/", 401),
        ("builder", "get", "/notices/read/", 405),
        ("stranger", "get", "/notices/", 200),
        ("admin", "get", "/notices/", 200),
    ],
)
def test_rights(cast: Cast, who: str | None, method: str, page: str, status: int) -> None:
    assert getattr(client_of(cast, who), method)(page).status_code == status


def test_a_page_of_notices_takes_a_fixed_number_of_queries(
    cast: Cast, limit: Deadline, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(20):
        Deadline.objects.create(
            project=limit.project, code="contract_filing", occurrence=number + 1, due_on=DUE
        )
    remind(DUE, at(DUE))
    builder = client_of(cast, "builder")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        builder.get("/notices/")
