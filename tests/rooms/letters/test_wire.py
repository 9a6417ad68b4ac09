"""Nothing is pushed into our own house, and nothing to what is no address."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from tests.conftest import NOW, Cast
from xunzhang.administration.errors import NotPossible
from xunzhang.letters import hooks, wire
from xunzhang.letters.models import Hook

pytestmark = pytest.mark.django_db


def add(cast: Cast, address: str) -> None:
    hooks.add(
        title="政务云",
        address=address,
        area=cast.area,
        organisation=None,
        kinds=["late"],
        actor=cast.admin,
        now=NOW,
    )


INNER = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.1.2.3/",
    "https://192.168.0.1/",
    "https://172.16.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
]


@pytest.mark.parametrize("address", INNER)
def test_nothing_is_sent_into_our_own_house(cast: Cast, settings: Any, address: str) -> None:
    settings.HOOKS_ALLOW = []
    with pytest.raises(NotPossible):
        add(cast, address)
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/",
        "example.com",
        "https://",
        "https://user:word@93.184.216.34/",
        "https://93.184.216.34:x/",
        "https://93.184.216.34/#a",
        "https://93.184.216.34/a b",
        "https://93.184.216.34/\r\nX: y",
        "https://例子.cn/",
        "http://93.184.216.34/",
        "https://no-such-host.invalid/",
    ],
)
def test_addresses_that_are_none_or_not_secure_are_refused(cast: Cast, settings: Any, address: str) -> None:
    settings.HOOKS_ALLOW = []
    with pytest.raises(NotPossible):
        add(cast, address)


def test_an_outside_address_is_taken_and_http_where_it_is_allowed(cast: Cast, settings: Any) -> None:
    settings.HOOKS_ALLOW = []
    assert wire.place(wire.split("https://93.184.216.34/in")) == "93.184.216.34"
    settings.HOOKS_ALLOW = ["http"]
    assert wire.place(wire.split("http://93.184.216.34/in")) == "93.184.216.34"
    settings.HOOKS_ALLOW = ["internal"]
    with pytest.raises(wire.NotAllowed, match="https"):
        wire.place(wire.split("http://10.0.0.1/"))


def test_one_inner_number_among_several_is_enough(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOOKS_ALLOW = []
    found = [(0, 0, 0, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(wire.NotAllowed, match="内部网络"):
        wire.place(wire.split("https://example.com/"))
