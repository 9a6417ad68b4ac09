"""Letters over a real SMTP server: who gets which, in which words, once, and again when it failed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries as Asserting

from tests.conftest import NOW, SHANGHAI, Cast
from tests.rooms.letters.post_office import PostOffice
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Person, Post
from xunzhang.jobs import worker
from xunzhang.jobs.models import Job
from xunzhang.journal.models import Entry
from xunzhang.letters import posting
from xunzhang.letters.models import TRIES, Letter, Pending
from xunzhang.letters.writing import GRAVEST
from xunzhang.notices import services
from xunzhang.notices.kinds import KINDS
from xunzhang.notices.models import Notice
from xunzhang.notices.wishes import wish
from xunzhang.projects.models import Project

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 20)  # a Friday
SATURDAY = datetime(2025, 6, 21, 15, 0, tzinfo=SHANGHAI)


def work(now: datetime) -> None:
    """The worker at this moment: what it makes, it does."""
    for _ in range(3):
        worker.run_all(lambda: now)


def tell(project: Project, kind: str = "returned", key: str = "", at: datetime = NOW, **said: Any) -> None:
    code = "contract_signing" if kind not in ("returned", "ended") else "contract_filing"
    words = {"day": DUE, "text": "", "organisation_ids": [project.unit_id], **said}
    services.tell(key=key or kind, kind=kind, project_id=project.pk, code=code, now=at, **words)


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def subject_of(letter: EmailMessage) -> str:
    return str(letter["subject"]).strip()  # the head folds before the first encoded word


def test_a_letter_in_the_words_of_the_measure(reachable: Cast, project: Project, office: PostOffice) -> None:
    tell(project, text="合同备案·备案：缺附件二")
    work(NOW)
    letter = office.took[0]
    assert letter["to"] == "li@example.gov.cn"
    assert subject_of(letter) == f"〔退回补正〕合同备案：{project.name}"
    assert letter["auto-submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        said = text_of(letter, kind)
        for word in ("李文静", "第28条", project.name, project.code, "缺附件二", "请按意见补正"):
            assert word in said
        assert f"https://xunzhang.example.gov.cn/projects/{project.code}/procedures/" in said
        assert "https://xunzhang.example.gov.cn/notices/settings/" in said
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts, kept.address) == ("sent", 1, "li@example.gov.cn")
    assert kept.ended_at == NOW


def test_what_is_tried_only_is_told_as_such(reachable: Cast, project: Project, office: PostOffice) -> None:
    tell(project)
    work(NOW)
    reachable.area.is_sandbox = True
    reachable.area.save()
    tell(project, key="two")
    work(NOW)
    for kind in ("plain", "html"):
        assert ["不是真实项目" in text_of(each, kind) for each in office.took] == [False, True]


def test_a_limit_is_told_with_its_day(reachable: Cast, project: Project, office: PostOffice) -> None:
    Post.objects.filter(person=reachable.builder).update(is_leader=True)
    tell(project, "escalated", at=datetime(2025, 6, 27, 9, tzinfo=SHANGHAI))
    work(datetime(2025, 6, 27, 9, tzinfo=SHANGHAI))
    said = text_of(office.took[0])
    assert "2025-06-20 周五 到期，已逾期 5 个工作日" in said
    assert "请督促本机构尽快办理" in said


def test_each_letter_is_sent_once_and_says_by_its_number_which_it_is(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    tell(project)
    work(NOW)
    work(NOW + timedelta(hours=1))
    told = Notice.objects.get()
    wanted = f"<notice.{told.pk}.person.{reachable.builder.pk}@xunzhang.example.gov.cn>"
    assert [each["message-id"] for each in office.took] == [wanted]
    Letter.objects.update(state="waiting")  # as if the worker had died before it could commit
    Job.objects.filter(kind="letter").update(state="running", held_until=NOW)
    work(NOW + timedelta(hours=2))
    assert [each["message-id"] for each in office.took] == [wanted, wanted]


def test_nothing_is_sent_of_what_was_rolled_back(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    with transaction.atomic():
        tell(project)
        transaction.set_rollback(True)
    work(NOW)
    assert office.took == []
    assert not Letter.objects.exists()


def test_letters_go_by_what_each_person_wants(cast: Cast, project: Project, office: PostOffice) -> None:
    Person.objects.filter(pk__in=[cast.builder.pk, cast.colleague.pk, cast.stranger.pk]).update(
        email="x@example.gov.cn"
    )
    wish(person=cast.colleague, wishes={"returned": (True, "none")})
    tell(project)
    work(NOW)
    assert [each.person for each in Letter.objects.all()] == [cast.builder]  # the stranger works elsewhere


def test_leaders_alone_get_what_is_for_leaders(reachable: Cast, project: Project, office: PostOffice) -> None:
    tell(project, "escalated")
    Notice.objects.update(leaders_only=True)
    work(NOW)
    assert office.took == []


def test_without_a_server_nothing_is_written_and_later_none_of_it_either(
    reachable: Cast, project: Project, office: PostOffice, settings: Any
) -> None:
    settings.EMAIL_HOST = ""
    tell(project)
    work(NOW)
    settings.EMAIL_HOST = "127.0.0.1"
    work(NOW)
    assert office.took == []
    assert not Letter.objects.exists()


def test_every_kind_has_its_place_in_a_letter() -> None:
    assert set(KINDS) <= set(GRAVEST)


def test_rest_days_are_quiet(reachable: Cast, project: Project, office: PostOffice) -> None:
    tell(project, at=SATURDAY)
    work(SATURDAY)
    assert office.took == []
    work(SATURDAY + timedelta(days=1))
    assert office.took == []
    work(datetime(2025, 6, 23, 8, 0, tzinfo=SHANGHAI))
    assert len(office.took) == 1


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (datetime(2025, 6, 20, 23, 0), datetime(2025, 6, 20, 23, 0)),
        (datetime(2025, 6, 21, 1, 0), datetime(2025, 6, 23, 8, 0)),
        (datetime(2025, 9, 28, 9, 0), datetime(2025, 9, 28, 9, 0)),  # a Sunday worked
        (datetime(2025, 10, 1, 9, 0), datetime(2025, 10, 9, 8, 0)),  # the National Day holiday
    ],
)
def test_a_rest_day_ends_on_the_morning_of_the_next_working_day(now: datetime, wanted: datetime) -> None:
    assert posting.quiet_until(now.replace(tzinfo=SHANGHAI)) == wanted.replace(tzinfo=SHANGHAI)


def test_a_refused_recipient_is_told_and_not_tried_again(
    reachable: Cast, project: Project, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", NOW.isoformat())
    office.refused["li@example.gov.cn"] = "550 5.1.1 no such user"
    tell(project)
    work(NOW)
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts) == ("failed", 1)
    assert kept.fault == "收件人被拒绝：550 5.1.1 no such user"
    assert Job.objects.get(kind="letter").state == "done"
    admin = client_of(reachable, "admin")
    assert "no such user" in admin.get("/admin/letters/?state=failed").content.decode()
    office.refused.clear()
    admin.post(f"/admin/letters/{kept.pk}/again/")
    assert Entry.objects.latest("id").verb == "letter.resent"
    work(NOW)
    kept.refresh_from_db()
    assert (kept.state, len(office.took)) == ("sent", 1)
    admin.post(f"/admin/letters/{kept.pk}/again/")
    assert Job.objects.filter(kind="letter").count() == 2


def test_a_server_that_is_down_is_tried_ever_more_rarely_until_it_is_up(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    office.close()
    tell(project)
    work(NOW)
    kept, job = Letter.objects.get(), Job.objects.get(kind="letter")
    assert (kept.state, kept.attempts, job.state) == ("waiting", 1, "waiting")
    assert kept.fault.startswith("连不上发信服务器")
    assert job.due_at == NOW + timedelta(seconds=15)
    work(job.due_at)
    job.refresh_from_db()
    assert job.due_at == NOW + timedelta(seconds=45)
    office.open()
    work(job.due_at)
    kept.refresh_from_db()
    assert (kept.state, kept.attempts, kept.fault) == ("sent", 3, "")
    assert len(office.took) == 1


@pytest.mark.parametrize("trouble", ["hangs_up", "later"])
def test_a_broken_line_and_a_busy_server_are_tried_again(
    reachable: Cast, project: Project, office: PostOffice, trouble: str
) -> None:
    if trouble == "hangs_up":
        office.hangs_up = 1
    else:
        office.body_answer = "451 try later"
    tell(project)
    work(NOW)
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts) == ("waiting", 1)
    assert ("中断了连接" if trouble == "hangs_up" else "451 try later") in kept.fault
    office.body_answer = "250 OK"
    work(NOW + timedelta(minutes=1))
    kept.refresh_from_db()
    assert (kept.state, len(office.took)) == ("sent", 1)


def test_a_letter_that_the_server_will_never_take_is_given_up(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    office.body_answer = "554 looks like spam"
    tell(project)
    work(NOW)
    assert (Letter.objects.get().state, Job.objects.get(kind="letter").state) == ("failed", "done")


def test_after_a_day_of_failures_it_is_given_up_and_stays_visible(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    office.close()
    tell(project)
    work(NOW)
    job = Job.objects.get(kind="letter")
    while job.state == "waiting":
        worker.run_one(lambda: job.due_at)
        job.refresh_from_db()
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts, job.state) == ("failed", TRIES, "failed")
    assert timedelta(hours=20) < job.due_at - NOW < timedelta(hours=30)


@pytest.mark.parametrize(("field", "value", "fault"), [("is_active", False, "停用"), ("email", "", "邮箱")])
def test_who_has_gone_meanwhile_gets_nothing(
    reachable: Cast, project: Project, office: PostOffice, field: str, value: object, fault: str
) -> None:
    tell(project, at=SATURDAY)
    work(SATURDAY)
    Person.objects.filter(pk=reachable.builder.pk).update(**{field: value})
    work(SATURDAY + timedelta(days=2))
    kept = Letter.objects.get()
    assert (kept.state, kept.attempts, office.took) == ("dropped", 0, [])
    assert fault in kept.fault


@pytest.mark.parametrize(
    "name",
    [
        "甲\r\nBcc: evil@example.com",
        "甲\nBcc: evil@example.com\n\n正文",
        "甲\u2028Bcc: x",
        "甲\x85X\x0bY\x1cZ",
    ],
)
def test_no_name_can_add_a_line_to_the_head_of_a_letter(
    reachable: Cast, project: Project, office: PostOffice, name: str
) -> None:
    Project.objects.filter(pk=project.pk).update(name=name)
    tell(project)
    work(NOW)
    letter = office.took[0]
    assert letter["bcc"] is None
    assert letter["to"] == "li@example.gov.cn"
    assert len(subject_of(letter).splitlines()) == 1
    assert sorted(key.lower() for key in letter) == sorted(
        ["content-type", "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted"]
        + [key.lower() for key in letter if key.lower().startswith("x-")]
    )


def test_html_shows_a_name_as_it_is(reachable: Cast, project: Project, office: PostOffice) -> None:
    Project.objects.filter(pk=project.pk).update(name="<script>alert(1)</script>平台&二期")
    tell(project)
    work(NOW)
    said = text_of(office.took[0], "html")
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
    assert "<script>alert(1)</script>平台&二期" in text_of(office.took[0])


def test_a_heap_at_once_is_one_letter(reachable: Cast, project: Project, office: PostOffice) -> None:
    for number in range(posting.SINGLY + 1):
        tell(project, key=f"k{number}")
    work(NOW)
    assert len(office.took) == 1
    assert subject_of(office.took[0]) == "循章通知：退回补正 4 件"


def test_one_letter_a_working_day_collects_what_can_wait(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    friday = datetime.combine(DUE, time(6, 30), SHANGHAI)
    tell(project, "soon", at=friday)
    tell(project, "late", at=friday)
    tell(project, "ended", at=friday + timedelta(hours=5), text="通过")
    work(friday)
    assert office.took == []
    assert Pending.objects.count() == 3
    work(friday.replace(hour=8))
    work(friday.replace(hour=17))
    assert [subject_of(each) for each in office.took] == [
        "循章每日汇总 2025-06-20：已逾期 1 件、快到期 1 件、办结 1 件"  # the gravest first
    ]
    assert not Pending.objects.exists()
    tell(project, "moved", at=SATURDAY, text="原来是 2025-06-10")
    for days in (0, 1):
        work(SATURDAY.replace(hour=9) + timedelta(days=days))
    assert len(office.took) == 1
    work(datetime(2025, 6, 23, 8, 0, tzinfo=SHANGHAI))
    assert subject_of(office.took[1]) == "循章每日汇总 2025-06-23：期限变动 1 件"
    assert office.took[1]["message-id"].startswith("<digest.2025-06-23.person.")


def test_a_long_letter_of_the_day_names_some_and_counts_the_rest(
    reachable: Cast, project: Project, office: PostOffice
) -> None:
    for number in range(60):
        tell(project, "late", f"late/{number}", at=NOW.replace(hour=6))
    work(NOW.replace(hour=9))
    assert "还有 10 件没有列出" in text_of(office.took[0])
    assert text_of(office.took[0]).count("项目：") == 50


def test_a_batch_takes_no_more_queries_for_more_notices(
    reachable: Cast,
    project: Project,
    office: PostOffice,
    django_assert_max_num_queries: Asserting,
) -> None:
    for number in range(150):
        tell(project, "late", f"late/{number}")
    with django_assert_max_num_queries(16):
        assert posting.post(NOW) == 150
    assert Pending.objects.count() == 150


@pytest.mark.parametrize(
    ("who", "method", "page", "status"),
    [
        (None, "get", "/admin/letters/", 302),
        ("builder", "get", "/admin/letters/", 403),
        ("admin", "get", "/admin/letters/", 200),
        ("admin", "get", "/admin/letters/?state=x&page=-1", 200),
        ("builder", "post", "/admin/letters/1/again/", 403),
        ("admin", "post", "/admin/letters/999999/again/", 404),
        ("admin", "get", "/admin/letters/1/again/", 405),
    ],
)
def test_rights(cast: Cast, who: str | None, method: str, page: str, status: int) -> None:
    assert getattr(client_of(cast, who), method)(page).status_code == status


def test_the_page_of_letters_takes_a_fixed_number_of_queries(
    reachable: Cast,
    project: Project,
    office: PostOffice,
    django_assert_max_num_queries: Asserting,
) -> None:
    for number in range(3):
        tell(project, key=f"k{number}")
    work(NOW)
    admin = client_of(reachable, "admin")
    with django_assert_max_num_queries(9):
        assert admin.get("/admin/letters/").content.decode().count("li@example.gov.cn") == 3
