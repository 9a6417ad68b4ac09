"""The made-up sixth measure on a site of its own: one project, registered to accepted, by clicking."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import office
from tests.browser.office import Offices
from tests.packs.test_sixth_city import LOADED
from tests.rooms import sixth_town
from tests.rooms.lives import Act
from tests.support import server, sixth
from tests.support.postgres import free_port
from xunzhang.kernel.facts import Value

TODAY = date(2026, 11, 20)
NAME = "政务服务大厅系统"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sixth")
    port, log = free_port(), folder / "log"
    said = {
        "DB": "",
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join((str(server.ROOT), str(server.ROOT / "src"))),
        "XUNZHANG_DEMO": "1",
        "XUNZHANG_NOW": "2026-11-20T10:00:00+08:00",
        "XUNZHANG_PACKS": str(sixth.copy_to(folder)),
        "XUNZHANG_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "xunzhang.site.settings",
    }
    with log.open("wb") as output:
        command = [sys.executable, str(Path(sixth_town.__file__))]
        running = subprocess.Popen(command, env={**os.environ, **said}, stdout=output, stderr=output)
    try:
        server.await_port(running, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(timeout=30)


@pytest.fixture
def offices(browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    monkeypatch.setattr(office, "ACCOUNTS", {role: sixth_town.account(role) for role in LOADED.roles})
    found = Offices(browser, address, LOADED)
    yield found
    for page in found.windows.values():
        page.context.close()
    assert found.complaints == []


def hand_in(offices: Offices, procedure: str, who: str = "builder", **facts: Value) -> None:
    offices.hand_in(Act(TODAY, who, procedure, facts=facts))


def decide(offices: Offices, who: str, procedure: str, step: str, outcome: str, **facts: Value) -> None:
    offices.act(Act(TODAY, who, procedure, step, outcome, facts))


def register(offices: Offices) -> None:
    page = offices.window("builder")
    page.goto("/projects/new/")
    page.get_by_label("项目名称").fill(NAME)
    said = {"project_summary": NAME, "declared_total": 400_000_000, "funding_source": "government"}
    offices.fill(page, {**said, "is_classified": False})
    page.get_by_role("button", name="登记项目").last.click()
    expect(page.locator("h1")).to_have_text(NAME)
    offices.project = page.url.rstrip("/").rsplit("/", 1)[-1]


def held(offices: Offices, title: str, article: str) -> None:
    page = offices.open_project("builder", "procedures/")
    told = page.locator(".xz-wait, .xz-refusal").filter(has_text=title)
    expect(told.first).to_contain_text(article)


def argue(offices: Offices) -> None:
    """Article 8 refuses one 分 too little of the software part; three offices give their opinion."""
    facts: dict[str, Value] = {
        "project_content": NAME,
        "total_budget": 400_000_000,
        "software_budget": 200_000_000,
        "security_budget": 15_990_000,
        "handles_personal_data": True,
    }
    page = offices.open_draft(Act(TODAY, "builder", "expert_argument"))
    offices.fill(page, facts)
    offices.give_papers(page)
    page.locator("#draft button[value=submit]").last.click()
    expect(page.locator(".xz-refusal").first).to_contain_text("第8条")
    offices.fill(page, {"security_budget": 16_000_000})
    offices.give_papers(page)
    page.locator("#draft button[value=submit]").last.click()
    expect(page.locator("body")).to_contain_text("已提交专家论证")
    for role in ("digital_office", "finance_desk", "privacy_desk"):
        decide(offices, role, "expert_argument", "opinions", "agree")
    panel = {"experts_total": 5, "experts_outside": 4, "experts_for": 4}
    decide(offices, "digital_office", "expert_argument", "panel", "pass", **panel)


def test_from_registration_to_acceptance(offices: Offices) -> None:
    register(offices)
    held(offices, "项目审批", "第9条")
    argue(offices)
    hand_in(offices, "approval")
    approved: dict[str, Value] = {"approved_total": 400_000_000, "approval_number": "临新批〔2026〕1号"}
    decide(offices, "committee", "approval", "decision", "approve", **approved)
    signed: dict[str, Value] = {"contract_amount": 380_000_000, "contract_signed_on": date(2026, 3, 2)}
    hand_in(offices, "contract_signing", contract_title="系统开发", **signed)
    decide(offices, "finance_desk", "contract_signing", "money", "accept")
    hand_in(offices, "construction_start", construction_started_on=date(2026, 3, 9))
    held(offices, "验收", "第17条")
    hand_in(offices, "suspension", "digital_office", suspension_reason="场地未交付")
    held(offices, "试运行", "第15条")
    hand_in(offices, "resumption")
    decide(offices, "digital_office", "resumption", "decision", "resume")
    hand_in(offices, "trial_start", trial_started_on=date(2026, 6, 1))
    hand_in(offices, "acceptance")
    decide(offices, "digital_office", "acceptance", "acceptance", "pass")
    page = offices.open_project("builder", "journal/")
    expect(page.locator("main")).to_contain_text("校验相符")
