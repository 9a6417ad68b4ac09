"""办理: fill in, keep, check, hand in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from xunzhang.procedures import handling, keeping, services
from xunzhang.procedures.errors import NotAllowed, NotPossible, TakenByOther
from xunzhang.procedures.pages import draft
from xunzhang.procedures.pages.matter import NOTHING, Complaints, Matter, own_form
from xunzhang.procedures.views.common import done, lying, person, taken
from xunzhang.web import clock


@login_required
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, case: int) -> HttpResponse:
    """The form of a draft, or of a case that was sent back."""
    matter = own_form(person(request), case, clock.now())
    if request.method == "POST":
        return _sent(request, matter)
    if not matter.may_edit:
        return redirect("procedures:case", matter.case.pk)
    return _page(request, matter, lying(request, matter.case.typed))


def _sent(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Every word is kept before anything else happens."""
    words = handling.typed(request)
    keeping.keep_case(matter.case, words)
    if request.POST.get("do") == "keep":
        return _kept(request, matter, words)
    try:
        case = handling.submit(request, matter, words)
    except handling.Again as fault:
        return done(request, str(fault), "procedures:case", matter.case.pk)
    except TakenByOther as fault:
        return taken(request, matter, matter.procedure.title, fault, words)
    except handling.Wrong as fault:
        return _page(request, matter, words, fault.complaints, fault.status)
    return done(request, f"已提交{matter.procedure.title}", "procedures:case", case.pk)


def _kept(request: HttpRequest, matter: Matter, words: dict[str, str]) -> HttpResponse:
    try:
        handling.receive(request, matter, matter.procedure.materials)
    except handling.Wrong as fault:
        return _page(request, matter, words, fault.complaints, fault.status)
    return done(request, "已存草稿，可以关掉页面，以后接着填", "procedures:draft", matter.case.pk)


def _page(
    request: HttpRequest,
    matter: Matter,
    words: dict[str, str],
    wrong: Complaints = NOTHING,
    status: int = 200,
) -> HttpResponse:
    shown = {"it": draft.page(matter, words, wrong), "matter": matter}
    return render(request, "procedures/draft.html", shown, status=status)


@login_required
@require_POST
def check(request: HttpRequest, case: int) -> HttpResponse:
    """“If you submit now …”, as a part of the page."""
    matter = own_form(person(request), case, clock.now())
    shown = {"it": draft.page(matter, handling.typed(request)), "matter": matter, "part": True}
    return render(request, "procedures/draft_check.html", shown)


@login_required
@require_POST
def keep(request: HttpRequest, case: int) -> HttpResponse:
    """Keep what is typed, from time to time. 409 once the case is out of the starter's hands."""
    matter = own_form(person(request), case, clock.now())
    kept = keeping.keep_case(matter.case, handling.typed(request))
    return HttpResponse(status=204 if kept else 409)


@login_required
@require_POST
def material(request: HttpRequest, case: int, slot: str) -> HttpResponse:
    """One paper of the form: taken, reused, said not to apply, or taken back."""
    matter = own_form(person(request), case, clock.now())
    if slot not in matter.procedure.materials:
        raise Http404("没有这一项材料")
    words = handling.typed(request)
    if not keeping.keep_case(matter.case, words):
        return taken(request, matter, matter.procedure.title, TakenByOther("本单位同事", None), words)
    try:
        handling.paper_for(request, matter, slot, matter.procedure.materials)
    except handling.Wrong as fault:
        return _page(request, matter, words, fault.complaints, fault.status)
    said = f"{matter.procedure.materials[slot].title}已记下"
    return done(request, said, "procedures:draft", matter.case.pk, anchor=f"m-{slot}")


@login_required
@require_POST
def discard(request: HttpRequest, case: int) -> HttpResponse:
    """Take a draft back."""
    matter = own_form(person(request), case, clock.now())
    try:
        services.discard(case=matter.case, actor=matter.person, now=matter.now)
    except (NotAllowed, NotPossible) as fault:
        return done(request, str(fault), "procedures:case", case)
    return done(request, f"已删去{matter.procedure.title}草稿", "desk:project", matter.project.code)
