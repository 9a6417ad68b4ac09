"""The form to sign in with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from xunzhang.accounts.models import Person

WRONG = "账号或密码不对，或账号已停用。密码区分大小写；连续 {limit} 次不对，账号会暂停登录 1 小时。"


class SignInForm(forms.Form):
    """Account and password. After `is_valid`, `person` is who they belong to."""

    username = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "请填写账号", "max_length": "账号最多 40 字"},
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码", "max_length": "密码最多 200 字"},
    )
    use_required_attribute = False

    def __init__(self, request: HttpRequest, data: Any = None, *, limit: int = 0) -> None:
        super().__init__(data)
        self.request, self.limit = request, limit
        self.person: Person | None = None

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where no active account answers to these words."""
        said: dict[str, Any] = dict(self.cleaned_data)
        if self.errors:
            return said
        found = authenticate(self.request, username=said["username"], password=said["password"])
        if not isinstance(found, Person):
            raise ValidationError(WRONG.format(limit=self.limit))
        self.person = found
        return said
