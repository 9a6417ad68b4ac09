"""认定: a fact that only a named officer may state."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from xunzhang.files.receiving import too_large
from xunzhang.procedures.pages import finding
from xunzhang.procedures.views.common import done, person
from xunzhang.projects.access import project_for
from xunzhang.web import clock


@login_required
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, code: str, fact: str) -> HttpResponse:
    """The form of a finding: value, reason, evidence."""
    project = project_for(person(request), code)
    asked = request.POST if request.method == "POST" else request.GET
    page = finding.page(project, fact, person(request), asked.dict(), clock.now())
    files, dropped = request.FILES.getlist("files"), too_large(request).get("files", "")
    if request.method == "POST" and finding.record(page, files, dropped):
        return done(request, f"已认定“{page.title}”，记入日志", "desk:project", project.code)
    status = 422 if page.errors else 200
    return render(request, "procedures/finding.html", {"it": page, "project": project}, status=status)
