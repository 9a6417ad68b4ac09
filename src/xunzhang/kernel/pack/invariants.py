"""What must never happen on any way through an edition, declared in `invariants.yaml` beside the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import model_validator

from xunzhang.kernel.pack.cases import RawFacts
from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Code, Codes, Strict, Text
from xunzhang.kernel.pack.model import Step
from xunzhang.kernel.pack.source import Source, read
from xunzhang.kernel.pack.validate import build
from xunzhang.kernel.predicates import Predicate, PredicateError, parse

FILE = "invariants.yaml"


class Invariant(Strict):
    """One of three: a condition that never holds (`never`, on the project or on a kind of record); acts that
    happen only when a condition holds already (`acts`, `before`); acts that alone happen while one holds
    (`during`, `only`). `given` are the facts of the project it begins with, `done` the procedures that are
    over and not run again.
    """

    name: str
    cites: Cites
    on: Code = "project"
    never: Text | None = None
    acts: tuple[tuple[Code, ...], ...] = ()
    before: Text | None = None
    during: Text | None = None
    only: tuple[Code, ...] = ()
    given: RawFacts = {}
    done: Codes = ()

    @model_validator(mode="after")
    def _one(self) -> Invariant:
        if sum(text is not None for text in (self.never, self.before, self.during)) != 1:
            raise ValueError("要恰好写一种：never、before、during")
        if bool(self.acts) != (self.before is not None):
            raise ValueError("acts 与 before 要一起写")
        return self

    @property
    def text(self) -> str:
        return self.never or self.before or self.during or ""


def load_invariants(folder: Path, edition: Edition) -> tuple[Edition, tuple[Invariant, ...]]:
    """The invariants of an edition, and the edition with their conditions read. Raises PackError."""
    if not (folder / FILE).exists():
        return edition, ()
    source = read(folder / FILE)
    found: list[Invariant] = build(source, list[Invariant])
    parsed: dict[str, Predicate] = {}
    for number, invariant in enumerate(found):
        parsed[invariant.text] = _parsed(edition, source, number, invariant)
        _known(edition, source, number, invariant)
    return replace(edition, predicates={**edition.predicates, **parsed}), tuple(found)


def _parsed(edition: Edition, source: Source, number: int, invariant: Invariant) -> Predicate:
    choices = {name: frozenset(fact.values) for name, fact in edition.facts.items() if fact.values}
    try:
        predicate = parse(invariant.text, edition.types, edition.values, choices)
    except PredicateError as fault:
        raise source.error(f"条件“{invariant.text}”：{fault}", (number,)) from fault
    for name in sorted(predicate.names):
        if edition.facts[name].entity not in (invariant.on, "project"):
            raise source.error(f"“{name}”不属于这里的对象“{invariant.on}”", (number,))
    return predicate


def _known(edition: Edition, source: Source, number: int, invariant: Invariant) -> None:
    """Every act is a procedure, or one of its steps with an outcome; every fact is there."""
    for code in (*(act[0] for act in invariant.acts if act), *invariant.only, *invariant.done):
        if code not in edition.procedures:
            raise source.error(f"没有这个手续：“{code}”", (number,))
    for act in invariant.acts:
        steps = edition.procedures[act[0]].steps if act else {}
        if len(act) not in (1, 3) or (len(act) == 3 and not _ends(steps, *act[1:])):
            raise source.error("acts 写作 [手续] 或 [手续, 步骤, 结论]", (number, "acts"))
    for name in invariant.given:
        if name not in edition.facts:
            raise source.error(f"没有这个事实：“{name}”", (number, "given", name))
    if invariant.on not in edition.entities:
        raise source.error(f"没有这个对象：“{invariant.on}”", (number, "on"))


def _ends(steps: Mapping[str, Step], step: str, outcome: str) -> bool:
    return step in steps and outcome in steps[step].outcomes
