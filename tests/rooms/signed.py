"""Signing in for tests of pages."""

from __future__ import annotations

from django.test import Client

from tests.conftest import Cast
from xunzhang.accounts.models import Person


def named(cast: Cast, who: str) -> Person:
    """The person of the cast with this name or role."""
    found = cast.officers.get(who) or getattr(cast, who)
    assert isinstance(found, Person)
    return found


def client_of(cast: Cast, who: str | None) -> Client:
    """A browser in which this person is signed in; nobody for None."""
    client = Client()
    if who:
        client.force_login(named(cast, who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(client: Client, method: str, address: str) -> int:
    """The status of one request."""
    return int(getattr(client, method)(address).status_code)
