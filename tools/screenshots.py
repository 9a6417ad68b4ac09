"""`make screenshots`: every page on the demonstration data, wide and narrow, into docs/pictures."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import chromium, server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZES = ((1366, 768), (390, 844))
TALLEST = 2000
NOW = "2026-11-20T10:00:00+08:00"
FLAGSHIP = "城市运行“一网统管”平台（二期）"
BUILDER, LEAD, ADMIN = "demo.liwenjing", "demo.wangjianguo", "demo.chenzhiyuan"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with server.site(XUNZHANG_NOW=NOW, XUNZHANG_DEMO="1") as address, chromium.browser() as browser:
        for width, height in SIZES:
            size = {"width": width, "height": height}
            page = browser.new_page(
                base_url=address, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            for name, url in pages(page):
                if url:
                    page.goto(url)
                keep(page, f"{name}-{width}")
            page.close()


def pages(page: Page) -> Iterator[tuple[str, str]]:
    """Name and address of each picture; the page is signed in as whoever should see it."""
    yield "sign-in", "/signin/"
    sign_in(page, BUILDER)
    project = address_of(page, f"/projects/?q={FLAGSHIP}", r"/projects/[A-Z0-9-]+/")
    yield "workbench-builder", "/"
    yield "register", "/projects/new/"
    yield "project", f"{project}compliance/"
    for tab in ("facts", "procedures", "materials", "money", "deadlines", "security", "journal"):
        yield f"project-{tab}", f"{project}{tab}/"
    page.goto("/")
    if found := page.locator("a[href$='/form/']"):
        yield "draft", str(found.first.get_attribute("href"))
    sign_in(page, LEAD)
    yield "workbench", "/"
    yield "calendar", "/calendar/?of=all"
    yield "library", "/projects/"
    yield "library-empty", "/projects/?q=不存在的项目&phase=acceptance"
    yield "step", address_of(page, "/", r"/steps/\d+/")
    yield "supervision", "/supervision/"
    yield (
        "project-supervision",
        address_of(page, "/supervision/", r"(/projects/[A-Z0-9-]+/).*") + "supervision/",
    )
    regulation = address_of(page, "/regulations/", r"/regulations/[a-z0-9@-]+/")
    yield "regulations", "/regulations/"
    yield "regulation", regulation
    yield "article", f"{regulation}articles/37/"
    sign_in(page, ADMIN)
    yield "administration", "/admin/"
    yield "journal-check", "/admin/journal/"


def sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/signin/")
    page.locator(f"button[name=demo][value='{username}']").click()
    page.wait_for_load_state()


def address_of(page: Page, url: str, pattern: str) -> str:
    """The first link on a page that has this form, or the part of it that is in brackets."""
    page.goto(url)
    links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = (re.fullmatch(pattern, link) for link in links if link)
    match = next((match for match in found if match), None)
    if match is None:
        raise LookupError(f"{url} has no link like {pattern}")
    return match[match.lastindex or 0]


def keep(page: Page, name: str) -> None:
    """The top of the page. The commonest 256 colours are exact and keep the file small."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture = picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(PICTURES / f"{name}.png", optimize=True)
    print(name)


if __name__ == "__main__":
    main()
