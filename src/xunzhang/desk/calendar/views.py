"""Doors of the calendar: the month, the list, one's subscription, and the feed that calendars fetch."""

from __future__ import annotations

from hashlib import sha256
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xunzhang.accounts.models import FeedKey, Person
from xunzhang.accounts.queries import feed_reader
from xunzhang.administration import feeds
from xunzhang.desk.calendar import page as pages
from xunzhang.desk.calendar.feed import feed as written
from xunzhang.desk.calendar.sheet import workbook
from xunzhang.web import clock
from xunzhang.web.downloads import attached

ICALENDAR = "text/calendar; charset=utf-8"


@require_safe
@login_required
def month(request: HttpRequest) -> HttpResponse:
    shown = pages.month(cast(Person, request.user), clock.today(), request.GET.dict())
    return render(request, "desk/calendar.html", {"month": shown, "frame": shown.frame})


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The list alone; with `excel` all of it as a workbook."""
    person, query = cast(Person, request.user), request.GET.dict()
    if "excel" in query:
        return attached(workbook(person, clock.today(), query), "calendar.xlsx")
    frame, found = pages.list_(person, clock.today(), query)
    return render(request, "desk/calendar_list.html", {"frame": frame, "listed": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def subscription(request: HttpRequest) -> HttpResponse:
    """One's own feed. A new address is in the answer to the form itself, and nowhere after."""
    person = cast(Person, request.user)
    if "close" in request.POST:
        feeds.close_feed(person=person, now=clock.now())
        messages.success(request, "已停用日历订阅，原来的地址不再有内容")
        return redirect("desk:subscription")
    word = feeds.open_feed(person=person, now=clock.now()) if request.method == "POST" else ""
    address = pages.feed_address(request.build_absolute_uri, word) if word else None
    key = FeedKey.objects.filter(person=person).first()
    return render(request, "desk/subscription.html", {"key": key, "address": address})


@require_safe
def feed(request: HttpRequest, word: str) -> HttpResponseBase:
    """Under no sign-in: whoever has the word reads. 404 for any other word and for people who have left."""
    key, today = feed_reader(word), clock.today()
    if key is None:
        raise Http404("没有这个地址")
    feeds.note_use(key=key, today=today)
    body = written(key.person, today, request.build_absolute_uri("/").rstrip("/"))
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    named = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    answer = HttpResponse(body, content_type=ICALENDAR, headers=named)
    return get_conditional_response(request, etag=etag, response=answer) or answer
