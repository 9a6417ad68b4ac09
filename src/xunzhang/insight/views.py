"""The page 试算."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xunzhang.accounts.models import Person
from xunzhang.insight.behind import behind, pager
from xunzhang.insight.listing import listed
from xunzhang.insight.sheet import workbook
from xunzhang.insight.whatif import what_if
from xunzhang.regulations import catalogue
from xunzhang.regulations.touched import WORDS
from xunzhang.web import clock
from xunzhang.web.downloads import attached


@require_safe
@login_required
def play(request: HttpRequest, identity: str) -> HttpResponse:
    """What would differ under other figures or another edition; nothing is written."""
    if identity not in catalogue.available():
        raise Http404("没有装这部办法")
    shown = what_if(cast(Person, request.user), identity, request.GET.dict(), clock.today())
    if "excel" in request.GET and not shown.faults:
        return attached(workbook(shown), "what-if.xlsx")
    page = {"shown": shown, **listed(shown, request.GET)}
    return render(request, "insight/whatif.html", page, status=422 if shown.faults else 200)


@require_safe
@login_required
def touched(request: HttpRequest, identity: str, number: int, name: str) -> HttpResponse:
    """The rows behind a count of an article."""
    known = identity in catalogue.available() and name in WORDS
    edition = catalogue.edition(identity) if known else None
    if edition is None or number not in edition.articles.articles:
        raise Http404("没有这一条")
    found = behind(cast(Person, request.user), edition, number, name, request.GET.get("after", ""))
    article = {"edition": edition, "number": number, "gist": edition.articles.articles[number].gist}
    shown = {**article, "name": name, "word": WORDS[name], "it": found, "pager": pager(found)}
    return render(request, "insight/touched.html", shown)
