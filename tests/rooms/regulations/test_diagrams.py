"""Procedures as pictures and as files."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tests.packs.test_cases import EDITIONS
from tests.rooms.regulations.conftest import EDITION, HOME, Room
from xunzhang.kernel.bpmn.document import MODEL
from xunzhang.regulations import catalogue
from xunzhang.regulations.diagrams import diagram, here_of


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
        for step in procedure.steps:
            drawn = diagram(edition, code, here_of([step]))
            assert drawn is not None
            marked = {part.title for part in drawn.parts if " now" in part.css}
            assert {re.sub("（系统补充：.*", "", title) for title in marked} == {procedure.steps[step].title}


def test_what_was_returned_stands_with_who_hands_it_in() -> None:
    edition = next(iter(EDITIONS.values()))
    code, procedure = next((code, each) for code, each in edition.procedures.items() if each.steps)
    drawn = diagram(edition, code, here_of(["revise"]))
    assert drawn is not None
    assert f"现在停在：{procedure.start_label or procedure.title}" in drawn.told
