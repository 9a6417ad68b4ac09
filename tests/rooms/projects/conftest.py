"""Rows for the library: projects with just the columns that the list needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.conftest import NOW, TODAY, Cast
from xunzhang.projects.models import Project

Shelve = Callable[..., Project]


@pytest.fixture
def shelve(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Shelve:
    """Puts a project on the shelf; every column may be given. The clock stands at TODAY."""
    monkeypatch.setenv("XUNZHANG_NOW", "2025-06-03T10:00:00")
    made: list[Project] = []

    def put(name: str = "某某系统", **columns: Any) -> Project:
        number = len(made) + 1
        wanted: dict[str, Any] = {
            "code": f"JN-2025-{number:03d}",
            "area": cast.area,
            "unit": cast.unit,
            "edition_id": "jining-hitech@2024",
            "year": 2025,
            "registered_on": TODAY,
            "registered_by": cast.builder,
            "changed_at": NOW,
            "phase": "review",
            "activity": "new_build",
            "amount": 100_000_000,
            **columns,
        }
        made.append(Project.objects.create(name=name, **wanted))
        return made[-1]

    return put


def day(number: int) -> date:
    """A day of June 2025."""
    return date(2025, 6, number)
