"""The calendar as fingers and programs use it: a day on a phone, and the address of one's feed."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect


def sign_in(page: Page) -> None:
    page.goto("/signin/")
    page.locator("button[name=demo][value='demo.liwenjing']").click()
    expect(page.locator("h1")).to_have_text("工作台")


def test_a_day_on_a_phone_opens_its_list(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 390, "height": 844})
    sign_in(page)
    page.goto("/calendar/?of=all&month=2026-11")
    expect(page.locator(".xz-cal-e").first).to_be_hidden()
    number = page.locator(".xz-cal-c").first
    expect(number).to_be_visible()
    count = int(number.inner_text())
    day = page.locator("a.xz-cal-n", has=number)
    box = day.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 40
    day.click()
    expect(page.locator("#day tbody tr")).to_have_count(count)
    page.locator("#day tbody a").first.click()
    expect(page.locator("h1")).not_to_have_text("日历")
    page.close()


def test_a_feed_is_opened_fetched_and_closed(page: Page) -> None:
    sign_in(page)
    page.get_by_role("link", name="看日历").click()
    page.get_by_role("link", name="订阅到手机或电脑").click()
    page.get_by_role("button", name="开启订阅").click()
    address = page.get_by_role("textbox", name="订阅地址").input_value()
    with urlopen(address) as answer:
        assert answer.read().startswith(b"BEGIN:VCALENDAR\r\n")
    page.get_by_role("button", name="停用订阅").click()
    expect(page.get_by_role("status").first).to_contain_text("已停用日历订阅")
    with pytest.raises(HTTPError, match="404"):
        urlopen(address)
