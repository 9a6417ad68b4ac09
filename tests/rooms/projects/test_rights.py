"""Who may open which page of the library."""

from __future__ import annotations

import pytest

from tests.conftest import Cast
from tests.rooms.signed import answer, client_of

LIBRARY, REGISTER, CHECK = "/projects/", "/projects/new/", "/projects/new/check/"

RIGHTS = [  # who, method, page, answer
    (None, "get", LIBRARY, 302),
    (None, "get", REGISTER, 302),
    (None, "post", REGISTER, 401),
    (None, "post", CHECK, 401),
    ("builder", "get", LIBRARY, 200),
    ("stranger", "get", LIBRARY, 200),
    ("lead_body", "get", LIBRARY, 200),
    ("city_data_bureau", "get", LIBRARY, 200),
    ("admin", "get", LIBRARY, 200),
    ("builder", "post", LIBRARY, 405),
    ("builder", "get", REGISTER, 200),
    ("colleague", "get", REGISTER, 200),
    ("builder", "post", REGISTER, 422),
    ("builder", "get", CHECK, 405),
    ("builder", "post", CHECK, 200),
    ("lead_body", "get", REGISTER, 403),
    ("lead_body", "post", REGISTER, 403),
    ("lead_body", "post", CHECK, 403),
    ("admin", "get", REGISTER, 403),
]


@pytest.mark.parametrize(("who", "method", "page", "status"), RIGHTS)
def test_rights(cast: Cast, who: str | None, method: str, page: str, status: int) -> None:
    assert answer(client_of(cast, who), method, page) == status


def test_nobody_registers_where_no_measure_applies(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", "2023-01-03T10:00:00")
    assert answer(client_of(cast, "builder"), "get", REGISTER) == 403
    assert "登记项目" not in client_of(cast, "builder").get(LIBRARY).content.decode()
