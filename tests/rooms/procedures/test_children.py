"""Two contracts side by side: each has its own payments and its own papers."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.conftest import Cast
from tests.rooms import lifecycle, lives
from tests.rooms.lives import Act
from tests.rooms.procedures.conftest import SignIn
from xunzhang.documents.models import Document, Version
from xunzhang.procedures import papers, services
from xunzhang.procedures.errors import ActRefused, NotPossible
from xunzhang.procedures.models import Case
from xunzhang.projects.models import Project, Record


@pytest.fixture
def built(cast: Cast, project: Project) -> Project:
    """A project under construction with two contracts, neither paid."""
    lifecycle.run(cast, project, until="construction_start")
    day = lives.days_from(project.registered_on)
    return lifecycle.play(cast, project, lives.contract(day, 190, 2, "项目监理服务", 18_000_000))


def later(project: Project, days: int) -> date:
    return lives.days_from(project.registered_on)(days)


def contracts(project: Project) -> list[Record]:
    return list(project.records.filter(entity="contract").order_by("number"))


def pay(cast: Cast, project: Project, contract: int, amount: int, day: int = 240) -> Project:
    return lifecycle.play(
        cast, project, lives.payment(lives.days_from(project.registered_on), day, contract, amount)
    )


def test_a_payment_belongs_to_the_contract_it_was_asked_for(cast: Cast, built: Project) -> None:
    first, second = contracts(built)
    pay(cast, built, 1, 10_000_000)
    pay(cast, built, 2, 18_000_000, day=250)
    payments = Record.objects.filter(project=built, entity="payment").order_by("number")
    assert [payment.parent for payment in payments] == [first, second]
    paid = [record.facts["contract_paid"] for record in contracts(built)]
    assert paid == [10_000_000, 18_000_000]


def test_what_one_contract_leaves_does_not_help_the_other(cast: Cast, built: Project) -> None:
    with pytest.raises(ActRefused) as refused:
        pay(cast, built, 2, 18_000_001)
    assert refused.value.codes == ("payment_within_contract",)
    assert not built.records.filter(entity="payment").exists()


def test_each_contract_has_a_draft_of_its_own(cast: Cast, built: Project) -> None:
    now = lifecycle.at_ten(later(built, 240))

    def draft(record: Record) -> Case:
        return services.draft(
            project=built, procedure="payment", record_id=record.pk, actor=cast.builder, now=now
        )

    one, other = (draft(record) for record in contracts(built))
    assert one != other
    assert [draft(record) for record in contracts(built)] == [one, other]


def test_a_payment_sent_back_stays_with_its_contract(cast: Cast, built: Project) -> None:
    day = later(built, 240)
    asked = Act(day, "builder", "payment", facts={"payment_amount": 5_000_000}, record=2)
    back = Act(day + timedelta(days=1), "finance_office", "payment", "pay", "return", record=2)
    again = Act(
        day + timedelta(days=2), "builder", "payment", "revise", facts={"payment_amount": 4_000_000}, record=2
    )
    lifecycle.play(cast, built, [asked, back, again])
    (payment,) = built.records.filter(entity="payment")
    assert payment.parent == contracts(built)[1]
    assert payment.amount == 4_000_000


def test_the_pages_say_for_which_contract(
    cast: Cast, built: Project, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", f"{later(built, 240)}T10:00")
    client, second = signed_in(cast.builder), contracts(built)[1]
    address = f"/projects/{built.code}/start/payment/"
    assert "选一件来办" in client.post(address).content.decode()
    form = client.post(address, {"record": second.pk}, follow=True).content.decode()
    assert "项目监理服务" in form
    assert "平台开发与集成" not in form
    tab = client.get(f"/projects/{built.code}/procedures/").content.decode()
    assert tab.count(f'{address}"') >= 1
    assert "资金支付：合同“平台开发与集成”" in tab


def test_every_contract_has_papers_of_its_own(cast: Cast, built: Project) -> None:
    for slot in ("award_notice", "contract_text", "legality_opinion"):
        found = Document.objects.filter(project=built, slot=slot).order_by("record__number")
        assert [document.record for document in found] == contracts(built)
        assert {document.versions.count() for document in found} == {1}


def test_what_was_handed_in_for_one_contract_is_missing_for_the_other(cast: Cast, project: Project) -> None:
    """The second contract is signed by nobody, so that its text is still to come when it is filed."""
    lifecycle.run(cast, project, until="contract_filing")
    first = contracts(project)[0]
    second = Record.objects.create(
        project=project,
        entity="contract",
        number=2,
        facts={**first.facts, "contract_filed_on": None, "contract_title": "项目监理服务"},
    )
    day = later(project, 240)
    case = services.draft(
        project=project,
        procedure="contract_filing",
        record_id=second.pk,
        actor=cast.builder,
        now=lifecycle.at_ten(day),
    )
    with pytest.raises(ActRefused) as refused:
        services.submit(
            case=case,
            facts={"final_acceptance_due_on": later(project, 500)},
            actor=cast.builder,
            now=lifecycle.at_ten(day),
            today=day,
        )
    check = refused.value.check
    assert check
    assert {slot.code for slot in check.missing} == {"award_notice", "contract_text", "legality_opinion"}
    version = Version.objects.get(document__slot="contract_text", document__record=first)
    with pytest.raises(NotPossible):
        papers.give(
            case=case, slot="contract_text", version=version, actor=cast.builder, now=lifecycle.at_ten(day)
        )


def changing(cast: Cast, project: Project) -> list[Act]:
    """Two changes asked for, one after the other, each with its papers."""
    day = later(project, 240)
    facts = {
        "change_summary": "增加夜间施工许可事件接入",
        "change_goals": False,
        "change_site": False,
        "change_budget": False,
        "change_content": True,
        "change_schedule": False,
        "change_reason": "上级新增考核事项",
        "change_declared_major": False,
    }
    days = (day, day + timedelta(days=10))
    asked = [Act(each, "builder", "change_request", facts=facts) for each in days]
    minor = [
        Act(each + timedelta(days=2), "lead_body", "change_request", "judgement", "minor", record=number)
        for number, each in enumerate(days, 1)
    ]
    return [act for pair in zip(asked, minor, strict=True) for act in pair]


def test_the_papers_of_a_draft_go_to_the_record_it_makes(cast: Cast, built: Project) -> None:
    lifecycle.play(cast, built, changing(cast, built))
    found = Document.objects.filter(project=built, slot="adjustment_application").order_by("record__number")
    changes = built.records.filter(entity="change").order_by("number")
    assert [document.record for document in found] == list(changes)
    assert not Document.objects.filter(draft__isnull=False).exists()
    assert all(one.record != other.record for one, other in pairwise(found))


def test_the_papers_of_a_draft_thrown_away_stay_with_the_project(cast: Cast, built: Project) -> None:
    asked = changing(cast, built)[0]
    draft = Act(asked.day, "builder", "change_request", "draft", facts=asked.facts, papers=("revised_plan",))
    case = lifecycle.play_act(cast, built, draft)
    document = Document.objects.get(project=built, slot="revised_plan")
    assert (document.draft, document.record) == (case.pk, None)
    services.discard(case=case, actor=cast.builder, now=asked.now)
    document.refresh_from_db()
    assert (document.draft, document.record) == (None, None)
