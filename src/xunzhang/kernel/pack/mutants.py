"""Every small change of an edition that a case should notice: the mutants, as data, and how one is made.

A mutant is one value at one place. Nothing is loaded again; only a changed condition is parsed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from pydantic import BaseModel

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Span
from xunzhang.kernel.pack.model import Deadline, Member, Outcome, Procedure, Step, Window
from xunzhang.kernel.pack.source import Path_, Source
from xunzhang.kernel.pack.texts import fact_at, file_of, predicate_texts
from xunzhang.kernel.predicates import parse
from xunzhang.kernel.predicates.words import words

Sources = Mapping[str, Source]
DROP: Final = "\0"
"""The value that takes an item out of a list or a mapping, and a key back to nothing."""

FIGURES: Final = "parameters.yaml"
NEVER = "FALSE"
_OTHER = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": "<>", "<>": "="}
_UNITS = {"money": "分", "integer": "", "date": "天"}


@dataclass(frozen=True)
class Mutant:
    """One change: the file and path of keys it stands at, in words, and the value that is put there."""

    file: str
    path: Path_
    change: str
    value: Any

    @property
    def key(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def code(self) -> str:
        """The rule, procedure, deadline … that is changed."""
        return str(self.path[1] if self.path[0] in ("refine", "facts") else self.path[0])

    @property
    def is_text(self) -> bool:
        """Whether a condition is put there."""
        return isinstance(self.value, str) and self.path[-1] in _TEXTS and self.value != DROP

    def __str__(self) -> str:
        return f"{self.file} {self.key}：{self.change}"


def mutants(edition: Edition, sources: Sources) -> Iterator[Mutant]:
    """Every mutant of an edition, always in the same order."""
    yield from _of_parameters(edition)
    yield from _of_predicates(edition, sources)
    yield from _of_rules(edition)
    yield from _of_deadlines(edition)
    yield from _of_spans(edition, sources)
    yield from _dropped("regulation.yaml", ("registration", "checks"), edition.regulation.registration.checks)
    for code, procedure in edition.procedures.items():
        yield from _of_procedure(edition, file_of(code, sources), code, procedure)


def mutated(edition: Edition, mutant: Mutant) -> Edition:
    """The edition with one change in it."""
    fresh: Edition = _put(edition, _place(mutant), mutant.value)
    if mutant.file == FIGURES:
        name = mutant.path[0]
        texts = [text for text, read in edition.predicates.items() if name in read.parameters]
    else:
        texts = [mutant.value] if mutant.is_text else []
    choices = {name: frozenset(fact.values) for name, fact in edition.facts.items() if fact.values}
    read = {text: parse(text, fresh.types, fresh.values, choices) for text in texts}
    return replace(fresh, predicates={**edition.predicates, **read})


_TEXTS = frozenset({"when", "require", "applies", "about_when", "required_when", "holds", "where"})
_MAPPINGS = {"rules.yaml": "rules", "deadlines.yaml": "deadlines", FIGURES: "parameters"}
_MAPPINGS |= {"regulation.yaml": "regulation", "roles.yaml": "roles"}


def place_of(edition: Edition, mutant: Mutant) -> Path_:
    """The key of the edition whose reader meets the change: for an item of a list, the key of the list."""
    path = _place(mutant)
    node: Any = edition
    key: Path_ = ()
    for number, part in enumerate(path, 1):
        key = path[:number] if isinstance(node, BaseModel) else key
        node = _in(node, part)
    return key


def text_at(edition: Edition, mutant: Mutant) -> str | None:
    """The condition that stands where a mutant puts another one; None where it puts something else."""
    node: Any = edition
    for part in _place(mutant) if mutant.is_text else ():
        node = _in(node, part)
    return node if isinstance(node, str) else None


def _in(node: Any, part: str | int) -> Any:
    if isinstance(node, tuple):
        return node[int(part)]
    return node[part] if isinstance(node, Mapping) else getattr(node, str(part))


def _place(mutant: Mutant) -> Path_:
    """Where the change stands in the loaded edition."""
    if mutant.file == "facts.yaml":
        return ("facts", *mutant.path[1:])
    return (_MAPPINGS.get(mutant.file, "procedures"), *mutant.path)


def _put(node: Any, path: Path_, value: Any) -> Any:
    """A copy of `node` with `value` at the end of `path`."""
    head, rest = path[0], path[1:]
    if isinstance(node, tuple):
        at = int(head)
        kept = (_put(node[at], rest, value),) if rest else () if value == DROP else (value,)
        return (*node[:at], *kept, *node[at + 1 :])
    if isinstance(node, Mapping):
        if not rest and value == DROP:
            return {key: each for key, each in node.items() if key != head}
        return {**node, head: _put(node[head], rest, value) if rest else value}
    fresh = _put(getattr(node, str(head)), rest, value) if rest else None if value == DROP else value
    if isinstance(node, BaseModel):
        return node.model_copy(update={str(head): fresh})
    return replace(node, **{str(head): fresh})


def _of_parameters(edition: Edition) -> Iterator[Mutant]:
    """A figure of the law one unit up and one down, but not to nothing; one of two readings the other way."""
    for code, parameter in edition.parameters.items():
        at: Path_ = (code, "value")
        value = parameter.value
        if isinstance(value, bool):
            yield Mutant(FIGURES, at, "取另一种读法", not value)
            continue
        unit = _UNITS.get(parameter.type, "") or parameter.unit
        for step, word in ((1, "多"), (-1, "少")):
            if isinstance(value, int) and value + step > 0:
                yield Mutant(FIGURES, at, f"{word} 1 {unit}", value + step)
            elif isinstance(value, date):
                yield Mutant(FIGURES, at, f"{word} 1 天", value + timedelta(days=step))


def _of_predicates(edition: Edition, sources: Sources) -> Iterator[Mutant]:
    """Every comparison of every condition with its neighbour: ≥ and >, ≤ and <, = and <>."""
    for (file, path), _, text in predicate_texts(edition, sources):
        signs = [word for word in words(text) if word.text in _OTHER and word.kind == "sign"]
        for number, sign in enumerate(signs, 1):
            other = _OTHER[sign.text]
            fresh = text[: sign.start] + other + text[sign.start + len(sign.text) :]
            yield Mutant(file, path, f"第 {number} 个“{sign.text}”改为“{other}”", fresh)


def _of_rules(edition: Edition) -> Iterator[Mutant]:
    """Hard and soft exchanged. A remark stands in nobody's way, so it has no strength to change."""
    for code, rule in edition.rules.items():
        if rule.kind != "notice":
            other = "soft" if rule.strength == "hard" else "hard"
            yield Mutant("rules.yaml", (code, "strength"), f"{rule.strength} 改为 {other}", other)


def _of_deadlines(edition: Edition) -> Iterator[Mutant]:
    for code, deadline in edition.deadlines.items():
        if deadline.fulfilled_by:
            yield Mutant("deadlines.yaml", (code, "fulfilled_by"), f"去掉 {deadline.fulfilled_by}", DROP)
        if len(deadline.start) > 1:
            yield from _dropped("deadlines.yaml", (code, "start"), deadline.start)
        for number, day in enumerate(deadline.calendar_days):
            later = date.fromisoformat(f"2001-{day}") + timedelta(days=1)
            at: Path_ = (code, "calendar_days", number)
            yield Mutant("deadlines.yaml", at, "晚一天", later.isoformat()[5:])


def _of_spans(edition: Edition, sources: Sources) -> Iterator[Mutant]:
    """The length of a deadline or of a moved day, one unit more and one less, at this place only."""
    for code, deadline in edition.deadlines.items():
        for path, span in _spans(deadline):
            yield from _lengths(edition, "deadlines.yaml", (code, *path), span)
    for name, fact in edition.facts.items():
        if fact.derived and fact.derived.add:
            path = (*fact_at(name, sources), "derived", "add")
            yield from _lengths(edition, "facts.yaml", path, fact.derived.add)


def _spans(deadline: Deadline) -> Iterator[tuple[Path_, Span]]:
    for key in ("within", "at_least", "every", "window"):
        said = getattr(deadline, key)
        if isinstance(said, Window):
            yield from (((key, "opens"), said.opens), ((key, "closes"), said.closes))
        elif said:
            yield (key,), said


def _lengths(edition: Edition, file: str, path: Path_, span: Span) -> Iterator[Mutant]:
    length = span.length
    value = edition.parameters[length].value if isinstance(length, str) else length
    for step, word in ((1, "长"), (-1, "短")):
        if isinstance(value, int) and value + step > 0:
            yield Mutant(file, (*path, span.unit), f"{word} 1 {span.unit}", value + step)


def _of_procedure(edition: Edition, file: str, code: str, procedure: Procedure) -> Iterator[Mutant]:
    for key in ("requires", "checks", "foresees"):
        yield from _dropped(file, (code, key), getattr(procedure, key))
    yield from _dropped(file, (code, "materials"), procedure.materials)
    yield from _dropped(file, (code, "set"), procedure.set)
    for name, step in procedure.steps.items():
        yield from _of_step(edition, file, (code, "steps", name), step)


def _of_step(edition: Edition, file: str, at: Path_, step: Step) -> Iterator[Mutant]:
    yield Mutant(file, (*at, "when"), "跳过这一步", NEVER)
    for number, member in enumerate(step.by):
        other = _other_role(edition, member)
        fresh = member.model_copy(update={"role": other})
        yield Mutant(file, (*at, "by", number), f"{member.role} 改为 {other}", fresh)
    yield from _dropped(file, (*at, "materials"), step.materials)
    for name, outcome in step.outcomes.items():
        yield from _of_outcome(file, (*at, "outcomes", name), outcome)


def _of_outcome(file: str, at: Path_, outcome: Outcome) -> Iterator[Mutant]:
    yield from _dropped(file, (*at, "checks"), outcome.checks)
    yield from _dropped(file, (*at, "set"), outcome.set)


def _dropped(file: str, at: Path_, items: tuple[str, ...] | Mapping[str, Any]) -> Iterator[Mutant]:
    """Each item of a list of codes, or of a mapping, taken out."""
    keys: list[str | int] = list(items) if isinstance(items, Mapping) else list(range(len(items)))
    for key in keys:
        word = key if isinstance(items, Mapping) else items[int(key)]
        yield Mutant(file, (*at, key), f"去掉 {word}", DROP)


def _other_role(edition: Edition, member: Member) -> str:
    """The next role of the edition that is not, and does not stand for, the member's own."""
    own = edition.roles[member.role]
    same = {member.role, *(route.role for route in own.resolves)}
    order = list(edition.roles)
    at = order.index(member.role)
    others = (role for role in order[at + 1 :] + order[:at] if not edition.roles[role].resolves)
    return next((role for role in others if role not in same), member.role)
