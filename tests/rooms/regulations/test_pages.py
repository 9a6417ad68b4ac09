"""What the pages of an edition say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.rooms.regulations.conftest import EDITION, HOME, NOW, Room, forget
from tests.rooms.web.test_pages import shape_of
from xunzhang.accounts.models import Area, Person
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InForce
from xunzhang.regulations.services import activate, install, resolve_date

PAGES = ["", "procedures/", "roles/", "figures/", "anomalies/", "readings/", "articles/7/", "?show=gate"]


def text_of(client: Client, page: str) -> str:
    found = client.get(page)
    assert found.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found.content.decode()))


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_sound_html_under_the_policy(room: Room, page: str) -> None:
    html = room.admin.get(HOME + page).content.decode()
    shape = shape_of(html)
    assert len(shape.ids) == len(set(shape.ids))
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_every_real_edition(db: None, client: Client, page: str) -> None:
    forget()
    clerk = Person.objects.create_person(username="clerk", name="王敏", password=None)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    for identity in catalogue.available():
        install(identity=identity, actor=None, now=NOW)
        shape_of(client.get(f"/regulations/{identity}/{page}").content.decode())


def test_every_article_has_a_row_with_an_anchor(room: Room) -> None:
    html = room.clerk.get(HOME).content.decode()
    assert [f'id="a{number}"' in html for number in range(1, 13)] == [True] * 12


def test_what_only_informs_says_why(room: Room) -> None:
    assert "不产生办理动作：只写目的，不涉及办理" in text_of(room.clerk, HOME)
    assert "仅说明 只写目的，不涉及办理" in text_of(room.clerk, f"{HOME}articles/1/")


def test_an_article_tells_what_rests_on_it(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}articles/7/")
    for words in (
        "新建项目安全预算不低于 5%",
        "规则 硬性",
        "建设性质 ＝ “新建”",
        "网络安全预算 × 100 ≥ 总预算 × 5",
        "网络安全预算占比下限",
        "K6 金额按分，比例用乘法比较",
    ):
        assert words in said


def test_paragraphs_are_named(room: Room) -> None:
    assert "财政部门 本区部门 第二款" in text_of(room.clerk, f"{HOME}articles/3/")


def test_what_the_software_adds_is_marked_with_its_reason(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}procedures/")
    assert "系统补充" in said
    assert "条文没有写，受理材料总要有人核对" in said
    assert "条文没有写结论" in said


def test_htmx_gets_the_part_alone(room: Room) -> None:
    whole = room.clerk.get(f"{HOME}articles/7/")
    part = room.clerk.get(f"{HOME}articles/7/", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert part.content.decode().lstrip().startswith("<section")
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize(
    ("show", "articles"),
    [
        ("", list(range(1, 13))),
        ("gate", [2, 5, 7]),
        ("limit", [6, 8]),
        ("material", [4]),
        ("plain", [1, 11]),
        ("anomaly", [4, 12]),
        ("nonsense", list(range(1, 13))),
    ],
)
def test_filters(room: Room, show: str, articles: list[int]) -> None:
    html = room.clerk.get(HOME, {"show": show}).content.decode()
    assert [int(number) for number in re.findall(r'<tr id="a(\d+)"', html)] == articles
    assert f"列出 {len(articles)} 条" in html


def test_the_counts_of_the_filters_are_their_rows(room: Room) -> None:
    html = room.clerk.get(HOME).content.decode()
    for url, count in re.findall(r'<a href="([^"]+show=\w+)">[^<]* (\d+)</a>', html):
        assert room.clerk.get(url).content.decode().count('<tr id="a') == int(count)


@pytest.mark.parametrize("opened", ["7", "99", "x", "-1", "７"])
def test_an_opened_article_beside_the_list(room: Room, opened: str) -> None:
    html = room.clerk.get(HOME, {"article": opened}).content.decode()
    assert ('id="art-h">第7条' in html) == (opened == "7")


def test_procedures_tell_who_what_and_where_to(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}procedures/")
    for words in (
        "建设单位发起，2 步",
        "研究报告",
        "何时要：总预算 ≥ 500.00 万元",
        "退回发起人补正",
        "到“立项”",
        "财政部门只在 建设性质 ＝ “新建” 时",
        "立项后才能签合同",
    ):
        assert words in said


def test_figures_tell_where_they_are_used(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}figures/")
    assert "金额较大、研究报告" in said
    assert "10 工作日合同备案" in said
    assert "条文未写定期报送" in said
    assert "自合同签订日起 10 个工作日以内" in said


def test_roles_tell_aliases_and_routes(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}roles/")
    assert "“市主管部门” 第4条" in said
    assert "建设性质 ＝ “改建”：财政部门" in said
    assert "其余：主管部门" in said


def test_readings_tell_the_default_and_the_own_reading(room: Room) -> None:
    said = text_of(room.clerk, f"{HOME}readings/")
    assert all(f"K{number} " in said for number in range(1, 15))
    assert "另有读法：条文写明末日不顺延" in said
    assert "本办法没有用到" in said


def put_in_force(room: Room) -> InForce:
    day = NOW.date().replace(month=5, day=1)
    said = {"identity": EDITION, "actor": room.person, "now": NOW}
    resolve_date(chosen=day, reason="较晚", document="复函", **said)
    return activate(area=room.area, since=day, **said)


def test_states_of_an_edition(room: Room) -> None:
    assert "日期待认定" in text_of(room.clerk, HOME)
    assert "施行 原文“2030 年 4 月 31 日”，未认定" in text_of(room.clerk, HOME)
    put_in_force(room)
    said = text_of(room.clerk, HOME)
    assert "施行中" in said
    assert "认定为 2030-05-01 周三" in said
    assert "示例区自 2030-05-01 周三起按本版办理" in said


def test_a_draft_says_so(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "state: draft")
    assert "不能据以办理真实项目；只能试算，或在试用区试用" in text_of(room.admin, HOME)


def test_an_expired_edition_says_so(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "expiry: {date: 2030-06-02}\nstate: issued")
    assert "2030-06-02 到期：不收新项目" in text_of(room.admin, HOME)


def test_an_edition_whose_files_changed_says_so(room: Room) -> None:
    rewrite(room.packs, "short: 示例市", "short: 示例")
    assert "文件与安装时不同" in text_of(room.clerk, HOME)
    assert "文件与安装时不同" in text_of(room.clerk, "/regulations/")


def test_an_unreadable_pack_is_told_on_the_shelf(room: Room) -> None:
    rewrite(room.packs, "short: 示例市", "shrt: 示例市")
    said = text_of(room.clerk, "/regulations/")
    assert "读不出" in said
    assert "regulation.yaml 第 2 行，键 shrt：没有这个键" in said


def test_the_shelf_before_anything_is_installed(packs: Path, db: None, client: Client) -> None:
    clerk = Person.objects.create_person(username="clerk", name="王敏", password=None)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert "还没有安装办法" in text_of(client, "/regulations/")


@pytest.mark.parametrize("page", ["/regulations/", HOME, f"{HOME}procedures/", f"{HOME}articles/7/"])
def test_queries_of_a_page_do_not_grow(room: Room, page: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    room.clerk.get(page)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            room.clerk.get(page)
        counts.append(len(captured))
        if not number:
            put_in_force(room)
            other = Area.objects.create(code="999902", name="另一区")
            activate(identity=EDITION, area=other, since=NOW.date(), actor=room.person, now=NOW)
    assert counts[1] <= counts[0] + 1  # people who decided are fetched only where there are any


def rewrite(packs: Path, old: str, new: str) -> None:
    """Change the made-up measure behind the back of the installation."""
    file = packs / "sample" / "2030" / "regulation.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    forget()
