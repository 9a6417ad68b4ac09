"""Every way that a case goes back: handed in again it stands at the first step, for both engines."""

from __future__ import annotations

import pytest

from tests.packs.second_engine import Watched
from tests.packs.test_cases import CALENDAR, EDITIONS, PACKS
from xunzhang.kernel import flow
from xunzhang.kernel.pack.cases import PackCase, PathAct, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.prove import outcome

Way = tuple[str, ...]


def ways_back(edition: Edition) -> set[Way]:
    """Every outcome that sends back, as (procedure, step, outcome)."""
    return {
        (code, step, name)
        for code, procedure in edition.procedures.items()
        for step, defined in procedure.steps.items()
        for name, chosen in defined.outcomes.items()
        if chosen.to == flow.REVISE
    }


def taken(case: PackCase, ways: set[Way]) -> Way | None:
    """The way back that a path goes at its end: of the last procedure, by the last member or one before."""
    path = case.when.path or ()
    own = [act.act[:3] for act in path if act.act[0] == path[-1].act[0]]
    return next((act for act in reversed(own) if act in ways), None)


def again(case: PackCase, code: str) -> PackCase:
    """The case, gone on with: what came back is handed in again as it was."""
    path = (*(case.when.path or ()), PathAct(act=("resubmit", code)))
    return case.model_copy(update={"when": case.when.model_copy(update={"path": path})})


@pytest.mark.parametrize("identity", EDITIONS)
def test_what_came_back_is_handed_in_again(identity: str) -> None:
    edition = EDITIONS[identity]
    ways, gone = ways_back(edition), set[Way]()
    for _, _, case in load_cases(PACKS / identity.replace("@", "/"), edition):
        way = taken(case, ways)
        if way and outcome(edition, CALENDAR, case).get("ends") == flow.REVISE:
            seen = outcome(edition, CALENDAR, again(case, way[0]), Watched)
            assert seen["allowed"], (case.name, seen)
            assert seen["opens"] or seen["ends"] == "done", case.name
            gone.add(way)
    assert ways - gone == set()
