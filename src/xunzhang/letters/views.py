"""Pages of deliveries, for administrators."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from xunzhang.accounts.doors import admin_only
from xunzhang.accounts.models import Person
from xunzhang.administration.queries import tabs
from xunzhang.letters import queries, services
from xunzhang.letters.models import Letter
from xunzhang.web import clock, paging


@require_GET
@admin_only
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter: to whom, about what, sent when, or why not."""
    state = request.GET.get("state", "")
    found = queries.letters(state, request.GET.get("page", ""))
    context = {
        "tabs": tabs("letters:letters"),
        "states": queries.tabs(Letter.objects, "letters:letters", state),
        "rows": [(each, queries.TONES[each.state]) for each in found],
        "pager": paging.pager(found, "封", lambda number: f"?state={state}&page={number}"),
        "host": settings.EMAIL_HOST,
    }
    return render(request, "letters/letters.html", context)


@require_POST
@admin_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.select_related("person"), pk=pk)
    try:
        services.again(letter=letter, actor=cast(Person, request.user), now=clock.now())
    except services.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已排队，几秒后再寄")
    return redirect("letters:letters")
