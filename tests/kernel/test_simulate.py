"""The five questions on the made-up measure: what may be done, what is missing, what is due, what holds."""

from datetime import date

import pytest

from tests.support import tiny
from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.facts import Value
from xunzhang.kernel.flow import REVISE
from xunzhang.kernel.life import current_phase, life
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Verdict, judge
from xunzhang.kernel.simulate import NotOpen, Simulation
from xunzhang.kernel.situation import Situation

TODAY = date(2030, 6, 3)
FRESH: dict[str, Value] = {"kind": "fresh", "total": 500_000_000}
ENOUGH: dict[str, Value] = {"security": 25_000_000, "summary": "五个街道共用"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return tiny.load(tiny.copy_to(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return load_calendar(tiny.REAL / "calendars" / "cn.yaml")


@pytest.fixture
def project(edition: Edition, calendar: WorkCalendar) -> Simulation:
    return Simulation(edition, Situation(FRESH, TODAY), calendar)


def states(simulation: Simulation) -> dict[str, str]:
    return {move.code: move.state for move in moves(simulation.edition, simulation.situation)}


def approve(project: Simulation) -> None:
    assert project.submit("review", ENOUGH).allowed()
    assert project.act("review", "check", "accept", {}).allowed()
    assert project.act("review", "decide", "approve", {"is_major": False}).allowed()


def test_the_order_is_told_before_anything_is_tried(project: Simulation) -> None:
    assert states(project) == {"review": "ready", "contract": "waiting"}


def test_a_share_at_the_limit_is_enough_and_one_fen_less_is_not(project: Simulation) -> None:
    below = project.submit("review", {**ENOUGH, "security": 24_999_999})
    assert [finding.code for finding in below.blocking] == ["security_share"]
    assert not project.situation.cases
    assert project.submit("review", ENOUGH).allowed()


def test_a_missing_fact_is_never_a_pass(project: Simulation) -> None:
    check = project.submit("review", {"summary": "五个街道共用"})
    assert [finding.verdict for finding in check.blocking] == [Verdict.UNKNOWN]
    assert check.asked == ("security",)


def test_a_conditional_paper_is_asked_for_from_its_figure_on(
    edition: Edition, calendar: WorkCalendar
) -> None:
    small = Simulation(edition, Situation({**FRESH, "total": 499_999_999}, TODAY), calendar)
    assert small.submit("review", ENOUGH, given=["plan"]).allowed()
    large = Simulation(edition, Situation(FRESH, TODAY), calendar)
    assert [slot.code for slot in large.submit("review", ENOUGH, given=["plan"]).missing] == ["study"]


def test_a_return_leads_back_to_the_starter_and_forward_again(project: Simulation) -> None:
    project.submit("review", ENOUGH)
    project.act("review", "check", "return", {})
    assert project.stop_of("review").open_steps == ((REVISE, "builder"),)


def test_all_members_of_a_step_are_asked_where_their_condition_holds(
    project: Simulation, edition: Edition, calendar: WorkCalendar
) -> None:
    project.submit("review", ENOUGH)
    project.act("review", "check", "accept", {})
    assert project.stop_of("review").open_steps == (("decide", "office"), ("decide", "finance"))
    renewed = Simulation(edition, Situation({**FRESH, "kind": "renewed"}, TODAY), calendar)
    renewed.submit("review", ENOUGH)
    renewed.act("review", "check", "accept", {})
    assert renewed.stop_of("review").open_steps == (("decide", "office"),)


def test_an_end_sets_facts_and_opens_what_waited_for_it(project: Simulation) -> None:
    approve(project)
    assert project.situation.facts["approved_on"] == TODAY
    assert states(project) == {"contract": "ready"}
    with pytest.raises(NotOpen, match="已经办过"):
        project.submit("review", ENOUGH)


def test_a_failed_case_may_be_started_again(project: Simulation) -> None:
    project.submit("review", ENOUGH)
    project.act("review", "check", "accept", {})
    project.act("review", "decide", "refuse", {})
    assert project.stop_of("review").state == "failed"
    assert states(project)["review"] == "ready"


def test_a_soft_rule_needs_a_reason(project: Simulation) -> None:
    approve(project)
    dear: dict[str, Value] = {"contract_name": "建设合同", "price": 500_000_001, "signed_on": TODAY}
    check = project.submit("contract", dear)
    assert [finding.code for finding in check.soft] == ["price_within"]
    assert not check.allowed()
    assert project.submit("contract", dear, excused=["price_within"]).allowed(["price_within"])
    assert project.situation.facts["price_total"] == 500_000_001


def test_each_contract_has_its_own_limit(
    project: Simulation, edition: Edition, calendar: WorkCalendar
) -> None:
    approve(project)
    for number, day in enumerate((date(2025, 1, 22), date(2025, 2, 11)), 1):
        project.submit("contract", {"contract_name": f"合同{number}", "price": 1, "signed_on": day})
    found = [due for due in dues(edition, project.situation, calendar) if due.code == "contract_filing"]
    assert [due.due_on for due in found] == [date(2025, 2, 11), date(2025, 2, 25)]
    assert all(due.is_late(TODAY) for due in found)


def test_a_duty_without_a_figure_has_no_day(
    project: Simulation, edition: Edition, calendar: WorkCalendar
) -> None:
    (report,) = [due for due in dues(edition, project.situation, calendar) if due.code == "report"]
    assert report.due_on is None
    assert not report.is_late(TODAY)


def test_a_hold_refuses_all_but_what_it_names(edition: Edition, calendar: WorkCalendar) -> None:
    held = Simulation(edition, Situation({**FRESH, "is_major": True, "approved": False}, TODAY), calendar)
    assert states(held) == {"review": "ready", "contract": "refused"}


def test_the_life_map_knows_where_the_project_stands(project: Simulation, edition: Edition) -> None:
    approve(project)
    views = life(edition, project.situation, moves(edition, project.situation))
    assert [[node.state for node in view.nodes] for view in views] == [["done"], ["ready"]]
    assert current_phase(views) == "build"


def test_a_rule_that_does_not_apply_is_neither_kept_nor_broken(edition: Edition) -> None:
    (finding,) = judge(edition, ["security_share"], {"kind": "renewed"})
    assert finding.verdict is Verdict.NOT_APPLICABLE
    assert not finding.is_open


def test_what_was_sent_back_is_handed_in_again(project: Simulation) -> None:
    project.submit("review", ENOUGH)
    with pytest.raises(NotOpen, match="评审立项现在没有停在“退回补正”这一步"):
        project.resubmit("review", {})
    project.act("review", "check", "return", {})
    refused = project.resubmit("review", {"security": 24_999_999})
    assert [finding.code for finding in refused.blocking] == ["security_share"]
    assert project.stop_of("review").open_steps == ((REVISE, "builder"),)
    assert project.resubmit("review", {"security": 26_000_000}).allowed()
    assert project.stop_of("review").open_steps == (("check", "office"),)
    assert project.situation.facts["security"] == 26_000_000
    assert len(project.situation.cases) == 1
