"""Every case of every pack, run on the pure kernel. A case the edition disagrees with fails by its name."""

from pathlib import Path

import pytest

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.pack.cases import HANDING_IN, PackCase, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.pack.prove import faults

PACKS = Path(__file__).parents[2] / "packs"
CALENDAR: WorkCalendar = load_calendar(PACKS / "calendars" / "cn.yaml")
VOCABULARY = load_vocabulary(PACKS / "vocabulary.yaml")
EDITIONS: dict[str, Edition] = {
    f"{head.parent.parent.name}@{head.parent.name}": load_edition(head.parent, VOCABULARY)
    for head in sorted(PACKS.glob("*/*/regulation.yaml"))
}


def _cases() -> list[object]:
    return [
        pytest.param(edition, case, id=f"{identity}:{source.file.stem}:{number}:{case.name}")
        for identity, edition in EDITIONS.items()
        for source, number, case in load_cases(PACKS / identity.replace("@", "/"), edition)
    ]


@pytest.mark.parametrize(("edition", "case"), _cases())
def test_the_edition_agrees_with_the_case(edition: Edition, case: PackCase) -> None:
    assert faults(edition, CALENDAR, case) == []


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_rule_is_seen_to_hold_and_to_fail(identity: str) -> None:
    edition = EDITIONS[identity]
    seen: dict[str, set[str]] = {code: set() for code in edition.rules}
    for _, _, case in load_cases(PACKS / identity.replace("@", "/"), edition):
        if case.when.judge and case.then.result:
            seen[case.when.judge].add(case.then.result)
    lacking = {code: {"holds", "fails"} - results for code, results in seen.items()}
    assert {code: results for code, results in lacking.items() if results} == {}


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_procedure_and_every_deadline_has_a_case(identity: str) -> None:
    edition = EDITIONS[identity]
    touched: set[str] = set()
    for _, _, case in load_cases(PACKS / identity.replace("@", "/"), edition):
        touched |= {case.when.submit or "", case.when.deadline or "", *(case.when.act or ())[:1]}
        touched |= {act.act[1 if act.act[0] in HANDING_IN else 0] for act in case.when.path or ()}
    assert {*edition.procedures, *edition.deadlines} - touched == set()
