"""Turns: two officers at once, sent back and corrected, kept words, whose turn it is."""

from __future__ import annotations

import html

from tests.conftest import Cast, make_project
from tests.rooms.procedures.conftest import DEMAND, TECHNICAL, SignIn, paper, start, turn_of
from xunzhang.accounts.models import Person, Post
from xunzhang.journal.models import Entry
from xunzhang.procedures.models import Case, Material, StepRun
from xunzhang.projects.models import Project


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def second_officer(cast: Cast) -> Person:
    other = Person.objects.create_person(username="second", name="赵敏", password="second")
    office = cast.lead.posts.get().organisation
    Post.objects.create(person=other, organisation=office, role="lead_body")
    return other


def test_of_two_officers_the_second_is_told_who_and_when(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    first, second, run = signed_in(cast.lead), signed_in(second_officer(cast)), turn_of(demand)
    assert second.get(f"/steps/{run.pk}/").status_code == 200
    assert (
        first.post(f"/steps/{run.pk}/", {"outcome": "accept", "opinion": "齐", "do": "act"}).status_code
        == 302
    )
    answer = second.post(f"/steps/{run.pk}/", {"outcome": "return", "opinion": "缺会议记录", "do": "act"})
    assert answer.status_code == 409
    text = text_of(answer)
    assert cast.lead.name in text
    assert "2025-06-03 10:16" in text
    assert "缺会议记录" in text, "what was typed is still there to copy"
    run.refresh_from_db()
    assert (run.outcome, run.opinion) == ("accept", "齐")
    assert second.post(f"/steps/{run.pk}/keep/", {"opinion": "x"}).status_code == 409
    assert Entry.objects.filter(verb="step.acted").count() == 1


def test_the_same_conclusion_sent_twice_is_one_act(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    client, run = signed_in(cast.lead), turn_of(demand)
    for _ in range(2):
        answer = client.post(f"/steps/{run.pk}/", {"outcome": "accept", "opinion": "齐", "do": "act"})
        assert answer.status_code == 302
    assert "没有重复提交" in text_of(client.get(f"/cases/{demand.pk}/"))
    assert Entry.objects.filter(verb="step.acted").count() == 1


def test_a_case_sent_back_comes_with_the_opinion_and_everything_kept(
    cast: Cast, demand: Case, signed_in: SignIn
) -> None:
    lead, builder, run = signed_in(cast.lead), signed_in(cast.builder), turn_of(demand)
    sent = {"outcome": "return", "opinion": "会议记录缺签到页", "do": "act"}
    assert lead.post(f"/steps/{run.pk}/", sent).status_code == 302
    back = turn_of(demand)
    assert builder.get(f"/steps/{back.pk}/")["Location"] == f"/cases/{demand.pk}/form/"
    page = text_of(builder.get(f"/cases/{demand.pk}/form/"))
    assert "会议记录缺签到页" in page
    assert DEMAND["f-project_basis"] in page
    assert "重新提交需求评审" in page
    assert lead.get(f"/cases/{demand.pk}/form/").status_code == 403
    sent_again = {**DEMAND, "f-project_goals": "处置时间缩短一半。", "do": "submit"}
    for _ in range(2):
        assert builder.post(f"/cases/{demand.pk}/form/", sent_again).status_code == 302
    demand.refresh_from_db()
    assert demand.facts["project_goals"] == "处置时间缩短一半。"
    assert turn_of(demand).round == 2
    assert Entry.objects.filter(verb="case.resubmitted").count() == 1


def test_typed_words_are_kept_and_come_back(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    client, run = signed_in(cast.lead), turn_of(demand)
    sent = {"outcome": "return", "opinion": "写到一半"}
    assert client.post(f"/steps/{run.pk}/keep/", sent).status_code == 204
    page = text_of(client.get(f"/steps/{run.pk}/"))
    assert "写到一半" in page
    assert 'value="return" checked' in page
    assert client.post(f"/steps/{run.pk}/", {**sent, "do": "keep"}).status_code == 302
    part = client.post(f"/steps/{run.pk}/check/", {"outcome": "accept"})
    assert "选“受理”会怎样" in text_of(part)


def test_a_refused_submission_keeps_everything_and_says_why(
    cast: Cast, technical: Case, signed_in: SignIn
) -> None:
    client = signed_in(cast.builder)
    sent = {**TECHNICAL, "f-security_budget": "29.99", "do": "submit"}
    answer = client.post(f"/cases/{technical.pk}/form/", sent)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "第37条" in text
    assert "29.99 × 100 ＝ 2,999.00 ＜ 600.00 × 5 ＝ 3,000.00" in text
    assert "30.00 万元" in text
    technical.refresh_from_db()
    assert technical.state == "draft"
    assert technical.typed["f-security_budget"] == "29.99"
    assert "29.99" in text_of(client.get(f"/cases/{technical.pk}/form/"))
    assert technical.project.facts.get("security_budget") is None


def test_exactly_at_the_limit_is_told_as_such(cast: Cast, technical: Case, signed_in: SignIn) -> None:
    part = signed_in(cast.builder).post(f"/cases/{technical.pk}/check/", TECHNICAL)
    assert "恰在下限，按“不低于”算符合" in text_of(part)


def test_a_paper_that_the_project_has_is_reused_or_taken_back(
    cast: Cast, technical: Case, signed_in: SignIn
) -> None:
    client, address = signed_in(cast.builder), f"/cases/{technical.pk}/materials/party_minutes/"
    page = text_of(client.get(f"/cases/{technical.pk}/form/"))
    assert "用本项目已有的第 1 版" in page
    version = Material.objects.get(slot="party_minutes").version_id
    assert client.post(address, {**TECHNICAL, "do": f"reuse:{version}"}).status_code == 302
    assert Material.objects.filter(case=technical, slot="party_minutes", version=version).exists()
    assert client.post(address, {**TECHNICAL, "do": "withdraw"}).status_code == 302
    assert not Material.objects.filter(case=technical).exists()
    technical.refresh_from_db()
    assert technical.typed["f-total_budget"] == "600.00"


def test_a_paper_of_another_project_is_not_taken(cast: Cast, technical: Case, signed_in: SignIn) -> None:
    other = make_project(cast, "另一个项目")
    client = signed_in(cast.builder)
    case = start(client, other, "demand_review")
    foreign = Material.objects.get(slot="party_minutes").version_id
    answer = client.post(f"/cases/{case.pk}/materials/party_minutes/", {"do": f"reuse:{foreign}"})
    assert answer.status_code == 422


def test_what_may_not_start_says_why(cast: Cast, project: Project, signed_in: SignIn) -> None:
    answer = signed_in(cast.builder).post(f"/projects/{project.code}/start/technical_review/")
    assert answer.status_code == 409
    assert "第6条" in text_of(answer)
    assert not Case.objects.exists()


def test_what_runs_already_is_not_started_again(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    answer = signed_in(cast.builder).post(f"/projects/{demand.project.code}/start/demand_review/")
    assert answer.status_code == 409
    assert "正在办理" in text_of(answer)


def test_starting_twice_is_one_draft(cast: Cast, project: Project, signed_in: SignIn) -> None:
    for person in (cast.builder, cast.colleague):
        start(signed_in(person), project, "demand_review")
    assert Case.objects.count() == 1


def test_a_draft_is_discarded_by_its_unit(cast: Cast, project: Project, signed_in: SignIn) -> None:
    client = signed_in(cast.builder)
    case = start(client, project, "demand_review")
    client.post(f"/cases/{case.pk}/materials/party_minutes/", {"file-party_minutes": paper(), "do": "upload"})
    assert client.post(f"/cases/{case.pk}/discard/").status_code == 302
    assert not Case.objects.exists()


def test_what_is_handed_in_is_not_discarded(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    assert signed_in(cast.builder).post(f"/cases/{demand.pk}/discard/").status_code == 302
    assert Case.objects.filter(pk=demand.pk).exists()
    assert StepRun.objects.filter(case=demand).exists()
