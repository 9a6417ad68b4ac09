"""What browser tests use: a served site, a browser, and a page whose complaints fail the test."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.support import chromium, server

# Playwright keeps an event loop in this thread; the tests that follow use the database from it as before.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# A busy machine may take its time; what is really missing still fails.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the site with its demonstration data."""
    with server.site() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium; without one the test counts as skipped."""
    if not chromium.find():
        pytest.skip(chromium.MISSING)
    with chromium.browser() as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page at 1366 × 768. Errors and violations of the content security policy fail the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    context = browser.new_context(
        base_url=site, viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints
