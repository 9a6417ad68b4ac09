"""Pages of the project library, and entering a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xunzhang.accounts.models import Person
from xunzhang.projects import queries, registering
from xunzhang.projects.services import RegistrationRefused
from xunzhang.web import clock, resumed


@require_safe
@login_required
def library(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    shown = queries.library(person, request.GET.dict(), clock.today())
    return render(request, "projects/library.html", {"library": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _register(request)
    typed = resumed.take(request)
    return _page(request, _sheet(request, typed, typed or request.GET))


@require_POST
@login_required
def check(request: HttpRequest) -> HttpResponse:
    sheet = _sheet(request, request.POST, request.POST)
    return render(request, "projects/check.html", {"sheet": sheet, "now": clock.now()})


def _register(request: HttpRequest) -> HttpResponse:
    """Enter the project and go to its page; else the same page with what was typed."""
    sheet = _sheet(request, request.POST, request.POST)
    if not sheet.form.is_valid() or not sheet.judged.allowed:
        registering.note_refusal(sheet, cast(Person, request.user), clock.now())
        return _page(request, sheet, 409 if sheet.judged.refusals else 422)
    try:
        made, is_new = registering.enter(sheet, cast(Person, request.user), clock.now(), clock.today())
    except RegistrationRefused:
        return _page(request, _sheet(request, request.POST, request.POST), 409)
    said = f"已登记 {made.code} {made.name}" if is_new else f"这张表已经登记过：{made.code}，没有重复登记"
    messages.success(request, said)
    return redirect("desk:project", made.code)


def _sheet(request: HttpRequest, typed: QueryDict | None, words: Mapping[str, str]) -> registering.Sheet:
    person = cast(Person, request.user)
    offered = registering.places(person, clock.today())
    if not offered:
        raise PermissionDenied(registering.why_nowhere(person, clock.today()))
    return registering.sheet(offered, words.get("unit", ""), typed, words.get("key", ""), clock.today())


def _page(request: HttpRequest, sheet: registering.Sheet, status: int = 200) -> HttpResponse:
    return render(
        request,
        "projects/register.html",
        {"sheet": sheet, "now": clock.now(), "refused": status != 200},
        status=status,
    )
