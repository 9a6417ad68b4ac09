"""How far values lie apart, which procedures may lay a layer, and what they may change of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xunzhang.kernel.baseline import Apart, apart, begins, is_approved, kept, may_change, rewritten
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Baseline
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.situation import RecordState

PACKS = Path(__file__).resolve().parents[2] / "packs"
WORDS = load_vocabulary(PACKS / "vocabulary.yaml")
DAY = date(2026, 6, 1)
EDITIONS = ["jining-hitech/2024", "anqiu/2020", "taizhou-gaogang/2025-draft", "zhanhe/2022", "zhengzhou/2020"]


def named() -> Baseline:
    assert WORDS.baseline
    return WORDS.baseline


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Edition:
    return load_edition(PACKS / str(request.param), WORDS)


@pytest.mark.parametrize(
    ("kind", "was", "now", "found"),
    [
        (FactType.MONEY, 600, 660, Apart(60, 100, True)),
        (FactType.MONEY, 600, 599, Apart(-1, -2, True)),
        (FactType.MONEY, 0, 5, Apart(5, None, True)),
        (FactType.MONEY, 7, 7, Apart(0, 0, False)),
        (FactType.DATE, date(2026, 1, 31), date(2026, 3, 1), Apart(29, None, True)),
        (FactType.DATE, DAY, DAY, Apart(0, None, False)),
        (FactType.LONGTEXT, "甲", "乙", Apart(None, None, True)),
        (FactType.TEXT, "甲", "甲", Apart(None, None, False)),
        (FactType.MONEY, None, 5, None),
        (FactType.DATE, DAY, None, None),
    ],
)
def test_how_far_values_lie_apart(kind: FactType, was: Value, now: Value, found: Apart | None) -> None:
    assert apart(kind, was, now) == found


def test_every_measure_has_a_procedure_that_lays_the_first_layer(edition: Edition) -> None:
    first = [code for code in edition.procedures if begins(edition, named(), code, {"approved_on": DAY})]
    assert first
    assert all(may_change(edition, named(), code) for code in first)
    assert not any(begins(edition, named(), code, {}) for code in edition.procedures)


def test_every_measure_has_a_procedure_that_approves_or_files_changes(edition: Edition) -> None:
    changing = [
        code
        for code, each in edition.procedures.items()
        if "change" in (each.creates, each.about) and may_change(edition, named(), code)
    ]
    assert changing


def test_an_everyday_procedure_lays_nothing(edition: Edition) -> None:
    for code in ("payment", "progress_report", "order_answer", "self_evaluation"):
        if code in edition.procedures:
            assert not may_change(edition, named(), code), code


def test_only_what_a_procedure_writes_itself_is_changed(edition: Edition) -> None:
    was = kept(edition, named(), {"approved_total": 1, "project_content": "甲"})
    now = kept(edition, named(), {"approved_total": 2, "project_content": "乙"})
    (writer, *_) = edition.writers["approved_total"]
    assert rewritten(edition, writer, was, now)["approved_total"] == 2
    assert rewritten(edition, "payment", was, now) == {}


def test_a_change_counts_once_approved_or_filed() -> None:
    asked = RecordState(1, "change", {"change_requested_on": DAY})
    assert not is_approved(named(), asked)
    assert not is_approved(named(), None)
    assert not is_approved(named(), RecordState(1, "payment", {"payment_on": DAY}))
    for day in ("change_approved_on", "change_filed_on"):
        assert is_approved(named(), RecordState(1, "change", {day: DAY}))
