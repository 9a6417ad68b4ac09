"""Under each of the five measures: finding, order, answer, re-check, second term, measure, lifting, end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.rooms.lifecycle import at_ten, paper
from tests.rooms.test_pack_lives import Town, enter, settle
from xunzhang.documents.models import Version
from xunzhang.journal.models import Entry
from xunzhang.kernel.facts import Value
from xunzhang.notices.models import Notice
from xunzhang.procedures import services
from xunzhang.procedures.errors import ActRefused, NotAllowed, NotPossible
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import situation
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act, Player
from xunzhang.supervision.queries import Supervised, of_project

DAY = date(2025, 6, 3)
LATER = DAY + timedelta(days=20)
SAID: Mapping[str, Value] = {
    "order_issuer": "lead_body",
    "order_source": "inspection",
    "order_field": "sharing",
    "order_finding": "两类数据没有归集",
    "order_requirement": "补归集，交回执。",
    "order_due_on": LATER,
}
SEEN: Mapping[str, Value] = {"order_finding": "两类数据没有归集", "order_requirement": "补归集，交回执。"}


@dataclass(frozen=True)
class Way:
    """How a measure gets from a finding to its gravest consequence.

    `again` is the outcome that gives a second term with what it asks, `measures` those that end the order,
    each with its title; `stops` those after which the project stands still, `lifted` those that end again.
    """

    finding: str
    judge: str
    order: str
    facts: Mapping[str, Value]
    decided_at: str
    by: str = "lead_body"
    fails: str = "fails"
    meets: str = "meets"
    recheck: str = "recheck"
    again: tuple[str, Mapping[str, Value]] | None = None
    measures: Mapping[str, str] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()
    given: Mapping[str, Value] = field(default_factory=dict)


NEW = {"order_new_due_on": LATER + timedelta(days=30)}
WAYS = {
    "jining-hitech@2024": Way(
        finding="finding_data",
        judge="lead_body",
        order="supervision_order",
        facts=SAID,
        decided_at="measure",
        measures={
            "criticism": "通报批评",
            "postpone": "暂缓安排投资计划",
            "suspend": "暂停项目建设",
            "terminate": "终止项目",
        },
        stops=("suspend", "terminate"),
        lifted=("postpone", "suspend"),
    ),
    "anqiu@2020": Way(
        finding="finding_data",
        judge="lead_body",
        order="supervision_order",
        facts=SAID,
        decided_at="measure",
        again=("again", NEW),
        measures={"withhold": "暂缓拨付建设资金", "suspend": "暂停项目建设", "terminate": "终止项目"},
        stops=("suspend", "terminate"),
        lifted=("withhold", "suspend"),
    ),
    "zhengzhou@2020": Way(
        finding="is_complex",
        judge="lead_body",
        order="supervision_order",
        facts=SAID,
        decided_at="measure",
        again=("again", {"order_due_on": LATER + timedelta(days=30)}),
        measures={
            "criticism": "通报批评",
            "withhold": "暂缓拨付建设资金",
            "suspend": "暂停项目建设",
            "terminate": "终止项目",
        },
        stops=("suspend", "terminate"),
        lifted=("withhold", "suspend"),
    ),
    "taizhou-gaogang@2025-draft": Way(
        finding="expert_necessity",
        judge="lead_body",
        order="incident_report",
        facts={
            "incident_kind": "loss",
            "incident_summary": "主要设备损毁",
            "incident_known_on": DAY,
        },
        decided_at="handling",
        again=("rectify", {"incident_requirement": "更换设备。", "incident_due_on": LATER}),
        measures={"suspend": "暂停项目"},
        stops=("suspend",),
        lifted=("suspend",),
        given={"in_yearly_plan": True},
    ),
}


def town_of(identity: str) -> tuple[Town, Project, Player]:
    town = settle(identity)
    project = enter(town, DAY)
    player = Player(
        person=lambda _, act: town.people[act.who][1 if act.step else 0],
        paper=lambda asked: paper(f"{asked.slot} {asked.case.pk} {asked.act.day}"),
    )
    return town, project, player


def know(project: Project, **facts: Value) -> None:
    """What earlier procedures have brought about."""
    work = Work(project.pk, actor=None, now=at_ten(DAY), today=DAY)
    work.set(facts, None)
    said = {"fact": "此前的经过", "name": "", "value": "", "reason": "测试"}
    work.save(verb="fact.found", data=said)
    project.refresh_from_db()


def shown(project: Project, day: date) -> Supervised:
    project.refresh_from_db()
    edition = catalogue.edition(project.edition_id)
    return of_project(project, situation(edition, project, day), edition)


def failed_once(town: Town, project: Project, player: Player, way: Way) -> None:
    """Ordered, answered with papers, looked at again, and not found in order."""
    if way.given:
        know(project, **way.given)
    acts = [Act(DAY, _starter(town, project, way.order), way.order, facts=way.facts)]
    if way.order == "incident_report":
        acts += [
            Act(DAY, office, way.order, "opinions", "given")
            for office in ("development_reform", "finance_office")
        ]
        acts += [Act(DAY, way.by, way.order, "handling", "rectify", dict(way.again[1] if way.again else {}))]
    player.play(project, acts)
    _answer_needs_its_papers(town, project, way)
    player.play(
        project,
        [
            Act(LATER, "builder", way.order, "answer", "answered", opinion="已整改，回执附后。"),
            Act(LATER, way.by, way.order, way.recheck, way.fails, opinion="仍有一类没有归集。"),
        ],
    )


def _starter(town: Town, project: Project, procedure: str) -> str:
    return town.starter(project, procedure)[0]


def _answer_needs_its_papers(town: Town, project: Project, way: Way) -> None:
    run = StepRun.objects.get(case__project=project, step="answer", state="open")
    with pytest.raises(ActRefused) as refused:
        services.act(
            run=run,
            outcome="answered",
            opinion="已整改",
            actor=town.people["builder"][1],
            now=at_ten(LATER),
            today=LATER,
        )
    assert refused.value.check
    assert [slot.code for slot in refused.value.check.missing] != []


@pytest.mark.parametrize("identity", WAYS)
def test_a_finding_is_made_by_its_officer_with_reason_and_files(
    db: None, identity: str, client: Client, settings: object, tmp_path: Path
) -> None:
    way = WAYS[identity]
    town, project, _ = town_of(identity)
    edition = catalogue.edition(identity)
    page = f"/projects/{project.code}/findings/{way.finding}/"
    files = [
        SimpleUploadedFile("检查记录.pdf", paper("检查")),
        SimpleUploadedFile("现场照片.pdf", paper("现场")),
    ]
    judge, other = town.people[way.judge][0], town.people["builder"][0]
    client.force_login(other)
    assert client.post(page, {way.finding: "true", "reason": "看过"}).status_code == 403
    client.force_login(judge)
    assert client.post(page, {f"fact-{way.finding}": "true", "f-" + way.finding: "true"}).status_code == 422
    answer = client.post(
        page, {f"f-{way.finding}": "true", "reason": "现场检查，两类没有归集", "files": files}
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    entry = Entry.objects.filter(verb="fact.found").latest("id")
    assert entry.data["reason"] == "现场检查，两类没有归集（附件：检查记录.pdf、现场照片.pdf）"
    kept = Version.objects.filter(pk__in=[each["version"] for each in entry.data["evidence"]])
    assert {(each.filename, each.uploaded_by) for each in kept} == {
        ("检查记录.pdf", judge),
        ("现场照片.pdf", judge),
    }
    project.refresh_from_db()
    assert project.facts[way.finding] is True
    client.force_login(other)
    facts = client.get(f"/projects/{project.code}/facts/").content.decode()
    assert "现场检查，两类没有归集" in facts
    assert all(f'href="/documents/{each.pk}/"' in facts for each in kept)
    assert edition.facts[way.finding].judged_by == way.judge


def test_a_file_that_is_none_keeps_nothing(db: None, client: Client) -> None:
    town, project, _ = town_of("anqiu@2020")
    client.force_login(town.people["lead_body"][0])
    said = {"f-finding_data": "true", "reason": "检查", "files": SimpleUploadedFile("空.pdf", b"")}
    answer = client.post(f"/projects/{project.code}/findings/finding_data/", said)
    assert answer.status_code == 422
    assert "空文件" in answer.content.decode()
    project.refresh_from_db()
    assert "finding_data" not in project.facts
    assert not Version.objects.exists()


@pytest.mark.parametrize("identity", WAYS)
def test_the_other_side_hears_of_an_order_at_once(db: None, identity: str) -> None:
    way = WAYS[identity]
    town, project, player = town_of(identity)
    failed_once(town, project, player, way)
    told = Notice.objects.filter(kind="asked", project=project, organisation=town.unit)
    assert {one.code for one in told} == {way.order}


@pytest.mark.parametrize("identity", [each for each, way in WAYS.items() if way.again])
def test_a_second_term_where_the_measure_permits_it(db: None, identity: str) -> None:
    way = WAYS[identity]
    assert way.again
    town, project, player = town_of(identity)
    failed_once(town, project, player, way)
    outcome, asked = way.again
    day = LATER + timedelta(days=3)
    again = {
        name: day + timedelta(days=20) if isinstance(value, date) else value for name, value in asked.items()
    }
    player.play(
        project,
        [
            Act(day, way.by, way.order, way.decided_at, outcome, again, opinion="再给一次期限。"),
            Act(day + timedelta(days=9), "builder", way.order, "answer", "answered", opinion="全部归集。"),
            Act(day + timedelta(days=10), way.by, way.order, way.recheck, way.meets, opinion="属实。"),
        ],
    )
    case = Case.objects.get(project=project, procedure=way.order)
    assert case.state == "done"
    assert StepRun.objects.filter(case=case, step="answer", state="done").count() == 2


def test_there_is_no_second_term_where_the_measure_has_none(db: None) -> None:
    edition = catalogue.edition("jining-hitech@2024")
    outcomes = edition.procedures["supervision_order"].steps["measure"].outcomes
    assert all(outcome.measure for outcome in outcomes.values())


LADDERS = [(identity, outcome) for identity, way in WAYS.items() for outcome in way.measures]


@pytest.mark.parametrize(("identity", "outcome"), LADDERS)
def test_each_measure_of_the_ladder_is_taken_and_lifted(db: None, identity: str, outcome: str) -> None:
    way = WAYS[identity]
    town, project, player = town_of(identity)
    failed_once(town, project, player, way)
    day = LATER + timedelta(days=3)
    turn = StepRun.objects.get(case__project=project, step=way.decided_at, state="open")
    for stranger in ("builder", "audit_office"):
        with pytest.raises(NotAllowed):
            services.act(
                run=turn,
                outcome=outcome,
                opinion="越权",
                actor=town.people[stranger][0],
                now=at_ten(day),
                today=day,
            )
    player.play(project, [Act(day, turn.role, way.order, way.decided_at, outcome, opinion="仍不符合要求。")])
    found = shown(project, day)
    taken = [title for order in found.orders for title in order.measures]
    assert way.order == "incident_report" or taken == [way.measures[outcome]]
    assert (found.hold is not None) is (outcome in way.stops)
    told = Notice.objects.filter(kind="ended", project=project, organisation=town.unit, code=way.order)
    edition = catalogue.edition(identity)
    title = edition.procedures[way.order].steps[way.decided_at].outcomes[outcome].title
    assert any(title in one.text for one in told)
    if outcome not in way.lifted:
        with pytest.raises((ActRefused, AssertionError)):
            player.play(project, [Act(day, "lead_body", "measure_lifting")])
        return
    after = day + timedelta(days=30)
    player.play(
        project,
        [
            Act(after, "lead_body", "measure_lifting"),
            Act(after, "lead_body", "measure_lifting", "decision", "lift", opinion="整改到位。"),
        ],
    )
    project.refresh_from_db()
    assert project.facts.get("project_status", "active") == "active"
    assert shown(project, after).hold is None


@pytest.mark.parametrize("identity", [each for each, way in WAYS.items() if way.order == "supervision_order"])
def test_an_order_that_is_met_is_closed_and_counts_no_more(db: None, identity: str) -> None:
    way = WAYS[identity]
    town, project, player = town_of(identity)
    player.play(
        project,
        [
            Act(DAY, "lead_body", way.order, facts=way.facts),
            Act(LATER, "builder", way.order, "answer", "answered", opinion="已整改。"),
        ],
    )
    with pytest.raises(NotPossible, match="意见"):
        player.play(project, [Act(LATER, way.by, way.order, way.recheck, way.meets, opinion="")])
    player.play(project, [Act(LATER, way.by, way.order, way.recheck, way.meets, opinion="属实。")])
    (order,) = shown(project, LATER + timedelta(days=9)).orders
    assert (order.state, order.late, order.todo.mine) == ("done", None, ())
    assert town.edition.entities["order"]


def test_one_measure_knows_findings_and_papers_but_no_limit_and_no_ladder(db: None) -> None:
    """Its text names no rectification limit and no measures: the unit takes note, and that closes it."""
    town, project, player = town_of("zhanhe@2022")
    assert town.edition.regulation.measures == {}
    said = {**SEEN, "order_issuer": "finance", "supervision_aspect": "funds"}
    player.play(project, [Act(DAY, "finance_office", "supervision_record", facts=said)])
    (order,) = shown(project, LATER).orders
    assert (order.due_on, order.late) == (None, None)
    assert Notice.objects.get(kind="asked", organisation=town.unit).code == "supervision_record"
    player.play(project, [Act(LATER, "builder", "supervision_record", "copy", "received")])
    assert shown(project, LATER).orders[0].state == "done"


def test_one_measure_hands_over_to_the_supervising_body(db: None) -> None:
    """An answer with papers, closed, or handed over for liability; a limit only where one was set."""
    town, project, player = town_of("taizhou-gaogang@2025-draft")
    said = {**SEEN, "supervision_aspect": "running", "order_source": "inspection"}
    for outcome, word in (("closed", "已了结"), ("liability", "已采取措施")):
        player.play(
            project,
            [
                Act(DAY, "lead_body", "supervision_record", facts=said),
                Act(LATER, "builder", "supervision_record", "answer", "answered", opinion="资料附后。"),
                Act(LATER, "lead_body", "supervision_record", "conclusion", outcome, opinion="已核对。"),
            ],
        )
        assert shown(project, LATER).orders[0].word == word
    assert town.edition.regulation.measures["suspend"].rank == 2
