"""One project of 600 万元 through its whole life in the browser: every office at its own window.

What is refused on the way is refused by articles 22, 25, 33, 34, 35, 37 and 44; one contract is filed late
under article 28, accepted and marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Offices
from tests.packs.test_cases import EDITIONS
from tests.rooms import lives
from tests.rooms.lives import Act
from tests.support import server

START = date(2024, 5, 13)
NOW = "2026-11-20T10:00:00+08:00"
TODAY = date(2026, 11, 20)
TOTAL = 600_000_000
NAME = "城市运行“一网统管”平台（二期）浏览器全程"


@pytest.fixture(scope="module")
def offices(browser: Browser) -> Iterator[Offices]:
    """The offices of a site of their own, whose clock stands still."""
    with server.site(XUNZHANG_NOW=NOW) as address:
        found = Offices(browser, address, EDITIONS["jining-hitech@2024"])
        yield found
        for page in found.windows.values():
            page.context.close()
        assert found.complaints == []


def acts(*procedures: str) -> list[Act]:
    """The ordinary acts of some procedures, for the first contract only."""
    return [act for act in FIRST_CONTRACT if act.procedure in procedures]


def first_contract() -> Iterator[Act]:
    """The ordinary life without the second contract and its payments."""
    second = False
    for act in lives.ordinary(START, TOTAL):
        if act.procedure == "procurement":
            if not act.step:
                second = "项目监理服务" in act.facts.values()
            if second:
                continue
        if act.record in (None, 1):
            yield act


FIRST_CONTRACT = tuple(first_contract())


def live(offices: Offices, *procedures: str) -> None:
    for act in acts(*procedures):
        play(offices, act)


def play(offices: Offices, act: Act) -> Page:
    return offices.act(act) if act.step else offices.hand_in(act)


def held(offices: Offices, title: str, article: str) -> None:
    """The page of the project says that a procedure cannot be started, and by which article."""
    page = offices.open_project("builder", "procedures/")
    told = page.locator(".xz-wait, .xz-refusal").filter(has_text=title)
    expect(told.first).to_contain_text(article)
    expect(told.first).to_contain_text("怎么办")


def test_the_whole_life(offices: Offices) -> None:
    register(offices)
    held(offices, "政府采购", "第44条")
    live(offices, "demand_review")
    too_little_for_security(offices)
    live(offices, "project_approval")
    held(offices, "预算安排", "第22条")
    live(offices, "library_filing", "municipal_review", "provincial_review")
    budget(offices, 0)
    live(offices, "responsibility_letter")
    live(offices, "procurement", "contract_signing", "contract_filing")
    filed_late(offices)
    live(offices, "construction_start", "progress_report", "data_pooling")
    held(offices, "竣工验收", "第34条")
    changed(offices)
    budget(offices, 1)
    live(offices, "payment")
    accepted_at_the_second_time(offices)
    live(offices, "put_in_use", "security_assessment", "self_evaluation", "post_evaluation")
    operation_money_refused_then_granted(offices)
    under_supervision(offices)
    the_journal_is_whole(offices)


def register(offices: Offices) -> None:
    page = offices.window("builder")
    page.goto("/projects/new/")
    page.get_by_label("项目名称").fill(NAME)
    offices.fill(
        page,
        {
            "project_summary": "汇聚城管、交通、水务等 12 类事件，统一分拨处置。",
            "project_origin": "ordinary",
            "activity": "new_build",
            "system_category": "business",
            "funding_source": "government",
            "declared_total": TOTAL,
            "is_joint": False,
            "serves_public_duty": True,
            "is_classified": False,
        },
    )
    page.get_by_role("button", name="登记项目").last.click()
    expect(page.locator("h1")).to_have_text(NAME)
    offices.project = page.url.rstrip("/").rsplit("/", 1)[-1]


def too_little_for_security(offices: Offices) -> None:
    """Article 37: refused before it is sent and when sent; nothing typed is lost; exactly 5 % is enough."""
    asked, *rest = acts("technical_review")
    page = offices.open_draft(asked)
    offices.fill(page, {**asked.facts, "security_budget": TOTAL // 20 - 1})
    offices.give_papers(page)
    expect(page.locator(".xz-live")).to_contain_text("网络安全预算不足")
    page.locator("#draft button[value=submit]").last.click()
    refusal = page.locator(".xz-refusal").first
    expect(refusal).to_contain_text("第37条")
    expect(refusal).to_contain_text("至少 30.00 万元")
    expect(page.locator("[name=f-total_budget]")).to_have_value("600.00")
    offices.fill(page, {"security_budget": TOTAL // 20})
    expect(page.locator(".xz-live")).not_to_contain_text("网络安全预算不足")
    page.locator("#draft button[value=submit]").last.click()
    expect(page.locator("body")).to_contain_text("已提交技术评审")
    for act in rest:
        play(offices, act)


def budget(offices: Offices, year: int) -> None:
    """Requested, examined, issued, copied: four acts for each year."""
    for act in acts("budget_request")[4 * year : 4 * year + 4]:
        play(offices, act)


def filed_late(offices: Offices) -> None:
    """Article 28: late, taken all the same, and marked for ever."""
    page = offices.open_project("lead_body", "deadlines/")
    row = page.locator("li, tr, article, .xz-limit").filter(has_text="合同备案").filter(has_text="逾期")
    expect(row.first).to_contain_text("第28条")


def changed(offices: Offices) -> None:
    """Article 33: a major change is approved before it is carried out."""
    asked: dict[str, object] = {
        "change_summary": "增加夜间施工许可事件接入",
        "change_goals": False,
        "change_site": False,
        "change_budget": False,
        "change_content": True,
        "change_schedule": False,
        "change_reason": "上级新增考核事项",
        "change_declared_major": True,
    }
    when = {"day": TODAY, "opinion": "按程序重新评审、审批。"}
    play(offices, Act(who="builder", procedure="change_request", facts=asked, **when))  # type: ignore[arg-type]
    held(offices, "变更备案", "第33条")
    approved = {"approved_total": TOTAL, "total_budget": TOTAL, "security_budget": TOTAL // 20}
    for step, outcome, facts in (
        ("judgement", "major", {}),
        ("review", "pass", {}),
        ("decision", "approve", approved),
    ):
        play(
            offices,
            Act(who="lead_body", procedure="change_request", step=step, outcome=outcome, facts=facts, **when),
        )  # type: ignore[arg-type]
    play(offices, Act(who="builder", procedure="change_filing", facts={"change_executed_on": TODAY}, **when))  # type: ignore[arg-type]
    play(offices, Act(who="lead_body", procedure="change_filing", step="filing", outcome="received", **when))  # type: ignore[arg-type]


def accepted_at_the_second_time(offices: Offices) -> None:
    """Article 35: failed, refused again until rectified, then passed."""
    live(offices, "initial_acceptance")
    apply_late(offices)
    asked, arranged, passed = acts("final_acceptance")
    play(offices, asked)
    play(offices, arranged)
    limit = {"performance_confirmed": False, "rectification_due_on": TODAY + timedelta(days=30)}
    play(offices, replace(passed, outcome="fail", facts=limit, opinion="两项功能与合同不符。"))
    held(offices, "竣工验收", "第35条")
    when = {"day": TODAY, "who": "builder", "procedure": "acceptance_rectification"}
    play(offices, Act(facts={"rectification_summary": "补齐两项功能并复测"}, **when))  # type: ignore[arg-type]
    play(offices, Act(step="completion", outcome="finished", **when))  # type: ignore[arg-type]
    for act in (asked, arranged, passed):
        play(offices, act)


def apply_late(offices: Offices) -> None:
    """The day agreed on is over: an extension first."""
    held(offices, "竣工验收", "第35条")
    when = {"day": TODAY, "procedure": "acceptance_extension"}
    told = {"extension_until": TODAY + timedelta(days=60), "extension_reason": "设备到货推迟"}
    play(offices, Act(who="builder", facts=told, **when))  # type: ignore[arg-type]
    play(offices, Act(who="lead_body", step="decision", outcome="grant", **when))  # type: ignore[arg-type]


def operation_money_refused_then_granted(offices: Offices) -> None:
    """Article 25: one open finding of six is enough."""
    find(offices, "finding_data", "是", "两类数据没有归集")
    held(offices, "运维经费", "第25条")
    find(offices, "finding_data", "否", "已补归集，平台回执已到")
    live(offices, "operation_money", "surplus_return")


def find(offices: Offices, fact: str, value: str, reason: str) -> None:
    page = offices.window("lead_body")
    page.goto(f"/projects/{offices.project}/findings/{fact}/")
    page.get_by_label(value, exact=True).check()
    page.locator("textarea[name=reason]").fill(reason)
    page.locator("form button[type=submit]").last.click()
    expect(page.locator("body")).to_contain_text("认定")


def under_supervision(offices: Offices) -> None:
    for act in (*lives.order(TODAY), *lives.answered(TODAY, "meets")):
        play(offices, act)
    page = offices.open_project("builder", "supervision/")
    expect(page.locator("main")).to_contain_text("符合要求")


def the_journal_is_whole(offices: Offices) -> None:
    page = offices.open_project("lead_body", "journal/")
    expect(page.locator("main")).to_contain_text("校验相符")
