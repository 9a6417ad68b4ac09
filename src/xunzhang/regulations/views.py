"""Pages of the reading room. Everybody who is signed in may read; only an administrator decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from xunzhang.accounts.models import Area, Person
from xunzhang.kernel.bpmn.document import document
from xunzhang.regulations import articles, catalogue, comparing, pages, queries, reading, services, touched
from xunzhang.regulations.forms import activate_form, compare_form, resolve_form
from xunzhang.web import clock


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The shelf: every installed edition with its state and where it applies."""
    return render(request, "regulations/index.html", {"shelf": pages.shelf(queries.shelf(clock.today()))})


@login_required
@require_GET
def figures_compared(request: HttpRequest) -> HttpResponse:
    """The figures of all editions side by side."""
    table = comparing.figures(queries.shelf(clock.today()))
    return render(request, "regulations/figures_compared.html", {"table": table})


@login_required
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two editions in words, side by side; which two is asked first."""
    chosen = {side: request.GET.get(side, "") for side in ("left", "right")}
    form = compare_form(queries.shelf(clock.today()), chosen if all(chosen.values()) else None, chosen)
    pair = None
    if form.is_bound and form.is_valid():
        left, right = (catalogue.edition(form.cleaned_data[side]) for side in ("left", "right"))
        pair = comparing.pair(left, right, request.GET.get("group", ""))
    status = 422 if form.is_bound and pair is None else 200
    return render(request, "regulations/compare.html", {"form": form, "pair": pair}, status=status)


@login_required
@require_GET
def edition(request: HttpRequest, identity: str) -> HttpResponse:
    """The head of an edition and its articles, one of them opened beside the list."""
    head = _head(request, identity)
    number = request.GET.get("article", "")
    opened = int(number) if number.isascii() and number.isdigit() else None
    shown = articles.contents(head, request.GET.get("show", ""), opened, _person(request))
    return render(request, "regulations/edition.html", shown)


@login_required
@require_GET
@vary_on_headers("HX-Request")
def article(request: HttpRequest, identity: str, number: int) -> HttpResponse:
    """One article: as a page of its own, or as the part beside the list."""
    head = _head(request, identity)
    counts = touched.counts(_person(request), head.edition)
    panel = articles.panel(head.edition, reading.article_views(head.edition), number, counts)
    if panel is None:
        raise Http404
    htmx = getattr(request, "htmx", False)
    template = "regulations/parts/article.html" if htmx else "regulations/article.html"
    return render(request, template, {"head": head, "panel": panel})


@login_required
@require_GET
def section(request: HttpRequest, identity: str, name: str) -> HttpResponse:
    """Procedures, roles, figures, anomalies or interpretation keys of an edition."""
    if name not in pages.SECTIONS:
        raise Http404
    head = _head(request, identity, name)
    data = {"head": head, "title": pages.SECTIONS[name], **pages.SECTION_DATA[name](head)}
    return render(request, f"regulations/{name}.html", data)


@login_required
@require_GET
def bpmn(request: HttpRequest, identity: str, code: str) -> HttpResponse:
    """One procedure as a BPMN file."""
    found = _head(request, identity).edition
    if code not in found.procedures:
        raise Http404
    name = content_disposition_header(True, f"{found.procedures[code].title}.bpmn") or ""
    text = document(found, code)
    return HttpResponse(text, content_type="application/xml", headers={"Content-Disposition": name})


@login_required
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, identity: str) -> HttpResponse:
    """Record which day a defective date is read as."""
    head = _head_for_admin(request, identity)
    form = resolve_form(head.edition, _posted(request))
    return _decide(request, "regulations/resolve.html", {"head": head, "form": form}, _resolve)


@login_required
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, identity: str) -> HttpResponse:
    """Put the edition in force in an area."""
    head = _head_for_admin(request, identity)
    form = activate_form(queries.open_areas(identity), head.installed.begins, _posted(request))
    return _decide(request, "regulations/activate.html", {"head": head, "form": form}, _activate)


def _resolve(identity: str, said: dict[str, Any], actor: Person) -> str:
    chosen = date.fromisoformat(said["chosen"])
    services.resolve_date(
        identity=identity,
        chosen=chosen,
        reason=said["reason"],
        document=said["document"],
        actor=actor,
        now=clock.now(),
    )
    return f"已登记：施行日期按 {chosen} 执行"


def _activate(identity: str, said: dict[str, Any], actor: Person) -> str:
    area, since = Area.objects.get(pk=said["area"]), said["since"]
    services.activate(identity=identity, area=area, since=since, actor=actor, now=clock.now())
    return f"{area.name}自 {since} 起按{catalogue.edition(identity).regulation.title}办理"


Act = Callable[[str, dict[str, Any], Person], str]


def _decide(request: HttpRequest, template: str, context: dict[str, Any], act: Act) -> HttpResponse:
    """The page of a form; a refused act answers with the page, what was typed, and the reason."""
    form, head = context["form"], context["head"]
    if request.method == "GET" or not form.is_valid():
        return render(request, template, context, status=200 if request.method == "GET" else 422)
    try:
        messages.success(request, act(head.edition.id, form.cleaned_data, _person(request)))
    except services.NotPossible as refused:
        typed = form.cleaned_data.get("since") or form.cleaned_data.get("chosen")
        context["refusal"] = pages.refused(head, str(refused), typed)
        return render(request, template, context, status=409)
    return redirect("regulations:edition", head.edition.id)


def _posted(request: HttpRequest) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" else None


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _head(request: HttpRequest, identity: str, here: str = "") -> pages.Head:
    """The head of an installed edition. 404 if there is none; PackError if its pack cannot be read."""
    found = queries.installed(identity, clock.today())
    if found is None:
        raise Http404
    edition = found.edition or catalogue.edition(identity)
    is_admin = _person(request).is_admin
    return pages.Head(found, edition, here, is_admin, is_admin and bool(queries.open_areas(identity)))


def _head_for_admin(request: HttpRequest, identity: str) -> pages.Head:
    if not _person(request).is_admin:
        raise PermissionDenied
    return _head(request, identity)
