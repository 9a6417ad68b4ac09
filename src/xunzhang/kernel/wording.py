"""Conditions and lengths of time in Chinese words, for people who do not read predicates."""

from __future__ import annotations

from collections.abc import Sequence

from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Span
from xunzhang.kernel.pack.model import Deadline, Parameter
from xunzhang.kernel.predicates.words import Word
from xunzhang.kernel.predicates.words import words as split
from xunzhang.kernel.writing import ORDER_OF_DAYS, SIGNS, wan_exact

_SIGNS = {**SIGNS, "+": "＋", "-": "－", "*": "×", ",": "、", "(": "（", ")": "）"}
_PHRASES = {
    ("IS", "NOT", "NULL"): "已填",
    ("IS", "NULL"): "未填",
    ("IS", "NOT", "TRUE"): "未确认",
    ("IS", "NOT", "FALSE"): "没有否定",
    ("IS", "TRUE"): "为是",
    ("IS", "FALSE"): "为否",
    ("NOT", "IN"): "不属于",
    ("IN",): "属于",
    ("NOT", "BETWEEN"): "不在……之间：",
    ("BETWEEN",): "在……之间：",
    ("AND",): "，且 ",
    ("OR",): "，或 ",
    ("NOT",): "没有：",
    ("TRUE",): "是",
    ("FALSE",): "否",
    ("NULL",): "未填",
    ("COALESCE",): "取先有的",
}
_UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}


def condition(edition: Edition, text: str) -> str:
    """A predicate in words: `security * 100 >= total * :share` → 网络安全预算 × 100 ≥ 总预算 × 5."""
    found, parts, at = split(text), [], 0
    while at < len(found):
        phrase = () if _denied(edition, found, at) else _phrase(found, at)
        parts.append(_PHRASES[phrase] if phrase else _word(edition, found, at))
        at += len(phrase) or 1
    return _tidy(" ".join(parts))


def _phrase(found: Sequence[Word], at: int) -> tuple[str, ...]:
    """The longest known run of keywords that begins here."""
    for length in (3, 2, 1):
        run = tuple(word.text for word in found[at : at + length] if word.kind == "keyword")
        if len(run) == length and run in _PHRASES:
            return run
    return ()


def _denied(edition: Edition, found: Sequence[Word], at: int) -> bool:
    """Whether a NOT stands here before a bare yes-or-no fact, which is then written as 为否."""
    return found[at].text == "NOT" and _is_bare(edition, found, at + 1)


def _is_bare(edition: Edition, found: Sequence[Word], at: int) -> bool:
    """Whether a yes-or-no fact stands here by itself."""
    word = found[at] if at < len(found) else None
    if word is None or word.kind != "name" or edition.facts[word.text].type is not FactType.BOOLEAN:
        return False
    after = found[at + 1].text if at + 1 < len(found) else ""
    before = found[at - 1].text if at else ""
    return after not in ("IS", "=", "<>") and before not in ("=", "<>")


def _name(edition: Edition, found: Sequence[Word], at: int) -> str:
    title = edition.facts[found[at].text].title
    if not _is_bare(edition, found, at):
        return title
    return f"“{title}”为{'否' if at and found[at - 1].text == 'NOT' else '是'}"


def _word(edition: Edition, found: Sequence[Word], at: int) -> str:
    word = found[at]
    if word.kind == "name":
        return _name(edition, found, at)
    if word.kind == "parameter":
        return _parameter(edition.parameters[word.text[1:]], _is_factor(found, at))
    if word.kind == "number":
        return _number(edition, found, at)
    if word.kind == "string":
        return _choice(edition, found, at)
    return _sign(edition, found, at)


def _sign(edition: Edition, found: Sequence[Word], at: int) -> str:
    """≤ between numbers, 不晚于 between days; the NOT of 为否 is written with its fact."""
    before = found[at - 1] if at else None
    if before and before.kind == "name" and edition.facts[before.text].type is FactType.DATE:
        return ORDER_OF_DAYS.get(found[at].text, "").replace("与", "就是")
    return _SIGNS.get(found[at].text, "")


def _is_factor(found: Sequence[Word], at: int) -> bool:
    beside = [found[near].text for near in (at - 1, at + 1) if 0 <= near < len(found)]
    return "*" in beside


def _parameter(parameter: Parameter, is_factor: bool) -> str:
    return value(parameter) if not is_factor else str(parameter.value)


def _number(edition: Edition, found: Sequence[Word], at: int) -> str:
    """A number beside money is an amount in 分, unless it multiplies."""
    names = [edition.facts[word.text].type for word in found[:at] if word.kind == "name"]
    if names and names[-1] is FactType.MONEY and not _is_factor(found, at):
        return f"{wan_exact(int(found[at].text))} 万元"
    return f"{int(found[at].text):,}"


def _choice(edition: Edition, found: Sequence[Word], at: int) -> str:
    """A literal: a day as it stands, a code as the choice of the fact named before it."""
    code = found[at].text.strip("'").replace("''", "'")
    facts = [edition.facts[word.text] for word in found[:at] if word.kind == "name"]
    return f"“{facts[-1].values[code]}”" if facts and code in facts[-1].values else code


def _tidy(text: str) -> str:
    for sign in "（）、，：":
        text = text.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    return " ".join(text.split()).replace("且 “", "且“").replace("或 “", "或“")


def value(parameter: Parameter) -> str:
    """500.00 万元, 10 工作日; 条文未写 for a figure that the text leaves open."""
    if parameter.value is None:
        return "条文未写"
    if isinstance(parameter.value, bool):
        return "是" if parameter.value else "否"
    if parameter.type == "money":
        return f"{wan_exact(int(str(parameter.value)))} 万元"
    return f"{parameter.value} {parameter.unit}".strip()


def span(edition: Edition, length: Span) -> str:
    """10 个工作日, with a named length looked up."""
    said = length.length
    number = edition.parameters[said].value if isinstance(said, str) else said
    return f"{number} {_UNITS[length.unit]}"


def deadline(edition: Edition, rule: Deadline) -> str:
    """When a duty runs out, in one sentence."""
    start = "、".join(edition.facts[name].title for name in rule.start)
    since = f"自{start}{'中较晚的一天' if len(rule.start) > 1 else ''}起" if start else ""
    if rule.within:
        return f"{since} {span(edition, rule.within)}以内"
    if rule.at_least:
        return f"{since}不少于 {span(edition, rule.at_least)}"
    if rule.every:
        return f"{since}每 {span(edition, rule.every)}一次"
    if rule.window:
        return f"{since} {span(edition, rule.window.opens)}以后，{span(edition, rule.window.closes)}以内"
    return _without_length(edition, rule)


def _without_length(edition: Edition, rule: Deadline) -> str:
    if rule.calendar_days:
        return "每年 " + "、".join(rule.calendar_days)
    if rule.due_fact:
        opens = f"自{edition.facts[rule.opens_fact].title}起，" if rule.opens_fact else ""
        return f"{opens}到{edition.facts[rule.due_fact].title}为止"
    own = edition.parameters[rule.interval_parameter] if rule.interval_parameter else None
    local = f"本区定为 {value(own)}" if own and own.value is not None else "不推算到期日"
    return f"{rule.unquantified}；{local}"


def unset(edition: Edition, rule: Deadline) -> str:
    """How the text leaves a duty without a day, and the figure that would give one; "" where it has a day."""
    if not (rule.unquantified and rule.interval_parameter):
        return rule.unquantified
    own = edition.parameters[rule.interval_parameter]
    return f"{rule.unquantified}；本区规定了“{own.title}”（{own.unit}）才有到期日"
