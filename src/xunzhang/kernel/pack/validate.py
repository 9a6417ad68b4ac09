"""Turning the data of a file into model objects, with Chinese errors that name file, key and line."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from xunzhang.kernel.pack.source import PackError, Source

_WORDS = {
    "missing": "缺少这个键",
    "extra_forbidden": "没有这个键，请检查拼写",
    "invalid_key": "没有这个键，请检查拼写",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "date_type": "应为日期，写作 2024-05-01",
    "date_from_datetime_parsing": "应为日期，写作 2024-05-01",
    "dict_type": "应为“键: 值”的映射",
    "model_type": "应为“键: 值”的映射",
    "model_attributes_type": "应为“键: 值”的映射",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "too_short": "写得不全",
    "too_long": "写得太多",
    "string_pattern_mismatch": "写法不对",
}


def build(source: Source, kind: Any, data: Any = None, at: tuple[str | int, ...] = ()) -> Any:
    """`data` (by default the whole file) as `kind`. Raises PackError for the first fault."""
    try:
        return TypeAdapter(kind).validate_python(source.data if data is None else data)
    except ValidationError as faults:
        raise _first(source, faults, at) from faults


def _first(source: Source, faults: ValidationError, at: tuple[str | int, ...]) -> PackError:
    fault = min(faults.errors(), key=lambda each: _rank(source, each, at))
    path = (*at, *_plain(fault["loc"]))
    while fault["type"] != "missing" and path and path not in source.lines:
        path = path[:-1]  # names that pydantic adds for the members of a union
    return source.error(_message(fault), path)


def _rank(source: Source, fault: Any, at: tuple[str | int, ...]) -> tuple[bool, int]:
    """A misspelt key is told before the key it leaves missing; otherwise the first line comes first."""
    return fault["type"] == "missing", source.line((*at, *_plain(fault["loc"])))


def _plain(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The location without the names pydantic adds for unions and validators."""
    return tuple(part for part in loc if part != "[key]" and not (isinstance(part, str) and "[" in part))


def _message(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] == "literal_error":
        return f"“{fault['input']}”不在可用值之内：{fault['ctx']['expected'].replace(' or ', '、')}"
    if fault["type"] == "enum":
        return f"“{fault['input']}”不在可用值之内：{fault['ctx']['expected']}"
    return _WORDS.get(fault["type"], f"值“{fault['input']}”不合要求（{fault['type']}）")
