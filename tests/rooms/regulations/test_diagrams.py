"""Procedures as pictures and as files."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from tests.packs.test_cases import EDITIONS
from tests.rooms.regulations.conftest import EDITION, HOME, Room
from xunzhang.kernel.bpmn.document import MODEL
from xunzhang.kernel.bpmn.graph import Node, graph
from xunzhang.kernel.bpmn.track import Visit, taken
from xunzhang.regulations import catalogue
from xunzhang.regulations.diagrams import diagram
from xunzhang.regulations.track import Turn


def test_the_page_shows_every_procedure_that_has_steps(room: Room) -> None:
    html = room.clerk.get(f"{HOME}procedures/").content.decode()
    edition = catalogue.edition(EDITION)
    assert html.count('<svg class="xz-diagram') == sum(bool(p.steps) for p in edition.procedures.values())
    assert "下载 BPMN" in html


def test_a_file_is_handed_out_under_its_name(room: Room) -> None:
    edition = catalogue.edition(EDITION)
    code, procedure = next(iter(edition.procedures.items()))
    found = room.clerk.get(f"{HOME}procedures/{code}.bpmn")
    assert found.status_code == 200
    assert "attachment" in found["Content-Disposition"]
    process = ET.fromstring(found.content).find(f"{{{MODEL}}}process")
    assert process is not None
    assert process.get("name") == procedure.title


@pytest.mark.parametrize("page", ["procedures/nothing.bpmn", "roles/review.bpmn"])
def test_there_is_no_file_of_anything_else(room: Room, page: str) -> None:
    assert room.clerk.get(HOME + page).status_code == 404


def test_who_is_not_signed_in_gets_no_file(room: Room) -> None:
    code = next(iter(catalogue.edition(EDITION).procedures))
    assert room.nobody.get(f"{HOME}procedures/{code}.bpmn").status_code == 302


@pytest.mark.parametrize("identity", EDITIONS)
def test_the_step_where_a_case_stands_is_marked(identity: str) -> None:
    edition = EDITIONS[identity]
    for code, procedure in edition.procedures.items():
        for name, step in procedure.steps.items():
            turns = [Turn(name, member.role, "某办公室", is_open=True) for member in step.by]
            drawn = diagram(edition, code, turns)
            assert drawn is not None
            marked = {part.title for part in drawn.parts if " now" in part.css}
            assert {re.sub("（系统补充：.*", "", title) for title in marked} == {step.title}
            said = json.loads(drawn.marks)["nodes"]
            words = [mark["word"] for mark in said.values() if "now" in mark["is"]]
            assert words == ["在办：某办公室"] * len(step.by)


def test_what_was_returned_stands_with_who_hands_it_in() -> None:
    edition = next(iter(EDITIONS.values()))
    code, procedure = next((code, each) for code, each in edition.procedures.items() if each.steps)
    drawn = diagram(edition, code, [Turn("revise", procedure.by[0], "某局", is_open=True)])
    assert drawn is not None
    assert f"现在停在：{procedure.start_label or procedure.title}" in drawn.told


def test_the_way_of_a_case_is_marked_up_to_where_it_stands() -> None:
    edition = EDITIONS["jining-hitech@2024"]
    turns = [
        Turn("formal_check", "lead_body", "党政办公室", 1, "accept"),
        Turn("review", "lead_body", "党政办公室", 1, "return"),
        Turn("revise", "builder", "某局", 1, is_open=True),
    ]
    drawn = diagram(edition, "technical_review", turns)
    assert drawn is not None
    marks = json.loads(drawn.marks)
    taken = {flow for flow, names in marks["flows"].items() if "taken" in names}
    assert "flow_decide_review__merge_submit" in taken
    assert "flow_decide_formal_check__task_review__lead_body" in taken
    assert "flow_decide_formal_check__merge_submit" not in taken
    assert "flow_decide_review__end_review_done" not in taken
    states = {node: said["is"] for node, said in marks["nodes"].items()}
    assert "now" in states["submit"]
    assert "done" in states["task_review__lead_body"]


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_outcome_of_every_step_leads_on_along_a_way(identity: str) -> None:
    """From a step to wherever its outcome leads, flows of the drawing are marked without a gap."""
    edition = EDITIONS[identity]
    for code, procedure in edition.procedures.items():
        drawn = graph(edition, code)
        for name, step in procedure.steps.items():
            for key, outcome in step.outcomes.items():
                boxes = frozenset(node.id for node in drawn.nodes.values() if _is_box(node, name))
                to = {"revise": "submit", "next": ""}.get(outcome.to, outcome.to)
                ends = frozenset(
                    node.id for node in drawn.nodes.values() if node.kind == to or _is_box(node, to)
                )
                if to and ends:
                    assert taken(drawn, [Visit(boxes, key), Visit(ends)]), (code, name, key)


def _is_box(node: Node, step: str) -> bool:
    return node.kind == "task" and node.step == step
