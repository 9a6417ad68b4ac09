"""Pages of the queue: all of it for administrators, one's own work for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from xunzhang.accounts.doors import admin_only
from xunzhang.accounts.models import Person
from xunzhang.jobs import queries, services
from xunzhang.jobs.models import Job
from xunzhang.web import clock, paging


class Act(Protocol):
    def __call__(self, *, job: Job, actor: Person, now: datetime) -> None: ...


@require_GET
@admin_only
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits, runs, failed or is done."""
    state = request.GET.get("state", "")
    found, lines = queries.page(state, request.GET.get("page", ""))
    pager = paging.pager(found, "项", lambda number: f"?state={state}&page={number}")
    return render(request, "jobs/queue.html", {"lines": lines, "tabs": queries.tabs(state), "pager": pager})


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of work; a page that is open follows it by itself."""
    line = queries.Line(queries.job_for(_person(request), pk))
    part = "jobs/progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, part, {"line": line})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.cancel, "已取消，已办的部分保留")


@require_POST
@admin_only
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.retry, "已重新排队，从停下的地方接着办")


def _act(request: HttpRequest, pk: int, act: Act, done: str) -> HttpResponse:
    person = _person(request)
    try:
        act(job=queries.job_for(person, pk), actor=person, now=clock.now())
    except services.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("jobs:job", pk)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
