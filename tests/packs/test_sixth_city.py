"""A made-up sixth measure, written with the documented constructs only: sound, and its cases agree."""

from pathlib import Path

import pytest

from tests.packs.test_cases import CALENDAR, VOCABULARY
from tests.support import sixth
from xunzhang.kernel.authoring import lint
from xunzhang.kernel.pack.cases import PackCase, load_cases
from xunzhang.kernel.pack.load import load_edition
from xunzhang.kernel.pack.prove import faults

FOLDER = sixth.SIXTH / "2026"
LOADED = load_edition(FOLDER, VOCABULARY)
CASES = [case for _, _, case in load_cases(FOLDER, LOADED)]


def test_it_is_sound(tmp_path: Path) -> None:
    report = lint.check(sixth.copy_to(tmp_path))
    assert report.errors == 0, report.findings
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_agrees_with_the_case(case: PackCase) -> None:
    assert faults(LOADED, CALENDAR, case) == []


def test_every_rule_is_seen_to_hold_and_to_fail() -> None:
    seen = {(case.when.judge, case.then.result) for case in CASES if case.when.judge}
    assert {(rule, result) for rule in LOADED.rules for result in ("holds", "fails")} <= seen


def test_every_procedure_and_every_deadline_has_a_case() -> None:
    touched: set[str] = set()
    for case in CASES:
        touched |= {case.when.submit or "", case.when.deadline or "", *(case.when.act or ())[:1]}
        touched |= {act.act[1] if act.act[0] == "submit" else act.act[0] for act in case.when.path or ()}
    assert {*LOADED.procedures, *LOADED.deadlines} - touched == set()
