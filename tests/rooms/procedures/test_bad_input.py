"""Bad input: said under the field and in the live check, refused by the server, and nothing typed is lost."""

from __future__ import annotations

import html

import pytest

from tests.conftest import Cast
from tests.rooms.documents.samples import DOCX, EXE
from tests.rooms.procedures.conftest import DEMAND, SignIn, paper, start, turn_of
from xunzhang.documents.models import Version
from xunzhang.files import names, receiving
from xunzhang.procedures.models import Case, Material
from xunzhang.projects.models import Project

BAD = [
    ("f-declared_total", "五百万", "阿拉伯数字"),
    ("f-declared_total", "-1", "不能是负数"),
    ("f-declared_total", "1e3", "不要用 1e3"),
    ("f-declared_total", "1234567890123", "最多 12 位"),
    ("f-declared_total", "600 万元", "只填数字"),
    ("f-declared_total", "600.1234567", "最多 6 位"),
    ("f-party_studied_on", "2025-02-30", "没有 30 日"),
    ("f-party_studied_on", "2025-13-01", "没有 13 月"),
    ("f-party_studied_on", "昨天", "不是日期"),
    ("f-project_goals", "长" * 2001, "最多"),
    ("f-priority_kind", "bribe", "从列出的各项中选"),
]


@pytest.fixture
def draft(cast: Cast, project: Project, signed_in: SignIn) -> Case:
    return start(signed_in(cast.builder), project, "demand_review")


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "typed", "said"), BAD)
def test_bad_text_is_told_in_both_places_and_kept(
    cast: Cast, draft: Case, signed_in: SignIn, name: str, typed: str, said: str
) -> None:
    client, sent = signed_in(cast.builder), {**DEMAND, name: typed}
    files = {"file-party_minutes": paper()}
    answer = client.post(f"/cases/{draft.pk}/form/", {**sent, **files, "do": "submit"})
    assert answer.status_code == 422
    text = text_of(answer)
    assert text.count(said) >= 2, "under the field and in the live check"
    assert typed in text or name == "f-priority_kind"
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert draft.typed[name] == typed
    assert Material.objects.filter(case=draft).exists(), "a good file that came along is kept"
    part = client.post(f"/cases/{draft.pk}/check/", sent)
    assert said in text_of(part)


def test_what_is_missing_is_told_and_refused(cast: Cast, draft: Case, signed_in: SignIn) -> None:
    answer = signed_in(cast.builder).post(
        f"/cases/{draft.pk}/form/", {"do": "submit", "f-project_goals": "目标"}
    )
    assert answer.status_code == 409
    text = text_of(answer)
    assert "请填写建设依据" in text
    assert "会议记录未交" in text
    assert "目标" in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "0 字节"),
        ("方案.pdf", EXE, "内容不是 PDF"),
        ("方案.exe", EXE, "不是可收的类型"),
        ("方案.pdf", DOCX, "内容不是 PDF"),
    ],
)
def test_a_bad_file_is_refused_under_its_paper(
    cast: Cast, draft: Case, signed_in: SignIn, name: str, content: bytes, said: str
) -> None:
    file = paper(name)
    file.file.seek(0)  # type: ignore[union-attr]
    file.file.truncate()  # type: ignore[union-attr]
    file.file.write(content)  # type: ignore[union-attr]
    file.size = len(content)
    file.seek(0)
    address = f"/cases/{draft.pk}/materials/party_minutes/"
    answer = signed_in(cast.builder).post(address, {**DEMAND, "file-party_minutes": file, "do": "upload"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    draft.refresh_from_db()
    assert draft.typed["f-project_basis"] == DEMAND["f-project_basis"]
    assert not Version.objects.exists()


def test_too_large_a_file_is_dropped_and_the_words_stay(
    cast: Cast, draft: Case, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LIMIT", 100)
    answer = signed_in(cast.builder).post(
        f"/cases/{draft.pk}/form/", {**DEMAND, "file-party_minutes": paper("大.pdf"), "do": "submit"}
    )
    assert answer.status_code == 422
    assert "“大.pdf”超过 100 MB" in text_of(answer)
    draft.refresh_from_db()
    assert draft.typed["f-project_goals"] == DEMAND["f-project_goals"]


def test_an_over_long_name_is_shortened(cast: Cast, draft: Case, signed_in: SignIn) -> None:
    sent = {**DEMAND, "file-party_minutes": paper("很长" * 120 + ".pdf"), "do": "upload"}
    answer = signed_in(cast.builder).post(f"/cases/{draft.pk}/materials/party_minutes/", sent)
    assert answer.status_code == 302
    name = Version.objects.get().filename
    assert len(name) <= names.NAME_LENGTH
    assert name.endswith(".pdf")


def test_upload_without_a_file_says_so(cast: Cast, draft: Case, signed_in: SignIn) -> None:
    answer = signed_in(cast.builder).post(
        f"/cases/{draft.pk}/materials/party_minutes/", {**DEMAND, "do": "upload"}
    )
    assert answer.status_code == 422
    assert "还没有选文件" in text_of(answer)


@pytest.mark.parametrize(
    ("do", "status"), [("waive", 422), ("reuse:999999", 422), ("reuse:x", 422), ("", 422), ("withdraw", 302)]
)
def test_strange_wishes_for_a_paper_are_answered(
    cast: Cast, draft: Case, signed_in: SignIn, do: str, status: int
) -> None:
    client = signed_in(cast.builder)
    answer = client.post(f"/cases/{draft.pk}/materials/party_minutes/", {**DEMAND, "do": do})
    assert answer.status_code == status
    assert client.post(f"/cases/{draft.pk}/materials/nothing/", DEMAND).status_code == 404


def test_a_form_sent_twice_is_one_case(cast: Cast, draft: Case, signed_in: SignIn) -> None:
    client = signed_in(cast.builder)
    for _ in range(2):
        sent = {**DEMAND, "file-party_minutes": paper(), "do": "submit"}
        answer = client.post(f"/cases/{draft.pk}/form/", sent)
        assert answer.status_code == 302
        assert answer["Location"] == f"/cases/{draft.pk}/"
    assert "没有重复提交" in text_of(client.get(f"/cases/{draft.pk}/"))
    assert Case.objects.filter(project=draft.project).count() == 1


def test_a_colleague_with_other_words_is_told_that_it_is_handed_in(
    cast: Cast, demand: Case, signed_in: SignIn
) -> None:
    sent = {**DEMAND, "f-project_goals": "我写的目标", "do": "submit"}
    answer = signed_in(cast.colleague).post(f"/cases/{demand.pk}/form/", sent)
    assert answer.status_code == 409
    assert "我写的目标" in text_of(answer)


def test_unknown_fields_and_signs_are_left_out(cast: Cast, draft: Case, signed_in: SignIn) -> None:
    sent = {
        **DEMAND,
        "f-approved_total": "1",
        "f-demand_review": "passed",
        "x": "y",
        "f-project_goals": "a\x00b",
    }
    client = signed_in(cast.builder)
    assert client.post(f"/cases/{draft.pk}/keep/", sent).status_code == 204
    draft.refresh_from_db()
    assert draft.typed["f-project_goals"] == "ab"
    answer = client.post(f"/cases/{draft.pk}/form/", {**sent, "file-party_minutes": paper(), "do": "submit"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert "approved_total" not in draft.facts
    assert draft.project.facts.get("demand_review") is None


@pytest.mark.parametrize("outcome", ["", "nothing", "revise"])
def test_no_outcome_is_asked_for_again(cast: Cast, demand: Case, signed_in: SignIn, outcome: str) -> None:
    run = turn_of(demand)
    sent = {"outcome": outcome, "opinion": "写了很多", "do": "act"}
    answer = signed_in(cast.lead).post(f"/steps/{run.pk}/", sent)
    assert answer.status_code == 422
    assert "请选一个结论" in text_of(answer)
    assert "写了很多" in text_of(answer)


def test_an_opinion_is_asked_for_where_it_is_due(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    answer = signed_in(cast.lead).post(f"/steps/{turn_of(demand).pk}/", {"outcome": "return", "do": "act"})
    assert answer.status_code == 422
    assert "要写明意见" in text_of(answer)
