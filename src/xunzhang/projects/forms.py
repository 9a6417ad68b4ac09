"""The form to enter a project, made from what the edition in force asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.forms import BoundField

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Field_
from xunzhang.kernel.submission import is_required
from xunzhang.regulations import telling
from xunzhang.web.forms import ChoiceField, FactForm, TextField, TypedField, field_for

NAME = "name"
NAME_LENGTH = 120
NAME_HINT = "写全称，与申报文件一致；分期建设的写明第几期"
PREFIX = "f"
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Section:
    """A part of the form."""

    title: str
    fields: tuple[BoundField, ...]


def form_for(edition: Edition, data: Mapping[str, Any] | None = None) -> FactForm:
    """The registration form of an edition, with the name of the project first."""
    name = TextField(max_length=NAME_LENGTH, label="项目名称", required=True, help_text=NAME_HINT)
    fields: dict[str, TypedField] = {NAME: name}
    fields |= {one.fact: _field(edition, one) for one in edition.regulation.registration.form}
    return FactForm(fields, data, prefix=PREFIX)


def _field(edition: Edition, one: Field_) -> TypedField:
    """A field of the registration form; choices without notes stand side by side."""
    fact = edition.facts[one.fact]
    made = field_for(
        fact,
        required=one.required and one.required_when is None,
        hint=one.hint,
        articles=telling.articles(edition, one.cites or fact.cites),
    )
    made.row = made.row or (isinstance(made, ChoiceField) and not made.notes)
    return made


def sections(edition: Edition, form: FactForm) -> tuple[Section, ...]:
    """The fields in the parts that the pack names; the name of the project opens the first."""
    parts: list[tuple[str, list[BoundField]]] = [("项目情况", [form[NAME]])]
    for one in edition.regulation.registration.form:
        if one.section:
            parts.append((one.section, []))
        parts[-1][1].append(form[one.fact])
    return tuple(Section(title, tuple(fields)) for title, fields in parts)


def facts_of(form: FactForm) -> dict[str, Value]:
    """What can be read from the form, without the name."""
    return {name: value for name, value in form.known().items() if name != NAME}


def require(edition: Edition, form: FactForm) -> None:
    """Mark the fields that the answers so far make required."""
    row = facts_of(form)
    for one in edition.regulation.registration.form:
        if one.required_when:
            form.fields[one.fact].required = is_required(edition, one, row)


def new_key() -> str:
    """A number for one form: whatever is sent under it makes one project at most."""
    return uuid4().hex


def read_key(text: str) -> str:
    """The number of a form that was sent, a fresh one if it is none."""
    return text if KEY.fullmatch(text) else new_key()
