"""The pages of the supervision centre."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xunzhang.accounts.models import Person
from xunzhang.procedures.queries import sight
from xunzhang.projects.access import project_for
from xunzhang.supervision import sheets
from xunzhang.supervision.baseline import base
from xunzhang.supervision.centre import centre as read
from xunzhang.supervision.centre import read as asked_of
from xunzhang.web import clock
from xunzhang.web.downloads import attached


@require_safe
@login_required
def centre(request: HttpRequest) -> HttpResponse:
    shown = read(cast(Person, request.user), clock.today(), request.GET.dict())
    return render(request, "supervision/centre.html", {"centre": shown})


@require_safe
@login_required
def excel(request: HttpRequest) -> HttpResponse:
    """A list of the centre as a workbook."""
    asked = asked_of(request.GET.dict())
    made = sheets.workbook(cast(Person, request.user), asked, clock.today())
    return attached(made, f"{asked.code}-{clock.today()}.xlsx")


@require_safe
@login_required
def baseline(request: HttpRequest, code: str) -> HttpResponse:
    """The baseline of a project as a workbook."""
    project = project_for(cast(Person, request.user), code)
    seen = sight(project, clock.today())
    made = sheets.baseline(project, base(project, seen.situation, seen.edition), clock.today())
    return attached(made, f"{code}-baseline.xlsx")
