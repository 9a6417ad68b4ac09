"""The state of an edition on each day at a boundary, and what the state permits."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support import tiny
from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.pack.cases import PackCase
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Regulation
from xunzhang.kernel.pack.prove import faults
from xunzhang.kernel.pack.validity import (
    DUTIES,
    POLICIES,
    REACHES,
    RUNNING,
    STATES,
    last_day,
    permitted,
    state_of,
)

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "packs.md"
BEGINS, LAST, GONE = date(2030, 5, 1), date(2032, 4, 30), date(2031, 7, 1)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return tiny.load(tiny.copy_to(tmp_path))


def law(edition: Edition, **changes: Any) -> Regulation:
    """The made-up measure, begun on BEGINS unless told otherwise."""
    said = {"state": "issued", "effective": {"date": BEGINS, "cites": [12]}} | changes
    kept = edition.regulation.model_dump(exclude={"effective", "expiry", "state"}, exclude_unset=True)
    return Regulation.model_validate(kept | said)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2030, 4, 30), "coming"),
        (BEGINS, "in_force"),
        (LAST, "in_force"),
        (date(2032, 5, 1), "expired"),
    ],
)
def test_first_and_last_day(edition: Edition, day: date, state: str) -> None:
    assert state_of(law(edition, expiry={"date": LAST}), day).code == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2030, 4, 30), "coming"),
        (date(2031, 6, 30), "in_force"),
        (GONE, "repealed"),
        (date(2032, 5, 1), "repealed"),
    ],
)
def test_the_day_of_a_repeal(edition: Edition, day: date, state: str) -> None:
    assert state_of(law(edition, expiry={"date": LAST}), day, repealed=GONE).code == state


def test_a_repeal_after_the_last_day_changes_the_word_from_its_day_on(edition: Edition) -> None:
    said, late = law(edition, expiry={"date": LAST}), date(2032, 7, 1)
    found = [state_of(said, day, repealed=late).code for day in (LAST, date(2032, 5, 1), late)]
    assert found == ["in_force", "expired", "repealed"]
    assert last_day(said, late) == LAST
    assert last_day(said, GONE) == date(2031, 6, 30)
    assert last_day(law(edition)) is None


@pytest.mark.parametrize("state", ["date_defect", "date_ambiguous"])
def test_a_date_that_is_open_until_it_is_decided(edition: Edition, state: str) -> None:
    undated = {"text": "2030 年 4 月 31 日", "candidates": [date(2030, 4, 30), BEGINS], "cites": [12]}
    said = law(edition, state=state, effective=undated)
    assert state_of(said, date(2035, 1, 1)).code == state
    assert state_of(said, date(2030, 4, 30), resolved=BEGINS).code == "coming"
    assert state_of(said, BEGINS, resolved=BEGINS).code == "in_force"
    assert state_of(said, GONE, repealed=GONE).code == "repealed"


def test_a_draft_stays_a_draft(edition: Edition) -> None:
    said = law(edition, state="draft", expiry={"date": LAST})
    assert {state_of(said, day, repealed=GONE).code for day in (BEGINS, GONE, date(2040, 1, 1))} == {"draft"}


def test_what_is_permitted() -> None:
    real = {code for code, state in STATES.items() if permitted(state.entry)}
    trial = {code for code, state in STATES.items() if permitted(state.entry, trial=True)}
    assert (real, trial) == ({"in_force"}, {"in_force", "draft"})
    assert all(state.activation == state.entry for state in STATES.values())
    over = {code for code, state in STATES.items() if state.running == "transition"}
    assert over == {"expired", "repealed"}


@pytest.mark.parametrize(
    ("day", "repealed", "allowed"),
    [("2030-04-30", GONE, False), ("2031-06-30", GONE, True), ("2031-07-01", GONE, False)],
)
def test_cases_obey_the_table(
    edition: Edition, tmp_path: Path, day: str, repealed: date, allowed: bool
) -> None:
    calendar = load_calendar(tmp_path / "packs" / "calendars" / "cn.yaml")
    given = {"resolution": BEGINS, "repealed": repealed, "today": date.fromisoformat(day)}
    project = {"kind": "fresh", "total": "600 万元"}
    for when in ({"activate": date.fromisoformat(day)}, {"enter": True}):
        case = {"name": "废止", "cites": [12], "given": {**given, "project": project}, "when": when}
        said = PackCase.model_validate({**case, "then": {"allowed": allowed}})
        assert faults(edition, calendar, said) == []


@pytest.mark.parametrize(("after", "running"), [("duties_stay", True), ("duties_end", False)])
def test_a_duty_that_falls_due_after_the_repeal(tmp_path: Path, after: str, running: bool) -> None:
    tiny.copy_to(tmp_path)
    file = tmp_path / "packs" / "sample" / "2030" / "regulation.yaml"
    file.write_text(file.read_text().replace("policy: stay", f"policy: stay, after_expiry: {after}"))
    calendar = load_calendar(tmp_path / "packs" / "calendars" / "cn.yaml")
    case = {
        "name": "废止以后才届满",
        "cites": [12],
        "given": {"repealed": GONE, "contract": {"signed_on": date(2031, 6, 30)}, "today": GONE},
        "when": {"deadline": "contract_filing"},
        "then": {"running": running, **({"after_expiry": True} if running else {})},
    }
    assert faults(tiny.load(tmp_path / "packs"), calendar, PackCase.model_validate(case)) == []


def test_the_guide_has_the_same_table() -> None:
    rows = [
        f"| {state.word} | {state.meaning} | {REACHES[state.activation]} | {REACHES[state.entry]} "
        f"| {RUNNING[state.running]} |"
        for state in STATES.values()
    ]
    said = GUIDE.read_text(encoding="utf-8")
    assert "\n".join(rows) in said
    assert all(words in said for words in (*POLICIES.values(), *DUTIES.values()))
