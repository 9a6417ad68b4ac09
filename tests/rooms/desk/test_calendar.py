"""The calendar: whose duties stand on which day, in the month and in the list."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.conftest import EDITION, Cast, make_project
from tests.rooms.desk.conftest import SignIn
from tests.rooms.lifecycle import run
from xunzhang.accounts.models import Organisation, Person, Post, RoleBinding
from xunzhang.procedures.models import Deadline
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

DAY = timedelta(days=1)


def shown(sign_in: SignIn, person: Person, page: str) -> str:
    answer = sign_in(person).get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


def lay(project: Project, day: date | None, code: str = "contract_signing", **more: object) -> Deadline:
    """One duty of a project, as its next `occurrence`."""
    number = Deadline.objects.filter(project=project, code=code).count() + 1
    return Deadline.objects.create(project=project, code=code, occurrence=number, due_on=day, **more)


def square(html: str, day: date) -> str:
    """What stands in the square of a day, from its own link to the end of the cell."""
    found = re.search(rf'<td[^>]*>\s*<a class="xz-cal-n" href="[^"]*day={day}[^"]*".*?</td>', html, re.DOTALL)
    assert found, day
    return found[0]


def test_a_month_shows_each_duty_in_its_state(cast: Cast, project: Project, sign_in: SignIn) -> None:
    days = {
        date(2026, 3, 2): "逾期",
        date(2026, 3, 20): "今天",
        date(2026, 3, 25): "临期",
        date(2026, 3, 31): "未到",
    }
    rows = {day: lay(project, day) for day in days}
    done = lay(project, date(2026, 3, 5), done_on=date(2026, 3, 4))
    html = shown(sign_in, cast.builder, "/calendar/")
    for day, word in days.items():
        cell = square(html, day)
        assert f"<b>{word}</b> 签订采购合同" in cell
        assert project.name in cell
        assert f"/projects/{project.code}/deadlines/#d{rows[day].pk}" in cell
    assert "xz-cal-e is-done" in square(html, date(2026, 3, 5))
    assert f"#d{done.pk}" in square(html, date(2026, 3, 5))
    assert "没有时限" in square(html, date(2026, 3, 3))


def test_an_entry_opens_the_duty_of_its_project(cast: Cast, project: Project, sign_in: SignIn) -> None:
    row = lay(project, date(2026, 3, 25))
    assert f'id="d{row.pk}"' in shown(sign_in, cast.builder, f"/projects/{project.code}/deadlines/")


def test_today_is_marked_and_rest_days_have_their_names(cast: Cast, sign_in: SignIn) -> None:
    today = shown(sign_in, cast.builder, "/calendar/")
    assert today.count('aria-current="date"') == 1
    assert "今天" in square(today, date(2026, 3, 20))
    october = shown(sign_in, cast.builder, "/calendar/?month=2026-10")
    assert "国庆节" in square(october, date(2026, 10, 1))
    assert "is-rest" in square(october, date(2026, 10, 1))
    assert "调休上班" in square(october, date(2026, 10, 10))
    assert "is-rest" not in square(october, date(2026, 10, 10))
    assert "is-rest" in square(october, date(2026, 10, 11))
    assert "推定" not in october
    assert "推定" in shown(sign_in, cast.builder, "/calendar/?month=2027-10")


def test_a_full_day_is_folded_and_opens_its_list(cast: Cast, sign_in: SignIn) -> None:
    names = [f"{number}号" + "政务服务" * 20 for number in range(5)]
    day = date(2026, 3, 24)
    for name in names:
        lay(make_project(cast, name), day)
    lay(make_project(cast, "已办的"), day, done_on=date(2026, 3, 1))
    cell = square(shown(sign_in, cast.builder, "/calendar/?month=2026-03"), day)
    assert [name in cell for name in names] == [True, True, True, False, False]
    assert "还有 3 项" in cell
    assert "6 项" in cell
    opened = shown(sign_in, cast.builder, f"/calendar/?day={day}")
    assert all(name in opened for name in [*names, "已办的"])
    assert "2026-03-24 周二" in opened


def test_months_are_turned_by_links(cast: Cast, sign_in: SignIn) -> None:
    html = shown(sign_in, cast.builder, "/calendar/?month=2026-12&of=all")
    assert "/calendar/?of=all&amp;month=2026-11" in html
    assert "/calendar/?of=all&amp;month=2027-01" in html
    assert "/calendar/?of=all&amp;month=2026-03" in html
    assert "上月" not in shown(sign_in, cast.builder, "/calendar/?month=1949-01")


def test_the_list_has_the_rows_of_the_grid(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "procurement")
    first, last = date(2025, 6, 1), date(2026, 12, 1)
    rows = Deadline.objects.filter(due_on__gte=first, due_on__lt=last)
    assert rows
    for row in rows:
        assert row.due_on
        anchor = f"#d{row.pk}"
        assert anchor in shown(sign_in, cast.builder, f"/calendar/?of=all&month={row.due_on:%Y-%m}")
        assert anchor in shown(sign_in, cast.builder, f"/calendar/list/?of=all&month={row.due_on:%Y-%m}")


def test_the_day_from_which_a_duty_may_be_done(cast: Cast, project: Project, sign_in: SignIn) -> None:
    row = lay(project, date(2026, 4, 20), opens_on=date(2026, 3, 26))
    cell = square(shown(sign_in, cast.builder, "/calendar/?month=2026-03"), date(2026, 3, 26))
    assert "<b>起办</b>" in cell
    assert f"#d{row.pk}" in cell
    listed = shown(sign_in, cast.builder, "/calendar/list/?month=2026-03")
    assert "最早可办" in listed
    assert "最早可办" not in shown(sign_in, cast.builder, "/calendar/list/?month=2026-04")


def test_what_is_late_and_what_has_no_day_is_counted_and_opened(
    cast: Cast, project: Project, sign_in: SignIn
) -> None:
    late = lay(project, date(2025, 12, 1))
    unset = lay(project, None, "responsibility_letter")
    lay(project, None, "progress_report", done_on=date(2026, 3, 1))
    html = shown(sign_in, cast.builder, "/calendar/")
    assert "逾期未办 1 项" in html
    assert "条文未设期限 1 项" in html
    assert f"#d{late.pk}" in shown(sign_in, cast.builder, "/calendar/list/?only=late")
    told = shown(sign_in, cast.builder, "/calendar/list/?only=unset")
    assert f"#d{unset.pk}" in told
    assert "未设期限" in told
    assert f"#d{late.pk}" not in told


def test_an_office_is_called_by_its_name(cast: Cast, project: Project, sign_in: SignIn) -> None:
    lay(project, date(2026, 3, 25), "circular")
    office = cast.lead.posts.get().organisation
    Organisation.objects.filter(pk=office.pk).update(name="数据发展中心")
    page = "/calendar/list/?of=all&month=2026-03"
    assert "数据发展中心</td>" in shown(sign_in, cast.builder, page)
    RoleBinding.objects.filter(role="lead_body").delete()
    assert "数据发展中心</td>" not in shown(sign_in, cast.builder, page)
    assert f"{catalogue.edition(EDITION).roles['lead_body'].title}</td>" in shown(sign_in, cast.builder, page)


# -- whose -------------------------------------------------------------------------------------


def test_one_sees_the_duties_of_ones_posts(cast: Cast, project: Project, sign_in: SignIn) -> None:
    row = lay(project, date(2026, 3, 25))
    other = make_project(cast, "另一个项目")
    Project.objects.filter(pk=other.pk).update(unit=cast.other)
    foreign = lay(other, date(2026, 3, 25))
    builder = shown(sign_in, cast.builder, "/calendar/?day=2026-03-25")
    assert f"#d{row.pk}" in builder
    assert f"#d{foreign.pk}" not in builder
    assert f"#d{foreign.pk}" not in shown(sign_in, cast.builder, "/calendar/?day=2026-03-25&of=all")
    assert f"#d{row.pk}" not in shown(sign_in, cast.lead, "/calendar/?day=2026-03-25")
    everything = shown(sign_in, cast.lead, "/calendar/?day=2026-03-25&of=all")
    assert f"#d{row.pk}" in everything
    assert f"#d{foreign.pk}" in everything
    one = shown(sign_in, cast.lead, f"/calendar/?day=2026-03-25&of={cast.other.pk}")
    assert f"#d{foreign.pk}" in one
    assert f"#d{row.pk}" not in one


def test_a_duty_whose_procedure_waits_for_ones_turn(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "contract_filing.submit")
    row = Deadline.objects.get(project=project, code="contract_filing")
    assert row.due_on
    Deadline.objects.filter(pk=row.pk).update(done_on=None)
    page = f"/calendar/?day={row.due_on}"
    turn = project.cases.get(procedure="contract_filing").runs.get(state="open")
    assert turn.organisation == cast.lead.posts.get().organisation
    lead = shown(sign_in, cast.lead, page)
    assert f"#d{row.pk}" in lead
    assert f"，{turn.organisation}" in lead
    assert "在办：" in lead
    assert f"#d{row.pk}" in shown(sign_in, cast.lead, f"{page}&of={turn.organisation_id}")
    assert f"#d{row.pk}" not in shown(sign_in, cast.officers["audit_office"], page)


OFFICES = [("builder", False), ("lead_body", True), ("finance_office", True), ("city_data_bureau", False)]


@pytest.mark.parametrize(("who", "offered"), OFFICES)
def test_offices_are_for_those_who_oversee(
    cast: Cast, project: Project, sign_in: SignIn, who: str, offered: bool
) -> None:
    person = cast.officers.get(who) or cast.builder
    page = shown(sign_in, person, "/calendar/")
    audit = cast.officers["audit_office"].posts.get().organisation
    assert (f'value="{audit.pk}"' in page) is offered
    assert sign_in(person).get(f"/calendar/?of={audit.pk}").status_code == (200 if offered else 404)
    own = person.posts.first()
    assert own is not None
    assert sign_in(person).get(f"/calendar/?of={own.organisation_id}").status_code == 200


def test_a_leader_opens_every_office_of_the_own_projects(
    cast: Cast, project: Project, sign_in: SignIn
) -> None:
    audit = cast.officers["audit_office"].posts.get().organisation_id
    assert sign_in(cast.builder).get(f"/calendar/?of={audit}").status_code == 404
    Post.objects.filter(person=cast.builder, role="builder").update(is_leader=True)
    assert sign_in(cast.builder).get(f"/calendar/?of={audit}").status_code == 200
    assert sign_in(cast.builder).get(f"/calendar/?of={cast.other.pk}").status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "999999", "¹", "mine' OR 1=1"])
@pytest.mark.parametrize("page", ["/calendar/", "/calendar/list/", "/calendar/list/?excel=1"])
def test_a_calendar_that_is_not_there(cast: Cast, sign_in: SignIn, key: str, page: str) -> None:
    assert sign_in(cast.lead).get(page, {"of": key}).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=x", "day=2026-02-30", "day=0001-01-01", "month=9999-12", "only=x", "day=²"],
)
@pytest.mark.parametrize("page", ["/calendar/", "/calendar/list/"])
def test_any_address_is_read(cast: Cast, sign_in: SignIn, page: str, query: str) -> None:
    html = shown(sign_in, cast.lead, f"{page}?{query}")
    assert "看不懂的日期" in html
    assert "2026 年 3 月" in html


# -- Excel, and what it costs ------------------------------------------------------------------


def test_the_workbook_has_every_row(cast: Cast, sign_in: SignIn) -> None:
    made = make_project(cast, "=1+1")
    days = [date(2026, 3, 1) + number % 31 * DAY for number in range(120)]
    for day in days:
        lay(made, day)
    answer = sign_in(cast.builder).get("/calendar/list/?month=2026-03&excel=1")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [line[0] for line in lines] == [day.isoformat() for day in sorted(days)]
    assert {line[6] for line in lines} == {"=1+1"}
    assert sheet.cell(3, 7).data_type == "s"
    assert lines[0][2] == "逾期 15 个工作日"


QUERIES = {"/calendar/": 18, "/calendar/list/": 13}


@pytest.mark.parametrize("page", sorted(QUERIES))
@pytest.mark.parametrize("many", [1, 60])
def test_the_number_of_queries_is_fixed(
    cast: Cast,
    project: Project,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    page: str,
    many: int,
) -> None:
    run(cast, project, "contract_filing.submit")
    for number in range(many):
        lay(project, date(2026, 3, 20) + number % 9 * DAY, opens_on=date(2026, 3, 1) + number % 5 * DAY)
    client = sign_in(cast.lead)
    with django_assert_num_queries(QUERIES[page]):
        assert "签订采购合同" in client.get(f"{page}?of=all").content.decode()
