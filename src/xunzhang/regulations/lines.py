"""The line of each kind of element: a title, what it says in words, and where it is shown in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xunzhang.kernel import wording
from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Field_, Role, Rule, Slot

RULE_KINDS = {"order": "次序", "rule": "规则", "notice": "提醒"}
STRENGTHS = {"hard": "硬性", "soft": "软性"}
HOLDERS = {"unit": "项目单位", "area": "本区部门", "higher": "上级单位", "outside": "区外或第三方"}
SEES = {"own": "本单位项目", "area": "全区项目", "assigned": "交办的项目", "none": "不登录"}
LEVELS = {"project": "项目", "unit": "单位", "area": "全区"}
RECURRENCES = {
    "once": "办成一次为止",
    "repeatable": "可以重办",
    "any_time": "随时可办",
    "per_record": "每条记录一次",
    "yearly": "每年",
    "periodic": "定期",
}
STEP_KINDS = {
    "check": "审查", "review": "评审", "decision": "决定", "opinions": "征求意见", "external": "外部办理",
    "filing": "备案", "notify": "抄送", "sign": "签署", "publish": "公布", "record": "登记", "pay": "支付",
    "evaluate": "评价", "report": "报告", "order": "通知", "answer": "答复", "recheck": "复查",
    "government": "政府决定", "entrust": "委托",
}  # fmt: skip
TYPES = {
    "money": "金额（万元）",
    "integer": "整数",
    "boolean": "是或否",
    "date": "日期",
    "text": "文字",
    "longtext": "长文字",
}
REFERENCE_KINDS = {"repeals": "同时废止", "basis": "制定依据", "reference": "引用"}


@dataclass(frozen=True)
class Line:
    """An element told to people; `details` are pairs of a heading and a sentence."""

    title: str
    tags: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    soft: str = ""
    url: str = ""


def _pairs(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((head, text) for head, text in pairs if text)


def section(edition: Edition, name: str, anchor: str = "") -> str:
    """The address of a part of an edition's pages."""
    address = reverse("regulations:section", args=[edition.id, name])
    return f"{address}#{anchor}" if anchor else address


def roles(edition: Edition, codes: Iterable[str]) -> str:
    return "、".join(edition.roles[code].title for code in codes)


def rule(edition: Edition, code: str, element: Rule) -> Line:
    """A rule with its test in words."""
    said = _pairs(
        ("管什么", "" if element.on == "project" else edition.entities[element.on].title),
        ("适用", element.when and wording.condition(edition, element.when)),
        ("要求", wording.condition(edition, element.require)),
        ("不符合", element.refusal),
        ("怎么办", element.remedy),
        ("谁可放行", roles(edition, element.override_by)),
        ("用在", "、".join(_where(edition, code))),
    )
    tags = (RULE_KINDS[element.kind], *((STRENGTHS[element.strength],) if element.kind != "notice" else ()))
    return Line(element.title, tags, said, element.reason)


def _where(edition: Edition, code: str) -> Iterable[str]:
    """The registration and the procedures that are judged by a rule."""
    if code in edition.regulation.registration.checks:
        yield "登记"
    for name, procedure in edition.procedures.items():
        if code in edition.rules_of_procedure(name):
            yield procedure.title


def _procedure(edition: Edition, code: str, element: Any) -> Line:
    phase = next(phase.title for phase in edition.regulation.phases if phase.code == element.phase)
    said = _pairs(("谁发起", roles(edition, element.by)), ("阶段", phase))
    return Line(element.title, (), said, element.reason, section(edition, "procedures", f"p-{code}"))


def _step(edition: Edition, code: str, element: Any) -> Line:
    owner = code.partition(".")[0]
    who = roles(edition, (member.role for member in element.by))
    said = _pairs(("谁办", who), ("哪道手续", edition.procedures[owner].title))
    address = section(edition, "procedures", f"p-{owner}")
    return Line(element.title, (STEP_KINDS[element.kind],), said, element.reason, address)


def _outcome(edition: Edition, code: str, element: Any) -> Line:
    owner, step, _ = code.split(".")
    procedure = edition.procedures[owner]
    measure = element.measure and edition.regulation.measures[element.measure].title
    said = _pairs(("哪一步", f"{procedure.title}·{procedure.steps[step].title}"), ("措施", measure))
    return Line(element.title, (), said, element.reason, section(edition, "procedures", f"p-{owner}"))


def _material(edition: Edition, code: str, element: Slot) -> Line:
    owner = edition.procedures[code.partition(".")[0]].title
    return Line(element.title, slot_tags(element), _pairs(("哪道手续", owner), *slot_terms(edition, element)),
                element.reason, section(edition, "procedures", f"p-{code.partition('.')[0]}"))  # fmt: skip


def slot_tags(slot: Slot) -> tuple[str, ...]:
    said = {"可不交": slot.optional, "择一": bool(slot.one_of), "可说明不适用": slot.not_applicable_allowed}
    return tuple(word for word, so in said.items() if so)


def slot_terms(edition: Edition, slot: Slot) -> tuple[tuple[str, str], ...]:
    """When a paper is asked for, and where it may come from."""
    source = edition.procedures[slot.produced_by].title if slot.produced_by else ""
    return _pairs(
        ("何时要", slot.when and wording.condition(edition, slot.when)),
        ("来自", source),
        ("说明", slot.hint),
    )


def _deadline(edition: Edition, code: str, element: Any) -> Line:
    done = edition.facts[element.fulfilled_by].title if element.fulfilled_by else ""
    said = _pairs(
        ("期限", wording.deadline(edition, element)),
        ("适用", element.when and wording.condition(edition, element.when)),
        ("谁的事", edition.roles[element.duty_of].title),
        ("办到", done and f"填了{done}"),
        ("说明", element.note),
    )
    return Line(element.title, (), said, element.reason, section(edition, "figures", f"d-{code}"))


def _parameter(edition: Edition, code: str, element: Any) -> Line:
    address = section(edition, "figures", f"n-{code}")
    return Line(element.title, (), (("数字", wording.value(element)),), element.reason, address)


def _role(edition: Edition, code: str, element: Role) -> Line:
    said = _pairs(
        ("职责", element.duties), ("原文写法", "、".join(alias.literal for alias in element.aliases))
    )
    address = section(edition, "roles", f"r-{code}")
    return Line(element.title, (HOLDERS[element.holder],), said, element.reason, address)


def _fact(edition: Edition, code: str, element: Any) -> Line:
    judged = edition.roles[element.judged_by].title if element.judged_by else ""
    kind = (
        "、".join(element.values.values()) if element.type is FactType.CHOICE else TYPES[element.type.value]
    )
    said = _pairs(("填什么", kind), ("含义", element.meaning), ("由谁认定", judged))
    tags = (*(("认定",) if judged else ()), *(("推算",) if element.derived else ()))
    return Line(element.title, tags, said)


def _field(edition: Edition, code: str, element: Field_) -> Line:
    owner = edition.procedures.get(code.partition(".")[0])
    said = _pairs(("填在", owner.title if owner else "登记项目"), ("提示", element.hint))
    return Line(edition.facts[element.fact].title, (), said)


def _anomaly(edition: Edition, code: str, element: Any) -> Line:
    said = (("原文", element.literal), ("处理", element.handling))
    return Line(element.title, (), said, element.reason, section(edition, "anomalies", f"x-{code}"))


def _measure(edition: Edition, code: str, element: Any) -> Line:
    return Line(element.title, (), (("轻重", f"第 {element.rank} 级"),), element.reason)


def _hold(edition: Edition, code: str, element: Any) -> Line:
    still = "、".join(edition.procedures[name].title for name in element.except_procedures)
    said = _pairs(("什么时候", wording.condition(edition, element.when)), ("仍可办", still))
    return Line(element.title, (), said, element.reason)


def _registration(edition: Edition, code: str, element: Any) -> Line:
    checks = "、".join(edition.rules[name].title for name in element.checks)
    return Line("登记项目", (), _pairs(("谁登记", roles(edition, element.by)), ("判断", checks)))


def _effective(edition: Edition, code: str, element: Any) -> Line:
    said = _pairs(
        ("原文", element.text), ("读作", element.date and str(element.date)), ("说明", element.note)
    )
    return Line("施行日期", (), said)


def _reference(edition: Edition, code: str, element: Any) -> Line:
    return Line(element.title, (REFERENCE_KINDS[element.kind],), _pairs(("文号", element.number)))


def _phase(edition: Edition, code: str, element: Any) -> Line:
    return Line(element.title)


LINES: Mapping[str, Callable[[Edition, str, Any], Line]] = {
    "rule": rule,
    "procedure": _procedure,
    "step": _step,
    "outcome": _outcome,
    "material": _material,
    "deadline": _deadline,
    "parameter": _parameter,
    "role": _role,
    "fact": _fact,
    "field": _field,
    "anomaly": _anomaly,
    "measure": _measure,
    "hold": _hold,
    "registration": _registration,
    "effective": _effective,
    "reference": _reference,
    "phase": _phase,
}
