"""Orders, measures and holds through the services: what stands still, what goes on, and by which article."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from tests.conftest import Cast
from tests.rooms import lives
from tests.rooms.lifecycle import at_ten, person_for, play, run
from tests.rooms.lives import Act
from xunzhang.accounts.models import Person
from xunzhang.kernel.moves import moves
from xunzhang.procedures import services
from xunzhang.procedures.errors import ActRefused, NotAllowed, NotPossible
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import situation
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.queries import Supervised, of_project

MEASURES = {
    "criticism": "通报批评",
    "postpone": "暂缓安排投资计划",
    "suspend": "暂停项目建设",
    "terminate": "终止项目",
}


def shown(project: Project, today: date, person: Person | None = None) -> Supervised:
    edition = catalogue.edition(project.edition_id)
    return of_project(project, situation(edition, project, today), edition, person)


def page(found: Supervised) -> str:
    return render_to_string("supervision/project.html", {"supervision": found})


@pytest.fixture
def begun(cast: Cast, project: Project) -> Project:
    """A project under construction, with an open request for payment."""
    project = run(cast, project, "construction_start")
    day = lives.days_from(project.registered_on)
    return play(cast, project, [*lives.payment(day, 200, 1, 1_000_000)][:1])


@pytest.fixture
def today(begun: Project) -> date:
    return lives.days_from(begun.registered_on)(205)


def after(day: date, count: int) -> date:
    return lives.days_from(day)(count)


def failed_recheck(cast: Cast, project: Project, today: date) -> Project:
    project = play(cast, project, lives.order(today))
    return play(cast, project, lives.answered(after(today, 5), "fails"))


def test_an_order_shows_its_finding_limit_and_whose_turn_it_is(
    cast: Cast, begun: Project, today: date
) -> None:
    project = play(cast, begun, lives.order(today))
    found = shown(project, today, cast.builder)
    (order,) = found.orders
    assert (order.issuer, order.due_on) == ("党政办公室（大数据）", today + timedelta(days=20))
    assert (order.state, order.word, order.late) == ("open", "待答复", None)
    assert [turn.title for turn in order.turns] == ["整改答复"]
    assert order.turns[0].url
    assert not shown(project, today, cast.lead).orders[0].turns[0].url
    text = page(found)
    assert "两类数据没有归集" in text
    assert "轮到你们" in text


def test_an_order_that_runs_over_is_late(cast: Cast, begun: Project, today: date) -> None:
    project = play(cast, begun, lives.order(today, limit=7))
    (order,) = shown(project, today + timedelta(days=14)).orders
    assert order.state == "late"
    assert order.late == 5
    assert "逾期" in page(shown(project, today + timedelta(days=14)))


def test_an_answer_that_satisfies_closes_the_order(cast: Cast, begun: Project, today: date) -> None:
    project = play(cast, begun, lives.order(today))
    project = play(cast, project, lives.answered(after(today, 5), "meets"))
    (order,) = shown(project, after(today, 30)).orders
    assert (order.state, order.word, order.late) == ("done", "已了结", None)
    assert [step.title for step in order.steps] == ["提交", "整改答复", "复查"]


@pytest.mark.parametrize("issuer", ["lead_body", "finance_office", "cyberspace_office"])
def test_the_issuer_checks_again(cast: Cast, begun: Project, today: date, issuer: str) -> None:
    project = play(cast, begun, lives.order(today, by=issuer))
    project = play(cast, project, lives.answered(after(today, 3)))
    turn = StepRun.objects.get(case__project=project, case__procedure="supervision_order", state="open")
    assert turn.role == issuer
    project = play(cast, project, lives.answered(after(today, 3), "meets", by=issuer)[1:])
    assert shown(project, after(today, 9)).orders[0].state == "done"


def test_only_the_named_offices_issue_orders(cast: Cast, begun: Project, today: date) -> None:
    for person in (cast.builder, cast.stranger, cast.officers["audit_office"]):
        with pytest.raises(NotAllowed):
            services.draft(
                project=begun,
                procedure="supervision_order",
                record_id=None,
                actor=person,
                now=at_ten(today),
            )
    assert "限期整改" in [move.title for move in shown(begun, today, cast.finance).todo.mine]
    assert shown(begun, today, cast.builder).todo.mine == ()


def test_a_limit_in_the_past_is_refused_with_its_article(cast: Cast, begun: Project, today: date) -> None:
    with pytest.raises(ActRefused) as refused:
        play(cast, begun, lives.order(today, limit=-1))
    assert refused.value.codes == ("order_due_ahead",)
    edition = catalogue.edition(begun.edition_id)
    assert edition.rules["order_due_ahead"].cites[0].label == "第41条"


@pytest.mark.parametrize("measure", MEASURES)
def test_a_failed_recheck_leads_to_a_measure(cast: Cast, begun: Project, today: date, measure: str) -> None:
    project = failed_recheck(cast, begun, today)
    assert shown(project, after(today, 8)).orders[0].state == "fails"
    project = play(cast, project, lives.measured(after(today, 9), measure))
    found = shown(project, after(today, 9), cast.lead)
    assert found.orders[0].measures == (MEASURES[measure],)
    assert (found.hold is not None) is (measure in ("suspend", "terminate"))
    lifting = [move.title for move in found.todo.mine if "解除" in move.title]
    assert bool(lifting) is (measure in ("postpone", "suspend"))


@pytest.mark.parametrize("measure", MEASURES)
def test_an_overdue_order_leads_to_a_measure(cast: Cast, begun: Project, today: date, measure: str) -> None:
    project = play(cast, begun, lives.order(today, limit=7))
    late = after(today, 8)
    found = shown(project, late, cast.lead).orders[0]
    assert [move.title for move in found.todo.mine] == ["逾期不整改的措施"]
    project = play(cast, project, lives.overdue_measure(late, measure))
    order = shown(project, late, cast.lead).orders[0]
    assert order.measures == (MEASURES[measure],)
    assert order.todo.mine == ()


def test_before_the_limit_no_measure_can_be_taken(cast: Cast, begun: Project, today: date) -> None:
    project = play(cast, begun, lives.order(today, limit=7))
    order = shown(project, today + timedelta(days=7), cast.lead).orders[0]
    (waiting,) = order.todo.held
    assert waiting.waiting
    assert str(waiting.basis[0].cite) == "41"
    with pytest.raises(ActRefused):
        play(cast, project, lives.overdue_measure(today + timedelta(days=7), "criticism"))


def test_suspension_holds_every_other_start_and_act(cast: Cast, begun: Project, today: date) -> None:
    project = failed_recheck(cast, begun, today)
    day = after(today, 9)
    project = play(cast, project, lives.measured(day, "suspend"))
    edition = catalogue.edition(project.edition_id)
    spared = edition.regulation.holds["suspended"].except_procedures
    for move in moves(edition, situation(edition, project, day)):
        if move.code not in (*spared, "measure_lifting"):
            assert move.hold, move.code
            told = telling.why_not(edition, move)
            assert [str(article.cite) for article in told.basis] == ["41"]
    turn = StepRun.objects.get(case__project=project, case__procedure="payment", state="open")
    with pytest.raises(NotPossible, match="第41条"):
        services.act(run=turn, outcome="paid", actor=cast.finance, now=at_ten(day), today=day)


STARTS = [
    ("builder", "progress_report"),
    ("builder", "payment"),
    ("builder", "procurement"),
    ("builder", "initial_acceptance"),
    ("builder", "budget_request"),
]


@pytest.mark.parametrize(("who", "procedure"), STARTS)
def test_a_start_under_suspension_is_refused_by_the_service(
    cast: Cast, begun: Project, today: date, who: str, procedure: str
) -> None:
    project = failed_recheck(cast, begun, today)
    day = after(today, 9)
    project = play(cast, project, lives.measured(day, "suspend"))
    wanted = next(
        act
        for act in lives.ordinary(project.registered_on, 600_000_000)
        if act.procedure == procedure and not act.step
    )
    with pytest.raises(ActRefused) as refused:
        play(cast, project, [Act(day, who, procedure, facts=wanted.facts)])
    assert refused.value.move
    assert refused.value.move.hold
    assert telling.why_not(catalogue.edition(project.edition_id), refused.value.move).basis


def test_lifting_opens_everything_again(cast: Cast, begun: Project, today: date) -> None:
    project = failed_recheck(cast, begun, today)
    project = play(cast, project, lives.measured(after(today, 9), "suspend"))
    project = play(cast, project, lives.lifted(after(today, 20)))
    assert project.facts["project_status"] == "active"
    assert shown(project, after(today, 20)).hold is None
    day = after(today, 21)
    project = play(cast, project, [Act(day, "finance_office", "payment", "pay", "paid")])
    project = play(cast, project, lives.progress(lives.days_from(day), 1, 30, "恢复施工。"))
    assert project.facts["progress_now"] == 30


def test_while_suspended_an_order_can_be_issued_answered_and_lifted(
    cast: Cast, begun: Project, today: date
) -> None:
    project = failed_recheck(cast, begun, today)
    project = play(cast, project, lives.measured(after(today, 9), "suspend"))
    project = play(cast, project, lives.order(after(today, 10)))
    project = play(cast, project, lives.answered(after(today, 12), "meets"))
    assert [order.word for order in shown(project, after(today, 15)).orders] == ["已了结", "已采取措施"]


def test_termination_leaves_surplus_and_supervision_only(cast: Cast, begun: Project, today: date) -> None:
    project = failed_recheck(cast, begun, today)
    day = after(today, 9)
    project = play(cast, project, lives.measured(day, "terminate"))
    edition = catalogue.edition(project.edition_id)
    found = moves(edition, situation(edition, project, day))
    spared = set(edition.regulation.holds["terminated"].except_procedures)
    assert {move.code for move in found if not move.hold} <= spared
    assert "surplus_return" in {move.code for move in found if move.state == "ready"}
    left = [act for act in lives.closing(lives.days_from(day), 600_000_000) if act.procedure != "payment"]
    project = play(cast, project, left)
    assert project.records.get(entity="surplus").facts["surplus_returned_on"]


def test_postponed_investment_refuses_the_budget_with_its_article(
    cast: Cast, begun: Project, today: date
) -> None:
    project = failed_recheck(cast, begun, today)
    project = play(cast, project, lives.measured(after(today, 9), "postpone"))
    day = lives.days_from(after(today, 10))
    with pytest.raises(ActRefused) as refused:
        play(cast, project, list(lives.budget(day, 0, 1_000_000))[:1])
    assert "investment_not_postponed" in refused.value.codes
    project = play(cast, project, lives.lifted(day(1)))
    project = play(cast, project, list(lives.budget(day, 5, 1_000_000))[:1])
    assert Case.objects.filter(project=project, procedure="budget_request").latest("id").state == "open"


def test_a_measure_belongs_to_the_approving_body(cast: Cast, begun: Project, today: date) -> None:
    project = failed_recheck(cast, begun, today)
    turn = StepRun.objects.get(case__project=project, step="measure", state="open")
    for role in ("finance_office", "cyberspace_office", "builder"):
        with pytest.raises(NotAllowed):
            services.act(
                run=turn,
                outcome="suspend",
                opinion="越权",
                actor=person_for(cast, role),
                now=at_ten(today),
                today=today,
            )


def test_a_measure_without_an_opinion_is_refused(cast: Cast, begun: Project, today: date) -> None:
    project = failed_recheck(cast, begun, today)
    with pytest.raises(NotPossible, match="意见"):
        play(cast, project, [Act(today, "lead_body", "supervision_order", "measure", "suspend", opinion=" ")])


def test_audits_and_sanctions_are_listed_besides_orders(cast: Cast, begun: Project, today: date) -> None:
    audit = {"audit_on": today, "audit_opinion": "合同付款依据齐全。"}
    project = play(cast, begun, [Act(today, "audit_office", "audit_record", facts=audit)])
    found = shown(project, today, cast.lead)
    assert [other.title for other in found.others] == ["审计监督"]
    assert found.others[0].turns[0].url
    assert "没有发过整改通知" in page(found)
