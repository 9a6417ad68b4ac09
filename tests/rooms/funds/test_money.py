"""The money of a project, as its tab shows it, at points of the ordinary life."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from tests.conftest import Cast
from tests.rooms import lives
from tests.rooms.lifecycle import TOTAL, play, run
from xunzhang.accounts.models import Person
from xunzhang.funds.book import Book
from xunzhang.funds.queries import Money, money
from xunzhang.procedures.queries import situation
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue


def money_of(project: Project, person: Person | None = None, days: int = 0) -> Money:
    edition = catalogue.edition(project.edition_id)
    today = project.changed_at.date() + timedelta(days=days)
    return money(project, situation(edition, project, today), edition, person)


def page(found: Money) -> str:
    return render_to_string("funds/project.html", {"money": found})


def test_a_new_project_says_what_comes_first(cast: Cast, project: Project) -> None:
    found = money_of(project, cast.builder)
    assert (found.budget, found.contract, found.paid, found.paid_share) == (0, 0, 0, "")
    assert (found.amount, found.amount_title) == (TOTAL, "申报总额")
    assert found.chart is None
    assert found.contracts == ()
    assert found.budgets == ()
    assert [held.waiting for held in found.gates.held] == [True, True]
    assert "合同" in found.gates.held[0].title
    assert "立项" in found.gates.held[1].title
    text = page(found)
    assert "还没有编报过预算" in text
    assert "还没有合同" in text
    assert "没有申报结余" in text


def test_budgets_contracts_and_payments_add_up(cast: Cast, project: Project) -> None:
    found = money_of(run(cast, project, None), cast.builder)
    assert [line.granted for line in found.budgets] == [TOTAL * 60 // 100, TOTAL * 40 // 100]
    assert (found.amount, found.amount_title) == (TOTAL, "立项金额")
    first, second = found.contracts
    assert (first.amount, first.paid, first.share) == (TOTAL * 92 // 100, TOTAL * 92 // 100, "100.0%")
    assert [line.share for line in first.payments] == ["30.4%", "69.6%", "94.6%", "100.0%"]
    assert second.paid == second.amount == TOTAL * 3 // 100
    assert sum(year.paid for year in found.years) == found.paid == TOTAL * 95 // 100
    assert sum(year.contracted for year in found.years) == found.contract
    assert sum(year.approved for year in found.years) == found.budget == TOTAL
    assert found.loose == ()
    assert [line.amount for line in found.surplus] == [TOTAL * 5 // 100]
    assert 'title="5,520,000.00 元"' in page(found)


def test_a_measure_that_asks_no_day_of_award_says_nothing_of_it(cast: Cast, project: Project) -> None:
    found = money_of(run(cast, project, None), cast.builder)
    assert page(found).count("中标通知书") == len(found.contracts)
    lines = tuple(replace(line, awarded_on=None) for line in found.contracts)
    assert "还没有成交" in page(replace(found, contracts=lines))
    silent = tuple(replace(line, tells_award=False) for line in lines)
    assert "中标通知书" not in page(replace(found, contracts=silent))


def test_who_asks_the_day_of_award(project: Project) -> None:
    asked = {
        identity: Book(project, edition, situation(edition, project, project.changed_at.date()), None, {})
        for identity in ("anqiu@2020", "jining-hitech@2024")
        for edition in [catalogue.edition(identity)]
    }
    told = {identity: book.is_asked("award_notice_on") for identity, book in asked.items()}
    assert told == {"anqiu@2020": False, "jining-hitech@2024": True}


def test_a_payment_of_operation_money_stands_apart(cast: Cast, project: Project) -> None:
    project = run(cast, project, "construction_start")
    day = lives.days_from(project.registered_on)
    project = play(cast, project, lives.operation_payment(day, 240, 1_000_000))
    found = money_of(project)
    assert [line.amount for line in found.loose] == [1_000_000]
    assert found.contracts[0].paid == 0
    assert "没有对应合同的支付" in page(found)


def test_late_signing_and_filing_are_marked(cast: Cast, project: Project) -> None:
    project = run(cast, project, "procurement")
    found = money_of(project, days=40)
    (contract,) = found.contracts
    assert contract.is_late
    assert contract.amount is None
    assert [limit.title for limit in contract.limits] == ["签订采购合同"]
    assert "逾期" in page(found)
    assert "还没有签订" in page(found)


def test_rooms_say_how_much_may_be_paid(cast: Cast, project: Project) -> None:
    project = run(cast, project, "payment")
    found = money_of(project, cast.builder)
    rooms = {(room.title, room.about): room.most for room in found.gates.rooms}
    paid = TOTAL * 28 // 100
    assert rooms == {
        ("一份合同的累计支付不超过合同金额", "平台开发与集成"): TOTAL * 92 // 100 - paid,
        ("一份合同的累计支付不超过合同金额", "项目监理服务"): TOTAL * 3 // 100,
        ("支付按年度预算安排", ""): TOTAL * 60 // 100 - paid,
    }
    starts = ["资金支付：平台开发与集成", "资金支付：项目监理服务", "运维资金支付"]
    assert [move.title for move in found.gates.starts] == starts
    assert "：项目监理服务" in page(found)
    assert money_of(project, cast.lead).gates.starts == ()


def test_a_payment_over_the_budget_shows_what_holds_it(cast: Cast, project: Project) -> None:
    project = run(cast, project, "construction_start")
    day = lives.days_from(project.registered_on)
    asked = [*lives.payment(day, 240, 1, TOTAL * 70 // 100)][:1]
    found = money_of(play(cast, project, asked), cast.finance)
    (waiting,) = found.gates.asked
    assert waiting.waits_for.startswith("财政金融局")
    assert [held.title for held in waiting.held] == ["支付：累计超过已批复预算"]
    assert waiting.held[0].basis[0].cite
    assert "支付：累计超过已批复预算" in page(found)
    assert found.paid == 0
    assert found.contracts[0].payments[0].running is None


def test_six_findings_wait_for_their_officers(cast: Cast, project: Project) -> None:
    found = money_of(project, cast.lead).operation
    assert len(found.faults) == 6
    assert found.unknown_faults == 6
    links = {fault.title: bool(fault.url) for fault in found.faults}
    assert sum(links.values()) == 4
    security = money_of(project, cast.officers["cyberspace_office"]).operation
    assert sum(bool(fault.url) for fault in security.faults) == 2
    assert not any(fault.url for fault in money_of(project, cast.builder).operation.faults)
    assert [rule.title for rule in found.rules] == ["应归集的数据已全部归集"]


def test_findings_after_a_granted_application(cast: Cast, project: Project) -> None:
    found = money_of(run(cast, project, "operation_money"), cast.lead)
    assert found.operation.unknown_faults == found.operation.open_faults == 0
    assert [line.granted for line in found.operation.lines] == [TOTAL * 5 // 100]
    assert "没有" in page(found)


def test_an_open_finding_refuses_with_its_article(cast: Cast, project: Project) -> None:
    project = run(cast, project, "put_in_use")
    Project.objects.filter(pk=project.pk).update(facts={**project.facts, "finding_data": True})
    project.refresh_from_db()
    found = money_of(project, cast.builder).operation
    assert found.open_faults == 1
    assert [held.title for held in found.held] == ["运维经费：数据未汇聚共享开放"]
    assert str(found.held[0].basis[0].cite) == "25"


@pytest.mark.parametrize("until", ["demand_review", "contract_filing", None])
def test_the_tab_reads_little_however_much_there_is(
    cast: Cast, project: Project, until: str | None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    project = run(cast, project, until)
    edition = catalogue.edition(project.edition_id)
    known = situation(edition, project, project.changed_at.date())
    person = Person.objects.get(pk=cast.builder.pk)
    with django_assert_num_queries(3):
        money(project, known, edition, person)


def test_long_names_and_large_sums_are_written_in_full(cast: Cast, project: Project) -> None:
    project = run(cast, project)
    record = project.records.get(entity="contract")
    name, amount = "超长的合同名称" * 14, 999_999_999_999_99
    record.facts = {**record.facts, "contract_title": name, "contract_amount": amount}
    record.save()
    text = page(money_of(project))
    assert name in text
    assert "99,999,999.999999" not in text
    assert 'title="999,999,999,999.99 元"' in text
