"""The types of a predicate's parts: what may be compared, added and multiplied."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NoReturn

from sqlglot import exp

from xunzhang.kernel.facts import LIMIT, NUMBERS, FactType, Value, type_title
from xunzhang.kernel.predicates.words import MAX_DEPTH, is_plain_text, refuse


class Literal(StrEnum):
    """Types of what is written in the predicate: they take the type of what they meet."""

    NUMBER = "number"
    STRING = "string"


Kind = FactType | Literal

COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ARITHMETIC: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_JUDGEMENTS: tuple[type[exp.Expr], ...] = (
    exp.And,
    exp.Or,
    exp.Not,
    exp.In,
    exp.Between,
    exp.Is,
    *COMPARISONS,
)
_ORDERED = frozenset({*NUMBERS, FactType.DATE, Literal.NUMBER})
_NUMERIC = frozenset({*NUMBERS, Literal.NUMBER})
_LITERAL_OF = {Literal.NUMBER: NUMBERS, Literal.STRING: frozenset({FactType.CHOICE, FactType.TEXT})}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parameter_of(node: exp.Expr) -> str | None:
    """The name of the parameter that a column node stands for (written `:name`), else None."""
    return str(node.name[1:]) if isinstance(node, exp.Column) and node.name.startswith(":") else None


@dataclass
class Checker:
    """Checks a tree against an allow-list and finds types. Every method raises PredicateError.

    `places` maps offsets of the parsed text to offsets of the author's text, for messages.
    """

    types: Mapping[str, FactType]
    parameters: Mapping[str, Value]
    choices: Mapping[str, Collection[str]]
    places: Mapping[int, int]
    names: set[str] = field(default_factory=set)
    used_parameters: set[str] = field(default_factory=set)

    def boolean(self, node: exp.Expr, depth: int = 0) -> None:
        """Refuse a tree that is not a boolean."""
        kind = self.kind(node, depth)
        if kind is not FactType.BOOLEAN:
            self._refuse(node, f"应为一个判断（是或否），实为{_title(kind)}")

    def kind(self, node: exp.Expr, depth: int = 0) -> Kind:
        """The type of a tree."""
        if depth > MAX_DEPTH * 2:
            self._refuse(node, "式子套得太深或太长")
        check = _CHECKS.get(type(node))
        if check is None:
            self._refuse(node, "不能这样写")
        return check(self, node, depth + 1)

    def _connector(self, node: exp.Expr, depth: int) -> Kind:
        for part in node.flatten(unnest=False):
            self.boolean(part, depth)
        return FactType.BOOLEAN

    def _not(self, node: exp.Expr, depth: int) -> Kind:
        self.boolean(node.this, depth)
        return FactType.BOOLEAN

    def _paren(self, node: exp.Expr, depth: int) -> Kind:
        return self.kind(node.this, depth)

    def _comparison(self, node: exp.Expr, depth: int) -> Kind:
        kind = self._alike(node, [node.this, node.expression], depth)
        if not isinstance(node, exp.EQ | exp.NEQ) and kind not in _ORDERED:
            self._refuse(node, f"{_title(kind)}不能比大小，只能用 = 或 <>")
        return FactType.BOOLEAN

    def _between(self, node: exp.Expr, depth: int) -> Kind:
        kind = self._alike(node, [node.this, node.args["low"], node.args["high"]], depth)
        if kind not in _ORDERED:
            self._refuse(node, f"{_title(kind)}不能比大小，不能用 BETWEEN")
        return FactType.BOOLEAN

    def _in(self, node: exp.Expr, depth: int) -> Kind:
        if not node.expressions:
            self._refuse(node, "IN 后面应为括号里的一个或几个值")
        for member in node.expressions:
            if not _is_literal(member):
                self._refuse(member, "IN 的括号里只能写值或参数")
        self._alike(node, [node.this, *node.expressions], depth)
        return FactType.BOOLEAN

    def _is(self, node: exp.Expr, depth: int) -> Kind:
        if isinstance(node.expression, exp.Boolean):
            if self._operand(node.this, depth) is not FactType.BOOLEAN:
                self._refuse(node, "IS TRUE、IS FALSE 只能用于是或否")
        elif isinstance(node.expression, exp.Null):
            self._operand(node.this, depth)
        else:
            self._refuse(node, "IS 后面只能是 [NOT] NULL、TRUE、FALSE")
        return FactType.BOOLEAN

    def _coalesce(self, node: exp.Expr, depth: int) -> Kind:
        if not node.expressions:
            self._refuse(node, "COALESCE 至少要有两项")
        return self._alike(node, [node.this, *node.expressions], depth)

    def _arithmetic(self, node: exp.Expr, depth: int) -> Kind:
        sign = _ARITHMETIC[type(node)]
        kinds = [self._operand(side, depth) for side in (node.this, node.expression)]
        for kind in kinds:
            if kind not in _NUMERIC:
                self._refuse(node, f"{_title(kind)}不能做 {sign} 运算")
        if sign != "*":
            return self._unite(node, kinds)
        if kinds == [FactType.MONEY, FactType.MONEY]:
            self._refuse(node, "金额不能乘金额")
        # A written number may be an amount (元 per head): its product with an integer fits both.
        return next((kind for kind in (FactType.MONEY, Literal.NUMBER) if kind in kinds), FactType.INTEGER)

    def _negative(self, node: exp.Expr, depth: int) -> Kind:
        kind = self._operand(node.this, depth)
        if kind not in _NUMERIC:
            self._refuse(node, f"{_title(kind)}前面不能有负号")
        return kind

    def _column(self, node: exp.Expr, _depth: int) -> Kind:
        parameter = parameter_of(node)
        if parameter is not None:
            return self._parameter(node, parameter)
        if node.name not in self.types:
            self._refuse(node, f"没有名为 {node.name} 的事实")
        self.names.add(node.name)
        return self.types[node.name]

    def _parameter(self, node: exp.Expr, name: str) -> Kind:
        if name not in self.parameters:
            self._refuse(node, f"没有名为 :{name} 的参数")
        value = self.parameters[name]
        self.used_parameters.add(name)
        if value is None:
            self._refuse(node, f"参数 :{name} 没有值")
        if isinstance(value, str) and not is_plain_text(value):
            self._refuse(node, f"参数 :{name} 的文字里有不许用的字符")
        if isinstance(value, int) and abs(value) > LIMIT:
            self._refuse(node, f"参数 :{name} 的数太大：至多 10 的 15 次方")
        return _kind_of(value)

    def _literal(self, node: exp.Expr, _depth: int) -> Kind:
        if not node.is_string and int(node.name) > LIMIT:
            self._refuse(node, "数太大：至多 10 的 15 次方")
        return Literal.STRING if node.is_string else Literal.NUMBER

    def _truth(self, _node: exp.Expr, _depth: int) -> Kind:
        return FactType.BOOLEAN

    def _date(self, node: exp.Expr, _depth: int) -> Kind:
        try:
            if _ISO_DATE.fullmatch(node.this.name) is None:
                raise ValueError(node.this.name)
            date.fromisoformat(node.this.name)
        except ValueError:
            self._refuse(node, f"没有 {node.this.name} 这一天，日期应写作 DATE 'YYYY-MM-DD'")
        return FactType.DATE

    def _operand(self, node: exp.Expr, depth: int) -> Kind:
        """A part of a comparison or sum; a judgement needs brackets, engines differ in reading it without."""
        if isinstance(node, _JUDGEMENTS):
            self._refuse(node, "判断用作比较的一边时请加括号")
        return self.kind(node, depth)

    def _alike(self, node: exp.Expr, parts: list[exp.Expr], depth: int) -> Kind:
        kind = self._unite(node, [self._operand(part, depth) for part in parts])
        if kind is FactType.LONGTEXT:
            self._refuse(node, "长文本只能判断是否为空（IS NULL）")
        if kind is FactType.CHOICE:
            self._check_choices(node, parts)
        return kind

    def _unite(self, node: exp.Expr, kinds: list[Kind]) -> Kind:
        united = kinds[0]
        for kind in kinds[1:]:
            united = self._pair(node, united, kind)
        return united

    def _pair(self, node: exp.Expr, left: Kind, right: Kind) -> Kind:
        if left == right or (isinstance(right, Literal) and left in _LITERAL_OF[right]):
            return left
        if isinstance(left, Literal) and right in _LITERAL_OF[left]:
            return right
        self._refuse(node, f"{_title(left)}与{_title(right)}不能放在一起比较或计算")

    def _check_choices(self, node: exp.Expr, parts: list[exp.Expr]) -> None:
        facts = [name for part in parts for name in facts_in(part) if self.types[name] is FactType.CHOICE]
        if not all(name in self.choices for name in facts):
            return
        declared = {value for name in facts for value in self.choices[name]}
        for part in parts:
            for literal in part.find_all(exp.Literal, exp.Column):
                text = self._text_of(literal)
                if text is not None and text not in declared:
                    self._refuse(literal, f"{'、'.join(facts)} 没有 {text} 这个选项")

    def _text_of(self, node: exp.Expr) -> str | None:
        parameter = parameter_of(node)
        value = self.parameters[parameter] if parameter else node.name if node.is_string else None
        return value if isinstance(value, str) else None

    def _refuse(self, node: exp.Expr, message: str) -> NoReturn:
        starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
        refuse(message, self.places.get(min(starts)) if starts else None)


def _is_literal(node: exp.Expr) -> bool:
    inner = node.this if isinstance(node, exp.Neg) else node
    return parameter_of(inner) is not None or isinstance(inner, exp.Literal | exp.Boolean | exp.Cast)


def facts_in(node: exp.Expr) -> Iterator[str]:
    """The facts that a tree names."""
    return (column.name for column in node.find_all(exp.Column) if parameter_of(column) is None)


def _kind_of(value: int | str | bool | date) -> Kind:
    if isinstance(value, bool):
        return FactType.BOOLEAN
    if isinstance(value, date):
        return FactType.DATE
    return Literal.NUMBER if isinstance(value, int) else Literal.STRING


def _title(kind: Kind) -> str:
    if isinstance(kind, FactType):
        return type_title(kind)
    return "数" if kind is Literal.NUMBER else "文字"


_CHECKS: Mapping[type[exp.Expr], Callable[[Checker, exp.Expr, int], Kind]] = {
    exp.And: Checker._connector,
    exp.Or: Checker._connector,
    exp.Not: Checker._not,
    exp.Paren: Checker._paren,
    **dict.fromkeys(COMPARISONS, Checker._comparison),
    exp.Between: Checker._between,
    exp.In: Checker._in,
    exp.Is: Checker._is,
    exp.Coalesce: Checker._coalesce,
    **dict.fromkeys(_ARITHMETIC, Checker._arithmetic),
    exp.Neg: Checker._negative,
    exp.Column: Checker._column,
    exp.Literal: Checker._literal,
    exp.Boolean: Checker._truth,
    exp.Cast: Checker._date,
}
