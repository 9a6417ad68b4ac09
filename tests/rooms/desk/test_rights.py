"""Who may open which page of the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.rooms.desk.conftest import SignIn
from xunzhang.accounts.models import Person
from xunzhang.projects.models import Project

TABS = [
    "facts",
    "procedures",
    "materials",
    "money",
    "deadlines",
    "compliance",
    "security",
    "supervision",
    "progress",
    "baseline",
    "journal",
]
PROJECT = "/projects/{code}/"

RIGHTS = [  # who, method, page, answer
    (None, "get", "/", 302),
    ("builder", "get", "/", 200),
    ("lead_body", "get", "/", 200),
    ("admin", "get", "/", 200),
    ("builder", "post", "/", 405),
    (None, "get", "/limits/", 302),
    ("stranger", "get", "/limits/", 200),
    (None, "get", "/returns/", 302),
    (None, "get", "/calendar/", 302),
    (None, "get", "/calendar/list/", 302),
    (None, "get", "/calendar/list/?excel=1", 302),
    ("builder", "get", "/calendar/", 200),
    ("admin", "get", "/calendar/", 200),
    ("third_party", "get", "/calendar/list/", 200),
    ("stranger", "get", "/calendar/list/?excel=1", 200),
    ("builder", "post", "/calendar/", 405),
    ("audit_office", "get", "/returns/", 200),
    (None, "get", PROJECT, 302),
    ("builder", "get", PROJECT, 200),
    ("colleague", "get", PROJECT, 200),
    ("lead_body", "get", PROJECT, 200),
    ("audit_office", "get", PROJECT, 200),
    ("stranger", "get", PROJECT, 404),
    ("admin", "get", PROJECT, 404),
    ("city_data_bureau", "get", PROJECT, 404),
    ("builder", "post", PROJECT, 405),
    ("builder", "get", "/projects/JN-1999-001/", 404),
    ("builder", "get", PROJECT + "nothing/", 404),
    (None, "post", "/standing/unit/", 401),
    ("builder", "get", "/standing/unit/", 405),
    ("builder", "post", "/standing/unit/", 302),
    ("lead_body", "post", "/standing/unit/", 403),
    ("lead_body", "post", "/standing/area/", 302),
    ("builder", "post", "/standing/area/", 403),
    ("builder", "post", "/standing/nothing/", 403),
    *(("builder", "get", f"{PROJECT}{tab}/", 200) for tab in TABS),
    *(("stranger", "get", f"{PROJECT}{tab}/", 404) for tab in TABS),
    *((None, "get", f"{PROJECT}{tab}/", 302) for tab in TABS),
]


def person(cast: Cast, name: str) -> Person:
    return cast.officers.get(name) or getattr(cast, name)


@pytest.mark.parametrize(("who", "method", "page", "answer"), RIGHTS)
def test_rights(
    cast: Cast, project: Project, sign_in: SignIn, who: str | None, method: str, page: str, answer: int
) -> None:
    client = sign_in(person(cast, who)) if who else Client()
    assert getattr(client, method)(page.format(code=project.code)).status_code == answer
