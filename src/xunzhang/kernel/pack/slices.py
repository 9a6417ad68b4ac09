"""The part of an edition that bears on an invariant, and the few values each of its facts is tried with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xunzhang.kernel.facts import NUMBERS, FactType, Value
from xunzhang.kernel.pack.cases import DEFAULT_DAY, facts_of
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Derived
from xunzhang.kernel.pack.invariants import Invariant
from xunzhang.kernel.pack.model import Field_, Procedure

TODAY = DEFAULT_DAY
COMBINATIONS = 48
"""How many ways a form is filled in at most; beyond it one field differs from all first or last values."""

_PLENTY = 10**11


@dataclass(frozen=True)
class Slice:
    """`guards` are the conditions that decide whether a procedure and its outcomes may happen, `copied` the
    facts whose own value it hands on, `summed` those that are added up, `facts` all that any of them names.
    `others` bear on nothing here, but an invariant about every procedure wants them tried.
    """

    procedures: tuple[str, ...]
    others: tuple[str, ...]
    facts: frozenset[str]
    guards: Mapping[str, tuple[str, ...]]
    copied: Mapping[str, frozenset[str]]
    summed: tuple[str, ...]

    @property
    def texts(self) -> set[str]:
        return {text for code in self.procedures for text in self.guards[code]}


def slice_of(edition: Edition, invariant: Invariant) -> Slice:
    """What sets or asks a fact that the invariant names, what guards that, and so on to the first step."""
    over = {*invariant.done, *_never_apply(edition, invariant)}
    live = {code: each for code, each in _on_projects(edition).items() if code not in over}
    own = {code: _guards(edition, procedure) for code, procedure in live.items()}
    codes = {act[0] for act in invariant.acts}
    facts = set(edition.predicates[invariant.text].names)
    while True:
        guarded = {name for code in codes for text in own[code] for name in edition.predicates[text].names}
        wider = facts | guarded | {source for name in facts for source in _inputs(edition, name)}
        more = codes | {code for code in own if _writes(edition.procedures[code]) & wider}
        more |= {code for code in own if edition.procedures[code].creates in _subjects(edition, more)}
        if wider == facts and more == codes:
            break
        facts, codes = wider, more
    rest = () if invariant.during is None else tuple(code for code in own if code not in codes)
    derived = [fact.derived for fact in edition.facts.values() if fact.derived]
    return Slice(
        procedures=tuple(code for code in own if code in codes),
        others=rest,
        facts=frozenset(facts),
        guards=own,
        copied={code: frozenset(_copied(edition.procedures[code])) for code in own},
        summed=tuple(sorted(facts & {each.sum_of for each in derived if each.sum_of})),
    )


def _on_projects(edition: Edition) -> dict[str, Procedure]:
    return {code: each for code, each in edition.procedures.items() if each.level == "project"}


def _never_apply(edition: Edition, invariant: Invariant) -> Iterator[str]:
    """Procedures that do not apply to the facts it begins with, where nothing can change these facts."""
    procedures = _on_projects(edition)
    fixed = set(invariant.given) - {name for each in procedures.values() for name in _writes(each)}
    truths = edition.truths(facts_of(edition, invariant.given))
    for code, procedure in procedures.items():
        text = procedure.applies
        if text and edition.predicates[text].names <= fixed and truths[text] is False:
            yield code


def _guards(edition: Edition, procedure: Procedure) -> tuple[str, ...]:
    """The conditions that say whether the procedure and its outcomes may happen, soft rules set aside."""
    steps = procedure.steps.values()
    codes = [*procedure.requires, *procedure.checks, *procedure.foresees]
    codes += [code for step in steps for outcome in step.outcomes.values() for code in outcome.checks]
    rules = [edition.rules[code] for code in dict.fromkeys(codes)]
    hard = [rule for rule in rules if rule.strength == "hard" and rule.kind != "notice"]
    texts = [procedure.applies, procedure.about_when, *(step.when for step in steps)]
    texts += [text for rule in hard for text in (rule.when, rule.require)]
    return tuple(dict.fromkeys(text for text in texts if text))


def _writes(procedure: Procedure) -> set[str]:
    """The facts that a procedure sets or asks."""
    asked: list[Field_] = [*procedure.form]
    found = set(procedure.set)
    for step in procedure.steps.values():
        asked += step.form
        for outcome in step.outcomes.values():
            asked += outcome.form
            found |= set(outcome.set)
    return found | {field.fact for field in asked}


def _subjects(edition: Edition, codes: Iterable[str]) -> set[str]:
    """The kinds of record that procedures are about."""
    return {about for code in codes if (about := edition.procedures[code].about)}


def _inputs(edition: Edition, name: str) -> set[str]:
    """What a derived fact is computed from."""
    derived = edition.facts[name].derived
    if derived is None:
        return set()
    texts = [text for text in (derived.holds, derived.where) if text]
    found = {each for text in texts for each in edition.predicates[text].names}
    return found | _sources(derived)


def _sources(derived: Derived) -> set[str]:
    single = (derived.sum_of, derived.latest, derived.to, derived.band_of)
    several = (*(derived.later_of or ()), *(derived.last_known_of or ()), *(derived.first_known or ()))
    return {name for name in (*single, *several) if name}


def _copied(procedure: Procedure) -> set[str]:
    """The facts that a `set` of the procedure copies into others."""
    return {
        str(value)[1:]
        for values in _settings(procedure)
        for value in values.values()
        if isinstance(value, str) and value.startswith("$") and value != "$today"
    }


def _settings(procedure: Procedure) -> Iterator[Mapping[str, object]]:
    yield procedure.set
    for step in procedure.steps.values():
        yield from (outcome.set for outcome in step.outcomes.values())


def fillings(edition: Edition, part: Slice, names: Iterable[str]) -> list[dict[str, Value]]:
    """The ways in which a form is filled in: every fact of the slice varied, the others with one value."""
    order = list(dict.fromkeys(names))
    values = [_values(edition, part, name) for name in order]
    ways: Iterable[tuple[Value, ...]] = itertools.product(*values)
    if _size(values) > COMBINATIONS:
        ends = [tuple(each[0] for each in values), tuple(each[-1] for each in values)]
        ways = dict.fromkeys(way for end in ends for way in _near(end, values))
    return [dict(zip(order, way, strict=True)) for way in itertools.islice(ways, COMBINATIONS)]


def _size(values: list[list[Value]]) -> int:
    size = 1
    for each in values:
        size *= len(each)
    return size


def _near(start: tuple[Value, ...], values: list[list[Value]]) -> Iterator[tuple[Value, ...]]:
    """A filling and those that differ from it in one field."""
    yield start
    for number, choices in enumerate(values):
        yield from ((*start[:number], value, *start[number + 1 :]) for value in choices)


def _values(edition: Edition, part: Slice, name: str) -> list[Value]:
    """The values a fact is tried with: at each figure and above it, both truths, what conditions mention."""
    fact = edition.facts[name]
    if fact.type in NUMBERS:
        found: list[Value] = _amounts(edition, part, name)
    elif fact.type is FactType.CHOICE:
        found = _choices(edition, part, name)
    elif fact.type is FactType.BOOLEAN:
        found = [True, False]
    else:
        found = _days() if fact.type is FactType.DATE else ["某某"]
    return found if name in part.facts else found[:1]


def _days() -> list[Value]:
    day: date = TODAY
    return [day, day + timedelta(days=1)]


def _amounts(edition: Edition, part: Slice, name: str) -> list[Value]:
    figures: set[int] = set()
    for text in part.texts:
        read = edition.predicates[text]
        if name in read.names:
            own = {edition.parameters[each] for each in read.parameters}
            figures |= {
                each.value
                for each in own
                if isinstance(each.value, int) and each.type == edition.facts[name].type
            }
    return [1, *sorted({figure + step for figure in figures for step in (0, 1)}), _PLENTY]


def _choices(edition: Edition, part: Slice, name: str) -> list[Value]:
    """The values that a condition of the slice or a `set` mentions, and one that none does."""
    texts = [text for text in part.texts if name in edition.predicates[text].names]
    values = list(edition.facts[name].values)
    told = [value for value in values if any(f"'{value}'" in text for text in texts)]
    return [*told, *[value for value in values if value not in told][:1]]
