"""An edition: one version of one measure, loaded, checked and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.elements import Derived, Element, Entity, Fact
from xunzhang.kernel.pack.model import (
    Anomaly,
    Article,
    Articles,
    Deadline,
    Parameter,
    Procedure,
    Regulation,
    Role,
    Rule,
    Slot,
)
from xunzhang.kernel.predicates import Predicate, RowJudge, parse
from xunzhang.kernel.situation import FactRow

RuleLine = tuple[str, Rule, str | None, str]
"""A rule's code, the rule, and the texts of its `when` (None: always) and `require`."""


@dataclass(frozen=True)
class Edition:
    """Everything one edition says. `id` is `folder@edition`; `digest` is SHA-256 of its files."""

    id: str
    digest: str
    regulation: Regulation
    roles: Mapping[str, Role]
    parameters: Mapping[str, Parameter]
    entities: Mapping[str, Entity]
    facts: Mapping[str, Fact]
    procedures: Mapping[str, Procedure]
    rules: Mapping[str, Rule]
    deadlines: Mapping[str, Deadline]
    anomalies: Mapping[str, Anomaly]
    articles: Articles
    predicates: Mapping[str, Predicate] = field(repr=False)

    @property
    def name(self) -> str:
        """What a page calls it, so that two editions of one measure can be told apart: 某市 2030 版."""
        short, version = self.regulation.short, self.id.partition("@")[2]
        gap = "" if short.endswith("）") else " "
        if self.regulation.state == "draft":
            return f"{short}{gap}{version.removesuffix('-draft')} 征求意见稿"
        return f"{short}{gap}{version} 版"

    @cached_property
    def types(self) -> dict[str, FactType]:
        return {name: fact.type for name, fact in self.facts.items()}

    @cached_property
    def values(self) -> dict[str, Value]:
        """Parameters by name, as predicates use them."""
        return {name: parameter.value for name, parameter in self.parameters.items()}

    def truths(self, row: Mapping[str, Value]) -> Mapping[str, bool | None]:
        """Every predicate text judged on one row, in one SELECT; a `FactRow` keeps the answer."""
        if not isinstance(row, FactRow):
            return self._judge.judge(row)
        if not hasattr(row, "truths"):
            row.truths = self._judge.judge(row)
        return row.truths

    @cached_property
    def _judge(self) -> RowJudge:
        return RowJudge(self.predicates, self.types)

    @cached_property
    def compared_with_today(self) -> tuple[str, ...]:
        """The date facts that stand in one condition with today: it may turn though nobody acts."""
        timed = (each.names for each in self.predicates.values() if "today" in each.names)
        names = sorted({name for found in timed for name in found} & self.facts.keys())
        return tuple(name for name in names if self.facts[name].type is FactType.DATE)

    def line(self, entity: str) -> tuple[str, ...]:
        """An entity, its parent, and so on up to the project: whose facts a row of the entity has."""
        parent = self.entities[entity].parent
        return (entity, *self.line(parent)) if parent else tuple(dict.fromkeys((entity, "project")))

    def facts_of(self, entity: str) -> dict[str, Fact]:
        return {name: fact for name, fact in self.facts.items() if fact.entity == entity}

    def derived_of(self, entity: str) -> tuple[tuple[str, Derived], ...]:
        """The derived facts of an entity in declared order, which is the order of computation."""
        if entity not in self._derived:
            self._derived[entity] = tuple(
                (name, fact.derived) for name, fact in self.facts_of(entity).items() if fact.derived
            )
        return self._derived[entity]

    @cached_property
    def _derived(self) -> dict[str, tuple[tuple[str, Derived], ...]]:
        return {}

    @cached_property
    def rules_by_entity(self) -> dict[str, tuple[str, ...]]:
        """The rules of law and the remarks by the entity they judge; rules of order are left out."""
        found: dict[str, list[str]] = {}
        for code, rule in self.rules.items():
            if rule.kind != "order":
                found.setdefault(rule.on, []).append(code)
        return {entity: tuple(codes) for entity, codes in found.items()}

    def rules_named(self, codes: tuple[str, ...]) -> tuple[RuleLine, ...]:
        """The rules of `codes` in that order, each once. Kept: every act asks for the same few lists."""
        found = self._lists.get(codes)
        if found is None:
            rules = ((code, self.rules[code]) for code in dict.fromkeys(codes))
            found = tuple((code, rule, rule.when, rule.require) for code, rule in rules)
            self._lists[codes] = found
        return found

    @cached_property
    def _lists(self) -> dict[tuple[str, ...], tuple[RuleLine, ...]]:
        return {}

    def rules_of_procedure(self, code: str) -> frozenset[str]:
        """The rules that a procedure and its steps are judged by."""
        return self._rules_of_procedures[code]

    @cached_property
    def _rules_of_procedures(self) -> dict[str, frozenset[str]]:
        return {code: _rules_of(procedure) for code, procedure in self.procedures.items()}

    @cached_property
    def rules_in_procedures(self) -> frozenset[str]:
        return frozenset(rule for code in self.procedures for rule in self.rules_of_procedure(code))

    @cached_property
    def procedures_by_phase(self) -> dict[str, tuple[tuple[str, Procedure], ...]]:
        """The procedures of projects (not of units and areas), phase by phase, in the order of the pack."""
        return {
            phase.code: tuple(
                (code, procedure)
                for code, procedure in self.procedures.items()
                if procedure.phase == phase.code and procedure.level == "project"
            )
            for phase in self.regulation.phases
        }

    @cached_property
    def writers(self) -> dict[str, tuple[str, ...]]:
        """By fact, the procedures that ask for it or set it, in the order of the pack."""
        found: dict[str, list[str]] = {}
        for code, procedure in self.procedures.items():
            for name in _written(procedure):
                found.setdefault(name, []).append(code)
        return {name: tuple(codes) for name, codes in found.items()}

    def article(self, citation: Citation) -> Article | None:
        return self.articles.articles.get(citation.article)

    def elements(self) -> Iterator[tuple[str, str, Any]]:
        """Every citing element as (kind, code, element): what traceability and lint walk."""
        regulation = self.regulation
        yield "registration", "registration", regulation.registration
        for asked in regulation.registration.form:
            yield "field", f"registration.{asked.fact}", asked
        yield "effective", "effective", regulation.effective
        for number, reference in enumerate(regulation.references):
            yield "reference", str(number), reference
        for number, phase in enumerate(regulation.phases):
            yield "phase", str(number), phase
        yield from self._named("measure", regulation.measures)
        yield from self._named("hold", regulation.holds)
        yield from self._named("role", self.roles)
        yield from self._named("parameter", self.parameters)
        yield from self._named("fact", {name: fact for name, fact in self.facts.items() if fact.cites})
        yield from self._named("rule", self.rules)
        yield from self._named("deadline", self.deadlines)
        yield from self._named("anomaly", self.anomalies)
        for code, procedure in self.procedures.items():
            yield "procedure", code, procedure
            yield from _parts(code, procedure)

    @staticmethod
    def _named(kind: str, named: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
        for code, element in named.items():
            yield kind, code, element


def _written(procedure: Procedure) -> Iterator[str]:
    outcomes = [outcome for step in procedure.steps.values() for outcome in step.outcomes.values()]
    forms = [
        procedure.form,
        *(step.form for step in procedure.steps.values()),
        *(each.form for each in outcomes),
    ]
    asked = (field.fact for form in forms for field in form)
    yield from dict.fromkeys((*asked, *procedure.set, *(name for each in outcomes for name in each.set)))


def _rules_of(procedure: Procedure) -> frozenset[str]:
    outcomes = (outcome for step in procedure.steps.values() for outcome in step.outcomes.values())
    steps = (rule for outcome in outcomes for rule in outcome.checks)
    return frozenset((*procedure.requires, *procedure.checks, *procedure.foresees, *steps))


def _parts(code: str, procedure: Procedure) -> Iterator[tuple[str, str, Element | Slot | Any]]:
    for name, slot in procedure.materials.items():
        yield "material", f"{code}.{name}", slot
    for asked in procedure.form:
        yield "field", f"{code}.{asked.fact}", asked
    for step_code, step in procedure.steps.items():
        yield "step", f"{code}.{step_code}", step
        for asked in (*step.form, *(each for outcome in step.outcomes.values() for each in outcome.form)):
            yield "field", f"{code}.{step_code}.{asked.fact}", asked
        for name, slot in step.materials.items():
            yield "material", f"{code}.{step_code}.{name}", slot
        for name, outcome in step.outcomes.items():
            yield "outcome", f"{code}.{step_code}.{name}", outcome


def with_parameters(edition: Edition, values: Mapping[str, Value]) -> Edition:
    """The edition with other figures, money as a pack writes it. Raises ValidationError for a wrong type."""
    said = {
        name: Parameter.model_validate({**edition.parameters[name].model_dump(), "value": value})
        for name, value in values.items()
    }
    fresh = replace(edition, parameters={**edition.parameters, **said})
    choices = {name: frozenset(fact.values) for name, fact in edition.facts.items() if fact.values}
    read = {
        text: parse(text, fresh.types, fresh.values, choices)
        if predicate.parameters & values.keys()
        else predicate
        for text, predicate in edition.predicates.items()
    }
    return replace(fresh, predicates=read)
