"""One's notices, and the bell."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from xunzhang.accounts.models import Person
from xunzhang.notices import queries, services
from xunzhang.web import clock, paging


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its project, day and article."""
    person, kind = cast(Person, request.user), request.GET.get("kind", "")
    shown, lines = queries.page(person, kind, request.GET.get("page", ""), clock.today())
    pager = paging.pager(shown, "条", lambda number: f"?kind={kind}&page={number}")
    context = {"lines": lines, "tabs": queries.tabs(person, kind), "pager": pager}
    return render(request, "notices/list.html", {**context, "fresh": queries.unread(person).count()})


@login_required
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """How many are unread: a part of the top bar, asked for once the page stands."""
    fresh = queries.unread(cast(Person, request.user)).count()
    return render(request, "notices/bell.html", {"fresh": fresh})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest one that was shown counts as read."""
    upto = request.POST.get("upto", "")
    number = int(upto) if upto.isascii() and upto.isdigit() and len(upto) < 19 else 0
    count = services.mark_read(person=cast(Person, request.user), upto=number, now=clock.now())
    messages.success(request, f"{count} 条通知记为已读")
    return redirect("notices:list")
