"""People, posts and passwords: what is refused, what is written, and what the journal says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.conftest import NOW, Cast
from tests.rooms.administration.conftest import Said
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Organisation, Person, Post
from xunzhang.administration import people
from xunzhang.administration.errors import NotPossible

GOOD = "Rain-on-the-lake-7"
NEW = {"name": "赵敏", "username": "zhao.min", "password": GOOD, "is_admin": "no"}


def test_a_person_is_added_and_may_sign_in(admin: Client, said: Said) -> None:
    response = admin.post("/admin/people/new/", NEW)
    person = Person.objects.get(username="zhao.min")
    assert response.headers["Location"] == f"/admin/people/{person.pk}/"
    assert said() == ["新增人员赵敏（zhao.min）"]
    assert Client().post("/signin/", {"username": "zhao.min", "password": GOOD}).status_code == 302


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"username": "builder"}, 409, "账号“builder”已经有人用"),
        ({"username": "赵敏"}, 422, "账号用 2 至 40 位字母"),
        ({"username": "a b"}, 422, "账号用 2 至 40 位字母"),
        ({"username": "z" * 41}, 422, "最多 40 字"),
        ({"username": ""}, 422, "请填写账号"),
        ({"name": ""}, 422, "请填写姓名"),
        ({"name": "长" * 41}, 422, "最多 40 字，已写 41 字"),
        ({"password": ""}, 422, "请填写初始密码"),
        ({"password": "short"}, 409, "密码"),
        ({"password": "1234567890123"}, 409, "数字"),
        ({"password": "password123"}, 409, "常见"),
        ({"password": "zhao.min.1"}, 409, "账号"),
        ({"is_admin": "perhaps"}, 422, "请从列出的各项中选一项"),
        ({"is_admin": ""}, 422, "请选择是否系统管理员"),
    ],
)
def test_what_is_wrong_is_said_in_chinese_and_nobody_is_added(
    admin: Client, said: Said, changed: dict[str, str], status: int, words: str
) -> None:
    response = admin.post("/admin/people/new/", {**NEW, **changed})
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert GOOD not in page
    assert said() == []
    if "name" not in changed:
        assert 'value="赵敏"' in page


def change(admin: Client, person: Person, **changed: str) -> tuple[int, str]:
    typed = {"name": person.name, "state": "active", "is_admin": "no", **changed}
    response = admin.post(f"/admin/people/{person.pk}/", typed)
    return response.status_code, response.content.decode()


def test_a_person_is_changed(admin: Client, cast: Cast, said: Said) -> None:
    assert change(admin, cast.builder, name="李文静二", state="inactive", is_admin="yes")[0] == 302
    assert said() == ["修改人员李文静：姓名由“李文静”改为“李文静二”、停用、设为系统管理员"] or said() == [
        "修改人员李文静二：姓名由“李文静”改为“李文静二”、停用、设为系统管理员"
    ]


def test_a_change_of_nothing_is_not_journaled(admin: Client, cast: Cast, said: Said) -> None:
    assert change(admin, cast.builder)[0] == 302
    assert said() == []


def test_who_is_deactivated_is_out_at_once(admin: Client, cast: Cast) -> None:
    inside = client_of(cast, "builder")
    change(admin, cast.builder, state="inactive")
    assert inside.get("/projects/").status_code == 302
    change(admin, cast.builder, state="active")
    assert client_of(cast, "builder").get("/projects/").status_code == 200


@pytest.mark.parametrize("changed", [{"is_admin": "no"}, {"is_admin": "yes", "state": "inactive"}])
def test_the_last_administrator_stays(admin: Client, cast: Cast, said: Said, changed: dict[str, str]) -> None:
    status, page = change(admin, cast.admin, **changed)
    assert status == 409
    assert "至少要有一名启用的系统管理员" in page
    cast.admin.refresh_from_db()
    assert cast.admin.is_admin
    assert cast.admin.is_active
    assert said() == []


def test_with_a_second_administrator_the_first_may_go(admin: Client, cast: Cast) -> None:
    change(admin, cast.builder, is_admin="yes")
    assert change(admin, cast.admin, is_admin="no")[0] == 302
    assert admin.get("/admin/").status_code == 403


def test_a_deactivated_administrator_does_not_count(admin: Client, cast: Cast) -> None:
    change(admin, cast.builder, is_admin="yes")
    change(admin, cast.builder, is_admin="yes", state="inactive")
    assert change(admin, cast.admin, is_admin="no")[0] == 409


def test_a_reset_password_ends_sessions_and_lifts_the_lock(admin: Client, cast: Cast, said: Said) -> None:
    inside, outside = client_of(cast, "builder"), Client(REMOTE_ADDR="10.0.0.9")
    for _ in range(5):
        outside.post("/signin/", {"username": "builder", "password": "wrong"})
    assert outside.post("/signin/", {"username": "builder", "password": "builder"}).status_code == 429
    page = f"/admin/people/{cast.builder.pk}/password/"
    assert admin.post(page, {"password": GOOD}).status_code == 302
    assert inside.get("/projects/").status_code == 302
    assert outside.post("/signin/", {"username": "builder", "password": GOOD}).status_code == 302
    assert said() == ["修改人员李文静：重设密码"]


@pytest.mark.parametrize(
    ("password", "status"), [("", 422), ("short", 409), ("0" * 12, 409), ("x" * 201, 422)]
)
def test_a_weak_password_is_refused(admin: Client, cast: Cast, password: str, status: int) -> None:
    response = admin.post(f"/admin/people/{cast.builder.pk}/password/", {"password": password})
    assert response.status_code == status
    cast.builder.refresh_from_db()
    assert cast.builder.check_password("builder")


def test_an_administrator_who_resets_the_own_password_stays(admin: Client, cast: Cast) -> None:
    admin.post(f"/admin/people/{cast.admin.pk}/password/", {"password": GOOD})
    assert admin.get("/admin/").status_code == 200


# -- the own password ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"old": "builder", "password": GOOD, "again": GOOD}, 302, ""),
        ({"old": "wrong", "password": GOOD, "again": GOOD}, 422, "现在的密码不对"),
        ({"old": "builder", "password": GOOD, "again": GOOD + "x"}, 422, "两次填的新密码不一样"),
        ({"old": "builder", "password": "short", "again": "short"}, 409, "密码"),
        ({}, 422, "请填写现在的密码"),
    ],
)
def test_everybody_changes_the_own_password(
    cast: Cast, said: Said, typed: dict[str, str], status: int, words: str
) -> None:
    client, other = client_of(cast, "builder"), client_of(cast, "builder")
    response = client.post("/password/", typed)
    assert response.status_code == status
    assert words in response.content.decode()
    assert client.get("/projects/").status_code == 200
    assert other.get("/projects/").status_code == (302 if status == 302 else 200)
    assert said() == (["修改人员李文静：本人修改密码"] if status == 302 else [])


# -- posts ---------------------------------------------------------------------------------------


def give(admin: Client, person: Person, organisation: Any, role: str) -> tuple[int, str]:
    typed = {"organisation": organisation, "role": role}
    response = admin.post(f"/admin/people/{person.pk}/posts/", typed)
    return response.status_code, response.content.decode()


def test_a_post_opens_what_the_role_sees(admin: Client, cast: Cast, said: Said) -> None:
    person = Person.objects.create_person(username="new", name="新人", password=None)
    office = Organisation.objects.get(name="党政办公室（大数据）")
    assert give(admin, person, office.pk, "lead_body")[0] == 302
    page = admin.get(f"/admin/people/{person.pk}/").content.decode()
    assert "可以" in page
    post = Post.objects.get(person=person)
    assert admin.post(f"/admin/posts/{post.pk}/take/").status_code == 302
    assert not person.posts.exists()
    assert said() == [
        "新人担任党政办公室（大数据）的党政办公室（大数据）",
        "新人不再担任党政办公室（大数据）的党政办公室（大数据）",
    ]


@pytest.mark.parametrize(
    ("organisation", "role", "status", "words"),
    [
        ("unit", "builder", 409, "已经担任"),
        ("unit", "emperor", 422, "请从列出的角色里选"),
        ("unit", "", 422, "请选择角色"),
        ("unit", "project_approval_body", 422, "请从列出的角色里选"),
        ("0", "builder", 422, "请从列出的机构里选"),
        ("x", "builder", 422, "请从列出的机构里选"),
        ("", "builder", 422, "请选择机构"),
    ],
)
def test_a_post_that_cannot_be(
    admin: Client, cast: Cast, said: Said, organisation: str, role: str, status: int, words: str
) -> None:
    place = str(cast.unit.pk) if organisation == "unit" else organisation
    got, page = give(admin, cast.builder, place, role)
    assert (got, words in page) == (status, True)
    assert said() == []


def test_a_role_that_no_edition_knows_is_refused_by_the_service_too(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="没有这个可以担任的角色"):
        people.give_post(
            person=cast.builder, organisation=cast.unit, role="emperor", actor=cast.admin, now=NOW
        )


def test_a_post_in_an_office_that_is_not_bound_is_pointed_out(admin: Client, cast: Cast) -> None:
    give(admin, cast.stranger, cast.other.pk, "lead_body")
    assert "机构未绑定" in admin.get(f"/admin/people/{cast.stranger.pk}/").content.decode()


@pytest.mark.parametrize(
    ("search", "found"), [("李文", 1), ("builder", 1), ("社会治理", 2), ("\x00", 16), ("无此人", 0)]
)
def test_people_are_found(admin: Client, cast: Cast, search: str, found: int) -> None:
    page = admin.get("/admin/", {"q": search, "page": "x"}).content.decode()
    assert page.count('class="xz-t"') == found
