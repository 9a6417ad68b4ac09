"""The scenarios by which the five measures were compared: each is a case of the measure it is about."""

from __future__ import annotations

import re

import pytest

from tests.packs.test_cases import EDITIONS, PACKS
from xunzhang.kernel.pack.cases import load_cases

SCENARIOS = {
    "jining-hitech@2024": "1 2 3 4 5 7 8 10 26 29 30 31 37 51 52 53 55 56 58 59 61 81",
    "taizhou-gaogang@2025-draft": "11 12 13 27 67 69 72 82",
    "zhengzhou@2020": "15 16 17 24 42 44 45 77 78 79",
    "anqiu@2020": "19 20 22 25 33 35 37 38 41 63 64 66 83",
    "zhanhe@2022": "37 43 47 49 73 74 85",
}


def named(identity: str) -> set[str]:
    """The numbers that stand behind `scenario:` in the cases of an edition."""
    cases = load_cases(PACKS / identity.replace("@", "/"), EDITIONS[identity])
    return {number for _, _, case in cases for number in re.findall(r"S(\d+)", case.scenario)}


@pytest.mark.parametrize("identity", SCENARIOS)
def test_every_scenario_is_a_case_of_its_measure(identity: str) -> None:
    assert named(identity) == set(SCENARIOS[identity].split())


def test_there_are_58_scenarios_of_all_editions() -> None:
    assert set(SCENARIOS) == set(EDITIONS)
    assert len({number for numbers in SCENARIOS.values() for number in numbers.split()}) == 58
