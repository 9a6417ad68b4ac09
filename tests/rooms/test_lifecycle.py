"""The ordinary life runs through, and every act in it leaves its facts."""

import pytest

from tests.conftest import Cast
from tests.rooms import lives
from tests.rooms.lifecycle import TOTAL, play, run
from xunzhang.journal.services import faults
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.models import Project


def test_the_first_half_ends_with_a_filed_contract(cast: Cast, project: Project) -> None:
    project = run(cast, project)
    assert project.contract_amount == TOTAL * 92 // 100
    assert not StepRun.objects.filter(case__project=project, state="open").exists()
    limits = Deadline.objects.filter(project=project, record__isnull=False)
    assert {row.code for row in limits} == {"contract_signing", "contract_filing"}
    assert all(row.done_on and row.due_on and row.done_on <= row.due_on for row in limits)


def test_the_whole_life_runs_through(cast: Cast, project: Project) -> None:
    project = run(cast, project, None)
    assert set(Case.objects.filter(project=project).values_list("state", flat=True)) == {"done"}
    assert project.facts["final_acceptance"] == "passed"
    assert project.facts["paid_total"] + TOTAL * 5 // 100 == project.facts["budget_total"] == TOTAL
    assert project.failing == 0
    assert list(faults(project.code)) == []


def test_a_life_can_go_on_where_it_stood(cast: Cast, project: Project) -> None:
    run(cast, project, "demand_review.review")
    project = run(cast, project, "library_filing", after="demand_review")
    assert project.facts["in_library"] is True


@pytest.mark.parametrize("total", [150_000_000, 300_000_000])
def test_smaller_projects_skip_the_higher_reviews(cast: Cast, project: Project, total: int) -> None:
    project = run(cast, project, "budget_request", total=total, changed={"declared_total": total})
    done = set(Case.objects.filter(project=project).values_list("procedure", flat=True))
    assert "provincial_review" not in done
    assert ("municipal_review" in done) is (total > 200_000_000)


def test_an_order_is_answered_and_closed(cast: Cast, project: Project) -> None:
    project = run(cast, project, "project_approval")
    begin = lives.days_from(project.registered_on)(36)
    play(cast, project, lives.order(begin))
    play(cast, project, lives.answered(lives.days_from(begin)(5), "meets"))
    assert project.records.get(entity="order").facts["order_state"] == "closed"
