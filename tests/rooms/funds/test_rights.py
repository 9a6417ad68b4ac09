"""Who may read the money and the supervision of a project: whoever may see the project, and nobody else."""

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.rooms.lifecycle import run
from xunzhang.projects.models import Project

RIGHTS = [
    ("builder", "get", 200),
    ("colleague", "get", 200),
    ("lead_body", "get", 200),
    ("finance_office", "get", 200),
    ("cyberspace_office", "get", 200),
    ("audit_office", "get", 200),
    ("city_data_bureau", "get", 200),
    ("third_party", "get", 404),
    ("stranger", "get", 404),
    ("admin", "get", 404),
    ("nobody", "get", 302),
    ("builder", "post", 405),
]


@pytest.mark.parametrize("tab", ["money", "supervision"])
@pytest.mark.parametrize(("who", "method", "answer"), RIGHTS)
def test_rights(
    client: Client, cast: Cast, project: Project, who: str, method: str, answer: int, tab: str
) -> None:
    project = run(cast, project, "library_filing")
    people = {
        "builder": cast.builder,
        "colleague": cast.colleague,
        "stranger": cast.stranger,
        "admin": cast.admin,
        **cast.officers,
    }
    if who in people:
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
    assert getattr(client, method)(f"/projects/{project.code}/{tab}/").status_code == answer
