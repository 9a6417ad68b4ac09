"""Measures from mild to grave: what a graver one passes over, where a project stands, what ends for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.rooms.lifecycle import at_ten
from tests.rooms.supervision.test_every_measure import DAY, LATER, WAYS, failed_once, shown, town_of
from tests.rooms.test_pack_lives import Town
from xunzhang.kernel.ladder import ranked, skipped, taking
from xunzhang.kernel.moves import moves
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import situation
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act, Player

ALL = (*WAYS, "zhanhe@2022")
AFTER = LATER + timedelta(days=3)


def titles(identity: str, measure: str, taken: tuple[str, ...]) -> list[str]:
    return [each.title for each in skipped(catalogue.edition(identity), measure, taken)]


@pytest.mark.parametrize("identity", ALL)
def test_every_measure_has_its_own_rank_and_an_outcome_that_takes_it(identity: str) -> None:
    edition = catalogue.edition(identity)
    ranks = [edition.regulation.measures[code].rank for code in ranked(edition)]
    assert ranks == list(range(1, len(ranks) + 1))
    assert set(taking(edition).values()) == set(ranked(edition))


def test_what_a_graver_measure_passes_over() -> None:
    here = "jining-hitech@2024"
    assert titles(here, "criticism", ()) == []
    assert titles(here, "suspend", ()) == ["通报批评", "暂缓安排投资计划"]
    assert titles(here, "suspend", ("criticism",)) == ["暂缓安排投资计划"]
    assert titles(here, "terminate", ("suspend",)) == []
    assert titles(here, "criticism", ("suspend",)) == []


@pytest.mark.parametrize("identity", WAYS)
def test_the_step_warns_with_the_article_and_lets_it_be_done(db: None, client: Client, identity: str) -> None:
    way = WAYS[identity]
    town, project, player = town_of(identity)
    failed_once(town, project, player, way)
    turn = StepRun.objects.get(case__project=project, step=way.decided_at, state="open")
    client.force_login(town.people[turn.role][1])
    page = client.get(f"/steps/{turn.pk}/").content.decode()
    edition = catalogue.edition(identity)
    codes = [
        outcome.measure for outcome in edition.procedures[way.order].steps[way.decided_at].outcomes.values()
    ]
    taken = ("rectify",) if way.order == "incident_report" else ()
    warned = [code for code in codes if code and skipped(edition, code, taken)]
    assert page.count("由轻到重") == len(warned)
    for code in warned:
        assert f"还没有采取过{skipped(edition, code, taken)[0].title}" in page
    grave = list(way.measures)[-1]
    player.play(project, [Act(AFTER, turn.role, way.order, way.decided_at, grave, opinion="情节严重。")])
    rungs = shown(project, AFTER).ladder
    assert [rung.is_here for rung in rungs] == [False] * (len(rungs) - 1) + [True]
    assert (rungs[-1].word, rungs[-1].on) == ("正在执行", AFTER)
    client.force_login(town.people["builder"][0])
    tab = client.get(f"/projects/{project.code}/supervision/").content.decode()
    assert "由轻到重" in tab
    assert "走到这里" in tab


def test_a_lifted_measure_stays_on_the_ladder_as_lifted(db: None) -> None:
    way = WAYS["anqiu@2020"]
    town, project, player = town_of("anqiu@2020")
    failed_once(town, project, player, way)
    player.play(
        project,
        [
            Act(AFTER, way.by, way.order, way.decided_at, "withhold", opinion="仍不符合。"),
            Act(AFTER, "lead_body", "measure_lifting"),
            Act(AFTER, "lead_body", "measure_lifting", "decision", "lift", opinion="整改到位。"),
        ],
    )
    assert [rung.word for rung in shown(project, AFTER).ladder] == ["已解除", "没有采取", "没有采取"]
    assert town.edition.regulation.measures["withhold"].rank == 1


def test_where_the_measure_knows_no_measures_the_tab_says_so(db: None, client: Client) -> None:
    town, project, _ = town_of("zhanhe@2022")
    client.force_login(town.people["builder"][0])
    assert "本办法没有规定监督措施" in client.get(f"/projects/{project.code}/supervision/").content.decode()


# -- the end of a project, filed with several bodies -------------------------------------------

BODIES = ("lead_body", "development_reform", "finance_office", "audit_office")


def terminated_contract(town: Town, project: Project, player: Player) -> Case:
    """A signed contract whose lawful termination the unit has sent to the four bodies."""
    work = Work(project.pk, actor=None, now=at_ten(DAY), today=DAY)
    record = work.new_record("contract", None)
    work.set({"contract_title": "平台开发", "contract_signed_on": DAY, "contract_amount": 100}, record)
    said = {"fact": "合同", "name": "", "value": "", "reason": "测试"}
    work.save(verb="fact.found", data=said)
    asked = {
        "goals_unreachable": True,
        "termination_ground": "供应商破产，目标无法实现",
        "termination_completed_on": LATER,
        "termination_ends_project": True,
    }
    case = player.play_act(project, Act(LATER, "builder", "contract_termination", facts=asked))
    assert case
    assert town.edition.procedures["contract_termination"].about == "contract"
    return case


def test_a_termination_is_filed_when_all_four_bodies_have_confirmed(db: None, client: Client) -> None:
    town, project, player = town_of("zhanhe@2022")
    case = terminated_contract(town, project, player)
    client.force_login(town.people["builder"][0])
    for number, body in enumerate(BODIES):
        page = client.get(f"/cases/{case.pk}/").content.decode()
        waits = page.split("现在轮到")[1].split("</span>")[0]
        for place, other in enumerate(BODIES):
            assert (town.edition.roles[other].title in waits) is (place >= number), other
        case.record.refresh_from_db()  # type: ignore[union-attr]
        assert "termination_filed_on" not in case.record.facts  # type: ignore[union-attr]
        player.play(project, [Act(LATER, body, "contract_termination", "filing", "received")])
    case.record.refresh_from_db()  # type: ignore[union-attr]
    assert case.record.facts["termination_filed_on"] == LATER.isoformat()  # type: ignore[union-attr]
    player.play(project, [Act(AFTER, "lead_body", "contract_termination", "closing", "closed")])
    found = shown(project, AFTER)
    assert found.hold
    assert "已终止" in found.hold.title


@pytest.mark.parametrize("identity", [each for each, way in WAYS.items() if "terminate" in way.measures])
def test_after_termination_nothing_reopens_but_what_the_text_leaves(db: None, identity: str) -> None:
    """No text lets a terminated project begin again: neither lifting nor any other work is open."""
    way = WAYS[identity]
    town, project, player = town_of(identity)
    failed_once(town, project, player, way)
    by = StepRun.objects.get(case__project=project, step=way.decided_at, state="open").role
    player.play(project, [Act(AFTER, by, way.order, way.decided_at, "terminate", opinion="终止。")])
    left = town.edition.regulation.holds["terminated"].except_procedures
    assert "measure_lifting" not in left
    assert {"supervision_order", "audit_record", "sanction_record"} <= set(left)
    project.refresh_from_db()
    found = moves(town.edition, situation(town.edition, project, AFTER))
    assert {move.code for move in found if not move.hold} <= set(left)
    with pytest.raises((ActRefused, AssertionError)):
        player.play(project, [Act(AFTER, "lead_body", "measure_lifting")])
    asked = {**way.facts, "order_due_on": AFTER + timedelta(days=20)}
    player.play(project, [Act(AFTER, "lead_body", "supervision_order", facts=asked)])
