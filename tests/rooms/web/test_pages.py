"""Every part renders, no page breaks the policy, the frame shows only what exists and may be opened."""

import re
from dataclasses import asdict
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import RequestFactory

import xunzhang.web
from tests.rooms.web import gallery, samples
from xunzhang.web import context, drawing, errors
from xunzhang.web.shapes import Mark

HOME = Path(str(xunzhang.web.__file__)).parent
PARTS = sorted((HOME / "templates/web/parts").glob("*.html"))
VOID = {"meta", "link", "br", "input", "use", "hr", "img"}


class Shape(HTMLParser):
    """Collects ids and unclosed tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [known["id"]] if known.get("id") else []
        self.targets += [known["for"]] if known.get("for") else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<rect/> opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"


def shape_of(html: str) -> Shape:
    shape = Shape()
    shape.feed(html)
    assert not shape.open
    return shape


@pytest.fixture(scope="module")
def page() -> str:
    return gallery.page()


def test_the_gallery_is_sound_html(page: str) -> None:
    shape = shape_of(page)
    assert len(shape.ids) == len(set(shape.ids))
    assert set(shape.targets) <= set(shape.ids)
    assert page.count("<h1") == 1


def test_nothing_is_written_into_the_page_that_the_policy_forbids(page: str) -> None:
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_nothing_is_left_of_the_template_language(page: str) -> None:
    assert not re.search(r"\{[{%#]|[%#}]\}", page)


def test_opinions_are_escaped(page: str) -> None:
    assert "<b>差" not in page


@pytest.mark.parametrize("part", ["top", "messages", "tabs", "figures", "strip", "timeline", "articles"])
def test_parts_that_take_lists_render_without_any(part: str) -> None:
    shape_of(render_to_string(f"web/parts/{part}.html"))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_every_part_is_documented_and_on_the_gallery(part: Path) -> None:
    used = "".join(other.read_text() for other in [*PARTS, HOME / "templates/web/base.html"])
    used += (Path(gallery.__file__).with_suffix(".html")).read_text()
    used += (HOME / "templatetags/xz.py").read_text()
    assert f"web/parts/{part.name}" in used
    assert "{#" in part.read_text() or part.stem in ("places", "sign_out")


@pytest.mark.parametrize(
    ("part", "record"),
    [
        ("refusal", samples.REFUSED),
        ("waiting", samples.WAITING),
        ("next_panel", samples.NEXT),
        ("life_map", samples.LIFE),
        ("derivation", samples.DERIVING),
        ("empty", samples.EMPTY),
        ("pager", samples.PAGER),
        *(("finding_row", finding) for finding in samples.FINDINGS),
        *(("check_row", check) for check in samples.CHECKS),
        *(("material_row", material) for material in samples.MATERIALS),
        *(("banner", banner) for banner in samples.BANNERS),
    ],
)
def test_a_dict_will_do_as_well_as_a_record(part: str, record: Any) -> None:
    html = render_to_string(f"web/parts/{part}.html", {"it": record})
    shape_of(html)
    assert render_to_string(f"web/parts/{part}.html", {"it": asdict(record)}) == html


def test_only_a_refusal_is_red() -> None:
    assert "xz-refusal" in render_to_string("web/parts/refusal.html", {"it": samples.REFUSED})
    assert "xz-refusal" not in render_to_string("web/parts/waiting.html", {"it": samples.WAITING})


def test_icons_used_in_templates_are_in_the_sprite_list() -> None:
    listed = set((HOME / "icons.txt").read_text().split())
    for template in (HOME / "templates").rglob("*.html"):
        assert set(re.findall(r"{% icon '([^']+)'", template.read_text())) <= listed


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "csrf"])
def test_error_pages_say_what_why_and_what_to_do(name: str) -> None:
    html = render_to_string(f"web/errors/{name}.html")
    shape_of(html)
    assert "回到工作台" in html
    assert html.count("<h1") == 1


def test_error_views_answer_with_their_codes() -> None:
    request = RequestFactory().get("/")
    assert errors.bad_request(request, SuspiciousOperation()).status_code == 400
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    refused = errors.forbidden(request, PermissionError("评审由项目主管部门办理"))
    assert refused.status_code == 403
    assert "评审由项目主管部门办理" in refused.content.decode()
    assert errors.not_found(request, Exception()).status_code == 404
    assert errors.server_error(request).status_code == 500
    assert errors.csrf_failure(request).status_code == 403


def test_locked_page_names_the_account() -> None:
    html = render_to_string("web/locked.html", {"username": "wang", "failure_limit": 5})
    assert "账号“wang”连续 5 次登录失败" in html


def test_sign_in_offers_demonstration_cards_only_when_given() -> None:
    card = {"username": "wang", "name": "王建国", "role": "项目主管部门", "organisation": "党政办公室"}
    fields = gallery.form()
    sign_in = {"form": {"username": fields["name"], "password": fields["summary"]}, "next": ""}
    assert 'value="wang"' in render_to_string(
        "web/sign_in.html", {**sign_in, "areas": [{"accounts": [card]}]}
    )
    assert "演示账号" not in render_to_string("web/sign_in.html", sign_in)


def test_frame_of_a_stranger_is_empty() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    frame = context.chrome(request)["chrome"]
    assert (frame.places, frame.name, frame.library) == ((), "", "")


def test_frame_shows_places_that_exist_and_may_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"desk:workbench": "/", "projects:library": "/projects/", "administration:index": "/admin/"}
    monkeypatch.setattr(context, "address", lambda name: known.get(name, ""))
    request = RequestFactory().get("/projects/JN-1/")
    request.user = SimpleNamespace(  # type: ignore[assignment]
        is_authenticated=True,
        name="王建国",
        organisation="党政办公室",
        may_open=lambda name: name != "administration:index",
    )
    frame = context.chrome(request)["chrome"]
    assert [(place.title, place.here) for place in frame.places] == [("工作台", False), ("项目库", True)]
    assert frame.name == "王建国"


def test_strip_has_thirty_days_and_gathers_duties_of_one_day() -> None:
    days = samples.DAYS
    assert len(days) == 30
    assert days[0].css == "is-first is-today is-w5"
    assert days[1].css == "is-rest"
    assert (days[25].label, days[25].url) == ("2 项", "/deadlines/?day=2026-12-15")
    assert days[11].number == "12-01"
    far = Mark(day=date(2027, 1, 1), label="评价", title="自评价", url="#")
    quiet = drawing.strip(date(2026, 11, 21), lambda day: False, [far], "")
    assert quiet[0].css.endswith("is-rest")
    assert not any(day.label for day in quiet)


def test_derivation_gathers_long_runs_of_rest() -> None:
    cells = drawing.day_cells(samples.DERIVED)
    assert [cell.text for cell in cells if cell.css == "is-off"] == ["周六", "休8", "周日"]
    assert (cells[-1].day, cells[-1].text, cells[-1].css) == ("02-11", "10", "is-end")
    assert drawing.skipped_text(samples.DERIVED) == "01-25 周六、01-28 至 02-04 春节、02-09 周日"


def test_bars_are_to_scale() -> None:
    rows = drawing.bar_rows(samples.CHART.bars)
    assert rows[0].width == drawing.ROOM
    assert rows[2].width == 1
    assert drawing.bar_height([]) > 0
