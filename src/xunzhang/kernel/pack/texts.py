"""Every predicate text of an edition: where it stands, which facts it may name, and its parsed form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Derived
from xunzhang.kernel.pack.model import Form, Procedure, Slot
from xunzhang.kernel.pack.source import Path_, Source
from xunzhang.kernel.predicates import Predicate, PredicateError, parse

Place = tuple[str, Path_]
Text = tuple[Place, str, str]  # where, entity of the row, predicate text


def predicate_texts(edition: Edition, sources: Mapping[str, Source]) -> Iterator[Text]:
    """Each predicate with its place and the entity on whose row it is judged."""
    yield from _of_rules(edition)
    yield from _of_deadlines_and_holds(edition)
    yield from _of_roles(edition)
    yield from _of_form(
        "regulation.yaml", ("registration", "form"), "project", edition.regulation.registration.form
    )
    yield from _derived(edition, sources)
    for code, procedure in edition.procedures.items():
        file = file_of(code, sources)
        yield from _of_procedure(file, code, procedure)
        yield from _of_steps(file, code, procedure)


def _of_rules(edition: Edition) -> Iterator[Text]:
    for code, rule in edition.rules.items():
        yield ("rules.yaml", (code, "require")), rule.on, rule.require
        if rule.when:
            yield ("rules.yaml", (code, "when")), rule.on, rule.when


def _of_deadlines_and_holds(edition: Edition) -> Iterator[Text]:
    for code, deadline in edition.deadlines.items():
        if deadline.when:
            yield ("deadlines.yaml", (code, "when")), deadline.on, deadline.when
    for code, hold in edition.regulation.holds.items():
        yield ("regulation.yaml", ("holds", code, "when")), "project", hold.when


def _of_roles(edition: Edition) -> Iterator[Text]:
    for code, role in edition.roles.items():
        for number, route in enumerate(role.resolves):
            if route.when:
                yield ("roles.yaml", (code, "resolves", number, "when")), "project", route.when


def file_of(procedure: str, sources: Mapping[str, Source]) -> str:
    """The file that declares `procedure`."""
    names = (name for name in sources if name.startswith("procedures/"))
    return next(name for name in names if procedure in (sources[name].data or {}))


def row_entity(procedure: Procedure) -> str:
    """The entity on whose row a procedure's conditions are judged."""
    return procedure.creates or procedure.about or "project"


def fact_at(name: str, sources: Mapping[str, Source]) -> Path_:
    """Where facts.yaml says something of a fact: among the refinements or among its own facts."""
    said = sources["facts.yaml"].data or {}
    return ("refine", name) if name in (said.get("refine") or {}) else ("facts", name)


def _derived(edition: Edition, sources: Mapping[str, Source]) -> Iterator[Text]:
    for name, fact in edition.facts.items():
        derived, at = fact.derived, fact_at(name, sources)
        if derived and derived.holds:
            yield ("facts.yaml", (*at, "derived", "holds")), fact.entity, derived.holds
        if derived and derived.where:
            yield ("facts.yaml", (*at, "derived", "where")), _counted(edition, name, derived), derived.where


def _counted(edition: Edition, name: str, derived: Derived) -> str:
    """The entity of the records that a derived fact is computed over."""
    sources = [derived.sum_of or derived.latest or name, *(derived.last_known_of or ())]
    found = [edition.facts[source].entity for source in sources]
    return derived.count_of or next((entity for entity in found if entity != "project"), "project")


def _of_procedure(file: str, code: str, procedure: Procedure) -> Iterator[Text]:
    entity = row_entity(procedure)
    if procedure.applies:
        yield (file, (code, "applies")), "project", procedure.applies
    if procedure.about_when:
        yield (file, (code, "about_when")), procedure.about or entity, procedure.about_when
    yield from _of_form(file, (code, "form"), entity, procedure.form)
    yield from _of_slots(file, (code, "materials"), entity, procedure.materials)


def _of_steps(file: str, code: str, procedure: Procedure) -> Iterator[Text]:
    entity = row_entity(procedure)
    for step_code, step in procedure.steps.items():
        at: Path_ = (code, "steps", step_code)
        if step.when:
            yield (file, (*at, "when")), entity, step.when
        for number, member in enumerate(step.by):
            if member.when:
                yield (file, (*at, "by", number, "when")), entity, member.when
        yield from _of_slots(file, (*at, "materials"), entity, step.materials)
        yield from _of_form(file, (*at, "form"), entity, step.form)
        for name, outcome in step.outcomes.items():
            yield from _of_form(file, (*at, "outcomes", name, "form"), entity, outcome.form)


def _of_form(file: str, at: Path_, entity: str, form: Form) -> Iterator[Text]:
    for number, asked in enumerate(form):
        if asked.required_when:
            yield (file, (*at, number, "required_when")), entity, asked.required_when


def _of_slots(file: str, at: Path_, entity: str, slots: Mapping[str, Slot]) -> Iterator[Text]:
    for name, slot in slots.items():
        if slot.when:
            yield (file, (*at, name, "when")), entity, slot.when


def parse_texts(edition: Edition, sources: Mapping[str, Source]) -> dict[str, Predicate]:
    """All texts parsed. Raises PackError for a bad one or for a fact that its row does not have."""
    values = {name: frozenset(fact.values) for name, fact in edition.facts.items() if fact.values}
    parsed: dict[str, Predicate] = {}
    for (file, path), entity, text in predicate_texts(edition, sources):
        source = sources[file]
        if text not in parsed:
            try:
                parsed[text] = parse(text, edition.types, edition.values, values)
            except PredicateError as fault:
                raise source.error(f"条件“{text}”：{fault}", path) from fault
        for name in sorted(parsed[text].names):
            if edition.facts[name].entity not in edition.line(entity):
                title = edition.entities[edition.facts[name].entity].title
                raise source.error(f"条件“{text}”用到的“{name}”属于{title}，这里没有", path)
    return parsed
