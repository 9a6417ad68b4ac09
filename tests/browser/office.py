"""Clerks at their desks: each office has its own window; acts of a life are done by clicking and typing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect

from tests.rooms.lifecycle import paper
from tests.rooms.lives import REVISE, Act
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.web.words import wan_exact

ACCOUNTS = {
    "builder": "demo.liwenjing",
    "lead_body": "demo.wangjianguo",
    "finance_office": "demo.chenyuting",
    "city_data_bureau": "demo.macheng",
    "municipal_reviewer": "demo.gaoyuan",
    "provincial_reviewer": "demo.xuzheng",
    "cyberspace_office": "demo.sunhaoran",
    "cryptography_desk": "demo.zhoulan",
}


@dataclass
class Offices:
    """The windows of all offices on one site, signed in when first needed."""

    browser: Browser
    address: str
    edition: Edition
    project: str = ""
    windows: dict[str, Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    accounts: Mapping[str, str] = field(default_factory=lambda: ACCOUNTS)

    def window(self, role: str) -> Page:
        if role not in self.windows:
            self.windows[role] = self._signed_in(self.accounts[role])
        return self.windows[role]

    def open_project(self, role: str, tab: str = "") -> Page:
        page = self.window(role)
        page.goto(f"/projects/{self.project}/{tab}")
        return page

    def hand_in(self, act: Act) -> Page:
        """Start a procedure from the project page, fill it in, hand in the papers, submit."""
        page = self.open_draft(act)
        self.fill(page, act.facts)
        self.give_papers(page)
        page.locator("#draft button[name=do][value=submit]").last.click()
        expect(page).to_have_url(re.compile(r"/cases/\d+/(#.*)?$"))
        return page

    def open_draft(self, act: Act) -> Page:
        if act.step == REVISE:
            page = self.open_project(act.who)
            page.locator("a[href$='/form/']").first.click()
            return page
        page = self.open_project(act.who, "procedures/")
        page.locator(f"form[action$='/start/{act.procedure}/'] button").first.click()
        return page

    def act(self, act: Act) -> Page:
        """Decide the step that waits for this office."""
        page = self.open_step(act)
        self.choose(page, act)
        page.locator("#decision button[value=act]").click()
        expect(page).to_have_url(re.compile(r"/cases/\d+/(#.*)?$"))
        return page

    def open_step(self, act: Act) -> Page:
        page = self.open_project(act.who)
        page.locator("a[href^='/steps/']").first.click()
        return page

    def choose(self, page: Page, act: Act) -> None:
        chosen = page.locator(f"#id_outcome-{act.outcome}")
        if chosen.count():
            chosen.check()
        self.fill(page, act.facts)
        page.fill("#id_opinion", act.opinion)
        outcome = self.edition.procedures[act.procedure].steps[act.step].outcomes[act.outcome]
        if outcome.to not in ("revise", "failed"):
            self.give_papers(page)

    def fill(self, page: Page, facts: dict[str, Value] | object) -> None:
        for name, value in dict(facts).items():  # type: ignore[call-overload]
            self._fill_one(
                page.locator(f"[name='f-{name}'], [name='fact-{name}'], [name='{name}']"), name, value
            )

    def give_papers(self, page: Page) -> None:
        """Hand in every paper that is shown as 未交."""
        for code in page.locator("input[type=file][name^=file-]").evaluate_all(
            "inputs => inputs.filter(i => !i.closest('details')).map(i => i.name)"
        ):
            slot = page.locator(f"#m-{code.removeprefix('file-')}")
            if "未交" not in slot.inner_text():
                continue
            content = paper(f"{self.project} {code}")
            upload = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": content}
            page.set_input_files(f"[name='{code}']", files=[upload])  # type: ignore[list-item]
            expect(slot).to_contain_text("已交")
            page.wait_for_load_state()  # a press before the page has come would be lost

    def _fill_one(self, place: Locator, name: str, value: Value) -> None:
        kind = self.edition.types[name]
        if place.first.get_attribute("type") == "radio":
            word = str(value).lower() if kind is FactType.BOOLEAN else str(value)
            place.and_(place.page.locator(f"[value='{word}']")).check()
        elif kind is FactType.CHOICE:
            place.select_option(str(value))
        else:
            place.fill(_typed(kind, value))
            place.press("Tab")

    def _signed_in(self, username: str) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/signin/")
        card = page.locator("button[name=demo]").first  # a card each role has; others of it have none
        card.evaluate("(card, username) => { card.value = username }", username)
        card.click()
        expect(page.locator("h1")).to_have_text("工作台")
        return page


def _typed(kind: FactType, value: Value) -> str:
    """A value as a clerk types it."""
    if kind is FactType.MONEY:
        assert isinstance(value, int)
        return wan_exact(value, separators=False)
    return value.isoformat() if isinstance(value, date) else str(value)
