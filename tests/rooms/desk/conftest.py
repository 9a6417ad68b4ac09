"""People who are signed in on a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from xunzhang.accounts.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> SignIn:
    """A client of a person on 2026-03-20; papers lie in a folder of the test."""
    monkeypatch.setenv("XUNZHANG_NOW", "2026-03-20T10:16")
    settings.MEDIA_ROOT = settings.VAR = tmp_path  # type: ignore[attr-defined]

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
