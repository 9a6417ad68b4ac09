"""安全与数据: the facts that the vocabulary groups under this head, and all that rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xunzhang.desk.project import compliance
from xunzhang.desk.project.facts import FactRow, rows_of
from xunzhang.desk.project.lifemap import life_map
from xunzhang.desk.project.limits import Limit, limit
from xunzhang.desk.project.runs import Run, run_of
from xunzhang.desk.project.sheet import Sheet
from xunzhang.kernel.pack.elements import Group
from xunzhang.kernel.pack.model import Procedure
from xunzhang.kernel.rules import Finding
from xunzhang.regulations import catalogue
from xunzhang.web import shapes

CODE = "security"


@dataclass(frozen=True)
class Security:
    """Rules, facts, procedures and days that concern security, cryptography and data."""

    title: str
    findings: Sequence[shapes.Finding]
    facts: Sequence[FactRow]
    nodes: Sequence[shapes.Node]
    runs: Sequence[Run]
    limits: Sequence[Limit]


def group() -> Group | None:
    return catalogue.vocabulary().groups.get(CODE)


def security(sheet: Sheet) -> Security:
    chosen = group()
    names = frozenset(chosen.facts if chosen else ()) & frozenset(sheet.edition.facts)
    codes = {code for code, each in sheet.edition.procedures.items() if _concerns(each, names)}
    titles = {sheet.edition.procedures[code].title for code in codes}
    rules = sheet.edition.deadlines
    return Security(
        title=chosen.title if chosen else "",
        findings=[compliance.told(sheet, each) for each in sheet.findings if _rests_on(sheet, each, names)],
        facts=tuple(rows_of(sheet, [name for name in sheet.edition.facts if name in names])),
        nodes=[node for phase in life_map(sheet).phases for node in phase.nodes if node.title in titles],
        runs=[run_of(sheet, case) for case in sheet.submitted[::-1] if case.procedure in codes],
        limits=[
            limit(sheet, row)
            for row in sheet.deadlines
            if names & {*rules[row.code].start, rules[row.code].fulfilled_by, rules[row.code].due_fact}
        ],
    )


def _concerns(procedure: Procedure, names: frozenset[str]) -> bool:
    """Whether most of what a procedure asks belongs to the group."""
    asked = [field.fact for field in procedure.form]
    return bool(asked) and 2 * sum(fact in names for fact in asked) > len(asked)


def _rests_on(sheet: Sheet, finding: Finding, names: frozenset[str]) -> bool:
    return bool(sheet.edition.predicates[finding.rule.require].names & names)
