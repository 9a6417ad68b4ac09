"""Every procedure as a BPMN file: valid, clean, and run by another engine to where ours goes."""

from __future__ import annotations

from random import Random

import pytest
from bpmn_io import create_moddle
from bpmn_io.lint import Linter
from bpmn_io.lint.resolver import NodeResolver
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from tests.packs.second_engine import Second, Watched, exported
from tests.packs.test_cases import CALENDAR, EDITIONS, PACKS
from tests.packs.test_engines import random_value
from xunzhang.kernel import flow
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.cases import load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.prove import outcome

RULES = {"extends": "bpmnlint:recommended"}


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_file_is_valid_and_clean(identity: str) -> None:
    """The schema of the OMG as SpiffWorkflow ships it, and the recommended rules of bpmnlint."""
    edition, schema = EDITIONS[identity], BpmnValidator()
    for code in edition.procedures:
        text = exported(edition, code)
        BpmnParser(validator=schema).add_bpmn_str(text.encode(), code)
        read = create_moddle().from_xml(text)
        assert not read.warnings, code
        linter = Linter({"resolver": NodeResolver()})  # a fresh one: its rules remember what they have seen
        assert linter.lint(read.root_element, RULES) == {}, code


@pytest.mark.parametrize("identity", EDITIONS)
def test_the_second_engine_goes_where_the_cases_go(identity: str) -> None:
    edition = EDITIONS[identity]
    before = Watched.compared
    for _, _, case in load_cases(PACKS / identity.replace("@", "/"), edition):
        outcome(edition, CALENDAR, case, Watched)
    assert Watched.compared - before > len(edition.procedures)


@pytest.mark.parametrize("identity", EDITIONS)
def test_the_second_engine_agrees_on_every_outcome(identity: str) -> None:
    """Every outcome of every step, and every beginning, on random facts."""
    edition, chance = EDITIONS[identity], Random(20240501)
    for code, procedure in edition.procedures.items():
        for row in (_row(edition, chance) for _ in range(3)):
            begun = Second(edition, code)
            begun.hand_in(row)
            assert begun.stop() == _turns(flow.first(edition, procedure, row)), code
            for step, defined in procedure.steps.items():
                for name, chosen in defined.outcomes.items():
                    second = Second(edition, code)
                    second.stand(step, row)
                    second.choose(step, "", name, row)
                    ours = flow.after(edition, procedure, step, chosen, row)
                    if ours.at == flow.REVISE:
                        ours = flow.Stop(flow.REVISE, procedure.by[:1])
                    assert second.stop() == _turns(ours), (code, step, name)


def _turns(stop: flow.Stop) -> set[tuple[str, str]] | str:
    return stop.at if stop.is_end else {(stop.at, role) for role in stop.roles}


def _row(edition: Edition, chance: Random) -> dict[str, Value]:
    return {name: random_value(edition, name, chance) for name in edition.facts}
