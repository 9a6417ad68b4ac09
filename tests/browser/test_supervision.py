"""A contract not filed in time, seen from both sides: noticed, ordered, answered late, measured, released.

The site stands still on two days, one after the other, on the same data: the 20th of November 2026, when the
demonstration has a contract whose filing is overdue since the 13th, and the 27th, two working days past the
limit of the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.office import ACCOUNTS, Offices
from tests.packs.test_cases import EDITIONS
from tests.rooms import lives
from tests.rooms.lives import Act
from tests.support import server
from xunzhang.kernel.facts import Value

NAME, UNIT, CLERK = "数字乡村综合服务平台", "农业农村局", "demo.luping"
FRIDAY, LIMIT, PASSED = date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 27)
FINDING = "合同签订后没有在期限内备案"


class Town:
    """The site and its offices, day after day on the same folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder, self.project = browser, str(folder), ""

    @contextmanager
    def on(self, day: date) -> Iterator[Offices]:
        """The offices on a day, the reminders of its morning told."""
        moment = {"XUNZHANG_NOW": f"{day}T10:00:00+08:00"}
        server.prepare(self.folder, **moment)
        with server.served(self.folder, **moment) as address:
            accounts = {**ACCOUNTS, "builder": CLERK}
            edition = EDITIONS["jining-hitech@2024"]
            offices = Offices(self.browser, address, edition, self.project, accounts=accounts)
            yield offices
            self.project = offices.project
            for page in offices.windows.values():
                page.context.close()
            assert offices.complaints == []


@pytest.fixture
def town(browser: Browser, tmp_path: Path) -> Town:
    return Town(browser, tmp_path)


def play(offices: Offices, *acts: Act) -> Page:
    for act in acts:
        page = offices.act(act) if act.step else offices.hand_in(act)
    return page


def rows(page: Page, address: str, offices: Offices) -> Locator:
    """The lines of a list that speak of the project."""
    page.goto(address)
    return page.locator("main tbody tr").filter(has_text=offices.project)


def rung(offices: Offices, role: str) -> Locator:
    """Where the measure stands on the ladder of the tab."""
    page = offices.open_project(role, "supervision/")
    return page.locator("ol.xz-ladder li").filter(has_text="暂缓安排投资计划")


def order_card(offices: Offices, role: str) -> Locator:
    """The order on the tab of supervision, as an office sees it."""
    page = offices.open_project(role, "supervision/")
    return page.locator(".xz-body").filter(has_text=FINDING).first


def test_an_overdue_filing_is_noticed_ordered_measured_and_released(town: Town) -> None:
    with town.on(FRIDAY) as offices:
        noticed(offices)
        ordered(offices)
    with town.on(PASSED) as offices:
        limit_has_passed(offices)
        answered_late(offices)
        measured(offices)
        filed(offices)
        released(offices)


def noticed(offices: Offices) -> None:
    """The lead body in the centre, the unit by its bell, both by article 28."""
    page = offices.window("lead_body")
    page.goto("/supervision/?list=late")
    found = page.locator("main tbody tr").filter(has_text=NAME).filter(has_text="合同备案")
    expect(found).to_contain_text(UNIT)
    expect(found).to_contain_text("逾期")
    expect(found).to_contain_text("第28条")
    found.locator("a").first.click()
    expect(page.locator("h1")).to_have_text(NAME)
    offices.project = page.url.split("/projects/")[1].split("/")[0]
    page = offices.window("builder")
    page.goto("/")
    expect(page.locator(".xz-fresh")).to_be_visible()
    told = rows(page, "/notices/?kind=late", offices).filter(has_text="合同备案")
    expect(told).to_contain_text("已逾期")
    expect(told).to_contain_text("第28条")


def ordered(offices: Offices) -> None:
    """The lead body issues the order; the unit finds it at its bell, on its workbench and on the tab."""
    said: dict[str, Value] = {
        "order_issuer": "lead_body",
        "order_source": "inspection",
        "order_field": "procurement",
        "order_finding": FINDING,
        "order_requirement": "备案合同，说明迟延的原因。",
        "order_due_on": LIMIT,
    }
    play(offices, Act(FRIDAY, "lead_body", "supervision_order", facts=said))
    expect(order_card(offices, "lead_body")).to_contain_text("等农业农村局办理：整改答复")
    page = offices.window("builder")
    told = rows(page, "/notices/?kind=asked", offices)
    expect(told).to_contain_text("限期整改")
    expect(told).to_contain_text("等你们办理：整改答复")
    task = rows(page, "/", offices).filter(has_text="整改答复")
    expect(task).to_contain_text("2026-11-25")
    card = order_card(offices, "builder")
    expect(card).to_contain_text("备案合同，说明迟延的原因。")
    expect(card).to_contain_text("轮到你们")


def limit_has_passed(offices: Offices) -> None:
    """Two working days late: the bell of the unit, and the list of what may be measured."""
    told = rows(offices.window("builder"), "/notices/?kind=late", offices).filter(has_text="答复整改通知")
    expect(told).to_contain_text("已逾期 2 个工作日")
    found = rows(offices.window("lead_body"), "/supervision/?list=overdue", offices)
    expect(found).to_contain_text("逾期 2 个工作日")
    expect(order_card(offices, "lead_body")).to_contain_text("采取措施")


def answered_late(offices: Offices) -> None:
    """Taken all the same, with its papers, and marked as late for both sides."""
    said = "经办人调离，正在补办备案。"
    play(offices, Act(PASSED, "builder", "supervision_order", "answer", "answered", opinion=said))
    for role in ("builder", "lead_body"):
        card = order_card(offices, role)
        expect(card).to_contain_text("2026-11-27")
        expect(card).to_contain_text("逾期 2 个工作日")
        expect(card).not_to_contain_text("等农业农村局")
    task = rows(offices.window("lead_body"), "/", offices).filter(has_text="限期整改·复查")
    expect(task).to_be_visible()
    expect(rows(offices.window("lead_body"), "/supervision/?list=overdue", offices)).to_have_count(0)


def measured(offices: Offices) -> None:
    """The re-check finds no filing: investment is postponed; the unit reads it on the tab and at its bell."""
    order = {"day": PASSED, "who": "lead_body", "procedure": "supervision_order"}
    play(offices, Act(step="recheck", outcome="fails", opinion="合同仍没有备案。", **order))  # type: ignore[arg-type]
    decision = Act(step="measure", outcome="postpone", opinion="逾期答复，仍未备案。", **order)  # type: ignore[arg-type]
    page = offices.open_step(decision)
    expect(page.locator("#decision")).to_contain_text("还没有采取过通报批评")
    play(offices, decision)
    told = rows(offices.window("builder"), "/notices/?kind=ended", offices)
    expect(told.filter(has_text="限期整改")).to_contain_text("暂缓安排投资计划")
    for role in ("builder", "lead_body"):
        card = order_card(offices, role)
        expect(card).to_contain_text("已采取措施")
        expect(card).to_contain_text("暂缓安排投资计划")
        expect(rung(offices, role)).to_contain_text("正在执行")


def filed(offices: Offices) -> None:
    """The contract is filed after all; the duty counts as done, and late."""
    due: dict[str, Value] = {"final_acceptance_due_on": date(2027, 12, 1)}
    play(
        offices,
        Act(PASSED, "builder", "contract_filing", facts=due),
        Act(PASSED, "lead_body", "contract_filing", "filing", "received"),
    )
    expect(
        rows(offices.window("lead_body"), "/supervision/?list=late", offices).filter(has_text="合同备案")
    ).to_have_count(0)


def released(offices: Offices) -> None:
    """The measure is lifted; the unit hears of it and finds it lifted on the ladder."""
    play(offices, *lives.lifted(PASSED))
    told = rows(offices.window("builder"), "/notices/?kind=ended", offices)
    expect(told.filter(has_text="解除暂停或暂缓")).to_contain_text("解除")
    tab = offices.open_project("builder", "supervision/").locator("main")
    expect(tab).to_contain_text(re.compile("解除暂停或暂缓.*解除", re.DOTALL))
    expect(rung(offices, "builder")).to_contain_text("已解除")
