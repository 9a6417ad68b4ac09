"""What the workbench lists for whom."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conftest import SHANGHAI, Cast, make_project
from tests.rooms import lives
from tests.rooms.desk.conftest import SignIn
from tests.rooms.lifecycle import play, run
from tests.rooms.lives import Act
from xunzhang.accounts.models import Person
from xunzhang.procedures import services
from xunzhang.procedures.models import Case
from xunzhang.projects.models import Project

BACK = Act(
    date(2026, 1, 9),
    "lead_body",
    "demand_review",
    "formal_check",
    "return",
    opinion="集体研究记录不清楚，请重交。",
)


def bench(sign_in: SignIn, person: Person, page: str = "/") -> str:
    answer = sign_in(person).get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_bench_says_so(cast: Cast, sign_in: SignIn) -> None:
    shown = bench(sign_in, cast.stranger)
    assert "现在没有等你们办理的事项" in shown
    assert "没有逾期的时限" in shown
    assert "登记项目" in shown


def test_a_person_without_posts_sees_an_empty_bench(cast: Cast, project: Project, sign_in: SignIn) -> None:
    assert project.name not in bench(sign_in, cast.admin)


def test_a_turn_is_listed_for_whom_it_waits(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "demand_review.formal_check")
    lead = bench(sign_in, cast.lead)
    turn = Case.objects.get(project=project).runs.get(state="open")
    assert f'href="/steps/{turn.pk}/"' in lead
    assert "未设期限" in lead
    assert f"/steps/{turn.pk}/" not in bench(sign_in, cast.finance)
    builder = bench(sign_in, cast.builder)
    assert "你们提交的，等别人办理" in builder
    assert "需求评审，党政办公室（大数据）" in builder


def test_an_overdue_duty_comes_first_and_red(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "procurement")
    shown = bench(sign_in, cast.builder)
    assert "is-late" in shown
    assert "个工作日" in shown
    assert "签订采购合同" in shown
    assert "#do-contract_signing" in shown
    late = bench(sign_in, cast.lead, "/limits/?late=1")
    assert project.name in late


def test_a_duty_under_way_is_not_asked_again(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "contract_signing")
    before = bench(sign_in, cast.builder)
    assert "#do-contract_filing" in before


def test_what_came_back_and_what_was_sent_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    play(cast, project, [*lives.ordinary(project.registered_on, 600_000_000)[:1], BACK])
    case = Case.objects.get(project=project)
    builder, lead = bench(sign_in, cast.builder), bench(sign_in, cast.lead)
    assert f'href="/cases/{case.pk}/form/"' in builder
    assert "退回" in builder
    assert "已退回，等对方补正" in lead
    assert "集体研究记录不清楚，请重交" in lead
    assert "已退回，等对方补正" not in builder
    assert project.name in bench(sign_in, cast.lead, "/returns/?reason=集体研究记录不清楚，请重交")
    assert project.name not in bench(sign_in, cast.lead, "/returns/?reason=别的")


def test_drafts_and_idle_projects(cast: Cast, project: Project, sign_in: SignIn) -> None:
    assert "没有在办手续的项目" in bench(sign_in, cast.builder)
    services.draft(
        project=project,
        procedure="demand_review",
        record_id=None,
        actor=cast.builder,
        now=datetime(2026, 3, 19, 10, tzinfo=SHANGHAI),
    )
    shown = bench(sign_in, cast.colleague)
    assert "你们的草稿" in shown
    assert "没有在办手续的项目" not in shown
    assert "你们的草稿" not in bench(sign_in, cast.lead)


def test_pictures_are_for_those_who_oversee(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project)
    lead = bench(sign_in, cast.lead)
    assert 'role="img"' in lead
    assert "签订采购合同 100%（1 / 1）" in lead
    assert 'role="img"' not in bench(sign_in, cast.builder)
    assert 'role="img"' not in bench(sign_in, cast.officers["city_data_bureau"])


def test_strangers_see_nothing_of_it(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "procurement")
    for page in ("/", "/limits/", "/limits/?late=1", "/returns/"):
        assert project.name not in bench(sign_in, cast.stranger, page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?within=abc", "天数看不懂"),
        ("?within=0", "天数看不懂"),
        ("?within=²", "天数看不懂"),
        ("?day=2026-02-30", "日期看不懂"),
        ("?day=", "日期看不懂"),
        ("?day=2026-04-01", "2026-04-01 周三 到期"),
        ("?within=30", "30 天内到期"),
        ("?code=contract_signing", "同类时限"),
        ("?year=1", "工作日时限"),
        ("?page=99999", "没有这样的时限"),
        ("?page=x", "没有这样的时限"),
    ],
)
def test_lists_read_any_address(cast: Cast, sign_in: SignIn, query: str, said: str) -> None:
    assert said in bench(sign_in, cast.lead, f"/limits/{query}")


def test_the_edition_in_force_is_told(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "济宁高新区 2024 版" in bench(sign_in, cast.builder)
    monkeypatch.setenv("XUNZHANG_NOW", "2024-04-30T10:00")
    assert "济宁高新区 2024 版" not in bench(sign_in, cast.builder)


QUERIES = {"builder": 18, "lead_body": 19}


@pytest.mark.parametrize("who", sorted(QUERIES))
@pytest.mark.parametrize("projects", [1, 4])
def test_the_number_of_queries_is_fixed(
    cast: Cast,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    who: str,
    projects: int,
) -> None:
    for number in range(projects):
        play(cast, make_project(cast, f"项目 {number} 甲"), lives.ordinary(date(2025, 6, 3), 600_000_000)[:2])
        play(
            cast,
            made := make_project(cast, f"项目 {number} 乙"),
            [*lives.ordinary(made.registered_on, 600_000_000)[:1], BACK],
        )
        run(cast, make_project(cast, f"项目 {number} 丙"), "procurement")
    client = sign_in(cast.builder if who == "builder" else cast.lead)
    with django_assert_num_queries(QUERIES[who]):
        client.get("/")
