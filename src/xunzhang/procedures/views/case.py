"""Starting a procedure, the page of a case, and rules set aside."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from xunzhang.procedures import services, soft
from xunzhang.procedures.errors import NotAllowed, NotPossible
from xunzhang.procedures.pages import case as pages
from xunzhang.procedures.pages.matter import Matter, matter
from xunzhang.procedures.pages.start import start as look_at
from xunzhang.procedures.views.common import done, person
from xunzhang.projects.access import project_for
from xunzhang.web import clock


@login_required
@require_POST
def start(request: HttpRequest, code: str, procedure: str) -> HttpResponse:
    """A draft of the procedure; or which record it is about; or why it cannot be started now."""
    actor, now = person(request), clock.now()
    project = project_for(actor, code)
    found = look_at(project, procedure, request.POST.get("record", ""), now.date())
    if found.move is None:
        shown = {"it": found, "project": project, "procedure": procedure}
        return render(request, "procedures/start.html", shown, status=409 if found.refusal else 200)
    record = found.move.record.id if found.move.record else None
    try:
        case = services.draft(project=project, procedure=procedure, record_id=record, actor=actor, now=now)
    except NotAllowed as fault:
        raise PermissionDenied(str(fault)) from fault
    return redirect("procedures:draft", case.pk)


@login_required
@require_GET
def story(request: HttpRequest, case: int) -> HttpResponse:
    """Everything of one case."""
    found = _readable(matter(person(request), case, clock.now()))
    shown = pages.page(found, request.GET.get("look", ""), request.GET.get("page", ""))
    return render(request, "procedures/case.html", {"it": shown, "matter": found})


def _readable(found: Matter) -> Matter:
    """A draft has told nobody anything yet: only its own people and who may set a rule aside for it."""
    rules = found.edition.rules_of_procedure(found.case.procedure)
    soft_ones = [rule for rule in rules if found.edition.rules[rule].override_by]
    if found.case.state == "draft" and not found.may_edit and not any(map(found.may_override, soft_ones)):
        raise PermissionDenied(f"{found.procedure.title}还在起草，没有提交")
    return found


@login_required
@require_POST
def override(request: HttpRequest, case: int, rule: str) -> HttpResponse:
    """Set a soft rule aside for a case, with a reason."""
    found, reason = _readable(matter(person(request), case, clock.now())), request.POST.get("reason", "")
    if rule not in found.edition.rules_of_procedure(found.case.procedure):
        raise Http404("没有这条规则")
    try:
        _grant(found, rule, reason)
    except NotAllowed as fault:
        raise PermissionDenied(str(fault)) from fault
    except NotPossible as fault:
        shown = {"it": pages.page(found, said=str(fault), reason=reason), "matter": found}
        return render(request, "procedures/case.html", shown, status=422)
    return done(request, f"已说明理由，放行“{found.edition.rules[rule].title}”", "procedures:case", case)


def _grant(found: Matter, rule: str, reason: str) -> None:
    if len(reason) > 300:
        raise NotPossible(f"理由最多 300 字，已写 {len(reason)} 字")
    soft.grant(
        case=found.case, rule=rule, reason=reason, actor=found.person, now=found.now, today=found.today
    )
