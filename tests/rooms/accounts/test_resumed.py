"""A session that ended while somebody was typing: nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.test import Client

from tests.conftest import Cast
from tests.rooms.signed import client_of
from xunzhang.projects.models import Project
from xunzhang.web import resumed

PAGE = "/projects/new/"
TYPED = {"f-name": "打到一半的名称", "f-activity": "expansion", "f-declared_total": "五百", "unit": "1"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", "2025-06-03T10:00:00")


def ended(client: Client, page: str = PAGE, **headers: str) -> str:
    """Send the form without a session; the sign-in page that answers."""
    response = client.post(page, {**TYPED, "password": "nie"}, headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 401
    return response.content.decode()


def kept(page: str) -> str:
    return re.findall(r'name="kept" value="([^"]+)"', page)[0]


def sign_in(client: Client, username: str, page: str) -> str:
    typed = {"username": username, "password": username, "kept": kept(page)}
    response = client.post("/signin/", typed)
    assert response.status_code == 302
    return response.headers["Location"]


def test_the_sign_in_page_carries_what_was_typed(cast: Cast) -> None:
    page = ended(Client())
    assert "登录已过期" in page
    assert "填写的文字已保留" in page
    found = resumed.opened(kept(page))
    assert found is not None
    assert found.address == PAGE
    assert found.fields == {name: [value] for name, value in TYPED.items()}


@pytest.mark.parametrize("username", ["builder", "colleague"])
def test_after_sign_in_the_page_is_as_it_was(cast: Cast, username: str) -> None:
    client = Client()
    assert sign_in(client, username, ended(client)) == PAGE
    page = client.get(PAGE).content.decode()
    assert "已恢复登录前填写的内容" in page
    assert 'value="打到一半的名称"' in page
    assert re.search(r'value="expansion"[^>]*checked', page)
    assert 'value="五百"' in page
    assert Project.objects.count() == 0


def test_it_is_handed_back_once(cast: Cast) -> None:
    client = Client()
    sign_in(client, "builder", ended(client))
    client.get(PAGE)
    assert "打到一半的名称" not in client.get(PAGE).content.decode()


def test_a_wrong_password_keeps_it_too(cast: Cast) -> None:
    client = Client()
    first = ended(client)
    typed = {"username": "builder", "password": "wrong", "kept": kept(first)}
    again = client.post("/signin/", typed).content.decode()
    assert sign_in(client, "builder", again) == PAGE
    assert "打到一半的名称" in client.get(PAGE).content.decode()


def test_who_may_not_open_the_page_sees_nothing_of_it(cast: Cast) -> None:
    client = Client()
    sign_in(client, "lead_body", ended(client))
    response = client.get(PAGE)
    assert response.status_code == 403
    assert "打到一半的名称" not in response.content.decode()


def test_the_page_is_the_one_that_sent_the_form(cast: Cast) -> None:
    client = Client()
    page = ended(client, "/projects/new/check/", referer="http://testserver/projects/new/?unit=1")
    assert sign_in(client, "builder", page) == "/projects/new/?unit=1"
    assert "打到一半的名称" in client.get("/projects/new/?unit=1").content.decode()


def test_a_strange_sender_is_not_gone_back_to(cast: Cast) -> None:
    client = Client()
    assert sign_in(client, "builder", ended(client, referer="https://evil.example/x/")) == PAGE


@pytest.mark.parametrize("forged", ["x", "", "eyJhIjoxfQ:1:2", "with another salt"])
def test_nobody_else_can_write_it(cast: Cast, forged: str) -> None:
    client = Client()
    forged = signing.dumps(["https://evil.example/", {}]) if " " in forged else forged
    typed = {"username": "builder", "password": "builder", "kept": forged, "next": "/projects/"}
    response = client.post("/signin/", typed)
    assert response.headers["Location"] == "/projects/"
    assert not any(key.startswith("resumed:") for key in client.session.keys())  # noqa: SIM118


def test_passwords_tokens_and_too_long_texts_are_not_carried(cast: Cast) -> None:
    long = {"f-name": "长" * (resumed.LONGEST + 1), "csrfmiddlewaretoken": "t"}
    response = Client().post(PAGE, long)
    page = response.content.decode()
    assert response.status_code == 401
    assert "没有带过来" in page
    assert 'name="kept"' not in page


@pytest.mark.parametrize("header", ["HX-Request", "X-Requested-With"])
def test_parts_of_a_page_and_autosave_get_a_bare_answer(cast: Cast, header: str) -> None:
    response = Client().post(PAGE, TYPED, headers={header: "true"})
    assert response.status_code == 401
    assert "<html" not in response.content.decode()


def test_with_a_session_nothing_of_this_happens(cast: Cast) -> None:
    response = client_of(cast, "builder").post(PAGE, TYPED)
    assert response.status_code == 422
    assert 'name="kept"' not in response.content.decode()


def test_reading_without_a_session_redirects_as_ever(cast: Cast) -> None:
    assert Client().get(PAGE).headers["Location"] == f"/signin/?next={PAGE}"
