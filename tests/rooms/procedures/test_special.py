"""Findings, rules set aside, reasons instead of papers, a session that ended, and every page of a life."""

from __future__ import annotations

import html
from typing import Any

import pytest

from tests.conftest import TODAY, Cast
from tests.rooms import lifecycle, lives
from tests.rooms.procedures.conftest import PAPERS, TECHNICAL, SignIn, paper, start, turn_of
from xunzhang.journal.models import Entry
from xunzhang.procedures.models import Case, Material, Override, StepRun
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

BOUGHT = {
    "f-contract_title": "平台软件开发",
    "f-is_government_procurement": "true",
    "f-procurement_method": "open",
    "f-procurement_as_approved": "true",
}


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def on(monkeypatch: pytest.MonkeyPatch, project: Project, days: int = 0) -> None:
    day = lives.days_from(TODAY)(days) if days else TODAY
    monkeypatch.setenv("XUNZHANG_NOW", f"{day}T10:16")


def method(project: Project) -> str:
    return next(iter(catalogue.edition(project.edition_id).facts["procurement_method"].values))


@pytest.fixture
def buying(cast: Cast, project: Project, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A procurement about to be handed in before the letter of responsibility is filed: a soft rule."""
    lifecycle.run(cast, project, until="project_approval")
    on(monkeypatch, project, 40)
    BOUGHT["f-procurement_method"] = method(project)
    return start(signed_in(cast.builder), project, "procurement")


def test_a_soft_rule_is_set_aside_with_a_reason_in_the_form(
    cast: Cast, buying: Case, signed_in: SignIn
) -> None:
    client, address = signed_in(cast.builder), f"/cases/{buying.pk}/form/"
    refused = client.post(address, {**BOUGHT, "do": "submit"})
    assert refused.status_code == 409
    assert "说明理由后放行" in text_of(refused)
    reason = "时间紧，责任书已签正在备案"
    sent = {**BOUGHT, "reason-responsibility_before_procurement": reason, "do": "submit"}
    assert client.post(address, sent).status_code == 302
    assert Override.objects.get(case=buying).reason == reason
    assert reason in text_of(client.get(f"/cases/{buying.pk}/")), "such a row is visible for ever"


def test_another_office_sets_it_aside_on_the_page_of_the_case(
    cast: Cast, buying: Case, signed_in: SignIn
) -> None:
    signed_in(cast.builder).post(f"/cases/{buying.pk}/keep/", BOUGHT)
    lead, address = signed_in(cast.lead), f"/cases/{buying.pk}/overrides/responsibility_before_procurement/"
    assert "说明理由后放行" in text_of(lead.get(f"/cases/{buying.pk}/"))
    assert lead.post(address, {"reason": " "}).status_code == 422
    assert lead.post(address, {"reason": "长" * 301}).status_code == 422
    assert signed_in(cast.finance).post(address, {"reason": "x"}).status_code == 403
    assert lead.post(address, {"reason": "已核对，同意先采购"}).status_code == 302
    answer = signed_in(cast.builder).post(f"/cases/{buying.pk}/form/", {**BOUGHT, "do": "submit"})
    assert answer.status_code == 302, text_of(answer)


def test_a_record_is_filled_in_at_its_step(cast: Cast, buying: Case, signed_in: SignIn) -> None:
    client = signed_in(cast.builder)
    sent = {**BOUGHT, "reason-responsibility_before_procurement": "急用", "do": "submit"}
    client.post(f"/cases/{buying.pk}/form/", sent)
    run = turn_of(buying)
    page = text_of(client.get(f"/steps/{run.pk}/"))
    assert "选“登记中标（成交）通知书”时填写" in page
    sent = {"outcome": "awarded", "f-award_notice_on": "2025-02-29", "do": "act"}
    answer = client.post(f"/steps/{run.pk}/", sent)
    assert answer.status_code == 422
    assert "没有 29 日" in text_of(answer)
    sent = {"outcome": "void", "f-award_notice_on": "2025-02-29", "opinion": "流标", "do": "act"}
    assert client.post(f"/steps/{run.pk}/", sent).status_code == 302, (
        "a field of another outcome does not count"
    )


def test_a_finding_needs_value_and_reason(cast: Cast, project: Project, signed_in: SignIn) -> None:
    client, address = signed_in(cast.lead), f"/projects/{project.code}/findings/finding_data/"
    answer = client.post(address, {"f-finding_data": "", "reason": "", "evidence": "写了依据"})
    assert answer.status_code == 422
    assert "认定要写明理由" in text_of(answer)
    assert "写了依据" in text_of(answer)
    long = client.post(address, {"f-finding_data": "true", "reason": "长" * 501})
    assert long.status_code == 422
    sent = {"f-finding_data": "true", "reason": "抽查 46 类只归集 31 类", "evidence": "归集回执"}
    assert client.post(address, sent).status_code == 302
    project.refresh_from_db()
    assert project.facts["finding_data"] is True
    assert Entry.objects.get(verb="fact.found").data["reason"] == "抽查 46 类只归集 31 类（依据：归集回执）"


def test_words_of_a_session_that_ended_come_back(cast: Cast, project: Project, signed_in: SignIn) -> None:
    client = signed_in(cast.builder)
    case = start(client, project, "demand_review")
    session = client.session
    session[f"resumed:/cases/{case.pk}/form/"] = {"f-project_goals": ["登录前写的目标"]}
    session.save()
    page = text_of(client.get(f"/cases/{case.pk}/form/"))
    assert "登录前写的目标" in page
    assert "已恢复登录前填写的内容" in page
    assert "登录前写的目标" not in text_of(client.get(f"/cases/{case.pk}/form/"))


def test_several_records_are_offered_to_choose_from(
    cast: Cast, project: Project, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifecycle.run(cast, project, until="procurement")
    acts = [
        act
        for act in lives.contracting(lives.days_from(TODAY), 600_000_000)
        if act.procedure == "procurement"
    ]
    lifecycle.play(cast, project, acts[2:4])
    on(monkeypatch, project, 230)
    client, address = signed_in(cast.builder), f"/projects/{project.code}/start/contract_signing/"
    answer = client.post(address)
    assert answer.status_code == 200
    assert "选一件来办" in text_of(answer)
    assert client.post(address, {"record": "999999"}).status_code == 409
    record = project.records.filter(entity="contract").latest("id").pk
    assert client.post(address, {"record": str(record)}).status_code == 302
    assert Case.objects.get(procedure="contract_signing").record_id == record


def test_a_reason_stands_for_a_paper_where_the_measure_allows_it(
    cast: Cast, project: Project, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifecycle.run(cast, project, until="put_in_use")
    on(monkeypatch, project, 800)
    client = signed_in(cast.builder)
    case = start(client, project, "operation_money")
    slot = next(code for code, slot in _slots(case).items() if slot.not_applicable_allowed)
    address = f"/cases/{case.pk}/materials/{slot}/"
    assert client.post(address, {f"waive-{slot}": "", "do": "waive"}).status_code == 422
    assert client.post(address, {f"waive-{slot}": "长" * 301, "do": "waive"}).status_code == 422
    assert client.post(address, {f"waive-{slot}": "还没到第一次自评价", "do": "waive"}).status_code == 302
    assert Material.objects.get(case=case).not_applicable_reason == "还没到第一次自评价"
    assert "还没到第一次自评价" in text_of(client.get(f"/cases/{case.pk}/form/"))


def _slots(case: Case) -> Any:
    return catalogue.edition(case.project.edition_id).procedures[case.procedure].materials


def test_every_page_of_a_whole_life_opens(
    cast: Cast, project: Project, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = []
    clients = {who: signed_in(lifecycle.person_for(cast, who)) for who in ["builder", *cast.officers]}
    for act in lives.ordinary(project.registered_on, lifecycle.TOTAL):
        monkeypatch.setenv("XUNZHANG_NOW", f"{act.day}T10:00")
        if act.step:
            run = StepRun.objects.filter(step=act.step, state="open", role=act.who).latest("id")
            answer = clients[act.who].get(f"/steps/{run.pk}/")
        else:
            answer = clients[act.who].post(f"/projects/{project.code}/start/{act.procedure}/", follow=True)
        if answer.status_code != 200:
            faults.append((act.procedure, act.step, answer.status_code))
        lifecycle.play_act(cast, project, act)
    for case in Case.objects.all():
        if clients["lead_body"].get(f"/cases/{case.pk}/").status_code != 200:
            faults.append((case.procedure, "story", case.pk))
    assert faults == []


COUNTS = {"form": 15, "check": 15, "case": 20, "step": 18}


def test_pages_ask_a_fixed_number_of_questions(
    cast: Cast, technical: Case, demand: Case, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    builder, lead = signed_in(cast.builder), signed_in(cast.lead)
    files = {f"file-{slot}": paper(f"{slot}.pdf", slot) for slot in PAPERS}
    asked = {
        "form": lambda: builder.get(f"/cases/{technical.pk}/form/"),
        "check": lambda: builder.post(f"/cases/{technical.pk}/check/", TECHNICAL),
        "case": lambda: builder.get(f"/cases/{demand.pk}/"),
    }
    for name, ask in asked.items():
        ask()
        with django_assert_num_queries(COUNTS[name]):
            assert ask().status_code == 200
    builder.post(f"/cases/{technical.pk}/form/", {**TECHNICAL, **files, "do": "submit"})
    address = f"/steps/{turn_of(technical).pk}/"
    lead.get(address)
    with django_assert_num_queries(COUNTS["step"]):
        assert lead.get(address).status_code == 200
