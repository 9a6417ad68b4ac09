"""Who writes a fact and who reads it, over a whole edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Derived
from xunzhang.kernel.pack.model import Deadline, Form, Procedure

BY_SYSTEM = frozenset({"today", "registered_on"})
"""Facts that no pack writes: the day, and the day a project was entered."""

Literal_ = int | str | bool | object


@dataclass(frozen=True)
class Written:
    """What can become of a fact: `anything`, or only the literals that some `set:` writes."""

    anything: bool
    literals: frozenset[Literal_]


def procedures_writes(procedure: Procedure) -> Iterator[tuple[str, object]]:
    """Each (fact, value) that a procedure writes; a form writes `...`, which is any value."""
    yield from _asked(procedure.form)
    yield from _set(procedure.set)
    for step in procedure.steps.values():
        yield from _asked(step.form)
        for outcome in step.outcomes.values():
            yield from _asked(outcome.form)
            yield from _set(outcome.set)


def first_writes(edition: Edition) -> Iterator[tuple[str, object]]:
    """What is known without any procedure: given by the system, asked on entering, found by an officer."""
    yield from ((name, ...) for name in BY_SYSTEM if name in edition.facts)
    yield from _asked(edition.regulation.registration.form)
    yield from ((name, ...) for name, fact in edition.facts.items() if fact.judged_by)


def written(edition: Edition, writes: Iterable[tuple[str, object]]) -> dict[str, Written]:
    """What the writes come to, derived facts included as anything once one of their inputs is written."""
    found: dict[str, set[object]] = {}
    for name, value in writes:
        found.setdefault(name, set()).add(value)
    for name, fact in edition.facts.items():
        if fact.derived and _known(edition, name, fact.derived, found):
            found[name] = {...}
    return {name: Written(... in values, frozenset(values - {...})) for name, values in found.items()}


def inputs(edition: Edition, derived: Derived) -> set[str]:
    """The facts that a derived fact is computed from, those of its conditions included."""
    named = [derived.sum_of, derived.latest, derived.to, derived.band_of, *(derived.later_of or ())]
    named += [*(derived.last_known_of or ()), *(derived.first_known or ())]
    named += [derived.day_in_year.year] if derived.day_in_year else []
    for text in (derived.holds, derived.where):
        named += sorted(edition.predicates[text].names) if text else []
    return {name for name in named if name}


def read(edition: Edition) -> set[str]:
    """Every fact that something depends on: a condition, a computation, a deadline, a copy, a page."""
    found = {name for predicate in edition.predicates.values() for name in predicate.names}
    for fact in edition.facts.values():
        found |= inputs(edition, fact.derived) if fact.derived else set()
    for deadline in edition.deadlines.values():
        found |= days(deadline)
    found |= {rule.solve for rule in edition.rules.values() if rule.solve}
    for entity in edition.entities.values():
        found |= {name for name in (entity.amount, entity.day, entity.name) if name}
    for procedure in edition.procedures.values():
        found |= {str(value)[1:] for value in _values(procedure) if str(value).startswith("$")}
    return found


def days(deadline: Deadline) -> set[str]:
    """The date facts that a deadline names."""
    named = [deadline.due_fact, deadline.opens_fact, deadline.fulfilled_by, deadline.serves, deadline.until]
    return {name for name in (*deadline.start, *named) if name}


def _values(procedure: Procedure) -> Iterator[object]:
    sets: list[Mapping[str, object]] = [procedure.set]
    sets += [outcome.set for step in procedure.steps.values() for outcome in step.outcomes.values()]
    for values in sets:
        yield from values.values()


def _asked(form: Form) -> Iterator[tuple[str, object]]:
    return ((asked.fact, ...) for asked in form)


def _set(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """A day of today or a copy of another fact may be anything."""
    for name, value in values.items():
        yield name, ... if isinstance(value, str) and value.startswith("$") else value


def _known(edition: Edition, name: str, derived: Derived, found: Mapping[str, object]) -> bool:
    if derived.count_of:
        return True
    return bool(inputs(edition, derived) & found.keys())
