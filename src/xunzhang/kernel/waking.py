"""When a project may stand differently though nobody acts: only because the day has gone on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from xunzhang.kernel.calendar import DAY
from xunzhang.kernel.deadlines import Due
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation


def next_change(edition: Edition, situation: Situation, found: Iterable[Due]) -> date | None:
    """The first day after today on which a condition may turn or a duty recurs; None if there is none.

    Until then everything that follows from the facts stays as it is. `found` are the duties of today.
    """
    days = (*_conditions(edition, situation), *_occurrences(found))
    return min((day for day in days if day > situation.today), default=None)


def _conditions(edition: Edition, situation: Situation) -> Iterator[date]:
    """A comparison of a day with today turns on that day (今天 >= 某日) or on the day after (今天 > 某日)."""
    rows = (situation.facts, *(record.facts for record in situation.records if not record.is_void))
    known = (facts.get(name) for facts in rows for name in edition.compared_with_today)
    for day in known:
        if isinstance(day, date):
            yield day
            yield day + DAY


def _occurrences(found: Iterable[Due]) -> Iterator[date]:
    """The next occurrence of a duty that recurs is entered when the day of the last one is over."""
    for due in found:
        if due.due_on and not due.done_on and (due.rule.every or due.rule.calendar_days):
            yield due.due_on + DAY
