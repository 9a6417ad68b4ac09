"""Comparisons and derivations as the kernel really gives them, written on a page."""

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.facts import FactType
from xunzhang.kernel.periods import Period, deadline
from xunzhang.kernel.predicates import explain, parse
from xunzhang.web.shapes import Deriving
from xunzhang.web.words import comparison_text

TYPES = {"security": FactType.MONEY, "total": FactType.MONEY}
CALENDAR = load_calendar(Path(__file__).parents[3] / "packs/calendars/cn.yaml")


def said(security: int | None) -> str:
    predicate = parse("security * 20 >= total", TYPES, {})
    found = explain(predicate, {"security": security, "total": 568_000_000}, TYPES)
    [computed] = [comparison for part in found.parts for comparison in part.computed]
    return comparison_text(computed)


def test_a_failed_comparison_shows_the_relation_that_holds() -> None:
    assert said(26_000_000) == "26.00 × 20 ＝ 520.00 ＜ 568.00（4.58%）"


def test_at_the_limit_and_above_it() -> None:
    assert said(28_400_000) == "28.40 × 20 ＝ 568.00 ≥ 568.00（5.00%），恰在下限，按“不低于”算符合"
    assert said(28_400_001).startswith("28.400001 × 20 ＝ 568.00002 ≥ 568.00（5.01%）")


def test_a_missing_fact_is_told() -> None:
    assert said(None) == "待补充 × 20 ≥ 568.00"


def derived(start: date, period: Period, length: str) -> str:
    it = Deriving(title="期限", derivation=deadline(start, period, CALENDAR), length=length)
    return render_to_string("web/parts/derivation.html", {"it": it})


def test_working_days_are_numbered_and_rest_days_named() -> None:
    html = derived(date(2025, 1, 22), Period(working_days=10), "10 个工作日")
    assert '<span class="is-end">02-11<b>10</b></span>' in html
    assert "调休上班，计入" in html
    assert "2025-02-11 周二" in html


def test_months_have_no_day_cells() -> None:
    html = derived(date(2025, 3, 30), Period(months=6), "6 个月")
    assert "xz-days" not in html
    assert "6 个月" in html
