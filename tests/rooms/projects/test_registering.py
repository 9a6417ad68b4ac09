"""Entering a project: what is asked, what is refused in four parts, and that nothing happens twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.conftest import NOW, ORDINARY, TODAY, Cast
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Organisation, Post
from xunzhang.journal.models import Entry
from xunzhang.projects import services
from xunzhang.projects.models import Numbering, Project

PAGE, CHECK = "/projects/new/", "/projects/new/check/"
KEY = "0123456789abcdef0123456789abcdef"
TYPED = {
    "key": KEY,
    "f-name": "城市运行平台",
    "f-project_summary": "汇聚各类事件",
    "f-project_origin": "ordinary",
    "f-activity": "new_build",
    "f-system_category": "business",
    "f-funding_source": "government",
    "f-declared_total": "600",
    "f-is_joint": "false",
    "f-serves_public_duty": "true",
    "f-is_classified": "false",
}


@pytest.fixture
def builder(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("XUNZHANG_NOW", "2025-06-03T10:00:00")
    return client_of(cast, "builder")


def text(response: HttpResponse) -> str:
    return response.content.decode()


def plain(response: HttpResponse) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(response)))


def send(client: Client, page: str = PAGE, **changed: str) -> HttpResponse:
    return client.post(page, {**TYPED, **changed})  # type: ignore[return-value]


def test_a_project_is_entered_and_opens(builder: Client, cast: Cast) -> None:
    response = send(builder)
    project = Project.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/projects/{project.code}/")
    assert (project.name, project.unit, project.registered_by) == ("城市运行平台", cast.unit, cast.builder)
    assert (project.amount, project.phase, project.activity) == (600_000_000, "review", "new_build")
    assert project.facts["is_classified"] is False
    assert project.facts["declared_total"] == 600_000_000
    assert project.facts["registered_on"] == project.registered_on.isoformat()
    assert Entry.objects.filter(stream=project.code, verb="project.registered").count() == 1


def test_a_form_sent_twice_makes_one_project(builder: Client) -> None:
    first, second = send(builder), send(builder)
    assert Project.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]
    assert "没有重复登记" in text(builder.get("/projects/"))


def test_every_form_has_a_number_of_its_own(builder: Client) -> None:
    keys = {re.findall(r'name="key" value="([0-9a-f]{32})"', text(builder.get(PAGE)))[0] for _ in range(3)}
    assert len(keys) == 3


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "'" * 32, "A" * 32])
def test_a_form_without_a_number_still_makes_a_project(builder: Client, key: str) -> None:
    assert send(builder, key=key).status_code == 302
    assert Project.objects.count() == 1


def test_the_number_of_another_persons_form_opens_nothing(builder: Client, cast: Cast) -> None:
    send(builder)
    response = send(client_of(cast, "stranger"))
    assert response.status_code in (302, 422)
    assert Project.objects.filter(unit=cast.unit).count() == 1


def test_two_at_the_same_moment_make_one_project(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other request enters its project between this one's look and its own entry."""
    entry = {"area": cast.area, "unit": cast.unit, "name": "同一张表", "facts": ORDINARY}
    when = {"actor": cast.builder, "now": NOW, "today": TODAY}
    truly = services.register

    def beaten(**given: Any) -> Project:
        truly(**given)
        return truly(**given)

    monkeypatch.setattr(services, "register", beaten)
    made, is_new = services.register_once(form_key=KEY, **entry, **when)
    assert (made, is_new) == (Project.objects.get(), False)
    assert Numbering.objects.get().last == 1


@pytest.mark.parametrize(
    ("field", "value", "title", "article"),
    [
        ("f-is_classified", "true", "登记：涉密项目不在适用范围", "第2条"),
        ("f-funding_source", "not_government", "登记：不涉及政府资金", "第2条"),
        ("f-serves_public_duty", "false", "登记：不用于履行职能", "第2条"),
        ("f-system_category", "other", "登记：不在所列系统类别之内", "第2条"),
    ],
)
def test_what_is_out_of_scope_is_refused_in_four_parts(
    builder: Client, field: str, value: str, title: str, article: str
) -> None:
    response = send(builder, **{field: value})
    page = text(response)
    refusal = page[page.index('<div class="xz-refusal">') :]
    refusal = refusal[: refusal.index("</div>")]
    assert response.status_code == 409
    assert Project.objects.count() == 0
    assert title in refusal
    assert all(part in refusal for part in ("依据", "数字", "怎么办", article, f'href="#id_{field}"'))
    assert 'value="城市运行平台"' in page
    assert f'name="key" value="{KEY}"' in page
    assert "没有登记，填写的内容都还在。有 1 处不在适用范围" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("f-name", "", "请填写项目名称"),
        ("f-name", "　 ", "请填写项目名称"),
        ("f-name", "长" * 121, "最多 120 字，已写 121 字"),
        ("f-name", "坏\x00名", "有不能显示的字符"),
        ("f-project_summary", "长" * 301, "最多 300 字，已写 301 字"),
        ("f-declared_total", "五百万", "请用阿拉伯数字填写"),
        ("f-declared_total", "-1", "金额不能是负数"),
        ("f-declared_total", "1e3", "请写出完整的数字"),
        ("f-declared_total", "1234567890123", "金额最多 12 位数字"),
        ("f-activity", "demolition", "请从列出的各项中选一项"),
        ("f-is_joint", "", "请选“是”或“否”"),
        ("f-is_joint", "maybe", "请选“是”或“否”"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(builder: Client, field: str, value: str, said: str) -> None:
    response = send(builder, **{field: value})
    page = text(response)
    assert response.status_code == 422
    assert said in page
    assert Project.objects.count() == 0
    kept = {name: typed for name, typed in TYPED.items() if name != field and name != "f-project_summary"}
    for name, typed in kept.items():
        assert f'value="{typed}"' in page, name


def test_a_name_of_120_signs_is_not_too_long(builder: Client) -> None:
    assert send(builder, **{"f-name": "长" * 120}).status_code == 302
    assert Project.objects.get().name == "长" * 120


def test_the_live_check_tells_what_is_missing_and_writes_nothing(builder: Client) -> None:
    empty = plain(builder.post(CHECK, {}))  # type: ignore[arg-type]
    assert "还有 10 项要填" in empty
    assert "未填 项目名称" in empty
    ready = plain(send(builder, CHECK))
    assert "可以登记" in ready
    refused = plain(send(builder, CHECK, **{"f-is_classified": "true"}))
    assert "登记：涉密项目不在适用范围" in refused
    wrong = plain(send(builder, CHECK, **{"f-declared_total": "五百万"}))
    assert "要改 申报总额：请用阿拉伯数字填写" in wrong
    assert Project.objects.count() == 0


def test_the_form_shows_articles_hints_and_sections(builder: Client) -> None:
    page = plain(builder.get(PAGE))  # type: ignore[arg-type]
    for words in ("社会治理服务中心", "第37条", "适用范围", "估算即可", "万元", "现在登记会怎样"):
        assert words in page
    assert "申报单位类型 第2条" in page


def test_who_works_for_two_units_chooses(builder: Client, cast: Cast) -> None:
    Post.objects.create(person=cast.builder, organisation=cast.other, role="builder")
    assert "替哪个单位登记" in text(builder.get(PAGE))
    assert f'name="unit" value="{cast.other.pk}"' in text(builder.get(f"{PAGE}?unit={cast.other.pk}"))
    send(builder, unit=str(cast.other.pk))
    assert Project.objects.get().unit == cast.other


@pytest.mark.parametrize("unit", ["0", "-1", "x", "９", "999999999999999999999999", "lead"])
def test_nobody_registers_for_a_strange_unit(builder: Client, cast: Cast, unit: str) -> None:
    lead = Organisation.objects.get(name="党政办公室（大数据）")
    send(builder, unit=str(lead.pk) if unit == "lead" else unit)
    assert Project.objects.get().unit == cast.unit


def test_the_address_is_not_taken_for_a_project(builder: Client) -> None:
    assert reverse("projects:register") == "/projects/new/"
    assert "登记项目" in text(builder.get("/projects/new/"))
