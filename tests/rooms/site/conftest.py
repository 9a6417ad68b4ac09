"""The demonstration, loaded once for all tests of this folder as on one fixed day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from xunzhang.site.demo.loading import load

LOADED_ON = date(2026, 11, 21)


@pytest.fixture(scope="package")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The number of acts played; everything is taken back afterwards."""
    if os.environ.get("DB"):
        pytest.skip("演示数据只在 SQLite 上整套载入；服务本身在两种数据库上都测")
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(Path(settings.ROOT) / "demo", LOADED_ON, lambda done, of: None)
        transaction.set_rollback(True)
