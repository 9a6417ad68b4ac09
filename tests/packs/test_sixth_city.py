"""A made-up sixth measure, written with the documented constructs only: sound, and its cases agree."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.packs.test_cases import CALENDAR, EDITIONS, VOCABULARY
from tests.support import sixth
from xunzhang.kernel.authoring import lint
from xunzhang.kernel.pack.cases import HANDING_IN, PackCase, load_cases
from xunzhang.kernel.pack.edition import Edition
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
        touched |= {act.act[1 if act.act[0] in HANDING_IN else 0] for act in case.when.path or ()}
    assert {*LOADED.procedures, *LOADED.deadlines} - touched == set()


def constructs(node: object) -> Iterator[tuple[str, str]]:
    """Every key that is written down somewhere, with the kind of thing it is written of."""
    if isinstance(node, BaseModel):
        yield from ((type(node).__name__, key) for key in node.model_fields_set)
        yield from (found for key in node.model_fields_set for found in constructs(getattr(node, key)))
    elif isinstance(node, Mapping):
        yield from (found for each in node.values() for found in constructs(each))
    elif isinstance(node, tuple):
        yield from (found for each in node for found in constructs(each))


def used(edition: Edition) -> set[tuple[str, str]]:
    own = (edition.regulation, edition.roles, edition.facts, edition.rules, edition.deadlines)
    return {found for part in (*own, edition.procedures) for found in constructs(part)}


@pytest.mark.parametrize("identity", EDITIONS)
def test_no_other_measure_has_all_that_it_has(identity: str) -> None:
    """Its constructs are those of the guide, together in a way in which none of the real five has them."""
    beyond = used(LOADED) - used(EDITIONS[identity])
    assert len(beyond) >= 4, beyond
    assert ("Deadline", "window") in used(LOADED)
    assert ("Span", "days") in beyond
