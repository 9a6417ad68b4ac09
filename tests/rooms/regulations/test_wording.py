"""Conditions and lengths of time in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import tiny
from xunzhang.kernel import wording
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return tiny.load(tiny.copy_to(Path(tmp_path_factory.mktemp("wording"))))


CONDITIONS = [
    ("approved", "“已立项”为是"),
    ("NOT approved", "“已立项”为否"),
    ("approved = TRUE", "已立项 ＝ 是"),
    ("approved IS NOT TRUE", "已立项 未确认"),
    ("approved AND NOT is_major", "“已立项”为是，且“变化较大”为否"),
    ("NOT (approved OR is_major)", "没有：（“已立项”为是，或“变化较大”为是）"),
    ("kind = 'fresh'", "建设性质 ＝ “新建”"),
    ("kind NOT IN ('fresh', 'renewed')", "建设性质 不属于（“新建”、“改建”）"),
    ("kind IS NULL", "建设性质 未填"),
    ("signed_on IS NOT NULL", "合同签订日 已填"),
    ("signed_on <= today", "合同签订日 不晚于 今天"),
    ("signed_on = DATE '2030-05-01'", "合同签订日 就是 2030-05-01"),
    ("total >= :study_from", "总预算 ≥ 500.00 万元"),
    ("total < 3_000_000_00", "总预算 ＜ 300.00 万元"),
    ("security * 100 >= total * :share", "网络安全预算 × 100 ≥ 总预算 × 5"),
    ("COALESCE(security, 0) <= total", "取先有的（网络安全预算、0.00 万元）≤ 总预算"),
    ("total BETWEEN 0 AND :study_from", "总预算 在……之间：0.00 万元，且 500.00 万元"),
]


@pytest.mark.parametrize(("text", "said"), CONDITIONS)
def test_conditions(edition: Edition, text: str, said: str) -> None:
    assert wording.condition(edition, text) == said


BASE = {"title": "报送", "cites": [8], "duty_of": "builder"}
LIMITS = [
    ({"start": ["signed_on"], "within": {"working_days": "signing_days"}}, "自合同签订日起 10 个工作日以内"),
    (
        {"start": ["signed_on", "approved_on"], "within": {"months": 3}},
        "自合同签订日、立项日中较晚的一天起 3 个月以内",
    ),
    ({"start": ["signed_on"], "at_least": {"months": 6}}, "自合同签订日起不少于 6 个月"),
    ({"start": ["signed_on"], "every": {"years": 1}}, "自合同签订日起每 1 年一次"),
    (
        {"start": ["signed_on"], "window": {"opens": {"months": 12}, "closes": {"months": 24}}},
        "自合同签订日起 12 个月以后，24 个月以内",
    ),
    ({"calendar_days": ["03-31", "06-30"]}, "每年 03-31、06-30"),
    ({"due_fact": "reported_on"}, "到报送日为止"),
    ({"unquantified": "定期", "interval_parameter": "report_interval"}, "定期；不推算到期日"),
    ({"unquantified": "及时"}, "及时；不推算到期日"),
]


@pytest.mark.parametrize(("said", "told"), LIMITS)
def test_limits(edition: Edition, said: dict[str, object], told: str) -> None:
    assert wording.deadline(edition, Deadline.model_validate(BASE | said)) == told


def test_a_local_interval_is_told(edition: Edition) -> None:
    local = edition.parameters["report_interval"].model_copy(update={"value": 6})
    edition = replace(edition, parameters={**edition.parameters, "report_interval": local})
    said = Deadline.model_validate(BASE | {"unquantified": "定期", "interval_parameter": "report_interval"})
    assert wording.deadline(edition, said) == "定期；本区定为 6 个月"
