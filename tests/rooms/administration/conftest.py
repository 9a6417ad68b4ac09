"""The administrator at work, and what the journal says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.rooms.signed import client_of
from xunzhang.journal.models import Entry
from xunzhang.journal.services import SYSTEM, faults
from xunzhang.journal.verbs import words

Said = Callable[[], list[str]]


@pytest.fixture
def admin(cast: Cast) -> Client:
    return client_of(cast, "admin")


@pytest.fixture
def said(cast: Cast) -> Said:
    """What the journal has said since the test began, in words; its chain must be whole."""
    before = Entry.objects.filter(stream=SYSTEM).count()

    def since() -> list[str]:
        assert list(faults(SYSTEM)) == []
        entries = Entry.objects.filter(stream=SYSTEM, number__gt=before).order_by("number")
        assert all(entry.actor is not None for entry in entries)
        return [words(entry.verb, entry.data) for entry in entries]

    return since
