"""The form of 通知设置: an address, and for each kind in the system or not, by mail at once, daily or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from xunzhang.accounts.models import Person
from xunzhang.administration.forms import Plain, email_field
from xunzhang.notices.kinds import Kind
from xunzhang.notices.models import Wish
from xunzhang.notices.wishes import Wanted, wanted


class Wishes(Plain):
    """After `is_valid`: `email`, and `wishes()` as `wishes.wish` takes them."""

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={"email": person.email})
        self.fields["email"] = email_field()
        self.held = wanted(person)
        for each in self.held:
            self._add(each)

    def _add(self, each: Wanted) -> None:
        kind = each.kind
        self.fields[f"mail-{kind.code}"] = forms.ChoiceField(
            label=f"{kind.title}：邮件",
            choices=Wish.MAIL,
            initial=each.mail,
            error_messages={"required": "请选一种", "invalid_choice": "请从列出的几种里选"},
        )
        self.fields[f"in-{kind.code}"] = forms.BooleanField(
            label=f"{kind.title}：系统内提醒", required=False, initial=each.in_system, disabled=kind.is_duty
        )

    def rows(self) -> Iterator[tuple[Kind, BoundField, BoundField]]:
        """Each kind with its two fields: in the system, by mail."""
        for each in self.held:
            yield each.kind, self[f"in-{each.kind.code}"], self[f"mail-{each.kind.code}"]

    def wishes(self) -> Mapping[str, tuple[bool, str]]:
        said = self.cleaned_data
        return {
            each.kind.code: (bool(said[f"in-{each.kind.code}"]), str(said[f"mail-{each.kind.code}"]))
            for each in self.held
        }
