"""The output of each tag, and how values and comparisons are written."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import xunzhang.web
from tests.rooms.web.samples import ENOUGH, EVEN, SHORT, compared, factor
from xunzhang.web import words
from xunzhang.web.states import STATES, state_of
from xunzhang.web.templatetags import xz

TODAY = date(2026, 11, 20)
WAN = 1_000_000


def test_every_state_has_word_icon_and_an_icon_in_the_sprite() -> None:
    icons = Path(str(xunzhang.web.__file__)).with_name("icons.txt").read_text().split()
    assert icons == sorted(set(icons))
    for code, shown in STATES.items():
        html = xz.state(code)
        assert shown.word in html
        assert f"#i-{shown.icon}" in html
        assert shown.icon in icons


def test_a_verdict_is_a_state_and_an_unknown_code_is_an_error() -> None:
    assert state_of(True).word == "符合"
    assert state_of(None).word == "待补充"
    assert "未交" in xz.state("unknown", "未交")
    with pytest.raises(ValueError, match="未登记"):
        state_of("nonsense")


@pytest.mark.parametrize(
    ("fen", "reading", "exact"),
    [
        (612_500_000, "612.50", "612.50"),
        (1_234_567_890_123, "1,234,567.89", "1,234,567.890123"),
        (0, "0.00", "0.00"),
        (1, "0.000001", "0.000001"),
        (5_000, "0.01", "0.005"),
        (-2_400_000, "−2.40", "−2.40"),
        (9_999_999_999, "10,000.00", "9,999.999999"),
    ],
)
def test_amounts_in_wan(fen: int, reading: str, exact: str) -> None:
    assert words.wan(fen) == reading
    assert words.wan_exact(fen) == exact


def test_money_names_the_yuan_and_a_missing_amount_is_never_nought() -> None:
    expected = '<data class="xz-money" value="612500000" title="6,125,000.00 元">612.50</data>'
    assert xz.money(612_500_000) == expected
    assert "待补充" in xz.money(None)
    assert xz.wan(None) == ""


def test_days() -> None:
    assert ">2026-12-15 周二</time>" in xz.day(date(2026, 12, 15))
    assert ">2026-12-15 周二</time>" in xz.day("2026-12-15")
    assert "待补充" in xz.day(None)
    assert "待补充" in xz.day("4月31日")
    assert "2026-11-20 10:16" in xz.moment(datetime(2026, 11, 20, 10, 16))


@pytest.mark.parametrize(
    ("due_on", "done_on", "late", "css", "text"),
    [
        (date(2026, 11, 18), None, 2, "is-late", "逾期 2 个工作日"),
        (date(2026, 11, 18), None, None, "is-late", "逾期 2 天"),
        (date(2026, 11, 18), date(2026, 11, 19), 1, "is-late", "逾期 1 个工作日办结"),
        (date(2026, 11, 20), None, None, "is-soon", "今天到期"),
        (date(2026, 11, 30), None, None, "is-soon", "10 天"),
        (date(2026, 12, 1), None, None, "", "11 天"),
        ("2026-12-15", None, None, "", "25 天"),
        (date(2026, 11, 18), date(2026, 11, 18), None, "is-done", "按期，2026-11-18 办结"),
        (None, None, None, "", "未设期限"),
    ],
)
def test_limits(due_on: object, done_on: object, late: int | None, css: str, text: str) -> None:
    html = xz.due(due_on, TODAY, done_on, late)
    assert text in html
    assert css in html


@pytest.mark.parametrize(
    ("cite", "text"),
    [
        (37, "第37条"),
        ("37", "第37条"),
        ("9-13", "第9—13条"),
        ("第25条（一）", "第25条（一）"),
        (SimpleNamespace(label="第30条第二款"), "第30条第二款"),
    ],
)
def test_article_marks(cite: object, text: str) -> None:
    assert f">{text}</a>" in xz.art(cite, "#a")
    assert f">{text}</span>" in xz.art(cite)
    assert "&lt;b&gt;" in xz.art("<b>", "#a")


def test_soft_marks_carry_their_reason() -> None:
    assert "条文没有写" in xz.soft("条文没有写")
    assert xz.soft("") == ""


@pytest.mark.parametrize(
    ("value", "fact", "text"),
    [
        (31_200_000, {"type": "money"}, ">31.20</data>"),
        ("2026-12-15", {"type": "date"}, "2026-12-15 周二"),
        (True, {"type": "boolean"}, "是"),
        (False, {"type": "boolean"}, "否"),
        (0, {"type": "integer", "unit": "类"}, "0 类"),
        (1200, {"type": "integer"}, "1,200"),
        ("new", {"type": "choice", "values": {"new": "新建"}}, "新建"),
        ("new", {"type": "choice", "values": [("new", "新建")]}, "新建"),
        ("文字", {"type": "text"}, "文字"),
        (None, {"type": "boolean"}, "待补充"),
        (None, {"type": "money"}, "待补充"),
        ("", {"type": "text"}, "待补充"),
    ],
)
def test_cells(value: object, fact: dict[str, object], text: str) -> None:
    assert text in str(xz.cell(value, SimpleNamespace(**fact)))


@pytest.mark.parametrize(
    ("computed", "text"),
    [
        (SHORT, "26.00 × 20 ＝ 520.00 ＜ 568.00（4.58%）"),
        (ENOUGH, "31.20 × 20 ＝ 624.00 ≥ 612.50（5.09%）"),
        (EVEN, "26.80 × 20 ＝ 536.00 ≥ 536.00（5.00%），恰在下限，按“不低于”算符合"),
        (compared(568 * WAN, ">=", 500 * WAN, ">", True), "568.00 ≥ 500.00"),
        (compared(200 * WAN, ">", 200 * WAN, "=", False), "200.00 ＝ 200.00，恰在界线，按“超过”不算"),
        (compared(None, ">=", 500 * WAN, None, None), "待补充 ≥ 500.00"),
        (compared(39, ">=", 42, "<", False, "integer"), "39 ＜ 42"),
        (
            compared(date(2024, 8, 12), "<", date(2024, 11, 29), "<", True, "date"),
            "2024-08-12 早于 2024-11-29",
        ),
        (compared(True, "=", False, "<>", False, "boolean"), "是 ≠ 否"),
        (compared("new", "=", "new", "=", True, "choice"), "new ＝ new"),
    ],
)
def test_comparisons_are_written_as_computed(computed: SimpleNamespace, text: str) -> None:
    assert words.comparison_text(computed) == text


def share(part: int, times: int, whole: int, over: int = 1) -> str:
    """The share shown when part × times is compared with whole × over."""
    right = (factor(whole, "money"), factor(over, "integer")) if over > 1 else ()
    left = (factor(part, "money"), factor(times, "integer"))
    return words.share_text(compared(part * times, ">=", whole * over, "", True, "money", left, right))


def test_a_share_is_never_rounded_onto_the_limit() -> None:
    assert share(4_999_999_999, 20, 100_000_000_000) == "4.99%"
    assert share(5_000_000_001, 20, 100_000_000_000) == "5.01%"
    assert share(5_000_000_000, 20, 100_000_000_000) == "5.00%"
    assert share(15_000_001, 100, 100_000_000, 15) == "15.01%"
    assert share(5, 20, 0) == ""


def test_money_input_keeps_what_was_typed() -> None:
    assert 'value="2.68"' in xz.money_input("least", 2_680_000)
    assert 'value="五"' in xz.money_input("least", "五")
