"""Procedures in bpmn-js: files open without warnings, a running case is marked, the drawing stays behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.packs.test_cases import EDITIONS

LEAD = "demo.wangjianguo"
OPENED = """async () => {
    const root = document.querySelector(".xz-bpmn"), found = {}
    const viewer = new window.BpmnJS({container: document.createElement("div")})
    for (const {dataset} of document.querySelectorAll(".xz-bpmn")) {
        const text = await (await fetch(dataset.bpmn)).text()
        const {warnings} = await viewer.importXML(text)
        const drawn = viewer.get("elementRegistry").filter(each => each.type === "bpmn:UserTask").length
        const marks = Object.keys(JSON.parse(dataset.marks).nodes).length
        found[dataset.bpmn] = [warnings.map(String), drawn > 0 && drawn === marks]
    }
    return found
}"""


@pytest.fixture
def lead(page: Page) -> Page:
    page.goto("/signin/")
    page.locator(f"button[name=demo][value='{LEAD}']").click()
    expect(page.locator("h1")).to_have_text("工作台")
    return page


def opened(page: Page) -> None:
    """The first picture of the page has come to life, now that it is seen."""
    page.locator(".xz-bpmn").first.scroll_into_view_if_needed()
    expect(page.locator(".xz-bpmn").first).to_have_attribute("data-warnings", "0")


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_procedure_opens_without_a_warning(lead: Page, identity: str) -> None:
    lead.goto(f"/regulations/{identity}/procedures/")
    assert lead.evaluate("window.BpmnJS") is None
    lead.locator("details.xz-proc:has(.xz-bpmn) > summary").first.click()
    opened(lead)
    found = lead.evaluate(OPENED)
    drawn = [code for code, procedure in EDITIONS[identity].procedures.items() if procedure.steps]
    assert set(found) == {f"/regulations/{identity}/procedures/{code}.bpmn" for code in drawn}
    assert all(said == [[], True] for said in found.values()), found


def test_the_picture_is_moved_by_button_and_by_key(lead: Page) -> None:
    lead.goto("/regulations/jining-hitech@2024/procedures/")
    lead.locator("details.xz-proc:has(.xz-bpmn) > summary").first.click()
    opened(lead)
    root = lead.locator(".xz-bpmn").first
    scene = root.locator(".viewport")
    before = scene.get_attribute("transform")
    root.get_by_role("button", name="放大").click()
    larger = scene.get_attribute("transform")
    root.locator("svg[tabindex]").focus()
    lead.keyboard.press("ArrowRight")
    moved = scene.get_attribute("transform")
    assert len({before, larger, moved}) == 3
    root.get_by_role("button", name="看全图").click()
    pool = root.locator("[data-element-id^=pool_] > .djs-visual > rect").bounding_box()
    canvas = root.locator(".xz-bpmn-canvas").bounding_box()
    assert pool
    assert canvas
    assert pool["width"] <= canvas["width"]
    root.locator("[data-element-id=submit]").click()
    expect(root.locator(".xz-bpmn-told")).to_contain_text("依据")


def test_the_mark_of_its_makers_is_seen_and_paper_has_the_drawing(lead: Page) -> None:
    lead.goto("/regulations/jining-hitech@2024/procedures/")
    lead.locator("details.xz-proc:has(.xz-bpmn) > summary").first.click()
    opened(lead)
    root = lead.locator(".xz-bpmn").first
    expect(root.locator(".bjs-powered-by")).to_be_visible()
    expect(root.locator(".xz-flow")).to_be_hidden()
    lead.emulate_media(media="print")
    expect(root.locator(".xz-flow")).to_be_visible()
    expect(root.locator(".xz-bpmn-canvas")).to_be_hidden()


@pytest.mark.parametrize("width", [1366, 390])
def test_where_a_running_case_stands_is_marked_and_seen(lead: Page, width: int) -> None:
    lead.set_viewport_size({"width": width, "height": 800})
    lead.locator("a[href^='/steps/']").first.click()
    lead.goto(lead.locator("a[href^='/cases/']").first.get_attribute("href") or "")
    opened(lead)
    word = lead.locator(".xz-bpmn-word").first
    expect(word).to_contain_text("在办：")
    expect(word).to_be_in_viewport()
    expect(lead.locator(".xz-bpmn .djs-element.is-now")).not_to_have_count(0)
    expect(lead.locator(".xz-bpmn .djs-element.is-taken")).not_to_have_count(0)
    assert lead.evaluate("document.documentElement.scrollWidth <= innerWidth")
