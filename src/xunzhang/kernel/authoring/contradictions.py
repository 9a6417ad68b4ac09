"""Hard rules that no project can meet: one by itself, or two of one thing together.

Two rules contradict where values can be found for which both apply, and none with which both hold. Judged
together at one act they are an error; where they are judged at different acts facts may change in between,
which is a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from xunzhang.kernel.authoring import sampling
from xunzhang.kernel.authoring.finding import Finding, Severity, at
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Rule
from xunzhang.kernel.writing import wan_exact


@dataclass(frozen=True)
class Clash:
    """Rules that cannot be met together, and facts with which both apply."""

    codes: tuple[str, ...]
    witness: sampling.Row


def contradictions(pack: Pack) -> Iterator[Finding]:
    """Every clash, told at the last of its rules, with its witness; what was not tried as one note."""
    clashes, untried = clashes_of(pack.edition)
    together = list(_acts(pack.edition))
    for clash in clashes:
        same = len(clash.codes) == 1 or any(set(clash.codes) <= codes for codes in together)
        titles = "与".join(f"“{pack.edition.rules[code].title}”（{code}）" for code in clash.codes)
        message = f"{titles}不可能{'同时' if len(clash.codes) > 1 else ''}符合，例如：" + told(
            pack.edition, clash.witness
        )
        severity: Severity = "error" if same else "note"
        yield at(pack, severity, "contradiction", "rules.yaml", (clash.codes[-1],), message)
    if untried:
        names = "；".join("与".join(codes) for codes in untried)
        message = f"{len(untried)} 组规则牵涉的取值太多，没有判断能否同时符合：{names}"
        yield at(pack, "note", "contradiction_untried", "rules.yaml", (), message)


def clashes_of(edition: Edition) -> tuple[list[Clash], list[tuple[str, ...]]]:
    """The clashes, and the groups of rules that have too many values to be tried."""
    hard = {
        code: rule for code, rule in edition.rules.items() if rule.strength == "hard" and rule.kind == "rule"
    }
    found: list[Clash] = []
    untried: list[tuple[str, ...]] = []
    for codes in [*((code,) for code in hard), *combinations(hard, 2)]:
        if len(codes) > 1 and (not _share(edition, codes) or _told(found, codes)):
            continue
        try:
            found += _clash(edition, codes)
        except sampling.TooMany:
            untried.append(codes)
    return found, untried


def told(edition: Edition, row: sampling.Row) -> str:
    """The facts of a witness in words."""
    return "，".join(f"{edition.facts[name].title} {_value(edition, name, row[name])}" for name in row)


def _clash(edition: Edition, codes: tuple[str, ...]) -> Iterator[Clash]:
    rules = [edition.rules[code] for code in codes]
    texts = [text for rule in rules for text in (rule.when, rule.require) if text]
    predicates = {text: edition.predicates[text] for text in texts}
    whens = [predicates[rule.when].sqlite for rule in rules if rule.when]
    requires = [predicates[rule.require].sqlite for rule in rules]
    for wide in (False, True):
        values = sampling.domains(edition, predicates.values(), wide)
        if sampling.found([*whens, *requires], values) is not None:
            return
    applying = {name for rule in rules if rule.when for name in predicates[rule.when].names}
    witness = sampling.found(whens, {name: values[name] for name in applying})
    if witness is not None:
        yield Clash(codes, witness)


def _share(edition: Edition, codes: tuple[str, ...]) -> bool:
    """Whether two rules of one thing require something of the same fact."""
    first, second = (edition.rules[code] for code in codes)
    return first.on == second.on and bool(_names(edition, first) & _names(edition, second))


def _names(edition: Edition, rule: Rule) -> frozenset[str]:
    return edition.predicates[rule.require].names - {"today"}


def _told(found: list[Clash], codes: tuple[str, ...]) -> bool:
    """A rule that nothing meets is told once, not with every other."""
    return any(set(clash.codes) <= set(codes) for clash in found)


def _acts(edition: Edition) -> Iterator[set[str]]:
    """The rules judged together: on entering, on handing in, and with each outcome."""
    yield set(edition.regulation.registration.checks)
    for procedure in edition.procedures.values():
        yield {*procedure.requires, *procedure.checks, *procedure.foresees}
        for step in procedure.steps.values():
            yield from (set(outcome.checks) for outcome in step.outcomes.values())


def _value(edition: Edition, name: str, value: Value) -> str:
    fact = edition.facts[name]
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.type is FactType.MONEY:
        return f"{wan_exact(int(str(value)))} 万元"
    if isinstance(value, date):
        return value.isoformat()
    return fact.values.get(str(value), str(value))
