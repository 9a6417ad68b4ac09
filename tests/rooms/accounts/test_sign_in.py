"""Signing in: with a password, with a card of the demonstration, and the lock after five failures."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from tests.conftest import Cast
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Area, Organisation, Person, Post
from xunzhang.accounts.queries import demo_areas

PAGE = "/signin/"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def send(client: Client, **typed: str) -> tuple[int, str]:
    response = client.post(PAGE, typed)
    return response.status_code, response.headers.get("Location", "") or response.content.decode()


def test_with_the_right_password(cast: Cast) -> None:
    client = Client()
    assert client.get(PAGE).status_code == 200
    assert send(client, username="builder", password="builder") == (302, "/")
    assert is_in(client)
    assert client.get(PAGE).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("builder", "wrong", "账号或密码不对"),
        ("nobody", "builder", "账号或密码不对"),
        ("builder", "", "请填写密码"),
        ("", "builder", "请填写账号"),
        ("b" * 41, "x", "账号最多 40 字"),
        ("builder", "x" * 201, "密码最多 200 字"),
        ("builder\x00", "builder", "不允许"),
        ("' OR 1=1 --", "x", "账号或密码不对"),
    ],
)
def test_with_something_else(cast: Cast, username: str, password: str, said: str) -> None:
    client = Client()
    status, page = send(client, username=username, password=password)
    assert status == 422
    assert said in page
    assert not is_in(client)
    assert password not in page or len(password) < 2 or password in ("builder", "x")


def test_what_was_typed_stays_but_the_password(cast: Cast) -> None:
    _, page = send(Client(), username="builder", password="geheim-geheim")
    assert 'value="builder"' in page
    assert "geheim-geheim" not in page


def test_who_is_deactivated_stays_outside(cast: Cast) -> None:
    inside = client_of(cast, "builder")
    assert inside.get("/projects/").status_code == 200
    Person.objects.filter(username="builder").update(is_active=False)
    assert send(Client(), username="builder", password="builder")[0] == 422
    assert inside.get("/projects/").status_code == 302


def test_five_failures_lock_the_name_at_that_address(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    for _ in range(4):
        assert send(client, username="builder", password="wrong")[0] == 422
    status, page = send(client, username="builder", password="wrong")
    assert status == 429
    assert "账号已锁定" in page
    assert send(client, username="builder", password="builder")[0] == 429
    assert send(Client(REMOTE_ADDR="10.0.0.8"), username="builder", password="builder")[0] == 302
    assert send(client, username="colleague", password="colleague")[0] == 302


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/projects/?q=网格", "/projects/?q=%E7%BD%91%E6%A0%BC"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_leads_on_only_within_the_site(cast: Cast, wanted: str, goes: str) -> None:
    assert send(Client(), username="builder", password="builder", next=wanted) == (302, goes)


def test_a_page_that_asks_to_sign_in_is_come_back_to(cast: Cast) -> None:
    client = Client()
    response = client.get("/projects/?phase=review")
    assert response.status_code == 302
    page = client.get(response.headers["Location"]).content.decode()
    assert 'name="next" value="/projects/?phase=review"' in page


def test_signing_out_is_a_button(cast: Cast) -> None:
    client = client_of(cast, "builder")
    assert client.get("/signout/").status_code == 405
    assert client.post("/signout/").headers["Location"] == PAGE
    assert not is_in(client)


def test_the_answer_is_never_kept_by_a_cache(cast: Cast) -> None:
    assert "no-store" in Client().get(PAGE).headers["Cache-Control"]


def test_tokens_against_forged_forms_are_asked_for(cast: Cast) -> None:
    forger = Client(enforce_csrf_checks=True)
    assert send(forger, username="builder", password="builder")[0] == 403
    assert not is_in(forger)


# -- the demonstration ---------------------------------------------------------------------------


@pytest.fixture
def shown(cast: Cast) -> Organisation:
    """Demonstration accounts: two builders, one lead, one administrator, one deactivated."""
    office = Organisation.objects.get(name="党政办公室（大数据）")
    for username, place, role in (
        ("demo.li", cast.unit, "builder"),
        ("demo.zhou", cast.unit, "builder"),
        ("demo.wang", office, "lead_body"),
        ("demo.gone", office, "finance_office"),
    ):
        person = Person.objects.create_person(username=username, name=username[5:], password=None)
        Post.objects.create(person=person, organisation=place, role=role)
    Person.objects.create_person(username="demo.chen", name="chen", password=None, is_admin=True)
    Person.objects.filter(username="demo.gone").update(is_active=False)
    return office


def test_one_card_for_each_role(shown: Organisation, settings: Settings) -> None:
    settings.DEMO = True
    page = Client().get(PAGE).content.decode()
    assert [name for name in ("li", "zhou", "wang", "gone", "chen") if f'value="demo.{name}"' in page] == [
        "li",
        "wang",
        "chen",
    ]
    assert "项目建设单位" in page
    assert "系统管理员" in page


def test_cards_stand_under_the_area_in_which_the_office_acts(shown: Organisation, settings: Settings) -> None:
    settings.DEMO = True
    city = Area.objects.create(code="999902", name="另一区", is_sandbox=True)
    office = Organisation.objects.create(area=city, name="另一区数据局")
    person = Person.objects.create_person(username="demo.lin", name="lin", password=None)
    Post.objects.create(person=person, organisation=office, role="lead_body")
    higher = Person.objects.create_person(username="demo.ma", name="ma", password=None)
    bureau = Organisation.objects.get(name="市大数据局")
    Post.objects.create(person=higher, organisation=bureau, role="city_data_bureau")
    found = {area.name: [card.username for card in area.accounts] for area in demo_areas()}
    assert found == {
        shown.area.name: ["demo.li", "demo.wang", "demo.ma"],
        "另一区": ["demo.lin"],
        "": ["demo.chen"],
    }
    assert [area.name for area in demo_areas() if area.is_sandbox] == ["另一区"]


def test_one_click_signs_in(shown: Organisation, settings: Settings) -> None:
    settings.DEMO = True
    client = Client()
    assert send(client, demo="demo.wang", next="/projects/") == (302, "/projects/")
    assert client.get("/projects/").context["user"].username == "demo.wang"


@pytest.mark.parametrize(
    "username", ["demo.wang", "builder", "admin", "demo.gone", "demo.nobody", "demo.\x00"]
)
@pytest.mark.parametrize("demo", [True, False])
def test_one_click_is_for_demonstration_accounts_in_a_demonstration(
    shown: Organisation, settings: Settings, username: str, demo: bool
) -> None:
    settings.DEMO = demo
    client = Client()
    send(client, demo=username)
    assert is_in(client) is (demo and username == "demo.wang")


def test_real_use_shows_no_cards(shown: Organisation, settings: Settings) -> None:
    settings.DEMO = False
    assert "演示账号" not in Client().get(PAGE).content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_the_accounts_are_printed_for_a_demonstration(
    shown: Organisation, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    assert ("demo.wang" in said.getvalue()) is demo
    assert ("xunzhang-demo" in said.getvalue()) is demo
