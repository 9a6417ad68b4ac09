"""What is not confirmed yet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xunzhang.procedures.pages import confirming
from xunzhang.procedures.views.common import person
from xunzhang.web import clock


@login_required
@require_GET
def unconfirmed(request: HttpRequest) -> HttpResponse:
    """Copies, filings and reports that somebody has not confirmed, the oldest first."""
    found = confirming.listed(person(request), clock.today(), request.GET.dict())
    return render(request, "procedures/unconfirmed.html", {"it": found})
