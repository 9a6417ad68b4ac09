"""审批: look, keep, check, decide."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from xunzhang.procedures import handling, keeping
from xunzhang.procedures.errors import TakenByOther
from xunzhang.procedures.pages import step
from xunzhang.procedures.pages.matter import NOTHING, Complaints, Turn, is_revision, turn
from xunzhang.procedures.views.common import done, lying, person, taken
from xunzhang.web import clock


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, run: int) -> HttpResponse:
    """The page of a turn. A turn of correcting is the form of the case; a decided one is its story."""
    found = turn(person(request), run, clock.now())
    if is_revision(found.run):
        return redirect("procedures:draft", found.run.case_id)
    if request.method == "POST":
        return _sent(request, found)
    if found.run.state != "open":
        return redirect("procedures:case", found.run.case_id)
    return _page(request, found, lying(request, found.run.typed))


def _sent(request: HttpRequest, found: Turn) -> HttpResponse:
    words = handling.typed(request)
    keeping.keep_run(found.run, words)
    if request.POST.get("do") == "keep":
        return done(request, "已存草稿，可以关掉页面，以后接着办", "procedures:step", found.run.pk)
    try:
        handling.act(request, found, words)
    except handling.Again as fault:
        return done(request, str(fault), "procedures:case", found.run.case_id)
    except TakenByOther as fault:
        return taken(request, found.matter, found.step.title, fault, words)
    except handling.Wrong as fault:
        return _page(request, found, words, fault.complaints, fault.status)
    outcome = found.step.outcomes[words["outcome"]].title
    return done(request, f"{found.step.title}：{outcome}，已记入日志", "procedures:case", found.run.case_id)


def _page(
    request: HttpRequest,
    found: Turn,
    words: dict[str, str],
    wrong: Complaints = NOTHING,
    status: int = 200,
) -> HttpResponse:
    look, at = request.GET.get("look", ""), request.GET.get("page", "")
    shown = {"it": step.page(found, words, look, at, wrong), "matter": found.matter}
    return render(request, "procedures/step.html", shown, status=status)


@login_required
@require_POST
def check(request: HttpRequest, run: int) -> HttpResponse:
    """What stands in the way of the outcome that is ticked, as a part of the page."""
    found = turn(person(request), run, clock.now())
    if is_revision(found.run):
        raise Http404
    return render(request, "procedures/step_check.html", {"it": step.page(found, handling.typed(request))})


@login_required
@require_POST
def keep(request: HttpRequest, run: int) -> HttpResponse:
    """Keep what is typed. 409 once the turn is decided."""
    found = turn(person(request), run, clock.now())
    kept = keeping.keep_run(found.run, handling.typed(request))
    return HttpResponse(status=204 if kept else 409)


@login_required
@require_POST
def material(request: HttpRequest, run: int, slot: str) -> HttpResponse:
    """One paper of the step."""
    found = turn(person(request), run, clock.now())
    if is_revision(found.run) or slot not in found.step.materials:
        raise Http404("没有这一项材料")
    words = handling.typed(request)
    if not keeping.keep_run(found.run, words):
        return taken(request, found.matter, found.step.title, _other(found), words)
    try:
        handling.paper_for(request, found.matter, slot, found.step.materials)
    except handling.Wrong as fault:
        return _page(request, found, words, fault.complaints, fault.status)
    said = f"{found.step.materials[slot].title}已记下"
    return done(request, said, "procedures:step", run, anchor=f"m-{slot}")


def _other(found: Turn) -> TakenByOther:
    now = step.last_run(found)
    return TakenByOther(now.actor.name if now.actor else "系统", now.acted_at)
