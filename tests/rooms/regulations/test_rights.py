"""Who may open which page of the reading room."""

from __future__ import annotations

import pytest

from tests.rooms.regulations.conftest import HOME, Room

GOOD = {"chosen": "2030-05-01", "reason": "两种读法都已施行", "document": "复函"}
RIGHTS = [
    ("nobody", "get", "/regulations/", 302),
    ("clerk", "get", "/regulations/", 200),
    ("clerk", "post", "/regulations/", 405),
    ("nobody", "get", "/regulations/figures/", 302),
    ("clerk", "get", "/regulations/figures/", 200),
    ("nobody", "get", "/regulations/compare/", 302),
    ("clerk", "get", "/regulations/compare/", 200),
    ("clerk", "post", "/regulations/compare/", 405),
    ("nobody", "get", HOME, 302),
    ("clerk", "get", HOME, 200),
    ("admin", "get", HOME, 200),
    ("clerk", "get", "/regulations/other@2030/", 404),
    ("nobody", "get", f"{HOME}articles/7/", 302),
    ("clerk", "get", f"{HOME}articles/7/", 200),
    ("clerk", "get", f"{HOME}articles/0/", 404),
    ("clerk", "get", f"{HOME}articles/13/", 404),
    ("clerk", "get", f"{HOME}articles/x/", 404),
    ("nobody", "get", f"{HOME}roles/", 302),
    ("clerk", "get", f"{HOME}procedures/", 200),
    ("clerk", "get", f"{HOME}roles/", 200),
    ("clerk", "get", f"{HOME}figures/", 200),
    ("clerk", "get", f"{HOME}anomalies/", 200),
    ("clerk", "get", f"{HOME}readings/", 200),
    ("clerk", "get", f"{HOME}secrets/", 404),
    ("nobody", "get", f"{HOME}resolve/", 302),
    ("clerk", "get", f"{HOME}resolve/", 403),
    ("admin", "get", f"{HOME}resolve/", 200),
    ("nobody", "post", f"{HOME}resolve/", 401),
    ("clerk", "post", f"{HOME}resolve/", 403),
    ("admin", "post", f"{HOME}resolve/", 302),
    ("admin", "put", f"{HOME}resolve/", 405),
    ("clerk", "get", f"{HOME}activate/", 403),
    ("admin", "get", f"{HOME}activate/", 200),
    ("clerk", "post", f"{HOME}activate/", 403),
    ("admin", "get", "/regulations/other@2030/resolve/", 404),
]


@pytest.mark.parametrize(("who", "method", "page", "answer"), RIGHTS)
def test_rights(room: Room, who: str, method: str, page: str, answer: int) -> None:
    found = getattr(getattr(room, who), method)(page, GOOD)
    assert found.status_code == answer
    if answer == 302 and who == "nobody":
        assert page in found.url.replace("%40", "@")


def test_a_clerk_sees_no_button_of_the_administrator(room: Room) -> None:
    assert "登记日期认定</a>" not in room.clerk.get(HOME).content.decode()
    assert "登记日期认定</a>" in room.admin.get(HOME).content.decode()
