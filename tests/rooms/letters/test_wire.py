"""Nothing is pushed into our own house, and nothing to what is no address."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from tests.conftest import NOW, Cast
from tests.rooms.letters.neighbour import Neighbour
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
    assert wire.places(wire.split("https://93.184.216.34/in")) == ("93.184.216.34",)
    settings.HOOKS_ALLOW = ["http"]
    assert wire.places(wire.split("http://93.184.216.34/in")) == ("93.184.216.34",)
    settings.HOOKS_ALLOW = ["internal"]
    with pytest.raises(wire.NotAllowed, match="https"):
        wire.places(wire.split("http://10.0.0.1/"))


def test_one_inner_number_among_several_is_enough(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOOKS_ALLOW = []
    found = [(0, 0, 0, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(wire.NotAllowed, match="内部网络"):
        wire.places(wire.split("https://example.com/"))


def secured(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """What a server needs to be `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def inside(settings: Any) -> Iterator[Neighbour]:
    settings.HOOKS_ALLOW = ["internal"]
    opened = Neighbour()
    yield opened
    opened.close()


def test_a_known_certificate_of_the_right_name_is_trusted(authority: trustme.CA, inside: Neighbour) -> None:
    address = inside.open(secured(authority, "localhost"))
    answer = wire.send(address, b"{}", {"X-Xunzhang-Delivery": "1"})
    assert (answer.status, answer.excerpt, answer.is_good) == (200, "收到", True)
    assert inside.got[0].headers["host"] == urlsplit(address).netloc
    assert inside.got[0].body == b"{}"


def test_a_certificate_of_another_name_is_not(authority: trustme.CA, inside: Neighbour) -> None:
    address = inside.open(secured(authority, "example.gov.cn"))
    with pytest.raises(wire.NoAnswer, match="证书"):
        wire.send(address, b"{}", {})
    assert inside.got == []


def test_a_certificate_that_nobody_vouches_for_is_not(authority: trustme.CA, inside: Neighbour) -> None:
    address = inside.open(secured(trustme.CA(), "localhost"))
    with pytest.raises(wire.NoAnswer, match="证书"):
        wire.send(address, b"{}", {})
    assert inside.got == []


def test_the_number_that_answers_is_taken(inside: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    port = urlsplit(inside.open()).port
    found = [(0, 0, 0, "", (number, port)) for number in ("127.0.0.2", "127.0.0.1")]
    ask, connect = socket.getaddrinfo, socket.create_connection
    known = {"elsewhere": found}
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: known.get(host) or ask(host, *rest, **more)
    )
    tried: list[str] = []

    def some(place: tuple[str, int], *rest: Any) -> socket.socket:
        tried.append(place[0])
        if place[0] == "127.0.0.2":
            raise ConnectionRefusedError
        return connect(place, *rest)

    monkeypatch.setattr(socket, "create_connection", some)
    assert wire.send(f"http://elsewhere:{port}/", b"{}", {}).is_good
    assert tried == ["127.0.0.2", "127.0.0.1"]
