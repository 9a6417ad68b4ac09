"""K9: duties without a figure in the text. No day is made up; the figure that would give one is named."""

from __future__ import annotations

from random import Random

import pytest

from tests.kernel.test_waking import CN, EDITIONS, random_situation
from xunzhang.kernel import wording
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.pack.edition import Edition

NAMES = [edition.id for edition in EDITIONS]


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
def test_no_day_is_made_up(edition: Edition) -> None:
    chance, met = Random(edition.id), set()
    for _ in range(25):
        situation = random_situation(edition, chance)
        for due in dues(edition, situation, CN):
            if due.rule.unquantified:
                met.add(due.code)
                assert (due.due_on, due.opens_on, due.derivation, due.is_provisional) == (
                    None,
                    None,
                    None,
                    False,
                )
                assert not due.is_late(situation.today)
    assert met


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
def test_the_local_figure_is_named_where_there_is_one(edition: Edition) -> None:
    for rule in edition.deadlines.values():
        said = wording.unset(edition, rule)
        assert said.startswith(rule.unquantified)
        assert bool(said) is bool(rule.unquantified)
        if rule.interval_parameter:
            own = edition.parameters[rule.interval_parameter]
            assert own.title in said
            assert own.unit in said
