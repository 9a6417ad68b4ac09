"""Acceptance that fails, is put right and fails again; extensions in time and late; several bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.rooms.supervision.test_every_measure import know, town_of
from tests.rooms.test_pack_lives import Town
from xunzhang.kernel.facts import Value
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.models import Project, Record
from xunzhang.site.playing import Act, Player

DUE = date(2025, 9, 30)
BEFORE, PAST = date(2025, 9, 1), date(2025, 10, 20)
FINAL = "final_acceptance"


@dataclass(frozen=True)
class Way:
    """What is known before, what the application says, and the steps (role, step, outcome, facts) to failing.

    `rectified` says whether the measure asks for rectification before a new application.
    """

    known: Mapping[str, Value]
    steps: tuple[tuple[str, str, str, Mapping[str, Value]], ...]
    asked: Mapping[str, Value] = field(default_factory=dict)
    rectified: bool = False


WAYS = {
    "jining-hitech@2024": Way(
        known={
            "initial_acceptance": "passed",
            "final_acceptance_due_on": DUE,
            "construction_started_on": BEFORE,
        },
        steps=(
            ("lead_body", "arrangement", "own", {}),
            (
                "lead_body",
                "organised",
                "fail",
                {"performance_confirmed": False, "rectification_due_on": PAST},
            ),
        ),
        rectified=True,
    ),
    "anqiu@2020": Way(
        known={"construction_finished_on": date(2025, 8, 1), "final_acceptance_due_on": DUE},
        steps=(
            ("lead_body", "arrangement", "own", {}),
            ("department_concerned", "departments", "agree", {}),
            ("lead_body", "sharing", "checked", {"finding_data": True}),
            ("lead_body", "organised", "fail", {}),
        ),
    ),
    "taizhou-gaogang@2025-draft": Way(
        known={"in_yearly_plan": True, "trial_ended_on": date(2025, 8, 1), "is_service_kind": False},
        steps=(("lead_body", "examination", "accept", {}), ("builder", "organised", "fail", {})),
        rectified=True,
    ),
    "zhengzhou@2020": Way(
        known={
            "initial_acceptance": "passed",
            "construction_finished_on": date(2025, 7, 1),
            "catalogue_entered_on": date(2025, 8, 1),
        },
        asked={"audit_report_issuer": "某某会计师事务所"},
        steps=(
            ("lead_body", "formal_check", "accept", {}),
            ("finance_office", "joint", "agree", {}),
            ("data_bureau", "joint", "object", {}),
            ("lead_body", "decision", "fail", {"product_security": "partly"}),
        ),
    ),
}


def ready(identity: str) -> tuple[Town, Project, Player, Way]:
    town, project, player = town_of(identity)
    way = WAYS[identity]
    know(project, **{name: value for name, value in way.known.items() if name in town.edition.facts})
    return town, project, player, way


def apply(player: Player, project: Project, way: Way, day: date) -> None:
    player.play(project, [Act(day, "builder", FINAL, facts=way.asked)])


def fail(player: Player, project: Project, way: Way, day: date) -> None:
    apply(player, project, way, day)
    for role, step, outcome, facts in way.steps:
        said = {name: value for name, value in facts.items() if value is not None}
        player.play(project, [Act(day, role, FINAL, step, outcome, said, opinion="两项功能与合同不符。")])
    project.refresh_from_db()
    assert project.facts["final_acceptance"] == "failed"


def rectify(player: Player, project: Project, day: date) -> None:
    said = {"rectification_summary": "补齐两项功能并复测"}
    player.play(
        project,
        [
            Act(day, "builder", "acceptance_rectification", facts=said),
            Act(day, "builder", "acceptance_rectification", "completion", "finished"),
        ],
    )


@pytest.mark.parametrize("identity", WAYS)
def test_it_may_fail_twice_and_is_asked_for_a_third_time(db: None, identity: str) -> None:
    _, project, player, way = ready(identity)
    for number, day in enumerate((BEFORE, BEFORE + timedelta(days=7)), 1):
        fail(player, project, way, day)
        assert Case.objects.filter(project=project, procedure=FINAL, state="failed").count() == number
        if way.rectified:
            with pytest.raises(ActRefused) as refused:
                apply(player, project, way, day)
            assert "rectified_before_reapplication" in refused.value.codes
            rectify(player, project, day + timedelta(days=2))
    apply(player, project, way, BEFORE + timedelta(days=14))
    assert Case.objects.filter(project=project, procedure=FINAL, state="open").count() == 1


NOTED = ("anqiu@2020",)
"""Where an application past the day is marked as late, and taken."""
EXTENDED = [each for each in WAYS if not each.startswith("taizhou")]


@pytest.mark.parametrize("identity", EXTENDED)
@pytest.mark.parametrize(("day", "late"), [(BEFORE, False), (PAST, True)])
def test_an_extension_before_the_day_and_after_it(db: None, identity: str, day: date, late: bool) -> None:
    town, project, player, way = ready(identity)
    if identity.startswith("zhengzhou"):
        know(project, construction_finished_on=date(2025, 3, 31))  # six months end on the 30th of September
    if late and identity not in NOTED:
        with pytest.raises(ActRefused):
            apply(player, project, way, day)
    until = PAST + timedelta(days=60)
    asked: dict[str, Value] = {"extension_until": until, "extension_reason": "设备到货推迟"}
    player.play(project, [Act(day, "builder", "acceptance_extension", facts=asked)])
    step = next(iter(town.edition.procedures["acceptance_extension"].steps))
    outcome = "grant" if step == "decision" else "received"
    player.play(project, [Act(day, "lead_body", "acceptance_extension", step, outcome, opinion="同意。")])
    project.refresh_from_db()
    assert project.facts["final_acceptance_due_on"] == until.isoformat()
    record = Record.objects.get(project=project, entity="extension")
    assert (record.facts["extension_applied_on"] > record.facts["extension_was_due_on"]) is late
    apply(player, project, way, PAST + timedelta(days=5))
    assert Case.objects.get(project=project, procedure=FINAL).state == "open"


def test_an_extension_to_an_earlier_day_is_refused(db: None) -> None:
    _, project, player, _ = ready("jining-hitech@2024")
    asked: dict[str, Value] = {"extension_until": DUE, "extension_reason": "推迟"}
    with pytest.raises(ActRefused) as refused:
        player.play(project, [Act(BEFORE, "builder", "acceptance_extension", facts=asked)])
    assert refused.value.codes == ("extension_forward",)


def test_several_bodies_act_together_and_none_for_another(db: None) -> None:
    """The decision waits until both have spoken; an objection is on the case, and does not decide."""
    town, project, player, way = ready("zhengzhou@2020")
    apply(player, project, way, BEFORE)
    player.play(project, [Act(BEFORE, "lead_body", FINAL, "formal_check", "accept")])
    waiting = StepRun.objects.filter(case__project=project, step="joint", state="open")
    assert {run.role for run in waiting} == {"finance_office", "data_bureau"}
    player.play(project, [Act(BEFORE, "data_bureau", FINAL, "joint", "object", opinion="目录不全。")])
    assert not StepRun.objects.filter(case__project=project, step="decision").exists()
    player.play(project, [Act(BEFORE, "finance_office", FINAL, "joint", "agree")])
    turn = StepRun.objects.get(case__project=project, step="decision", state="open")
    assert turn.role == "lead_body"
    assert town.edition.procedures[FINAL].steps["joint"].kind == "opinions"
