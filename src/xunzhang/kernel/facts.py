"""Facts: the flat, typed names under which everything known about a row is kept.

A value is None when the fact is not known. Money is an integer number of 分.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

Value = int | str | bool | date | None
Json = int | str | bool | None

LIMIT = 10**15
"""Largest absolute value of a number (10 万亿元 in 分): products with a ratio stay exact in 64 bits."""


class FactType(StrEnum):
    """What a fact holds; the value is the word used in the vocabulary."""

    MONEY = "money"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    LONGTEXT = "longtext"


NUMBERS = frozenset({FactType.MONEY, FactType.INTEGER})

PYTHON: Mapping[FactType, type] = {
    FactType.MONEY: int,
    FactType.INTEGER: int,
    FactType.BOOLEAN: bool,
    FactType.DATE: date,
    FactType.CHOICE: str,
    FactType.TEXT: str,
    FactType.LONGTEXT: str,
}
PLAIN = frozenset({str, bool})
"""Types whose values are stored as they are, without a limit to check."""

_CHINESE: Mapping[FactType, str] = {
    FactType.MONEY: "金额（以分计的整数）",
    FactType.INTEGER: "整数",
    FactType.BOOLEAN: "是或否",
    FactType.DATE: "日期",
    FactType.CHOICE: "选项",
    FactType.TEXT: "文字",
    FactType.LONGTEXT: "长文本",
}


class FactError(ValueError):
    """A value does not have the type of its fact; the message is Chinese."""


def type_title(kind: FactType) -> str:
    """The Chinese name of a type, as used in messages."""
    return _CHINESE[kind]


def stored(name: str, kind: FactType, value: Value) -> Json:
    """The value as JSON keeps it (dates as YYYY-MM-DD). Raises FactError if it is not a `kind`."""
    if value is None:
        return None
    if type(value) is not PYTHON[kind]:
        raise FactError(f"事实 {name} 应为{_CHINESE[kind]}，实为 {value!r}")
    if isinstance(value, int) and not -LIMIT <= value <= LIMIT:
        raise FactError(f"事实 {name} 的数值超出可计算的范围：{value}")
    return value.isoformat() if isinstance(value, date) else value


def to_json(facts: Mapping[str, Value], types: Mapping[str, FactType]) -> dict[str, Json]:
    """The facts as a JSON object, unknown ones left out. Raises FactError."""
    return {name: stored(name, types[name], value) for name, value in facts.items() if value is not None}


def from_json(data: Mapping[str, Json], types: Mapping[str, FactType]) -> dict[str, Value]:
    """The facts of a JSON object; keys that `types` does not declare are left out. Raises FactError."""
    return {name: _restored(name, types[name], value) for name, value in data.items() if name in types}


def _restored(name: str, kind: FactType, value: Json) -> Value:
    try:
        known: Value = (
            date.fromisoformat(value) if kind is FactType.DATE and isinstance(value, str) else value
        )
    except ValueError:
        raise FactError(f"事实 {name} 不是日期：{value!r}") from None
    stored(name, kind, known)
    return known
