"""Organisations, areas and who exercises which role."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.test import Client

from tests.conftest import NOW, Cast
from tests.rooms.administration.conftest import Said
from xunzhang.accounts.models import Area, Organisation, RoleBinding
from xunzhang.administration import offices, queries
from xunzhang.administration.errors import NotPossible


def test_an_organisation_is_added_under_another(admin: Client, cast: Cast, said: Said) -> None:
    typed = {"name": "网格中心", "area": cast.area.code, "parent": cast.unit.pk}
    assert admin.post("/admin/organisations/new/", typed).status_code == 302
    made = Organisation.objects.get(name="网格中心")
    assert made.parent == cast.unit
    assert said() == ["新增机构网格中心"]
    branches = [(one.organisation.name, one.depth) for one in queries.tree()]
    place = branches.index(("社会治理服务中心", 0))
    assert branches[place + 1] == ("网格中心", 1)
    assert "网格中心" in admin.get("/admin/organisations/").content.decode()


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"name": ""}, 422, "请填写名称"),
        ({"name": "长" * 81}, 422, "最多 80 字"),
        ({"name": "社会治理服务中心"}, 409, "已有名为“社会治理服务中心”的机构"),
        ({"area": "000000"}, 422, "请从列出的区域里选"),
        ({"area": ""}, 422, "请选择区域"),
        ({"parent": "0"}, 422, "请从列出的机构里选"),
    ],
)
def test_an_organisation_that_cannot_be(
    admin: Client, cast: Cast, said: Said, changed: dict[str, str], status: int, words: str
) -> None:
    typed = {"name": "新机构", "area": cast.area.code, "parent": "", **changed}
    response = admin.post("/admin/organisations/new/", typed)
    assert response.status_code == status
    assert words in response.content.decode()
    assert said() == []


def change(admin: Client, one: Organisation, **changed: object) -> tuple[int, str]:
    typed = {"name": one.name, "parent": one.parent_id or "", "state": "active", **changed}
    response = admin.post(f"/admin/organisations/{one.pk}/", typed)
    return response.status_code, response.content.decode()


def test_an_organisation_is_changed(admin: Client, cast: Cast, said: Said) -> None:
    assert change(admin, cast.other, name="卫健局", parent=cast.unit.pk)[0] == 302
    assert said() == ["修改机构卫生健康局：改名为“卫健局”、上级改为社会治理服务中心"]
    cast.other.refresh_from_db()
    assert change(admin, cast.other)[0] == 302
    assert len(said()) == 1


def test_bodies_do_not_go_round_in_circles(admin: Client, cast: Cast) -> None:
    part = Organisation.objects.create(area=cast.area, name="下级", parent=cast.unit)
    for parent in (cast.unit, part):
        status, page = change(admin, cast.unit, parent=parent.pk)
        assert (status, "不能作上级" in page) == (409, True)


def test_a_name_that_is_taken(admin: Client, cast: Cast) -> None:
    status, page = change(admin, cast.other, name=cast.unit.name)
    assert (status, "已有名为" in page) == (409, True)


def test_who_still_has_duties_is_not_closed(admin: Client, cast: Cast, said: Said) -> None:
    office = Organisation.objects.get(name="审计分局")
    assert "还担任 1 个角色" in change(admin, office, state="inactive")[1]
    assert "还有 2 人在社会治理服务中心任职" in change(admin, cast.unit, state="inactive")[1]
    empty = Organisation.objects.create(area=cast.area, name="空机构")
    assert change(admin, empty, state="inactive")[0] == 302
    assert said() == ["修改机构空机构：停用"]
    assert "空机构" not in admin.get("/admin/organisations/new/").content.decode()


# -- roles ---------------------------------------------------------------------------------------


def bind(admin: Client, cast: Cast, organisation: object, role: str) -> tuple[int, str]:
    typed = {"area": cast.area.code, "organisation": organisation, "role": role}
    response = admin.post("/admin/roles/", typed)
    return response.status_code, response.content.decode()


def test_a_role_is_bound_and_unbound(admin: Client, cast: Cast, said: Said) -> None:
    assert bind(admin, cast, cast.other.pk, "legal_adviser")[0] == 302
    binding = RoleBinding.objects.get(role="legal_adviser")
    assert admin.post(f"/admin/roles/{binding.pk}/unbind/").status_code == 302
    assert said() == [
        "济宁高新区的法律顾问由卫生健康局担任",
        "济宁高新区的法律顾问不再由卫生健康局担任",
    ]


@pytest.mark.parametrize(
    ("role", "status", "words"),
    [
        ("emperor", 409, "已装的办法里没有这个角色"),
        ("builder", 409, "就是项目的申报单位，不用绑定"),
        ("project_approval_body", 409, "转给别的角色，不用绑定"),
        ("", 422, "没有写明是哪个角色"),
        ("x" * 41, 422, "没有写明是哪个角色"),
    ],
)
def test_a_role_that_cannot_be_bound(
    admin: Client, cast: Cast, said: Said, role: str, status: int, words: str
) -> None:
    got, page = bind(admin, cast, cast.other.pk, role)
    assert (got, words in page) == (status, True)
    assert said() == []


@pytest.mark.parametrize(("organisation", "words"), [("", "请选择机构"), ("x", "请从列出的机构里选")])
def test_a_binding_names_an_organisation(admin: Client, cast: Cast, organisation: str, words: str) -> None:
    status, page = bind(admin, cast, organisation, "legal_adviser")
    assert (status, words in page) == (422, True)


def test_the_same_binding_twice(cast: Cast) -> None:
    office = Organisation.objects.get(name="审计分局")
    with pytest.raises(NotPossible, match="已经担任"):
        offices.bind_role(area=cast.area, role="audit_office", organisation=office, actor=cast.admin, now=NOW)


def test_roles_come_from_the_installed_editions_with_their_articles(admin: Client, cast: Cast) -> None:
    page = admin.get("/admin/roles/").content.decode()
    assert "审计分局" in page
    assert "第42条" in page
    assert "项目建设单位</b>" not in page


def test_without_editions_there_are_no_roles(admin: Client, cast: Cast) -> None:
    with patch.object(queries.catalogue, "available", lambda: ()):
        assert queries.roles() == {}
        assert "还没有装任何办法" in admin.get("/admin/roles/").content.decode()


# -- areas ---------------------------------------------------------------------------------------


def test_an_area_is_added_and_renamed(admin: Client, cast: Cast, said: Said) -> None:
    assert (
        admin.post("/admin/areas/", {"code": "370800", "name": "济宁市", "kind": "real"}).status_code == 302
    )
    assert admin.post("/admin/areas/370800/", {"a370800-name": "济宁"}).status_code == 302
    assert Area.objects.get(code="370800").name == "济宁"
    assert said() == ["新增区域济宁市（370800）", "修改区域济宁市：改名为“济宁”"]
    assert "济宁" in admin.get("/admin/roles/?area=370800").content.decode()


def test_an_area_tells_its_level_its_edition_and_its_organisations(admin: Client, cast: Cast) -> None:
    Area.objects.create(code="370000", name="山东省")
    page = admin.get("/admin/areas/").content.decode()
    row = page[page.index("<b>370871</b>") :].split("</tr>")[0]
    assert "县级" in row
    assert "济宁高新区 2024 版" in row
    assert f">{Organisation.objects.filter(area=cast.area).count()}</a>" in row
    above = page[page.index("<b>370000</b>") :].split("</tr>")[0]
    assert "省级" in above
    assert "没有启用" in above


def test_an_area_for_trying_stays_one(admin: Client, cast: Cast, said: Said) -> None:
    typed = {"code": "370899", "name": "试办区", "kind": "sandbox"}
    assert admin.post("/admin/areas/", typed).status_code == 302
    admin.post("/admin/areas/370899/", {"a370899-name": "试办", "a370899-kind": "real"})
    assert Area.objects.get(code="370899").is_sandbox
    assert said()[0] == "新增试用区试办区（370899）"
    assert "试用区" in admin.get("/admin/areas/").content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"code": "370871", "name": "又一个", "kind": "real"}, 409, "区划代码 370871 已是“济宁高新区”"),
        ({"code": "37080", "name": "短", "kind": "real"}, 422, "区划代码是 6 位数字"),
        ({"code": "三七零八", "name": "字", "kind": "real"}, 422, "区划代码是 6 位数字"),
        ({"code": "370800", "name": "", "kind": "real"}, 422, "请填写名称"),
        ({"code": "370800", "name": "济宁市"}, 422, "请选择用途"),
    ],
)
def test_an_area_that_cannot_be(
    admin: Client, said: Said, typed: dict[str, str], status: int, words: str
) -> None:
    response = admin.post("/admin/areas/", typed)
    assert response.status_code == status
    assert words in response.content.decode()
    assert said() == []


def test_a_bad_name_of_an_area_is_said_beside_it(admin: Client, cast: Cast) -> None:
    response = admin.post("/admin/areas/370871/", {"a370871-name": ""})
    assert response.status_code == 422
    assert "请填写名称" in response.content.decode()
