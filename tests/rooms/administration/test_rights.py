"""Only system administrators come in; the own password is everybody's."""

from __future__ import annotations

import pytest

from tests.conftest import Cast
from tests.rooms.signed import answer, client_of
from xunzhang.accounts.models import Post, RoleBinding

PAGES = [
    "/admin/",
    "/admin/people/new/",
    "/admin/people/{person}/",
    "/admin/organisations/",
    "/admin/organisations/new/",
    "/admin/organisations/{unit}/",
    "/admin/roles/",
    "/admin/areas/",
    "/admin/journal/",
]
ACTS = [
    "/admin/people/new/",
    "/admin/people/{person}/",
    "/admin/people/{person}/password/",
    "/admin/people/{person}/posts/",
    "/admin/posts/{post}/take/",
    "/admin/organisations/new/",
    "/admin/organisations/{unit}/",
    "/admin/roles/",
    "/admin/roles/{binding}/unbind/",
    "/admin/areas/",
    "/admin/areas/{area}/",
    "/admin/journal/",
]

RIGHTS = [  # who, method, page, answer
    *((None, "get", page, 302) for page in PAGES),
    *(("builder", "get", page, 403) for page in PAGES),
    *(("lead_body", "get", page, 403) for page in PAGES),
    *(("admin", "get", page, 200) for page in PAGES),
    *((None, "post", page, 401) for page in ACTS),
    *(("builder", "post", page, 403) for page in ACTS),
    *(("audit_office", "post", page, 403) for page in ACTS),
    ("admin", "post", "/admin/", 405),
    ("admin", "get", "/admin/people/{person}/password/", 405),
    ("admin", "get", "/admin/posts/{post}/take/", 405),
    ("admin", "get", "/admin/roles/{binding}/unbind/", 405),
    ("admin", "get", "/admin/people/999999999999999999999999/", 404),
    ("admin", "get", "/admin/organisations/0/", 404),
    ("admin", "post", "/admin/areas/999999/", 404),
    ("admin", "post", "/admin/areas/%00/", 404),
    ("admin", "post", "/admin/roles/", 404),
    (None, "get", "/password/", 302),
    ("builder", "get", "/password/", 200),
    ("admin", "get", "/password/", 200),
    ("builder", "post", "/password/", 422),
]


@pytest.mark.parametrize(("who", "method", "page", "status"), RIGHTS)
def test_rights(cast: Cast, who: str | None, method: str, page: str, status: int) -> None:
    known = {
        "person": cast.builder.pk,
        "unit": cast.unit.pk,
        "area": cast.area.code,
        "post": Post.objects.earliest("id").pk,
        "binding": RoleBinding.objects.earliest("id").pk,
    }
    assert answer(client_of(cast, who), method, page.format(**known)) == status
    assert Post.objects.filter(pk=known["post"]).exists()
    assert RoleBinding.objects.filter(pk=known["binding"]).exists()


def test_the_place_is_offered_to_administrators_only(cast: Cast) -> None:
    assert 'href="/admin/"' in client_of(cast, "admin").get("/projects/").content.decode()
    assert 'href="/admin/"' not in client_of(cast, "builder").get("/projects/").content.decode()
