"""The figures of a measure as fields of the what-if page: what the law has and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Parameter
from xunzhang.web.parsing import NotReadable, parse_date, parse_integer, parse_money
from xunzhang.web.words import wan_exact

TRUTHS = {"true": True, "false": False}
LARGEST, MOST_YEARS = 9_999, 100  # beyond, days would leave the calendar
YES_NO = (("true", "是"), ("false", "否"))


@dataclass(frozen=True)
class Figure:
    """One figure that may be changed. `typed` is what stands in the field; "" is a figure left open.

    `choices` are those of a reading that is so or not so.
    """

    name: str
    title: str
    unit: str
    cites: tuple[object, ...]
    was: str
    typed: str
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.typed != self.was

    @property
    def before(self) -> str:
        """What the law has, in words."""
        return dict(self.choices).get(self.was, self.was) or "没有写"

    @property
    def after(self) -> str:
        return dict(self.choices).get(self.typed, self.typed) or "没有写"


def figures(edition: Edition, asked: Mapping[str, str]) -> tuple[Figure, ...]:
    """Every figure of the edition with what was asked for it as `p-<name>`."""
    return tuple(_figure(name, each, asked) for name, each in edition.parameters.items())


def changed(edition: Edition, found: tuple[Figure, ...]) -> dict[str, Value]:
    """The figures that differ from the law's, read."""
    read = {each.name: _read(edition.parameters[each.name], each.typed) for each in found if not each.fault}
    return {name: value for name, value in read.items() if value != edition.parameters[name].value}


def _figure(name: str, parameter: Parameter, asked: Mapping[str, str]) -> Figure:
    was = _text(parameter)
    typed = asked.get(f"p-{name}", was).strip()
    if not typed and parameter.value is not None:
        typed = was
    return Figure(
        name=name,
        title=parameter.title,
        unit="万元" if parameter.type == "money" else parameter.unit,
        cites=tuple(parameter.cites),
        was=was,
        typed=typed,
        fault=_fault(parameter, typed),
        choices=YES_NO if parameter.type == "boolean" else (),
    )


def _read(parameter: Parameter, typed: str) -> Value:
    """Raises NotReadable."""
    if not typed:
        return None
    if parameter.type == "boolean":
        if typed not in TRUTHS:
            raise NotReadable("应选是或否")
        return TRUTHS[typed]
    if parameter.type == "date":
        return parse_date(typed)
    value = parse_money(typed) if parameter.type == "money" else _whole(parameter, typed)
    if not value:
        raise NotReadable("应大于零")
    return value


def _whole(parameter: Parameter, typed: str) -> int:
    return parse_integer(typed, highest=MOST_YEARS if parameter.unit == "年" else LARGEST)


def _fault(parameter: Parameter, typed: str) -> str:
    try:
        _read(parameter, typed)
    except NotReadable as fault:
        return str(fault)
    return ""


def _text(parameter: Parameter) -> str:
    value = parameter.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return wan_exact(int(value), separators=False) if parameter.type == "money" else str(value)
