"""Playing another law on the same project: what would be judged, due, asked for or started differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.derive import derive
from xunzhang.kernel.flow import resolve
from xunzhang.kernel.materials import view
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import judge
from xunzhang.kernel.situation import Situation

Kind = Literal["rule", "deadline", "procedure", "material", "office"]
Key = tuple[str, int | None]


class Seen(NamedTuple):
    """One thing a law says of a project: in words a page can show, and the articles it rests on."""

    title: str
    value: str
    cites: tuple[Citation, ...]


class Change(NamedTuple):
    """What differs. `before` or `after` is empty where one law does not say it at all."""

    kind: Kind
    title: str
    before: str
    after: str
    cites: tuple[Citation, ...]
    record_id: int | None


def changes(
    before: tuple[Edition, Situation], after: tuple[Edition, Situation], calendar: WorkCalendar
) -> tuple[Change, ...]:
    """The differences between two laws on one project; none between a law and itself."""
    old, new = _seen(*before, calendar), _seen(*after, calendar)
    return tuple(
        Change(kind, *_difference(old[kind].get(key), new[kind].get(key)), key[1])
        for kind in old
        for key in dict.fromkeys((*old[kind], *new[kind]))
        if _value(old[kind].get(key)) != _value(new[kind].get(key))
    )


def _difference(old: Seen | None, new: Seen | None) -> tuple[str, str, str, tuple[Citation, ...]]:
    shown = new or old
    assert shown
    return shown.title, _value(old), _value(new), shown.cites


def _value(seen: Seen | None) -> str:
    return seen.value if seen else ""


def _seen(edition: Edition, situation: Situation, calendar: WorkCalendar) -> dict[Kind, dict[Key, Seen]]:
    now = derive(edition, situation, calendar)
    return {
        "rule": dict(_rules(edition, now)),
        "deadline": dict(_deadlines(edition, now, calendar)),
        "procedure": dict(_procedures(edition, now)),
        "material": dict(_materials(edition, now)),
        "office": dict(_offices(edition, now)),
    }


def _rules(edition: Edition, now: Situation) -> Iterator[tuple[Key, Seen]]:
    for entity, codes in edition.rules_by_entity.items():
        for record in (None,) if entity == "project" else now.live(entity):
            at = record.id if record else None
            for finding in judge(edition, codes, now.row(record), at):
                rule = finding.rule
                yield (finding.code, at), Seen(rule.title, finding.verdict.value, rule.cites)


def _deadlines(edition: Edition, now: Situation, calendar: WorkCalendar) -> Iterator[tuple[Key, Seen]]:
    for due in dues(edition, now, calendar):
        if due.due_on:
            yield (
                (f"{due.code}/{due.occurrence}", due.record_id),
                Seen(due.rule.title, due.due_on.isoformat(), due.rule.cites),
            )


def _procedures(edition: Edition, now: Situation) -> Iterator[tuple[Key, Seen]]:
    for move in moves(edition, now):
        at = move.record.id if move.record else None
        yield (move.code, at), Seen(move.procedure.title, move.state, move.procedure.cites)


def _materials(edition: Edition, now: Situation) -> Iterator[tuple[Key, Seen]]:
    """The papers that what may be started now would ask for."""
    for move in moves(edition, now):
        at = move.record.id if move.record else None
        for slot in view(edition, move.procedure.materials, now.row(move.record)):
            if slot.is_missing:
                title = f"{move.procedure.title}：{slot.slot.title}"
                yield (f"{move.code}/{slot.code}", at), Seen(title, slot.state, slot.slot.cites)


def _offices(edition: Edition, now: Situation) -> Iterator[tuple[Key, Seen]]:
    """Who acts where the text leaves the body open."""
    for code, role in edition.roles.items():
        if role.resolves:
            acting = edition.roles[resolve(edition, code, now.row())].title
            yield (code, None), Seen(role.title, acting, role.cites)
