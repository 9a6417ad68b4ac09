"""Doors of whole pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from xunzhang.accounts.models import Person

View = Callable[..., HttpResponse]


def admin_only(view: View) -> View:
    """Strangers sign in first; people who are no system administrators get 403 with the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (isinstance(request.user, Person) and request.user.is_admin):
            raise PermissionDenied("这一页只有系统管理员可以打开；需要调整人员或机构，请联系系统管理员")
        return view(request, *args, **kwargs)

    return login_required(guarded)
