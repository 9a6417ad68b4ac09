"""What a case of a pack exercises, by the kinds and codes of `Edition.elements`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xunzhang.kernel.authoring.writers import days
from xunzhang.kernel.pack.cases import HANDING_IN, PackCase
from xunzhang.kernel.pack.edition import Edition

Mark = tuple[str, str]
"""Kind and code, as `Edition.elements` names them."""


def marks(edition: Edition, case: PackCase) -> Iterator[Mark]:
    """Everything that a case exercises."""
    direct = list(_direct(edition, case))
    direct += [("fact", name) for mark in direct for name in _computed(edition, mark)]
    yield from direct
    texts = {text for mark in direct for text in _texts(edition, mark)}
    yield from (("parameter", name) for text in texts for name in edition.predicates[text].parameters)
    yield from (("parameter", name) for mark in direct for name in _figures(edition, mark))
    yield from (("role", role) for mark in direct for role in _roles(edition, mark))
    yield from _holds(edition, case)
    cited = {cite.article for cite in case.cites}
    for code, anomaly in edition.anomalies.items():
        if cited & {cite.article for cite in anomaly.cites}:
            yield "anomaly", code


def _direct(edition: Edition, case: PackCase) -> Iterator[Mark]:
    when, then = case.when, case.then
    rules = [when.judge or "", *(then.refused_by or ()), *case.given.excused]
    rules += [
        rule
        for codes in (then.refused or {}, then.waiting or {})
        for named in codes.values()
        for rule in named
    ]
    yield from (("rule", code) for code in rules if code)
    yield from (("procedure", code) for code in (*(then.ready or ()), *(then.used_up or ())))
    yield from (("procedure", code) for codes in (then.refused or {}, then.waiting or {}) for code in codes)
    if when.deadline:
        yield "deadline", when.deadline
    if when.activate or when.enter:
        yield "effective", "effective"
    if when.enter:
        yield from _entered(edition, case)
    yield from (("fact", name) for name in _facts(case))
    yield from (("parameter", name) for name in case.given.parameters)
    yield from _acted(edition, case)


def _entered(edition: Edition, case: PackCase) -> Iterator[Mark]:
    """Entering a project asks its whole form and judges its whole scope."""
    registration = edition.regulation.registration
    yield "registration", "registration"
    yield from (("field", f"registration.{asked.fact}") for asked in registration.form)
    yield from (("rule", code) for code in registration.checks)


def _facts(case: PackCase) -> Iterator[str]:
    yield from case.given.project
    for facts in case.given.subjects.values():
        yield from facts
    for record in case.given.records:
        yield from record.facts
    yield from case.then.facts or {}
    for act in case.when.path or ():
        yield from act.facts


def _acted(edition: Edition, case: PackCase) -> Iterator[Mark]:
    when = case.when
    acts: list[tuple[str, ...]] = [("submit", when.submit)] if when.submit else []
    acts += [when.act] if when.act else []
    acts += [act.act for act in when.path or ()]
    for act in acts:
        if act[0] in HANDING_IN:
            yield from _submitted(edition, act[1], case)
        else:
            code, step, outcome, *_ = act
            yield from _stepped(edition, code, step, outcome, case)


def _submitted(edition: Edition, code: str, case: PackCase) -> Iterator[Mark]:
    procedure = edition.procedures[code]
    yield "procedure", code
    yield from (("field", f"{code}.{asked.fact}") for asked in procedure.form)
    yield from (("rule", rule) for rule in procedure.requires)
    yield from _papers(code, procedure.materials, case)
    yield from (("step", f"{code}.{step}") for step in case.then.opens or () if step in procedure.steps)


def _stepped(edition: Edition, code: str, step: str, outcome: str, case: PackCase) -> Iterator[Mark]:
    at = f"{code}.{step}"
    said = edition.procedures[code].steps[step]
    yield from (("procedure", code), ("step", at), ("outcome", f"{at}.{outcome}"))
    asked = (*said.form, *said.outcomes[outcome].form)
    yield from (("field", f"{at}.{each.fact}") for each in asked)
    yield from _papers(at, said.materials, case)
    if measure := said.outcomes[outcome].measure:
        yield "measure", measure


def _papers(at: str, slots: Iterable[str], case: PackCase) -> Iterator[Mark]:
    """The papers that the case names, as missing, handed in or not applicable; all, where all must be in."""
    given = case.given.materials
    named = {*(case.then.missing or ()), *case.given.waived, *(() if given == "all" else given)}
    yield from (("material", f"{at}.{slot}") for slot in slots if slot in named)


def _texts(edition: Edition, mark: Mark) -> Iterator[str]:
    """The conditions of an element that a case exercises."""
    kind, code = mark
    element = _element(edition, mark)
    for key in ("when", "require", "applies", "about_when"):
        if text := getattr(element, key, None):
            yield text
    if kind == "procedure":
        slots = edition.procedures[code].materials.values()
        yield from (slot.when for slot in slots if slot.when)
    derived = edition.facts[code].derived if kind == "fact" else None
    yield from (text for text in (derived.holds, derived.where) if text) if derived else ()


def _computed(edition: Edition, mark: Mark) -> Iterator[str]:
    """The computed facts that an exercised element reads."""
    names = {name for text in _texts(edition, mark) for name in edition.predicates[text].names}
    names |= days(edition.deadlines[mark[1]]) if mark[0] == "deadline" else set()
    yield from (name for name in sorted(names) if edition.facts[name].derived)


def _element(edition: Edition, mark: Mark) -> object:
    kind, (owner, *rest) = mark[0], mark[1].split(".")
    if kind in ("rule", "deadline", "procedure"):
        return getattr(edition, f"{kind}s")[owner]
    if kind == "step":
        return edition.procedures[owner].steps[rest[0]]
    if kind == "material":
        procedure = edition.procedures[owner]
        return (procedure.steps[rest[0]] if len(rest) > 1 else procedure).materials[rest[-1]]
    return None


def _figures(edition: Edition, mark: Mark) -> Iterator[str]:
    """The figures that a deadline or a computed fact is reckoned with."""
    kind, code = mark
    if kind == "deadline":
        yield from sorted(edition.deadlines[code].figures)
    if kind == "fact" and (derived := edition.facts[code].derived):
        yield from (band.figure for band in derived.bands.values() if band.figure)
        if derived.add and isinstance(derived.add.length, str):
            yield derived.add.length


def _roles(edition: Edition, mark: Mark) -> Iterator[str]:
    kind, (owner, *rest) = mark[0], mark[1].split(".")
    if kind == "procedure":
        yield from edition.procedures[owner].by
    if kind == "step":
        yield from (member.role for member in edition.procedures[owner].steps[rest[0]].by)
    if kind == "deadline":
        yield edition.deadlines[owner].duty_of
    if kind == "registration":
        yield from edition.regulation.registration.by
    if kind == "rule":
        yield from edition.rules[owner].override_by
    judge = edition.facts[owner].judged_by if kind == "fact" else None
    yield from [judge] if judge else []


def _holds(edition: Edition, case: PackCase) -> Iterator[Mark]:
    acting = case.when.moves or case.when.path or case.when.submit or case.when.act
    given = set(case.given.project)
    for code, hold in edition.regulation.holds.items():
        if acting and edition.predicates[hold.when].names <= given:
            yield "hold", code
