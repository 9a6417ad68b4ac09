"""A packs folder of the test's own with a made-up measure, an administrator, a clerk, and an area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.support import tiny
from xunzhang.accounts.models import Area, Person
from xunzhang.regulations import catalogue, readings
from xunzhang.regulations.services import install

NOW = datetime(2030, 6, 3, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
EDITION = tiny.EDITION
HOME = f"/regulations/{EDITION}/"


def forget() -> None:
    """Packs are read once a process; a test with a folder of its own reads them anew."""
    for reader in (
        catalogue.edition,
        catalogue.vocabulary,
        catalogue.shipped_calendar,
        catalogue.calendar_of,
        readings.interpretation,
    ):
        reader.cache_clear()
    catalogue.look_again()


@pytest.fixture
def packs(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of packs, in place of the real one. Today is 2030-06-03."""
    monkeypatch.setenv("XUNZHANG_NOW", NOW.isoformat())
    settings.PACKS = tiny.copy_to(tmp_path)
    forget()
    yield settings.PACKS
    forget()


@dataclass(frozen=True)
class Room:
    """The made-up measure is installed; `admin` and `clerk` are signed in, `nobody` is not."""

    packs: Path
    area: Area
    person: Person
    admin: Client
    clerk: Client
    nobody: Client


@pytest.fixture
def room(packs: Path, db: None) -> Room:
    area = Area.objects.create(code="999901", name="示例区")
    person = Person.objects.create_person(username="chief", name="陈志远", password=None, is_admin=True)
    clerk = Person.objects.create_person(username="clerk", name="王敏", password=None)
    install(identity=EDITION, actor=None, now=NOW)
    admin, reader = Client(), Client()
    admin.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    reader.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return Room(packs, area, person, admin, reader, Client())
