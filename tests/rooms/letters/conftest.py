"""A post office, and a site that sends through it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.conftest import Cast
from tests.rooms.letters.neighbour import Neighbour
from tests.rooms.letters.post_office import PostOffice


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """An authority for certificates that this machine trusts."""
    made = trustme.CA()
    path = tmp_path / "authority.pem"
    made.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return made


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """Open for letters, and known to the site."""
    opened = PostOffice()
    opened.port = free_port()
    opened.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "循章 <xunzhang@example.gov.cn>"
    settings.ADDRESS = "https://xunzhang.example.gov.cn/"
    yield opened
    opened.close()


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """The builder has an address, nobody else has."""
    cast.builder.email = "li@example.gov.cn"
    cast.builder.save(update_fields=["email"])
    return cast


@pytest.fixture
def neighbour(settings: Any) -> Iterator[tuple[Neighbour, str]]:
    """Another system with its address, and a site that may push to this machine."""
    settings.ADDRESS = "https://xunzhang.example.gov.cn/"
    settings.EMAIL_HOST = ""
    settings.HOOKS_ALLOW = ["internal"]
    opened = Neighbour()
    yield opened, opened.open()
    opened.close()
