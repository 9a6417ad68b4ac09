"""The page that checks the journal."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from xunzhang.accounts.doors import admin_only
from xunzhang.journal import pages


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def check(request: HttpRequest) -> HttpResponse:
    asked = pages.Asked.of(request.GET)
    rows = Paginator(pages.streams(asked.search), pages.STREAMS).get_page(asked.page)
    context = pages.context(asked, rows)
    if request.method == "POST":
        context["checked"] = pages.check(pages.stream(request.POST.get("stream", "")))
    return render(request, "journal/check.html", context)
