"""Bands of a number (tiers of an amount), and the names that an edition gives to shared kinds of records."""

from datetime import date
from pathlib import Path

import pytest

from tests.support import tiny
from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.derive import derive, row_with
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.situation import Situation

FIGURE = """top_over: {title: 大项目的总预算（超过）, type: money, value: 5000 万元, cites: [4]}
"""
TIER = """  tier:
    type: choice
    title: 档次
    values: {low: 小, middle: 中, high: 大}
    derived: {band_of: total, bands: {low: {}, middle: {at_least: study_from}, high: {over: top_over}}}
    cites: [4]
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    packs = tiny.copy_to(tmp_path)
    add(packs, "parameters.yaml", FIGURE)
    add(packs, "facts.yaml", TIER)
    return packs


def add(packs: Path, file: str, text: str) -> None:
    path = packs / "sample" / "2030" / file
    path.write_text(path.read_text() + text)


def change(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / "sample" / "2030" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("total", "tier"),
    [
        (None, None),
        (0, "low"),
        (499_999_999, "low"),
        (500_000_000, "middle"),
        (5_000_000_000, "middle"),
        (5_000_000_001, "high"),
    ],
)
def test_the_figure_is_in_the_band_that_says_so(packs: Path, total: int | None, tier: str | None) -> None:
    calendar = load_calendar(tiny.REAL / "calendars" / "cn.yaml")
    edition, today = tiny.load(packs), date(2030, 6, 3)
    assert derive(edition, Situation({"total": total}, today), calendar).facts.get("tier") == tier
    assert row_with(edition, Situation({}, today), None, {"total": total}, calendar).get("tier") == tier


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("low: {}", "low: {over: top_over}", "第一档不写下限"),
        ("middle: {at_least: study_from}", "middle: {}", "恰好写"),
        ("{over: top_over}", "{over: top_over, at_least: study_from}", "恰好写"),
        ("{over: top_over}", "{over: study_from}", "由小到大"),
        ("{over: top_over}", "{over: signing_days}", "同类型"),
        ("{over: top_over}", "{over: nothing}", "没有这个参数"),
        ("high: {over: top_over}}", "high: {over: top_over}, huge: {over: top_over}}", "一一对应"),
        ("band_of: total, ", "", "一起写"),
        ("band_of: total", "band_of: sum", "没有这个事实"),
    ],
)
def test_faults_of_bands(packs: Path, old: str, new: str, told: str) -> None:
    change(packs, "facts.yaml", old, new)
    with pytest.raises(PackError, match=told):
        tiny.load(packs)


def test_a_figure_left_open_begins_no_band(packs: Path) -> None:
    change(packs, "parameters.yaml", "5000 万元", "null")
    with pytest.raises(PackError, match="不能空缺"):
        tiny.load(packs)


def test_an_edition_names_a_shared_kind_of_record(packs: Path) -> None:
    add(packs, "facts.yaml", "entities:\n  contract: {title: 建设合同}\n")
    edition = tiny.load(packs)
    assert (edition.entities["contract"].title, edition.entities["contract"].day) == ("建设合同", "signed_on")
    change(packs, "facts.yaml", "entities:\n  contract", "entities:\n  contrakt")
    with pytest.raises(PackError, match="没有这种对象：“contrakt”"):
        tiny.load(packs)
