"""What a project page says at each stage of a life."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conftest import Cast
from tests.rooms import lives
from tests.rooms.desk.conftest import SignIn
from tests.rooms.lifecycle import at_ten, play, run
from tests.rooms.lives import Act
from xunzhang.journal.models import Entry
from xunzhang.procedures import services
from xunzhang.procedures.models import Case
from xunzhang.projects.models import Project
from xunzhang.web.clock import now


def page(sign_in: SignIn, person: object, project: Project, tab: str = "facts", query: str = "") -> str:
    answer = sign_in(person).get(f"/projects/{project.code}/{tab}/{query}")  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_project_says_how_to_begin(cast: Cast, project: Project, sign_in: SignIn) -> None:
    shown = page(sign_in, cast.builder, project)
    assert "轮到你们：社会治理服务中心" in shown
    assert f'action="/projects/{project.code}/start/demand_review/"' in shown
    assert "申请需求评审" in shown
    assert "技术评审：需求评审还没通过" in shown
    assert "还没有合同" in shown


def test_others_read_whose_turn_it_is(cast: Cast, project: Project, sign_in: SignIn) -> None:
    shown = page(sign_in, cast.officers["audit_office"], project)
    assert "需求评审由项目建设单位发起" in shown
    assert "/start/demand_review/" not in shown


def test_an_officer_with_a_turn_gets_the_button(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project, "demand_review.formal_check")
    shown = page(sign_in, cast.lead, project)
    turn = Case.objects.get(project=project).runs.get(state="open")
    assert f'href="/steps/{turn.pk}/"' in shown
    waiting = page(sign_in, cast.builder, project)
    assert "需求评审·需求评审等党政办公室（大数据）办理" in waiting


def test_a_returned_case_comes_first(cast: Cast, project: Project, sign_in: SignIn) -> None:
    first = lives.ordinary(project.registered_on, 600_000_000)[:1]
    back = Act(date(2025, 6, 9), "lead_body", "demand_review", "formal_check", "return", opinion="请重交。")
    play(cast, project, [*first, back])
    shown = page(sign_in, cast.builder, project)
    case = Case.objects.get(project=project)
    assert f'href="/cases/{case.pk}/form/"' in shown
    assert "需求评审·补正" in shown
    assert "请重交。" in page(sign_in, cast.builder, project, "procedures")


def test_a_draft_is_seen_by_its_own_office_only(cast: Cast, project: Project, sign_in: SignIn) -> None:
    services.draft(project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=now())
    assert "继续填写" in page(sign_in, cast.colleague, project)
    assert "草稿" not in page(sign_in, cast.lead, project, "materials")


def test_the_map_tells_what_is_done(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    shown = page(sign_in, cast.builder, project)
    assert shown.count('aria-current="step"') == 1
    assert "xz-node is-done" in shown
    assert "限 2025-" in shown


def test_every_remedy_leads_to_a_place_on_a_page(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    for tab in ("compliance", "procedures"):
        shown = page(sign_in, cast.builder, project, tab)
        places = set(re.findall(r'id="((?:do|start)-[a-z_]+)"', shown))
        for target in re.findall(r'href="#((?:do|start)-[a-z_]+)"', shown):
            assert target in places
    on_tab = set(re.findall(r'id="(start-[a-z_]+)"', shown))
    assert set(re.findall(r'/procedures/#(start-[a-z_]+)"', shown)) <= on_tab


def test_a_suspended_project_says_so_once(cast: Cast, project: Project, sign_in: SignIn) -> None:
    run(cast, project, "project_approval")
    begin = lives.days_from(project.registered_on)(60)
    play(cast, project, lives.order(begin))
    play(cast, project, lives.answered(lives.days_from(begin)(5), "fails"))
    play(cast, project, lives.measured(lives.days_from(begin)(12), "suspend"))
    shown = page(sign_in, cast.builder, project)
    assert "项目已暂停建设，" in shown
    assert shown.count("xz-refusal") == 1
    assert "第41条" in shown


def test_compliance_can_show_only_what_does_not_hold(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    everything = page(sign_in, cast.builder, project, "compliance")
    open_ = page(sign_in, cast.builder, project, "compliance", "?open=1")
    assert "36.00 × 100" in everything or "网络安全预算" in everything
    assert "is-pass" in everything
    assert "xz-find-row is-pass" not in open_


def test_a_deadline_shows_its_derivation(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    shown = page(sign_in, cast.builder, project, "deadlines")
    assert "这个日期怎么来的" in shown
    assert "中标（成交）通知书发出日，当日不计" in shown
    assert "未设期限" in shown


def test_materials_say_what_is_there(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    shown = page(sign_in, cast.builder, project, "materials")
    assert "已交" in shown
    assert "不用再交" in shown
    assert "/documents/" in shown


def test_the_named_officer_may_find_facts(cast: Cast, project: Project, sign_in: SignIn) -> None:
    address = f"/projects/{project.code}/findings/finding_data/"
    assert address in page(sign_in, cast.lead, project)
    assert address not in page(sign_in, cast.builder, project)


def test_a_finding_keeps_its_reason_as_origin(cast: Cast, project: Project, sign_in: SignIn) -> None:
    services.find_fact(
        project=project,
        fact="finding_data",
        value=False,
        reason="归集平台回执齐全",
        record_id=None,
        actor=cast.lead,
        now=at_ten(date(2025, 6, 10)),
        today=date(2025, 6, 10),
    )
    assert "归集平台回执齐全" in page(sign_in, cast.builder, project)


def test_the_journal_is_paged_and_checked(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project = run(cast, project)
    newest = page(sign_in, cast.builder, project, "journal")
    assert "校验相符" in newest
    assert "登记项目" in page(sign_in, cast.builder, project, "journal", "?newest=5")
    count = Entry.objects.filter(stream=project.code).count()
    assert f"共 {count} 号" in newest


@pytest.mark.parametrize(
    "wrong", ["?newest=abc", "?newest=-1", "?newest=0", "?newest=99999999999", "?newest=²"]
)
def test_a_wrong_page_of_the_journal_is_the_newest(
    cast: Cast, project: Project, sign_in: SignIn, wrong: str
) -> None:
    assert "登记项目" in page(sign_in, cast.builder, project, "journal", f"?newest={wrong}")


def test_a_standing_file_has_no_map(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.builder)
    there = client.post("/standing/unit/")
    assert client.post("/standing/unit/")["Location"] == there["Location"]
    shown = client.get(there["Location"]).content.decode()
    assert "办理全程图" not in shown
    assert "登记部门规划" in shown
    assert client.get(there["Location"] + "compliance/").status_code == 404


QUERIES = {
    "facts": 18,
    "procedures": 17,
    "materials": 19,
    "money": 18,
    "deadlines": 17,
    "compliance": 17,
    "security": 18,
    "supervision": 20,
    "progress": 18,
    "baseline": 18,
    "journal": 20,
}


@pytest.mark.parametrize("until", ["contract_filing", "final_acceptance"])
def test_the_number_of_queries_is_fixed(
    cast: Cast,
    project: Project,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    until: str,
) -> None:
    project = run(cast, project, until)
    client = sign_in(cast.builder)
    for tab, number in QUERIES.items():
        with django_assert_num_queries(number, info=tab):
            client.get(f"/projects/{project.code}/{tab}/")
