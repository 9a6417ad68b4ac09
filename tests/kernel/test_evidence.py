"""Progress by evidence: parts and their mean, what counts as a part, and the distance of the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as some

from xunzhang.kernel.evidence import Evidence, Part, divergence, evidence
from xunzhang.kernel.facts import Value
from xunzhang.kernel.life import life
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.situation import CaseState, Situation

PACKS = Path(__file__).resolve().parents[2] / "packs"
WORDS = load_vocabulary(PACKS / "vocabulary.yaml")
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module", params=["jining-hitech/2024", "anqiu/2020", "zhanhe/2022", "zhengzhou/2020"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return load_edition(PACKS / str(request.param), WORDS)


def found(
    edition: Edition, done: tuple[str, ...] = (), given: tuple[str, ...] = (), **facts: Value
) -> Evidence:
    """The evidence of a project whose procedures `done` ended, with papers handed in for final acceptance."""
    cases = tuple(CaseState(number, code, "done") for number, code in enumerate(done, 1))
    now = Situation({"construction_started_on": DAY, **facts}, DAY, cases=cases)
    assert WORDS.progress
    phases = life(edition, now, moves(edition, now))
    return evidence(edition, WORDS.progress, now, phases, given or {})


@pytest.mark.parametrize(
    ("parts", "percent"),
    [
        ((None, None, None), None),
        ((Part(1, 3), None, None), 33),
        ((Part(2, 3), None, None), 67),
        ((Part(1, 2), Part(1, 1), None), 75),
        ((Part(0, 5), Part(30, 100), Part(1, 8)), 14),
        ((None, Part(120, 100), None), 100),
    ],
)
def test_the_mean_of_the_parts_known(parts: tuple[Part | None, ...], percent: int | None) -> None:
    assert Evidence(*parts).percent == percent


@pytest.mark.parametrize(
    ("reported", "share", "points"),
    [
        (80, Part(30, 100), 50),
        (10, Part(1, 2), -40),
        (50, Part(1, 2), 0),
        (None, Part(1, 2), None),
        (5, None, None),
    ],
)
def test_the_distance_of_the_report(reported: int | None, share: Part | None, points: int | None) -> None:
    assert divergence(reported, Evidence(steps=share)) == points


@drawn(some.integers(0, 10**15), some.integers(1, 10**15))
def test_a_share_lies_between_nought_and_a_hundred(done: int, of: int) -> None:
    share = Part(done, of).percent
    assert 0 <= share <= 100
    assert done > of or abs(share * of - 100 * done) * 2 <= of


def test_nothing_speaks_before_the_construction(edition: Edition) -> None:
    assert found(edition, construction_started_on=None) == Evidence()


def test_what_is_ended_counts_and_what_comes_again_does_not(edition: Edition) -> None:
    before, begun = found(edition).steps, found(edition, ("construction_start",)).steps
    assert before
    assert begun
    assert begun.done == before.done + 1
    again = found(edition, ("construction_start", "payment", "change_request", "progress_report")).steps
    assert again == begun


def test_money_speaks_from_the_first_contract(edition: Edition) -> None:
    assert found(edition, paid_total=0, contract_total=0).money is None
    assert found(edition, paid_total=None, contract_total=1_000).money is None
    assert found(edition, paid_total=0, contract_total=1_000).money == Part(0, 1_000)
    assert found(edition, paid_total=300, contract_total=1_000).money == Part(300, 1_000)


def test_papers_handed_in_count_of_those_asked_for(edition: Edition) -> None:
    code, slot = next(
        (code, name)
        for code in ("final_acceptance", "initial_acceptance", "construction_start", "trial_launch")
        for name, slot in (edition.procedures[code].materials.items() if code in edition.procedures else ())
        if not (slot.optional or slot.when or slot.produced_by or slot.one_of)
    )
    none, one = found(edition).papers, found(edition, given={code: {slot}}).papers
    assert none
    assert one
    assert (one.done, one.of) == (none.done + 1, none.of)
