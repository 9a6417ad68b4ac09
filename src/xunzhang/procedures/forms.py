"""The form of a procedure or a step, made from what the pack asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Field_
from xunzhang.kernel.submission import is_required
from xunzhang.regulations import telling
from xunzhang.web.forms import (
    BooleanField,
    DateField,
    FactForm,
    IntegerField,
    MoneyField,
    TypedField,
    field_for,
)

PREFIX = "f"
CARRIED = "已带入，可改。"


@dataclass(frozen=True)
class Section:
    """A part of a form; fields that are compared stand abreast in one row."""

    title: str
    rows: list[list[BoundField]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A form with the facts that can be read from it. `faults` are the fields that cannot be read."""

    form: FactForm
    facts: Mapping[str, Value]
    asked: tuple[Field_, ...]

    @property
    def faults(self) -> dict[str, str]:
        return {name: " ".join(map(str, said)) for name, said in self.form.errors.items()}

    def require(self, edition: Edition, row: Mapping[str, Value]) -> None:
        """Mark what the row makes required: for the label, not for reading."""
        for one in self.asked:
            self.form.fields[one.fact].required = is_required(edition, one, row)

    def complain(self, names: Iterable[str]) -> None:
        """Say under each field that it must be filled in."""
        for name in names:
            if name in self.form.fields:
                self.mark(name, f"请填写{self.form.fields[name].label}")

    def mark(self, name: str, said: str) -> None:
        """Put what a rule says of a field under it."""
        if name in self.form.fields and name not in self.form.errors:
            self.form.add_error(name, said)

    def sections(self, first: str = "填写内容") -> list[Section]:
        """The fields in parts, in the order of the pack."""
        found: list[Section] = []
        for one in self.asked:
            if one.section or not found:
                found.append(Section(one.section or first))
            _place(found[-1], self.form[one.fact])
        return found

    def anchor(self, name: str) -> str:
        """The address of a field on its page, "" if it is not asked."""
        return f"#{self.form[name].auto_id}" if name in self.form.fields else ""


def read(
    edition: Edition,
    asked: Iterable[Field_],
    known: Mapping[str, Value],
    typed: Mapping[str, str],
    own: Iterable[str] = (),
) -> Asked:
    """The form filled with what was typed and, where nothing was, with what is known.

    `own` are the facts that this very case has stated; others that are known count as carried over.
    """
    fields = tuple({one.fact: one for one in asked}.values())
    stated = frozenset(own)
    made: dict[str, TypedField] = {}
    data: dict[str, Any] = {}
    for one in fields:
        made[one.fact] = _field(edition, one)
        data[f"{PREFIX}-{one.fact}"] = _text(made[one.fact], one, known, typed)
        if known.get(one.fact) is not None and one.fact not in stated and f"{PREFIX}-{one.fact}" not in typed:
            said = str(made[one.fact].help_text)
            made[one.fact].help_text = said if "带入" in said else CARRIED + said
    form = FactForm(made, data, prefix=PREFIX, draft=True)
    return Asked(form, form.known(), fields)


def _field(edition: Edition, one: Field_) -> TypedField:
    fact = edition.facts[one.fact]
    cites = one.cites or fact.cites
    always = one.required and one.required_when is None
    return field_for(fact, required=always, hint=one.hint, articles=telling.articles(edition, cites))


def _abreast(bound: BoundField) -> int:
    """How many of its kind stand in one row: three amounts, numbers or days, two questions, one of others."""
    if isinstance(bound.field, MoneyField | IntegerField | DateField):
        return 3
    return 2 if isinstance(bound.field, BooleanField) else 1


def _text(made: TypedField, one: Field_, known: Mapping[str, Value], typed: Mapping[str, str]) -> str:
    name = f"{PREFIX}-{one.fact}"
    if name in typed:
        return typed[name]
    value = known.get(one.fact)
    return "" if value is None else str(made.prepare_value(value))


def _place(section: Section, bound: BoundField) -> None:
    last = section.rows[-1] if section.rows else None
    abreast = _abreast(bound)
    if last and abreast == _abreast(last[0]) and len(last) < abreast:
        last.append(bound)
    else:
        section.rows.append([bound])
