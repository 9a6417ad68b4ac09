"""Writing cases: who may, what is refused and writes nothing, who wins when two press at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from tests.conftest import NOW, TODAY, Cast, make_project
from tests.rooms.lifecycle import play, run
from tests.rooms.lives import ordinary
from xunzhang.accounts.models import Person, Post
from xunzhang.journal.models import Entry
from xunzhang.journal.services import faults
from xunzhang.procedures import services, soft
from xunzhang.procedures.errors import ActRefused, NotAllowed, NotPossible, TakenByOther
from xunzhang.procedures.models import Case, Deadline, Override, StepRun
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue

WHEN = {"now": NOW, "today": TODAY}


def open_run(project: Project) -> StepRun:
    return StepRun.objects.select_related("case").get(case__project=project, state="open")


def image(project: Project) -> tuple[object, ...]:
    """Everything an act may write, to see that a refused one wrote nothing."""
    project.refresh_from_db()
    return (
        project.facts,
        list(StepRun.objects.filter(case__project=project).values_list()),
        list(Case.objects.filter(project=project).values_list()),
        list(Record.objects.filter(project=project).values_list()),
        list(Deadline.objects.filter(project=project).values_list("code", "due_on", "done_on")),
        Entry.objects.filter(stream=project.code).count(),
    )


def test_a_draft_is_made_once_and_told_to_nobody(cast: Cast, project: Project) -> None:
    first = services.draft(
        project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=NOW
    )
    again = services.draft(
        project=project, procedure="demand_review", record_id=None, actor=cast.colleague, now=NOW
    )
    assert first.pk == again.pk
    assert not StepRun.objects.exists()


def test_only_the_roles_of_the_pack_start_a_procedure(cast: Cast, project: Project) -> None:
    for person in (cast.lead, cast.stranger, cast.admin):
        with pytest.raises(NotAllowed, match="发起"):
            services.draft(project=project, procedure="demand_review", record_id=None, actor=person, now=NOW)
    assert not Case.objects.exists()


def test_a_refused_submission_writes_nothing(cast: Cast, project: Project) -> None:
    case = services.draft(
        project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=NOW
    )
    before = image(project)
    with pytest.raises(ActRefused) as refused:
        services.submit(case=case, facts={"party_studied_on": date(2025, 5, 1)}, actor=cast.builder, **WHEN)
    assert refused.value.check is not None
    assert [slot.code for slot in refused.value.check.missing] == ["party_minutes"]
    assert image(project) == before


def test_facts_that_the_form_does_not_ask_are_not_taken(cast: Cast, project: Project) -> None:
    case = services.draft(
        project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=NOW
    )
    before = image(project)
    with pytest.raises(NotPossible, match="in_library"):
        services.submit(case=case, facts={"in_library": True}, actor=cast.builder, **WHEN)
    assert image(project) == before


def test_nobody_acts_out_of_turn(cast: Cast, project: Project) -> None:
    run(cast, project, until="demand_review.submit")
    before = image(project)
    for person in (cast.builder, cast.stranger, cast.finance, cast.admin):
        with pytest.raises(NotAllowed):
            services.act(run=open_run(project), outcome="accept", actor=person, **WHEN)
    assert image(project) == before


def test_a_step_for_another_is_not_for_whoever_handed_it_in(
    cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(cast, project, until="demand_review.submit")
    step = catalogue.edition(project.edition_id).procedures["demand_review"].steps["formal_check"]
    monkeypatch.setitem(step.__dict__, "by_another", True)
    Case.objects.update(starter=cast.lead)
    before = image(project)
    with pytest.raises(NotAllowed, match="以外的人"):
        services.act(run=open_run(project), outcome="accept", actor=cast.lead, **WHEN)
    assert image(project) == before
    Case.objects.update(starter=cast.builder)
    services.act(run=open_run(project), outcome="accept", actor=cast.lead, **WHEN)


def test_a_return_needs_an_opinion_and_an_outcome_must_exist(cast: Cast, project: Project) -> None:
    run(cast, project, until="demand_review.submit")
    for outcome in ("return", "nonsense"):
        with pytest.raises(NotPossible):
            services.act(run=open_run(project), outcome=outcome, actor=cast.lead, **WHEN)
    services.act(run=open_run(project), outcome="return", opinion="请补会议记录", actor=cast.lead, **WHEN)
    assert open_run(project).step == "revise"
    project.refresh_from_db()
    assert project.returned


def test_the_second_of_two_officers_is_told_who_was_first_and_when(cast: Cast, project: Project) -> None:
    run(cast, project, until="demand_review.submit")
    turn = open_run(project)
    services.act(run=turn, outcome="accept", actor=cast.lead, **WHEN)
    with pytest.raises(TakenByOther, match="党政办公室（大数据）.*2025-06-03"):
        services.act(run=turn, outcome="accept", actor=cast.lead, **WHEN)


def test_of_two_who_press_at_once_one_wins(committing: None, cast: Cast) -> None:
    project = run(cast, make_project(cast), until="demand_review.submit")
    second = Person.objects.create_person(username="second", name="赵敏", password=None)
    Post.objects.create(person=second, organisation=cast.lead.posts.get().organisation, role="lead_body")
    turn, told = open_run(project), []
    gate = threading.Barrier(2)

    def press(person: Person) -> None:
        gate.wait()
        try:
            services.act(run=turn, outcome="accept", actor=person, **WHEN)
            told.append("won")
        except TakenByOther as taken:
            told.append(taken.who)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in (cast.lead, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turn.refresh_from_db()
    assert sorted(told) == sorted(["won", f"{turn.actor.name}（党政办公室（大数据））" if turn.actor else ""])
    assert StepRun.objects.filter(case=turn.case_id, step="review").count() == 1
    assert list(faults(project.code)) == []


def test_the_journal_of_a_whole_life_is_whole(cast: Cast, project: Project) -> None:
    run(cast, project, until=None)
    assert Entry.objects.filter(stream=project.code).count() > 60
    assert list(faults(project.code)) == []


def test_a_soft_rule_is_set_aside_by_whom_the_pack_names(cast: Cast, project: Project) -> None:
    acts = ordinary(project.registered_on, 600_000_000)
    run(cast, project, until="contract_filing.submit", changed={"warranty_months": 23})
    turn = open_run(project)
    with pytest.raises(ActRefused) as refused:
        services.act(run=turn, outcome="received", actor=cast.lead, **WHEN)
    assert refused.value.codes == ("warranty_least",)
    with pytest.raises(NotAllowed):
        soft.grant(
            case=turn.case, rule="warranty_least", reason="通融", actor=cast.finance, now=NOW, today=TODAY
        )
    services.act(
        run=turn,
        outcome="received",
        actor=cast.lead,
        reasons={"warranty_least": "硬件质保一年，软件三年"},
        **WHEN,
    )
    override = Override.objects.get()
    assert (override.person, override.rule, override.role) == (cast.lead, "warranty_least", "lead_body")
    assert acts


def test_a_finding_is_the_named_officers_and_needs_a_reason(cast: Cast, project: Project) -> None:
    found = {
        "project": project,
        "fact": "finding_progress",
        "value": True,
        "record_id": None,
        **WHEN,
    }
    with pytest.raises(NotAllowed):
        services.find_fact(**found, reason="没有填报", actor=cast.builder)
    with pytest.raises(NotPossible, match="理由"):
        services.find_fact(**found, reason=" ", actor=cast.lead)
    services.find_fact(**found, reason="今年二季度没有填报", actor=cast.lead)
    project.refresh_from_db()
    assert project.facts["finding_progress"] is True


def test_a_contract_filed_late_is_accepted_and_marked(cast: Cast, project: Project) -> None:
    acts = list(ordinary(project.registered_on, 600_000_000))
    run(cast, project, until="contract_signing")
    record = Record.objects.get(project=project, entity="contract", number=1)
    due = Deadline.objects.get(record=record, code="contract_filing")
    filing = next(act for act in acts if act.procedure == "contract_filing")
    assert due.due_on is not None
    late = date(due.due_on.year + 1, due.due_on.month, 1)
    play(cast, project, [type(filing)(**{**filing.__dict__, "day": late})])
    due.refresh_from_db()
    assert due.done_on == late > due.due_on
