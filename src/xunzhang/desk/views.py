"""Pages of the desk: the workbench, its lists, and a project with its tabs."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xunzhang.accounts.models import Person
from xunzhang.desk.project import page as pages
from xunzhang.desk.project.sheet import read
from xunzhang.desk.workbench import bench, files, lists
from xunzhang.projects.services import NoEdition
from xunzhang.web import clock


@require_safe
@login_required
def workbench(request: HttpRequest) -> HttpResponse:
    shown = bench.bench(cast(Person, request.user), clock.today(), request.GET)
    return render(request, "desk/workbench.html", {"bench": shown})


@require_POST
@login_required
def standing(request: HttpRequest, level: str) -> HttpResponse:
    """Open the standing file of the person's unit or area, made when first needed."""
    try:
        found = files.open_file(person=cast(Person, request.user), level=level, now=clock.now())
    except NoEdition as missing:
        messages.error(request, str(missing))
        return redirect("desk:workbench")
    return redirect("desk:project", found.code)


@require_safe
@login_required
def limits(request: HttpRequest) -> HttpResponse:
    shown = lists.limits(cast(Person, request.user), clock.today(), request.GET)
    return render(request, "desk/limits.html", {"list": shown})


@require_safe
@login_required
def returns(request: HttpRequest) -> HttpResponse:
    shown = lists.returns(cast(Person, request.user), clock.today(), request.GET)
    return render(request, "desk/returns.html", {"list": shown})


@require_safe
@login_required
def project(request: HttpRequest, code: str, tab: str = "facts") -> HttpResponse:
    sheet = read(cast(Person, request.user), code, clock.today())
    shown = pages.page(sheet, tab)
    told = pages.body(sheet, tab, request.GET.dict())
    return render(request, "desk/project.html", {"page": shown, "sheet": sheet, **told})
