"""Pages of circulars: which there are, what one would say now, one as issued, the rows behind a figure."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xunzhang.accounts.models import Person
from xunzhang.supervision.circular import papers, queries, services
from xunzhang.supervision.circular.periods import choices
from xunzhang.supervision.circular.queries import Shown
from xunzhang.supervision.models import Circular
from xunzhang.web import clock
from xunzhang.web.downloads import attached


@require_safe
@login_required
def circulars(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    told = {"issued": queries.issued_for(person), "offers": queries.offers(person, clock.today())}
    return render(request, "supervision/circulars.html", told)


@require_safe
@login_required
def chosen(request: HttpRequest) -> HttpResponse:
    """From the form of the list to the draft of an area and a period."""
    area, period = request.GET.get("area", "")[:6], request.GET.get("period", "")[:8]
    shown = queries.draft(cast(Person, request.user), area, period, clock.today())
    return redirect(shown.base)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """What a circular would say now; with POST it is issued."""
    shown = _draft(request, area, period)
    if request.method != "POST":
        return render(request, "supervision/circular.html", {"shown": shown})
    opinion = request.POST.get("opinion", "").replace("\x00", "")
    try:
        made = _issue(request, shown, opinion)
    except services.NotPossible as fault:
        told = {"shown": shown, "fault": str(fault), "opinion": opinion}
        return render(request, "supervision/circular.html", told, status=422)
    messages.success(request, f"{made.reference}通报已发布")
    return redirect("supervision:issued", made.pk)


@require_safe
@login_required
def issued(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "supervision/circular.html", {"shown": _issued(request, pk)})


@require_safe
@login_required
def draft_rows(request: HttpRequest, area: str, period: str) -> HttpResponse:
    return _rows(request, _draft(request, area, period))


@require_safe
@login_required
def issued_rows(request: HttpRequest, pk: int) -> HttpResponse:
    return _rows(request, _issued(request, pk))


@require_safe
@login_required
def draft_paper(request: HttpRequest, area: str, period: str, kind: str) -> HttpResponse:
    return _paper(_draft(request, area, period), kind)


@require_safe
@login_required
def issued_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    return _paper(_issued(request, pk), kind)


def _draft(request: HttpRequest, area: str, period: str) -> Shown:
    return queries.draft(cast(Person, request.user), area, period, clock.today())


def _issued(request: HttpRequest, pk: int) -> Shown:
    return queries.issued(cast(Person, request.user), pk)


def _issue(request: HttpRequest, shown: Shown, opinion: str) -> Circular:
    today = clock.today()
    period = choices(today)[shown.period]
    person = cast(Person, request.user)
    return services.issue(
        area=shown.area, period=period, opinion=opinion, actor=person, now=clock.now(), today=today
    )


def _rows(request: HttpRequest, shown: Shown) -> HttpResponse:
    asked = request.GET
    person = cast(Person, request.user)
    found = queries.behind(person, shown, asked.get("measure", ""), asked.get("unit", ""))
    return render(request, "supervision/circular_rows.html", {"shown": shown, "behind": found})


def _paper(shown: Shown, kind: str) -> HttpResponse:
    at = shown.issued.issued_at if shown.issued else clock.now()
    name = f"circular-{shown.area.code}-{shown.period}.{kind}"
    return attached(papers.made(kind, shown.wording, at), name, papers.MEDIA[kind])
