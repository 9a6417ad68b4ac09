"""A year's holiday notice: read, previewed, confirmed, taken back; what moves is entered and told once."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import SHANGHAI, Cast, make_project
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Person, Post
from xunzhang.jobs import worker
from xunzhang.jobs.models import Job
from xunzhang.journal.models import Entry
from xunzhang.journal.services import SYSTEM
from xunzhang.notices.models import Notice
from xunzhang.procedures import recomputing
from xunzhang.procedures.models import Deadline, Foreseen, Foresight
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import calendars, catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import HolidayNotice

pytestmark = pytest.mark.django_db
HOME = "/admin/calendar/"
DAY = timedelta(days=1)
MOMENT = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
YEAR = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。2月14日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
SINGLE = {"year": "2026", "kind": "single"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> object:
    """It is 2026-11-20. Afterwards nobody computes with the calendar of a test."""
    monkeypatch.setenv("XUNZHANG_NOW", MOMENT.isoformat())
    catalogue.look_again()
    yield
    catalogue.look_again()


def run(now: datetime = MOMENT) -> None:
    while worker.run_one(lambda: now):
        pass


def at_work(project: Project, actor: Person, day: date, **facts: object) -> None:
    """A contract whose award notice was given that day: it has to be signed in ten working days."""
    now = datetime.combine(day, time(10), SHANGHAI)
    work = Work(project.pk, actor=actor, now=now, today=day)
    record = work.new_record("contract", None)
    work.set({"award_notice_on": day, **facts}, record)  # type: ignore[dict-item]
    work.save(verb="fact.found", data={"fact": "x", "name": "x", "value": "x", "reason": "x"})


def signing(project: Project) -> tuple[date | None, bool]:
    row = Deadline.objects.get(project=project, code="contract_signing")
    return row.due_on, row.is_provisional


@pytest.fixture
def awarded(cast: Cast) -> Project:
    """The days before the Spring Festival of 2027: its limit runs into a year that nobody has announced."""
    project = make_project(cast)
    at_work(project, cast.builder, date(2027, 1, 28))
    return project


def propose(admin: Client, text: str = YEAR, **said: str) -> HolidayNotice:
    answer = admin.post(HOME, {"year": "2027", "kind": "whole", "text": text, **said})
    assert answer.status_code == 302, answer.content.decode()
    return HolidayNotice.objects.latest("id")


def page(client: Client, notice: HolidayNotice) -> str:
    return str(client.get(f"{HOME}{notice.pk}/").content.decode())


def press(client: Client, notice: HolidayNotice, what: str, **said: str) -> str:
    return str(client.post(f"{HOME}{notice.pk}/{what}/", said, follow=True).content.decode())


def test_a_year_is_read_previewed_confirmed_and_taken_back(cast: Cast, awarded: Project) -> None:
    presumed, moved = date(2027, 2, 17), date(2027, 2, 18)
    assert signing(awarded) == (presumed, True)
    admin = client_of(cast, "admin")
    notice = propose(admin)
    assert "进度" in page(admin, notice)
    assert "请等推算完成" in press(admin, notice, "confirm")
    run()
    said = page(admin, notice)
    assert "1 项期限会变" in said
    assert awarded.code in said
    assert signing(awarded) == (presumed, True)  # nothing is written before it is confirmed

    assert "已编入工作日历" in press(admin, notice, "confirm")
    assert catalogue.calendar().is_make_up(date(2027, 2, 14))
    run()
    move = Foreseen.objects.get()
    assert (move.was, move.becomes) == (presumed, moved)
    assert signing(awarded) == (moved, False)  # 29 January, 1–4 and 14–18 February

    entry = Entry.objects.filter(stream=awarded.code, verb="deadline.recomputed").get()
    assert entry.data["why"] == "2027 年节假日安排已导入"
    told = Notice.objects.get(kind="moved")
    assert (told.organisation, told.day) == (cast.unit, moved)

    assert "要撤回，先推算" in page(admin, notice)
    press(admin, notice, "foresee")
    run()
    assert "1 项期限会变" in page(admin, notice)
    assert "请写明为什么撤回" in press(admin, notice, "take-back")
    assert "已撤回" in press(admin, notice, "take-back", reason="录错了文件")
    run()
    assert signing(awarded) == (presumed, True)
    verbs = Entry.objects.filter(stream=SYSTEM, verb__startswith="calendar.").order_by("id")
    assert [one.verb for one in verbs] == ["calendar.proposed", "calendar.confirmed", "calendar.taken_back"]
    assert Notice.objects.filter(kind="moved").count() == 2
    kept = HolidayNotice.objects.get()
    assert (kept.person, kept.confirmed_by, kept.ended_by) == (cast.admin,) * 3
    assert (kept.reason, kept.text) == ("录错了文件", YEAR)


def test_a_project_has_a_name_only_for_those_who_may_look_at_it(cast: Cast, awarded: Project) -> None:
    admin = client_of(cast, "admin")
    notice = propose(admin)
    run()
    said = page(admin, notice)
    assert awarded.code in said
    assert awarded.name not in said
    Post.objects.create(person=cast.admin, organisation=cast.unit, role="builder")
    assert f'href="/projects/{awarded.code}/">{awarded.name}' in page(admin, notice)


def test_a_provisional_day_says_so_until_its_year_is_announced(cast: Cast, awarded: Project) -> None:
    admin, builder = client_of(cast, "admin"), client_of(cast, "builder")
    tab = f"/projects/{awarded.code}/deadlines/"

    def marks() -> list[int]:
        pages = (tab, "/limits/?within=200")
        return [str(builder.get(each).content.decode()).count('xz-tag">暂定') for each in pages]

    assert marks() == [1, 1]
    notice = propose(admin)
    run()
    press(admin, notice, "confirm")
    run()
    assert marks() == [0, 0]


def test_what_only_becomes_firm_is_counted_but_neither_entered_nor_told(cast: Cast) -> None:
    project = make_project(cast)
    at_work(project, cast.builder, date(2027, 3, 1))
    assert signing(project) == (date(2027, 3, 15), True)
    admin = client_of(cast, "admin")
    notice = propose(admin)
    run()
    assert "0 项期限会变</b>，1 项由暂定变为确定" in page(admin, notice)
    entries = Entry.objects.filter(stream=project.code).count()
    press(admin, notice, "confirm")
    run()
    assert signing(project) == (date(2027, 3, 15), False)
    assert Entry.objects.filter(stream=project.code).count() == entries
    assert not Notice.objects.filter(kind="moved").exists()


def test_nothing_is_done_twice(cast: Cast, awarded: Project) -> None:
    admin = client_of(cast, "admin")
    notice = propose(admin)
    run()
    press(admin, notice, "confirm")
    assert "已经确认过" in press(admin, notice, "confirm") or "请等推算完成" in press(
        admin, notice, "confirm"
    )
    run()
    Job.objects.filter(kind="recompute").update(state="waiting", cursor=None)
    run()
    assert Entry.objects.filter(verb="deadline.recomputed").count() == 1
    assert Notice.objects.filter(kind="moved").count() == 1
    with pytest.raises(NotPossible, match="已经确认过"):
        calendars.confirm(notice=notice, basis=calendars.state(), actor=cast.admin, now=MOMENT)
    with pytest.raises(NotPossible, match="已经生效"):
        calendars.discard(notice=notice, actor=cast.admin, now=MOMENT)


def test_a_preview_that_another_notice_overtook_confirms_nothing(cast: Cast) -> None:
    admin = client_of(cast, "admin")
    first, second = propose(admin), propose(admin)
    run()
    press(admin, first, "confirm")
    assert "推算以后日历又变过" in press(admin, second, "confirm")
    assert "要重新推算" in page(admin, second)
    press(admin, second, "foresee")
    run()
    assert "已编入" in press(admin, second, "confirm")


def test_a_discarded_notice_stays_as_a_row(cast: Cast) -> None:
    admin = client_of(cast, "admin")
    notice = propose(admin)
    assert "已放弃" in press(admin, notice, "discard")
    run()
    assert "已经放弃" in press(admin, notice, "confirm")
    assert "已放弃" in str(admin.get(HOME).content.decode())
    assert not catalogue.calendar().is_announced(2027)
    assert HolidayNotice.objects.get().ended_by == cast.admin


def test_single_days_move_a_limit_of_a_year_in_force(cast: Cast) -> None:
    project = make_project(cast)
    at_work(project, cast.builder, date(2026, 11, 20))
    assert signing(project) == (date(2026, 12, 4), False)
    admin = client_of(cast, "admin")
    notice = propose(admin, "防汛停工：11月25日至26日放假。", **SINGLE)
    assert "防汛停工" in page(admin, notice)
    run()
    press(admin, notice, "confirm")
    run()
    assert signing(project) == (date(2026, 12, 8), False)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": "元旦：1月1日（周四）放假。"}, "第 1 行"),
        ({"text": "元旦：1月1日（周四）放假。"}, "2027-01-01 写的是周四，其实是周五"),
        ({"text": ""}, "没有可读的内容"),
        ({"year": "二〇二七"}, "请先把标出来的各项填对"),
        ({"kind": "half"}, "请从列出的各项中选一项"),
        ({"text": "x" * 20_001}, "最多 20000 字"),
        ({"kind": "single", "text": "某节：2月1日放假。"}, "全年安排还没有导入，不能只改个别日子"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(
    cast: Cast, said: dict[str, str], told: str
) -> None:
    answer = client_of(cast, "admin").post(HOME, {"year": "2027", "kind": "whole", "text": YEAR} | said)
    text = str(answer.content.decode())
    assert answer.status_code == 422
    assert told in text
    assert said.get("text", "元旦")[:6] in text
    assert not HolidayNotice.objects.exists()


def files() -> list[tuple[str, bytes]]:
    document, paper = docx.Document(), io.BytesIO()
    for line in YEAR.splitlines():
        document.add_paragraph(line)
    document.save(paper)
    return [("通知.txt", YEAR.encode()), ("通知.docx", paper.getvalue())]


@pytest.mark.parametrize(("name", "data"), files(), ids=["txt", "docx"])
def test_a_file_is_read_like_what_is_pasted(cast: Cast, name: str, data: bytes) -> None:
    admin = client_of(cast, "admin")
    pasted = propose(admin)
    notice = propose(admin, "", file=SimpleUploadedFile(name, data))  # type: ignore[arg-type]
    assert (notice.days, notice.source) == (pasted.days, name)


def test_a_sheet_is_read_row_by_row(cast: Cast) -> None:
    book, paper = openpyxl.Workbook(), io.BytesIO()
    for row in (["日期", "休或班", "名称"], [date(2026, 7, 20), "休", "防汛停工"], ["2026/7/25", "班"]):
        book.active.append(row)
    book.save(paper)
    admin = client_of(cast, "admin")
    for name, data in (
        ("表.xlsx", paper.getvalue()),
        ("表.csv", "2026-07-20,休,防汛停工\n2026-07-25,班\n".encode("gb18030")),
    ):
        notice = propose(admin, "", **SINGLE, file=SimpleUploadedFile(name, data))  # type: ignore[arg-type]
        assert notice.days == {"2026-07-20": [False, "防汛停工"], "2026-07-25": [True, "调休上班"]}
    broken = SimpleUploadedFile("表.xlsx", b"PK no book")
    answer = admin.post(HOME, {**SINGLE, "text": "", "file": broken})
    assert answer.status_code == 422
    assert "打不开" in answer.content.decode()


def test_only_projects_with_such_days_are_looked_at(cast: Cast, awarded: Project) -> None:
    make_project(cast, "没有期限的项目")
    early = make_project(cast, "早就到期的项目")
    at_work(early, cast.builder, date(2026, 3, 2))
    kept = make_project(cast, "已经办了的项目")
    at_work(kept, cast.builder, date(2027, 1, 28), contract_signed_on=date(2027, 2, 1))
    Deadline.objects.filter(project=kept, done_on=None).delete()
    touched = recomputing.touched_by(date(2026, 12, 25), date(2027, 12, 24))
    assert list(touched) == [awarded]


def test_two_processes_compute_with_the_same_days(cast: Cast, awarded: Project) -> None:
    """Whoever looked before the notice counted looks again with the next act."""
    assert not catalogue.calendar().is_announced(2027)
    held = catalogue.calendar()
    admin = client_of(cast, "admin")
    notice = propose(admin)
    run()
    press(admin, notice, "confirm")
    catalogue._seen.calendar = held  # another process that has not heard of it
    at_work(other := make_project(cast, "另一个"), cast.builder, date(2027, 1, 28))
    assert signing(other) == (date(2027, 2, 18), False)


def test_the_work_is_cut_into_strides_and_can_be_cancelled(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "STRIDE", 2)
    for number in range(5):
        at_work(make_project(cast, f"项目{number}"), cast.builder, date(2027, 1, 28))
    admin = client_of(cast, "admin")
    notice = propose(admin)
    run()
    assert Foresight.objects.get().projects == 5
    press(admin, notice, "confirm")
    job = Job.objects.get(kind="recompute")
    admin.post(f"/jobs/{job.pk}/cancel/")
    run()
    assert not Entry.objects.filter(verb="deadline.recomputed").exists()
    Job.objects.filter(pk=job.pk).update(state="waiting")
    run()
    job.refresh_from_db()
    assert (job.done, job.of, job.owner) == (5, 5, cast.admin)
    assert Entry.objects.filter(verb="deadline.recomputed").count() == 5


@pytest.mark.parametrize("who", ["builder", "lead_body", None])
@pytest.mark.parametrize("what", ["", "1/", "1/foresee/", "1/confirm/", "1/discard/", "1/take-back/"])
def test_administrators_only(cast: Cast, who: str | None, what: str) -> None:
    client = client_of(cast, who)
    answers = {client.get(HOME + what).status_code, client.post(HOME + what).status_code}
    assert answers <= {302, 401, 403, 405}
    assert not HolidayNotice.objects.exists()


def test_no_such_notice(cast: Cast) -> None:
    admin = client_of(cast, "admin")
    assert admin.get(f"{HOME}999/").status_code == 404
    assert admin.post(f"{HOME}999/confirm/").status_code == 404
