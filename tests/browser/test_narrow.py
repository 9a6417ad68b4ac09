"""On a phone nothing stands out of the page sideways."""

import pytest
from playwright.sync_api import Browser, expect

WIDTH = 390
PLACES = (
    "/",
    "/calendar/",
    "/calendar/list/?of=all",
    "/projects/",
    "/projects/new/",
    "/supervision/",
    "/supervision/?list=diverging",
    "/supervision/circulars/",
    "/regulations/",
)
OUTSIDE = """() => [...document.querySelectorAll('main *')].filter(e => {
    const box = e.getBoundingClientRect()
    const inside = e.closest('.visually-hidden, .table-responsive, .xz-scroll, svg, details:not([open])')
    return !inside && box.width && box.right > window.innerWidth + 1
}).map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 20))"""


@pytest.mark.parametrize("place", PLACES)
def test_nothing_stands_out_sideways(browser: Browser, site: str, place: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": WIDTH, "height": 844})
    page.goto("/signin/")
    page.locator("button[name=demo][value='demo.liwenjing']").click()
    expect(page.locator("h1")).to_have_text("工作台")
    page.goto(place)
    assert page.evaluate(OUTSIDE) == []
    page.close()
