"""`make screenshots`: every page on the demonstration data, wide and narrow, into docs/pictures.

The demonstration of all areas takes minutes to load; `--var` names a folder where it is already. What the
pictures of an administrator show (a text imported, a repeal recorded) is then in it.
"""

import io
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import chromium, server  # noqa: E402
from xunzhang.kernel.pack.citation import chinese_numeral  # noqa: E402
from xunzhang.kernel.pack.load import load_edition, load_vocabulary  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZES = ((1366, 768), (390, 844))
TALLEST = 2000
NOW = "2026-11-20T10:00:00+08:00"
FLAGSHIP = "城市运行“一网统管”平台（二期）"
EDITION, OTHER = "jining-hitech@2024", "zhengzhou@2020"
LAW, REPEALED = f"/regulations/{EDITION}/", "/regulations/zhanhe@2022/"
SAMPLE = "示例文本（照要点写成，不是原文）.txt"
BUILDER, LEAD, ADMIN = "demo.liwenjing", "demo.wangjianguo", "demo.chenzhiyuan"


def main() -> None:
    told = ArgumentParser(description=__doc__)
    told.add_argument("--var", metavar="FOLDER")
    var = told.parse_args().var
    kept = {"XUNZHANG_VAR": var} if var else {}
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        server.site((), XUNZHANG_NOW=NOW, XUNZHANG_DEMO="1", **kept) as address,
        chromium.browser() as browser,
    ):
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
    """Name and address of each picture, "" where it is open; signed in is whoever should see it."""
    yield "sign-in", "/signin/"
    yield from for_builder(page)
    yield from for_lead(page)
    yield from for_administrator(page)


def for_builder(page: Page) -> Iterator[tuple[str, str]]:
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


def for_lead(page: Page) -> Iterator[tuple[str, str]]:
    sign_in(page, LEAD)
    yield "workbench", "/"
    yield "notices", "/notices/"
    yield "calendar", "/calendar/?of=all"
    yield "library", "/projects/"
    yield "library-empty", "/projects/?q=不存在的项目&phase=acceptance"
    yield "step", address_of(page, "/", r"/steps/\d+/")
    yield "supervision", "/supervision/"
    yield (
        "project-supervision",
        address_of(page, "/supervision/", r"(/projects/[A-Z0-9-]+/).*") + "supervision/",
    )
    yield "regulations", "/regulations/"
    yield "regulation", LAW
    yield "article", f"{LAW}articles/28/"
    yield "procedures", f"{LAW}procedures/"
    yield "figures", "/regulations/figures/"
    yield "compare", f"/regulations/compare/?left={EDITION}&right={OTHER}"
    yield "what-if", f"{LAW}what-if/?p-contract_signing_days=7"
    yield "what-if-edition", f"{LAW}what-if/?other={OTHER}"


def for_administrator(page: Page) -> Iterator[tuple[str, str]]:
    sign_in(page, ADMIN)
    page.goto("/regulations/")
    page.locator("main details summary").click()
    yield "regulation-states", ""
    yield from own_text(page)
    yield from repeal(page)
    yield "administration", "/admin/"
    yield "areas", "/admin/areas/"
    yield "jobs", "/admin/jobs/"
    yield "journal-check", "/admin/journal/"


def own_text(page: Page) -> Iterator[tuple[str, str]]:
    """A text imported and beside the gists. It says it is none: it is written from the gists."""
    page.goto(f"{LAW}text/")
    known = page.get_by_text("已导入", exact=True).count()
    page.set_input_files("#id_file", {"name": SAMPLE, "mimeType": "text/plain", "buffer": sample().encode()})
    page.locator("form[enctype] button").click()
    page.wait_for_load_state()
    yield "office-text-preview", ""
    if not known:
        page.locator("form[data-once] button").click()
        page.wait_for_load_state()
    yield "office-text", f"{LAW}?article=28"


def sample() -> str:
    """The gists as articles, with the words that the import knows the edition by."""
    shared = load_vocabulary(ROOT / "packs" / "vocabulary.yaml")
    edition = load_edition(ROOT / "packs" / EDITION.replace("@", "/"), shared)
    begins, named = edition.regulation.effective, [a for role in edition.roles.values() for a in role.aliases]
    quoted: dict[int, list[str]] = {}
    for literal, cites in [(begins.text, begins.cites), *((alias.literal, alias.cites) for alias in named)]:
        for cite in cites:
            quoted.setdefault(cite.article, []).append(literal)
    lines = [edition.regulation.title]
    for number, article in edition.articles.articles.items():
        words = f"提到：{'、'.join(dict.fromkeys(quoted[number]))}。" if number in quoted else ""
        lines.append(f"第{chinese_numeral(number)}条　{article.gist}。{words}")
    return "\n".join(lines)


def repeal(page: Page) -> Iterator[tuple[str, str]]:
    page.goto(f"{REPEALED}repeal/")
    if page.locator("[name=since]").count():
        page.locator("input[name=since]").first.fill("2027-01-01")
        page.locator("[name=document]").fill("区政府办公室关于废止部分文件的决定")
        yield "repeal", ""
        page.get_by_role("button", name="登记废止").click()
        page.wait_for_load_state()
    else:
        yield "repeal", ""
    yield "repealed", REPEALED


def sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/signin/")
    button = page.locator(f"button[name=demo][value='{username}']")
    if not button.is_visible():  # the accounts of the other areas are folded
        page.locator("details", has=button).locator("summary").click()
    button.click()
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
