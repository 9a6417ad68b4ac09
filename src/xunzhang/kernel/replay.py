"""Playing another law on the same project: what would be judged, due, asked for or started differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.derive import derive
from xunzhang.kernel.facts import Value
from xunzhang.kernel.flow import resolve
from xunzhang.kernel.materials import produced, view
from xunzhang.kernel.moves import Move, moves
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Slot, Step
from xunzhang.kernel.pack.texts import row_entity
from xunzhang.kernel.rules import judge
from xunzhang.kernel.situation import RecordState, Situation

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
    said, would = _Law.on(*before, calendar), _Law.on(*after, calendar)
    judged = not _judge_alike(said, would)
    if not judged and not _reckon_otherwise(said.edition, would.edition):
        return ()
    old, new = _seen(said, calendar, judged), _seen(would, calendar, judged)
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


class _Law(NamedTuple):
    """A law and the project as it derives it."""

    edition: Edition
    now: Situation

    @classmethod
    def on(cls, edition: Edition, situation: Situation, calendar: WorkCalendar) -> _Law:
        fresh = replace(situation)  # rows keep what another law has judged on them
        return cls(edition, derive(edition, fresh, calendar))

    def truths(self) -> Iterator[Mapping[str, bool | None]]:
        """Every condition on every row."""
        for record in (None, *self.now.records):
            yield self.edition.truths(self.now.row(record))


def _judge_alike(said: _Law, would: _Law) -> bool:
    """Whether two laws that differ in figures only come to the same facts and truths.

    Everything but limits follows from these: most figures touch few projects, and those are told apart here.
    """
    return (
        said.edition.procedures is would.edition.procedures
        and said.now == would.now
        and all(one == other for one, other in zip(said.truths(), would.truths(), strict=True))
    )


def _reckon_otherwise(said: Edition, would: Edition) -> bool:
    """Whether a limit is reckoned with a figure in which two laws differ."""
    moved = {name for name, each in would.parameters.items() if each != said.parameters[name]}
    return any(not moved.isdisjoint(rule.figures) for rule in said.deadlines.values())


def _seen(law: _Law, calendar: WorkCalendar, judged: bool) -> dict[Kind, dict[Key, Seen]]:
    """What a law says: limits, and unless both laws judge alike the rest."""
    edition, now = law
    limits: dict[Kind, dict[Key, Seen]] = {"deadline": dict(_deadlines(edition, now, calendar))}
    if not judged:
        return limits
    found = moves(edition, now)
    met = tuple(_met(edition, now, found))
    return {
        "rule": dict(_rules(edition, now)),
        **limits,
        "procedure": dict(_procedures(found)),
        "material": dict(_materials(edition, now, met)),
        "office": dict(_offices(edition, now, met)),
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


def _procedures(found: Iterable[Move]) -> Iterator[tuple[Key, Seen]]:
    for move in found:
        at = move.record.id if move.record else None
        yield (move.code, at), Seen(move.procedure.title, move.state, move.procedure.cites)


class _Met(NamedTuple):
    """A procedure in a project's life: ahead, running, or gone through already."""

    code: str
    procedure: Procedure
    record: RecordState | None
    row: Mapping[str, Value]

    @property
    def at(self) -> int | None:
        return self.record.id if self.record else None


def _met(edition: Edition, now: Situation, found: Iterable[Move]) -> Iterator[_Met]:
    for move in found:
        if not move.hold:
            yield _Met(move.code, move.procedure, move.record, now.row(move.record))
    for case in now.cases:
        if case.state in ("open", "done") and case.procedure in edition.procedures:
            record = now.record(case.record_id)
            yield _Met(case.procedure, edition.procedures[case.procedure], record, now.row(record))


def _materials(edition: Edition, now: Situation, met: Iterable[_Met]) -> Iterator[tuple[Key, Seen]]:
    """The papers that the law asks for, at the start or at a step that is not skipped; handed in or not."""
    ended: dict[tuple[int | None, str], frozenset[str]] = {}  # alike for all procedures about one record
    for each in met:
        key = (each.at, row_entity(each.procedure))
        have = ended.get(key)
        if have is None:
            have = ended[key] = produced(edition, now, each.procedure, each.record)
        for place, title, slots in _places(edition, each):
            for slot in view(edition, slots, each.row, produced=have):
                if slot.is_missing:
                    seen = Seen(f"{title}：{slot.slot.title}", slot.state, slot.slot.cites)
                    yield (f"{place}/{slot.code}", each.at), seen


def _places(edition: Edition, each: _Met) -> Iterator[tuple[str, str, Mapping[str, Slot]]]:
    title = each.procedure.title
    if each.procedure.materials:
        yield each.code, title, each.procedure.materials
    for name, step in each.procedure.steps.items():
        if step.materials and _holds(edition, step.when, each.row) is not False:
            yield f"{each.code}.{name}", f"{title}·{step.title}", step.materials


def _offices(edition: Edition, now: Situation, met: Iterable[_Met]) -> Iterator[tuple[Key, Seen]]:
    """Who acts where the text leaves the body open, and whether a conditional step comes up and for whom."""
    for code, role in edition.roles.items():
        if role.resolves:
            yield (code, None), Seen(role.title, _acting(edition, code, now.row()), role.cites)
    for each in met:
        for name, step in each.procedure.steps.items():
            if step.when or any(member.when for member in step.by):
                title = f"{each.procedure.title}·{step.title}"
                yield (
                    (f"{each.code}.{name}", each.at),
                    Seen(title, _members(edition, step, each.row), step.cites),
                )


def _members(edition: Edition, step: Step, row: Mapping[str, Value]) -> str:
    """Who acts at a step; `skipped` where nobody does. What is not known to be false comes up."""
    if _holds(edition, step.when, row) is False:
        return "skipped"
    roles = [member.role for member in step.by if _holds(edition, member.when, row) is not False]
    return "、".join(dict.fromkeys(_acting(edition, role, row) for role in roles)) or "skipped"


def _acting(edition: Edition, role: str, row: Mapping[str, Value]) -> str:
    return edition.roles[resolve(edition, role, row)].title


def _holds(edition: Edition, text: str | None, row: Mapping[str, Value]) -> bool | None:
    return edition.truths(row)[text] if text else True
