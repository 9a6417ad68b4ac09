"""Between today and the day on which a project is looked at again nothing may change by itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.derive import derive
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.situation import RecordState, Situation
from xunzhang.kernel.waking import next_change

PACKS = Path(__file__).parents[2] / "packs"
CN = load_calendar(PACKS / "calendars/cn.yaml")
VOCABULARY = load_vocabulary(PACKS / "vocabulary.yaml")
EDITIONS = [load_edition(head.parent, VOCABULARY) for head in sorted(PACKS.glob("*/*/regulation.yaml"))]
TODAY, DAY = date(2025, 6, 3), timedelta(days=1)
FARTHEST = 120


def value(edition: Edition, name: str, chance: Random) -> Value:
    fact = edition.facts[name]
    if chance.random() < 0.2:
        return None
    if fact.type is FactType.DATE:
        return TODAY + chance.randrange(-500, 60) * DAY
    if fact.type is FactType.BOOLEAN:
        return chance.random() < 0.5
    if fact.type is FactType.CHOICE:
        return chance.choice(sorted(fact.values))
    if fact.type is FactType.MONEY:
        return chance.randrange(10**10)
    return chance.randrange(2020, 2027) if fact.type is FactType.INTEGER else "某某"


def random_situation(edition: Edition, chance: Random) -> Situation:
    """Anything may be known of a project and of one record of each kind."""

    def facts(entity: str) -> dict[str, Value]:
        own = {name: value(edition, name, chance) for name in edition.facts_of(entity)}
        return {name: said for name, said in own.items() if said is not None}

    kinds = [entity for entity in edition.entities if entity != "project"]
    records = tuple(RecordState(number, entity, facts(entity)) for number, entity in enumerate(kinds, 1))
    return derive(edition, Situation(facts("project"), TODAY, records), CN)


def seen(edition: Edition, situation: Situation, day: date) -> tuple[object, ...]:
    """Every condition and every duty of a project on a day."""
    now = derive(edition, Situation(situation.facts, day, situation.records), CN)
    rows = [now.row(), *(now.row(record) for record in now.records)]
    truths = [dict(edition.truths(row)) for row in rows]
    return now.facts, truths, dues(edition, now, CN)


@pytest.mark.parametrize("edition", EDITIONS, ids=[edition.id for edition in EDITIONS])
def test_nothing_changes_before_a_project_wakes(edition: Edition) -> None:
    chance = Random(edition.id)
    turned = 0
    for _ in range(12):
        situation = random_situation(edition, chance)
        before = seen(edition, situation, TODAY)
        wakes = next_change(edition, situation, dues(edition, situation, CN))
        until = min(wakes or date.max, TODAY + FARTHEST * DAY)
        days = {TODAY + DAY, until - DAY, until - DAY * 2, TODAY + DAY * ((until - TODAY).days // 2)}
        assert all(seen(edition, situation, day) == before for day in days if TODAY < day < until)
        turned += wakes is not None and seen(edition, situation, wakes) != before
    assert turned


def test_a_recurring_duty_wakes_a_project_behind_its_day() -> None:
    edition = next(each for each in EDITIONS if any(rule.every for rule in each.deadlines.values()))
    rule = next(rule for rule in edition.deadlines.values() if rule.every)
    situation = Situation(dict.fromkeys(rule.start, date(2024, 7, 1)), TODAY)
    found = dues(edition, situation, CN)
    assert next_change(edition, situation, found) == date(2025, 7, 2)
    later = Situation(situation.facts, date(2025, 7, 2))
    assert len(dues(edition, later, CN)) == len(found) + 1


def test_a_record_that_was_withdrawn_wakes_nobody() -> None:
    edition = next(each for each in EDITIONS if each.compared_with_today)
    entities = {edition.facts[name].entity: name for name in edition.compared_with_today}
    entity, name = next((entity, name) for entity, name in entities.items() if entity != "project")
    record = RecordState(1, entity, {name: TODAY + DAY * 5})
    assert next_change(edition, Situation({}, TODAY, (record,)), ()) == TODAY + DAY * 5
    gone = RecordState(1, entity, record.facts, is_void=True)
    assert next_change(edition, Situation({}, TODAY, (gone,)), ()) is None
