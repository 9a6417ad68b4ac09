"""The sums that pages show are the sums of the rows, added up by the database."""

import pytest

from tests.conftest import Cast
from tests.rooms.lifecycle import TOTAL, run
from xunzhang.funds.queries import faults
from xunzhang.funds.sums import added_up
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue


@pytest.mark.parametrize("until", ["project_approval", "budget_request", "contract_filing", "payment", None])
def test_the_books_agree_all_along(cast: Cast, project: Project, until: str | None) -> None:
    assert faults(project) == ()
    assert faults(run(cast, project, until)) == ()


def test_the_database_adds_up_what_counts(cast: Cast, project: Project) -> None:
    project = run(cast, project, "payment.submit")
    edition = catalogue.edition(project.edition_id)
    derived = dict(edition.derived_of("project"))
    assert added_up(project, edition, derived["paid_total"]) == 0
    assert added_up(project, edition, derived["contract_total"]) == TOTAL * 95 // 100
    assert added_up(project, edition, derived["budget_total"]) == TOTAL * 60 // 100


def test_a_changed_row_is_noticed(cast: Cast, project: Project) -> None:
    project = run(cast, project, "payment")
    record = project.records.get(entity="payment")
    record.facts = {**record.facts, "payment_amount": record.facts["payment_amount"] + 1}
    record.save()
    assert faults(project) == (
        "累计已付记为 168.00 万元，逐笔相加为 168.000001 万元",
        "合同 1 的合同已付记为 168.00 万元，逐笔相加为 168.000001 万元",
        "支付 1 的金额或日期与事实不同",
    )


def test_a_changed_column_is_noticed(cast: Cast, project: Project) -> None:
    project = run(cast, project)
    project.contract_amount = 1
    assert len(faults(project)) == 1


def test_an_unknown_amount_makes_the_sum_unknown(cast: Cast, project: Project) -> None:
    project = run(cast, project)
    Record.objects.filter(project=project, entity="contract").update(
        facts={"contract_signed_on": "2025-11-18"}, amount=None
    )
    assert faults(project)[0] == "已签合同总额记为 552.00 万元，逐笔相加为 待补充"
