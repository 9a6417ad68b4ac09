"""A year of 300 projects in five areas, day by day, against a reckoning that shares nothing with ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import chinese_calendar
import pytest

from tests.conftest import NOW, SHANGHAI
from xunzhang.accounts.models import Area, Organisation, Person, RoleBinding
from xunzhang.notices.models import Notice
from xunzhang.procedures.models import Deadline
from xunzhang.procedures.reminders import remind
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.regulations.services import install

PROJECTS, LIMITS = 60, 3
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DAY = timedelta(days=1)
Told = tuple[int, str, date, int]


@dataclass(frozen=True)
class Fate:
    """One limit: the office that owes it, its day, and the day on which it is done, if ever."""

    deadline: int
    office: int
    due: date
    done: date | None


@pytest.fixture
def fates(db: None) -> list[Fate]:
    """The limits of the year; each is entered as open."""
    chance = Random(2025)
    person = Person.objects.create_person(username="admin", name="管理员", password=None, is_admin=True)
    return [
        fate
        for number, identity in enumerate(catalogue.available())
        for fate in _area(number, identity, person, chance)
    ]


def _area(number: int, identity: str, person: Person, chance: Random) -> Iterator[Fate]:
    install(identity=identity, actor=person, now=NOW)
    edition = catalogue.edition(identity)
    area = Area.objects.create(code=f"99990{number}", name=f"第{number}区")
    unit = Organisation.objects.create(area=area, name="建设单位")
    offices = {
        role: Organisation.objects.create(area=area, name=defined.title).pk
        for role, defined in edition.roles.items()
        if defined.holder != "unit"
    }
    for role, office in offices.items():
        RoleBinding.objects.create(area=area, role=role, organisation_id=office)
    for index in range(PROJECTS):
        project = Project.objects.create(
            code=f"YR{number}-2025-{index:03d}",
            area=area,
            unit=unit,
            edition_id=identity,
            name=f"项目{index}",
            year=2025,
            registered_on=FIRST,
            registered_by=person,
            changed_at=NOW,
        )
        for code in chance.sample(sorted(edition.deadlines), LIMITS):
            due = FIRST + chance.randrange(365) * DAY
            row = Deadline.objects.create(project=project, code=code, due_on=due)
            done = due + chance.randrange(-30, 31) * DAY if chance.random() < 0.7 else None
            yield Fate(row.pk, offices.get(edition.deadlines[code].duty_of, unit.pk), due, done)


def days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


def expected(fate: Fate) -> Iterator[Told]:
    """What should be told, reckoned day by day with another calendar."""
    seen: set[str] = set()
    for day in days():
        if not chinese_calendar.is_workday(day) or (fate.done and fate.done <= day):
            continue
        for kind in _kinds(fate.due, day):
            if kind not in seen:
                seen.add(kind)
                yield fate.deadline, kind, day, fate.office


def _kinds(due: date, day: date) -> Iterator[str]:
    if day < due and _between(day, due - DAY) < 3:
        yield "soon"
    if day == due:
        yield "today"
    if day > due:
        yield "late"
        if _between(due - DAY, day - DAY) >= 5:
            yield "escalated"


def _between(after: date, upto: date) -> int:
    """Working days after the one day and up to the other."""
    return WORKED[upto] - WORKED[after]


def _worked() -> dict[date, int]:
    """Up to each day, how many were worked since shortly before the year."""
    day, count, found = FIRST - 40 * DAY, 0, {}
    while day <= LAST + 40 * DAY:
        if day.year < 2026:
            count += chinese_calendar.is_workday(day)
        found[day] = count
        day += DAY
    return found


WORKED = _worked()


def test_every_notice_on_its_day_none_twice_none_missing(fates: list[Fate]) -> None:
    done: dict[date, list[int]] = {}
    for fate in fates:
        if fate.done:
            done.setdefault(max(fate.done, FIRST), []).append(fate.deadline)
    for day in days():
        Deadline.objects.filter(pk__in=done.get(day, ())).update(done_on=day)
        remind(day, datetime.combine(day, time(6, 30), SHANGHAI))
    told = [
        (
            int(notice.key.split("/")[1]),
            notice.kind,
            notice.at.astimezone(SHANGHAI).date(),
            notice.organisation_id,
        )
        for notice in Notice.objects.all()
    ]
    wanted = [each for fate in fates for each in expected(fate)]
    assert len(fates) == 5 * PROJECTS * LIMITS
    assert len(told) == len(set(told))
    assert sorted(told) == sorted(wanted)
    assert {kind for _, kind, _, _ in told} == {"soon", "today", "late", "escalated"}
