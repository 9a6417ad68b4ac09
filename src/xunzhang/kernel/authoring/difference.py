"""Two editions side by side, in the words of people.

Elements are paired by their code; those whose words are the same on both sides are left out. Editions of
different measures share few codes, so that most of what they say stands on one side only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Outcome, Procedure, Regulation, Rule, Slot, Step
from xunzhang.kernel.wording import condition, deadline, value

KINDS = {"order": "前一步没到不能办", "rule": "不符合会被拒", "notice": "只提醒"}
ENDS = {"next": "下一步", "revise": "退回补正", "done": "办成", "failed": "未办成"}
Texts = Mapping[str, tuple[str, str]]
"""Title and words by code."""


@dataclass(frozen=True)
class Line:
    """One element that is not the same on both sides; None where a side does not have it."""

    group: str
    code: str
    title: str
    left: str | None
    right: str | None


def difference(left: Edition, right: Edition) -> tuple[Line, ...]:
    """What differs, group by group. Empty for an edition and itself."""
    return tuple(line for group, said in GROUPS.items() for line in _lines(group, said(left), said(right)))


def counts(left: Edition, right: Edition) -> dict[str, tuple[int, int, int]]:
    """By group: how many elements each side has, and how many are the same on both."""
    found = {}
    for group, said in GROUPS.items():
        first, second = said(left), said(right)
        same = sum(first[code] == second.get(code) for code in first)
        found[group] = (len(first), len(second), same)
    return found


def _lines(group: str, left: Texts, right: Texts) -> Iterator[Line]:
    for code in dict.fromkeys((*left, *right)):
        first, second = left.get(code), right.get(code)
        if first != second:
            title = " / ".join(dict.fromkeys(said[0] for said in (first, second) if said))
            yield Line(group, code, title, first and first[1], second and second[1])


def _head(edition: Edition) -> Texts:
    said: Regulation = edition.regulation
    begins = said.effective.date or said.effective.text or "未定"
    ends = said.expiry.date or said.expiry.text or "未写"
    return {
        "title": ("名称", said.title),
        "number": ("文号", said.number or "无"),
        "effective": ("施行", str(begins)),
        "expiry": ("到期", str(ends)),
        "articles": ("条数", f"{said.articles} 条"),
        "phases": ("阶段", "、".join(phase.title for phase in said.phases)),
        "measures": ("监督措施", "、".join(measure.title for measure in said.measures.values()) or "无"),
    }


def _roles(edition: Edition) -> Texts:
    return {code: (role.title, role.duties or role.title) for code, role in edition.roles.items()}


def _parameters(edition: Edition) -> Texts:
    return {code: (said.title, value(said)) for code, said in edition.parameters.items()}


def _procedures(edition: Edition) -> Texts:
    return {code: (said.title, _procedure(edition, said)) for code, said in edition.procedures.items()}


def _procedure(edition: Edition, said: Procedure) -> str:
    phases = {phase.code: phase.title for phase in edition.regulation.phases}
    words = [f"{phases[said.phase]}阶段", "由" + _named(edition, said.by) + "发起"]
    if said.applies:
        words.append(f"仅当 {condition(edition, said.applies)}")
    if said.requires:
        words.append("先要 " + "、".join(edition.rules[code].title for code in said.requires))
    if said.checks:
        words.append("提交时判断 " + "、".join(edition.rules[code].title for code in said.checks))
    return "；".join(words)


def _steps(edition: Edition) -> Texts:
    return {
        f"{code}.{name}": (f"{procedure.title}·{step.title}", _step(edition, step))
        for code, procedure in edition.procedures.items()
        for name, step in procedure.steps.items()
    }


def _step(edition: Edition, step: Step) -> str:
    words = [_named(edition, (member.role for member in step.by))]
    if step.when:
        words.append(f"仅当 {condition(edition, step.when)}")
    words.append("结论 " + "、".join(_outcome(outcome) for outcome in step.outcomes.values()))
    return "；".join(words)


def _outcome(outcome: Outcome) -> str:
    return f"{outcome.title}（{ENDS.get(outcome.to, '转到 ' + outcome.to)}）"


def _materials(edition: Edition) -> Texts:
    return {
        f"{code}.{name}": (f"{procedure.title}·{slot.title}", _slot(edition, slot))
        for code, procedure in edition.procedures.items()
        for name, slot in _slots(procedure)
    }


def _slots(procedure: Procedure) -> Iterator[tuple[str, Slot]]:
    yield from procedure.materials.items()
    for code, step in procedure.steps.items():
        yield from ((f"{code}.{name}", slot) for name, slot in step.materials.items())


def _slot(edition: Edition, slot: Slot) -> str:
    words = ["可不交" if slot.optional else "要交"]
    if slot.when:
        words.append(f"仅当 {condition(edition, slot.when)}")
    if slot.one_of:
        words.append("几份里交一份")
    if slot.produced_by:
        words.append(f"由“{edition.procedures[slot.produced_by].title}”产生")
    return "；".join(words)


def _rules(edition: Edition) -> Texts:
    return {code: (rule.title, _rule(edition, rule)) for code, rule in edition.rules.items()}


def _rule(edition: Edition, rule: Rule) -> str:
    words = [f"当 {condition(edition, rule.when)}"] if rule.when else []
    words.append(f"要求 {condition(edition, rule.require)}")
    strength = "可说明理由放行" if rule.strength == "soft" else KINDS[rule.kind]
    return "；".join([*words, strength])


def _deadlines(edition: Edition) -> Texts:
    return {
        code: (said.title, f"{edition.roles[said.duty_of].title}：{deadline(edition, said)}")
        for code, said in edition.deadlines.items()
    }


def _named(edition: Edition, roles: Iterator[str] | tuple[str, ...]) -> str:
    return "、".join(edition.roles[role].title for role in roles)


GROUPS: Mapping[str, Callable[[Edition], Texts]] = {
    "办法": _head,
    "角色": _roles,
    "数字": _parameters,
    "手续": _procedures,
    "步骤": _steps,
    "材料": _materials,
    "规则": _rules,
    "时限": _deadlines,
}
