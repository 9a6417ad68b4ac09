"""Editions beside each other: the figures of all, and two in words."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.test import Client

from tests.conftest import NOW, TODAY, Cast
from tests.rooms.signed import client_of
from xunzhang.kernel.authoring.difference import GROUPS
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations import catalogue, comparing
from xunzhang.regulations.queries import shelf
from xunzhang.regulations.services import install

FIGURES, COMPARE = "/regulations/figures/", "/regulations/compare/"


@pytest.fixture
def reader(cast: Cast) -> Client:
    """All editions of the packs are installed."""
    for identity in catalogue.available():
        install(identity=identity, actor=cast.admin, now=NOW)
    return client_of(cast, "builder")


def test_every_figure_of_law_stands_under_its_question(reader: Client) -> None:
    table = comparing.figures(shelf(TODAY))
    assert {row.id for row in table.editions} == set(catalogue.available())
    shown = [
        (row.title, cell.short, figure.title, figure.value)
        for row in table.rows
        for cell in row.cells
        for figure in cell.figures
    ]
    assert ("合同备案的期限", "济宁高新区", "合同签订后备案的期限", "10 工作日") in shown
    assert ("按金额分档", "郑州市", "审批可研和初设的总投资（及以上）", "1,000.00 万元") in shown
    tied = {
        (edition.regulation.short, element.title)
        for edition in map(catalogue.edition, catalogue.available())
        for element in (*edition.parameters.values(), *edition.deadlines.values())
        if element.compares
    }
    days = [each for each in shown if each[0] in ("从哪天起施行", "施行到哪天")]
    assert ("施行到哪天", "安丘市", "原文“有效期至2025年9月30日”", "2025-09-30") in days
    assert ("从哪天起施行", "郑州市", "原文“自印发之日起”", "待认定") in days
    figures = [each for each in shown if each not in days]
    assert {(short, title) for _, short, title, _ in figures} == tied
    assert len(figures) == len(tied)


def test_silence_and_open_figures_are_two_things(reader: Client) -> None:
    said = reader.get(FIGURES).content.decode()
    assert "未写" in said
    assert "未定数" in said


def test_pages_take_a_fixed_number_of_queries(
    reader: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        reader.get(FIGURES)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        reader.get(COMPARE, {"left": "anqiu@2020", "right": "zhanhe@2022"})


@pytest.mark.parametrize("pair", list(permutations(catalogue.available(), 2)), ids=" ".join)
def test_any_two_editions_can_be_compared(pair: tuple[str, str]) -> None:
    left, right = map(catalogue.edition, pair)
    found = comparing.pair(left, right, "")
    assert [group for group, _ in found.groups] == list(GROUPS)
    assert [chip.lines for chip in found.chips] == [len(lines) for _, lines in found.groups]
    bare = [
        (group, one.line.code)
        for group, lines in found.groups
        if group != "办法"
        for one in lines
        if (one.line.left is not None and not one.left) or (one.line.right is not None and not one.right)
    ]
    assert not [each for each in bare if not _is_ours(each, left, right)]


def _is_ours(place: tuple[str, str], left: Edition, right: Edition) -> bool:
    """What the software adds cites no article."""
    kind, code = comparing.KINDS[place[0]], place[1]
    named = (
        element for one in (left, right) for each, at, element in one.elements() if (each, at) == (kind, code)
    )
    return any(element.origin == "software" and not element.cites for element in named)


def test_an_edition_and_itself_do_not_differ(reader: Client) -> None:
    same = {"left": "zhanhe@2022", "right": "zhanhe@2022"}
    assert "没有不同" in reader.get(COMPARE, same).content.decode()


def test_one_group_alone(reader: Client) -> None:
    asked = {"left": "jining-hitech@2024", "right": "zhengzhou@2020", "group": "时限"}
    said = reader.get(COMPARE, asked).content.decode()
    assert "合同备案" in said
    assert "处不同" in said
    assert said.count('id="g') == 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"left": "anqiu@2020"}, 200),
        ({"left": "anqiu@2020", "right": "nowhere@1"}, 422),
        ({"left": "anqiu@2020", "right": "zhanhe@2022", "group": "别的"}, 200),
    ],
)
def test_what_is_asked_for_wrongly(reader: Client, asked: dict[str, str], status: int) -> None:
    found = reader.get(COMPARE, asked)
    assert found.status_code == status
    assert "左边" in found.content.decode()
