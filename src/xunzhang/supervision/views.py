"""The page of the supervision centre."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xunzhang.accounts.models import Person
from xunzhang.supervision.centre import centre as read
from xunzhang.web import clock


@require_safe
@login_required
def centre(request: HttpRequest) -> HttpResponse:
    shown = read(cast(Person, request.user), clock.today(), request.GET.dict())
    return render(request, "supervision/centre.html", {"centre": shown})
