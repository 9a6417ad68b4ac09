"""Exactly one edition for every day of an area."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.rooms.regulations.conftest import NOW
from xunzhang.accounts.models import Area
from xunzhang.regulations.areas import flaws
from xunzhang.regulations.models import InForce, InstalledEdition

TODAY = date(2030, 6, 3)


@pytest.fixture
def area(db: None) -> Area:
    return Area.objects.create(code="999901", name="示例区")


def in_force(area: Area, year: int, since: date, until: date | None = None) -> None:
    edition = InstalledEdition.objects.create(id=f"sample@{year}", title="办法", installed_at=NOW)
    InForce.objects.create(area=area, edition=edition, since=since, until=until, activated_at=NOW)


def told() -> list[str]:
    return [str(flaw) for flaw in flaws(TODAY)]


def test_one_after_the_other_is_sound(area: Area) -> None:
    in_force(area, 2020, date(2020, 1, 1), date(2024, 12, 31))
    in_force(area, 2025, date(2025, 1, 1))
    assert told() == []
    out = StringIO()
    call_command("lint_areas", stdout=out)
    assert "恰有一版" in out.getvalue()


def test_an_area_without_any(area: Area) -> None:
    assert told() == ["示例区（999901）：2030-06-03 起 没有施行中的办法"]


def test_a_day_between_two(area: Area) -> None:
    in_force(area, 2020, date(2020, 1, 1), date(2024, 12, 30))
    in_force(area, 2025, date(2025, 1, 1))
    assert told() == ["示例区（999901）：2024-12-31 至 2024-12-31 没有施行中的办法"]


def test_a_day_with_two(area: Area) -> None:
    in_force(area, 2020, date(2020, 1, 1), date(2025, 1, 1))
    in_force(area, 2025, date(2025, 1, 1))
    assert told() == ["示例区（999901）：2025-01-01 至 2025-01-01 同时施行 sample@2020、sample@2025"]


def test_nothing_after_the_last(area: Area, packs: Path) -> None:
    in_force(area, 2020, date(2020, 1, 1), date(2025, 9, 30))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("lint_areas", stdout=out)
    assert "2025-10-01 起 没有施行中的办法" in out.getvalue()


def test_each_area_by_itself(area: Area) -> None:
    in_force(area, 2020, date(2020, 1, 1))
    Area.objects.create(code="999902", name="邻区")
    assert told() == ["邻区（999902）：2030-06-03 起 没有施行中的办法"]
