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
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from xunzhang.accounts.models import Area, Person
from xunzhang.files import receiving, words
from xunzhang.files.names import clean_name
from xunzhang.kernel.bpmn.document import document
from xunzhang.regulations import (
    articles,
    catalogue,
    comparing,
    head,
    pages,
    queries,
    reading,
    repeals,
    services,
    texts,
    touched,
)
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.forms import (
    activate_form,
    compare_form,
    repeal_form,
    resolve_form,
    withdraw_form,
)
from xunzhang.regulations.models import OfficeText
from xunzhang.web import clock
from xunzhang.web.downloads import attached


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The shelf: every installed edition with its state and where it applies."""
    cards = head.shelf(queries.shelf(clock.today()))
    return render(request, "regulations/index.html", {"shelf": cards, "states": head.permissions()})


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
    top = _head(request, identity)
    shown = articles.contents(top, request.GET.dict(), _person(request), texts.current(identity))
    return render(request, "regulations/edition.html", shown)


@login_required
@require_GET
@vary_on_headers("HX-Request")
def article(request: HttpRequest, identity: str, number: int) -> HttpResponse:
    """One article: as a page of its own, or as the part beside the list."""
    top, text = _head(request, identity), texts.current(identity)
    counts = touched.counts(_person(request), top.edition)
    panel = articles.panel(top.edition, reading.article_views(top.edition, text), number, counts)
    if panel is None:
        raise Http404
    htmx = getattr(request, "htmx", False)
    template = "regulations/parts/article.html" if htmx else "regulations/article.html"
    return render(request, template, {"head": top, "panel": panel, "text": text})


@login_required
@require_GET
def section(request: HttpRequest, identity: str, name: str) -> HttpResponse:
    """Procedures, roles, figures, anomalies or interpretation keys of an edition."""
    if name not in head.SECTIONS:
        raise Http404
    top = _head(request, identity, name)
    data = {"head": top, "title": head.SECTIONS[name], **pages.SECTION_DATA[name](top)}
    return render(request, f"regulations/{name}.html", data)


@login_required
@require_GET
def bpmn(request: HttpRequest, identity: str, code: str) -> HttpResponse:
    """One procedure as a BPMN file."""
    found = _head(request, identity).edition
    if code not in found.procedures:
        raise Http404
    name = f"{found.procedures[code].title}.bpmn"
    return attached(document(found, code), name, "application/xml")


@login_required
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, identity: str) -> HttpResponse:
    """Record which day a defective date is read as."""
    top = _head_for_admin(request, identity)
    form = resolve_form(top.edition, _posted(request))
    return _decide(request, "regulations/resolve.html", {"head": top, "form": form}, _resolve)


@login_required
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, identity: str) -> HttpResponse:
    """Put the edition in force in an area."""
    top = _head_for_admin(request, identity)
    form = activate_form(queries.open_areas(identity), top.installed.begins, _posted(request))
    return _decide(request, "regulations/activate.html", {"head": top, "form": form}, _activate)


@login_required
@require_http_methods(["GET", "POST"])
def repeal(request: HttpRequest, identity: str) -> HttpResponse:
    """Record from which day the edition is repealed."""
    form = repeal_form(_posted(request))
    context = {"head": _head_for_admin(request, identity), "form": form, "withdraw": withdraw_form()}
    return _decide(request, "regulations/repeal.html", context, _repeal)


@login_required
@require_POST
def withdraw_repeal(request: HttpRequest, identity: str) -> HttpResponse:
    """Take back a repeal that was recorded by mistake."""
    typed = withdraw_form(_posted(request))
    context = {"head": _head_for_admin(request, identity), "form": repeal_form(), "withdraw": typed}
    return _decide(request, "regulations/repeal.html", context, _withdraw, "withdraw")


@login_required
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, identity: str) -> HttpResponse:
    """The office's own text; an administrator who sends a file sees first what it would bring."""
    if request.method == "GET":
        return _text_page(request, _head(request, identity, "text"))
    top = _head_for_admin(request, identity, "text")
    try:
        examined, sealed = texts.preview(edition=top.edition, actor=_person(request), **_file(request))
    except NotPossible as refused:
        return _text_page(request, top, str(refused), 422)
    context = {"head": top, "it": examined, "rows": examined.rows(top.edition), "sealed": sealed}
    return render(request, "regulations/text_preview.html", context)


@login_required
@require_POST
def import_text(request: HttpRequest, identity: str) -> HttpResponse:
    """Let the previewed text stand beside the edition."""
    return _change_text(request, identity, texts.import_text, sealed=request.POST.get("sealed", ""))


@login_required
@require_POST
def remove_text(request: HttpRequest, identity: str) -> HttpResponse:
    """Take the office's text away."""
    return _change_text(request, identity, texts.remove_text)


def _change_text(
    request: HttpRequest, identity: str, act: Callable[..., OfficeText], **said: str
) -> HttpResponse:
    top = _head_for_admin(request, identity, "text")
    try:
        row = act(identity=identity, actor=_person(request), now=clock.now(), **said)
    except NotPossible as refused:
        return _text_page(request, top, str(refused), 409)
    done = f"已撤下原文“{row.filename}”" if row.end else f"已导入“{row.filename}”，{row.count} 条与要点并排"
    messages.success(request, done)
    return redirect("regulations:text" if row.end else "regulations:edition", identity)


def _text_page(request: HttpRequest, top: head.Head, refused: str = "", status: int = 200) -> HttpResponse:
    identity = top.edition.id
    context = {"head": top, "text": texts.current(identity), "history": texts.history(identity)}
    return render(request, "regulations/text.html", context | {"refused": refused}, status=status)


def _file(request: HttpRequest) -> dict[str, Any]:
    """The name and the bytes of the file that was sent. Raises NotPossible for none and for one too large."""
    file = request.FILES.get("file")
    dropped = receiving.too_large(request)  # known once the files are read
    if dropped or (file and (file.size or 0) > words.LIMIT):
        raise NotPossible(words.too_large(dropped.get("file") or clean_name(str(file and file.name))))
    if file is None:
        raise NotPossible("还没有选文件：先选本单位的办法文件，再点“看一看”")
    return {"filename": clean_name(file.name or ""), "data": file.read()}


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


def _repeal(identity: str, said: dict[str, Any], actor: Person) -> str:
    told = said | {"reason": said["reason"] or ""}
    made = repeals.record_repeal(identity=identity, **told, actor=actor, now=clock.now())
    return f"已登记：{catalogue.edition(identity).regulation.title}自 {made.since} 起废止"


def _withdraw(identity: str, said: dict[str, Any], actor: Person) -> str:
    repeals.withdraw_repeal(identity=identity, reason=said["reason"], actor=actor, now=clock.now())
    return f"已撤销{catalogue.edition(identity).regulation.title}的废止登记"


Act = Callable[[str, dict[str, Any], Person], str]


def _decide(
    request: HttpRequest, template: str, context: dict[str, Any], act: Act, name: str = "form"
) -> HttpResponse:
    """The page of a form; a refused act answers with the page, what was typed, and the reason."""
    form, top = context[name], context["head"]
    if request.method == "GET" or not form.is_valid():
        return render(request, template, context, status=200 if request.method == "GET" else 422)
    try:
        messages.success(request, act(top.edition.id, form.cleaned_data, _person(request)))
    except NotPossible as refused:
        typed = form.cleaned_data.get("since") or form.cleaned_data.get("chosen")
        context["refusal"] = head.refused(top, str(refused), typed)
        return render(request, template, context, status=409)
    return redirect("regulations:edition", top.edition.id)


def _posted(request: HttpRequest) -> dict[str, str] | None:
    return request.POST.dict() if request.method == "POST" else None


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _head(request: HttpRequest, identity: str, here: str = "") -> head.Head:
    """The head of an installed edition. 404 if there is none; PackError if its pack cannot be read."""
    found = queries.installed(identity, clock.today())
    if found is None:
        raise Http404
    edition = found.edition or catalogue.edition(identity)
    is_admin = _person(request).is_admin
    return head.Head(found, edition, here, is_admin, is_admin and bool(queries.open_areas(identity)))


def _head_for_admin(request: HttpRequest, identity: str, here: str = "") -> head.Head:
    if not _person(request).is_admin:
        raise PermissionDenied
    return _head(request, identity, here)
