"""One's notices, the bell, and how one wants to hear of them."""

from __future__ import annotations

from typing import cast

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xunzhang.accounts.models import Person
from xunzhang.administration.queries import own_tabs
from xunzhang.notices import forms, queries, services
from xunzhang.web import clock


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its project, day and article; heaps as one row."""
    asked = request.GET
    kind = asked.get("kind", "")
    found = queries.page(_person(request), kind, asked.get("day", ""), asked.get("page", ""))
    context = {"it": found, "tabs": queries.tabs(_person(request), kind)}
    fresh = queries.unread(_person(request)).count()
    return render(request, "notices/list.html", {**context, "fresh": fresh})


@login_required
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """How many are unread: a part of the top bar, asked for once the page stands."""
    fresh = queries.unread(_person(request)).count()
    return render(request, "notices/bell.html", {"fresh": fresh})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What the page lists, up to the newest one that was shown, counts as read."""
    upto = request.POST.get("upto", "")
    number = int(upto) if upto.isascii() and upto.isdigit() and len(upto) < 19 else 0
    shown = {name: request.POST.get(name, "") for name in ("kind", "day")}
    count = services.mark_read(person=_person(request), upto=number, now=clock.now(), **shown)
    messages.success(request, f"{count} 条通知记为已读")
    return redirect("notices:list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Where letters go, and of which kinds one hears how."""
    form = forms.Wishes(_person(request), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.settle(
            person=_person(request),
            email=form.cleaned_data["email"] or "",
            wishes=form.wishes(),
            now=clock.now(),
        )
        messages.success(request, "通知设置已保存")
        return redirect("notices:settings")
    shown = {"form": form, "tabs": own_tabs("notices:settings"), "posts": bool(site.EMAIL_HOST)}
    return render(request, "notices/settings.html", shown, status=422 if form.is_bound else 200)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
