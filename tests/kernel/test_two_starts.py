"""K13: a period that needs two events begins on the later day, and not before both are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.kernel.test_waking import CN, EDITIONS, TODAY
from xunzhang.kernel.deadlines import Due, dues
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation

EARLY, LATE = date(2024, 3, 4), date(2024, 9, 10)


def double() -> Iterator[tuple[Edition, str]]:
    for edition in EDITIONS:
        for code, rule in edition.deadlines.items():
            if len(rule.start) == 2 and rule.on == "project" and not rule.when:
                yield edition, code


def first(edition: Edition, code: str, *days: date | None) -> Due | None:
    names = edition.deadlines[code].start
    known = {name: day for name, day in zip(names, days, strict=True) if day}
    return next(iter(dues(edition, Situation(known, TODAY), CN, code)), None)


@pytest.mark.parametrize(("edition", "code"), double(), ids=lambda each: getattr(each, "id", each))
def test_the_later_event_begins_the_period(edition: Edition, code: str) -> None:
    assert first(edition, code, EARLY, None) is first(edition, code, None, LATE) is None
    one, other = first(edition, code, EARLY, LATE), first(edition, code, LATE, EARLY)
    assert one
    assert other
    assert one.start_on == other.start_on == LATE
    assert one.due_on == other.due_on
    alone = first(edition, code, LATE, LATE)
    assert alone
    assert alone.due_on == one.due_on


def test_the_editions_have_such_periods() -> None:
    assert len({edition.id for edition, _ in double()}) >= 3
