"""The forms of hooks."""

from __future__ import annotations

from typing import Any

from django import forms

from xunzhang.accounts.models import Area
from xunzhang.administration.forms import STATES, Pick, Plain
from xunzhang.letters.models import Hook
from xunzhang.notices.kinds import ADMIN_KIND, KINDS
from xunzhang.web.forms import ChoiceField, TextField

TITLES = [(kind.code, kind.title) for kind in KINDS.values() if kind.code != ADMIN_KIND]


def _title() -> TextField:
    return TextField(label="名称", required=True, max_length=60, help_text="对方是什么系统")


def _address() -> TextField:
    return TextField(
        label="地址",
        required=True,
        max_length=400,
        help_text="https 开头；默认不许推送到内部网络",
    )


def _kinds() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="推送哪几种通知",
        choices=TITLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种", "invalid_choice": "请从列出的几种里选"},
    )


class NewHook(Plain):
    """A hook to add, of an area or of an organisation."""

    title = _title()
    address = _address()
    area = forms.ModelChoiceField(
        Area.objects.order_by("code"),
        label="哪个区域的通知",
        required=False,
        empty_label="不按区域",
        error_messages={"invalid_choice": "请从列出的区域里选"},
    )
    organisation = Pick(label="或者哪个机构收到的通知", required=False, empty_label="不按机构")
    kinds = _kinds()

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError unless exactly one of area and organisation is chosen."""
        said: dict[str, Any] = dict(self.cleaned_data)
        if not self.errors and bool(said.get("area")) == bool(said.get("organisation")):
            raise forms.ValidationError("区域和机构选一个，也只选一个")
        return said


class ChangedHook(Plain):
    """What may be changed of a hook."""

    title = _title()
    address = _address()
    kinds = _kinds()
    state = ChoiceField(label="状态", required=True, values=STATES)

    @staticmethod
    def of(hook: Hook) -> dict[str, Any]:
        """The hook as initial values."""
        state = "active" if hook.is_active else "inactive"
        return {"title": hook.title, "address": hook.address, "kinds": hook.kinds, "state": state}
