"""The working-day calendar: reading a year's notice, seeing what it moves, confirming, taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xunzhang.accounts.doors import admin_only
from xunzhang.files import receiving
from xunzhang.files.words import LIMIT, NotReadable, too_large
from xunzhang.procedures import foreseeing
from xunzhang.procedures.pages import calendar as pages
from xunzhang.procedures.views.common import done, person
from xunzhang.regulations import calendars
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import HolidayNotice
from xunzhang.web import clock
from xunzhang.web.forms import FactForm

LONGEST_REASON = 300


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def calendar(request: HttpRequest) -> HttpResponse:
    """The years, the notices, and the form to read another one."""
    if request.method == "POST":
        return _propose(request, pages.form(clock.today(), request.POST.dict()))
    shown = pages.overview(pages.form(clock.today()), clock.today())
    return render(request, "procedures/calendar.html", shown)


def _propose(request: HttpRequest, form: FactForm) -> HttpResponse:
    try:
        about = _read(request, form)
        row = foreseeing.propose(**about, actor=person(request), now=clock.now())
    except calendars.NotRead as fault:
        shown = pages.overview(form, clock.today(), fault.problems)
    except NotReadable as fault:
        shown = pages.overview(form, clock.today(), refused=str(fault))
    else:
        return redirect("procedures:notice", row.pk)
    return render(request, "procedures/calendar.html", shown, status=422)


def _read(request: HttpRequest, form: FactForm) -> dict[str, Any]:
    """What was sent of a notice. Raises NotReadable."""
    if not form.is_valid():
        raise NotReadable("请先把标出来的各项填对")
    said = form.cleaned_data
    text, source = _source(request, said["text"] or "")
    return {"year": said["year"], "whole": said["kind"] == "whole", "text": text, "source": source}


def _source(request: HttpRequest, typed: str) -> tuple[str, str]:
    """The words of the file that was sent, else those typed. Raises NotReadable."""
    file = request.FILES.get("file")
    dropped = receiving.too_large(request).get("file")
    if dropped or (file and (file.size or 0) > LIMIT):
        raise NotReadable(too_large(dropped or str(file and file.name)))
    if file:
        return pages.source(file.name or "", file.read())
    if not typed:
        raise NotReadable("没有可读的内容：请粘贴通知的文字，或选一个文件")
    return typed, calendars.PASTED


@require_GET
@admin_only
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, day by day, with what it would move."""
    row = get_object_or_404(HolidayNotice.objects.select_related("person", "confirmed_by", "ended_by"), pk=pk)
    return render(
        request, "procedures/notice.html", pages.notice(row, request.GET.get("page", ""), person(request))
    )


@require_POST
@admin_only
def foresee(request: HttpRequest, pk: int) -> HttpResponse:
    """Reckon again, or before taking back, what would move."""
    row = get_object_or_404(HolidayNotice, pk=pk, ended_at=None)
    foreseeing.foresee(notice=row, actor=person(request), now=clock.now())
    return redirect("procedures:notice", pk)


@require_POST
@admin_only
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    def act(row: HolidayNotice) -> None:
        basis = foreseeing.basis_of(row)
        calendars.confirm(notice=row, basis=basis, actor=person(request), now=clock.now())

    return _act(request, pk, act, "已编入工作日历，有关项目的期限正在后台重算")


@require_POST
@admin_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    def act(row: HolidayNotice) -> None:
        calendars.discard(notice=row, actor=person(request), now=clock.now())

    return _act(request, pk, act, "已放弃，工作日历没有变")


@require_POST
@admin_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(row: HolidayNotice) -> None:
        reason = " ".join(request.POST.get("reason", "").split())
        if not reason or len(reason) > LONGEST_REASON:
            raise NotPossible(f"请写明为什么撤回，最多 {LONGEST_REASON} 字")
        basis = foreseeing.basis_of(row)
        calendars.take_back(notice=row, basis=basis, reason=reason, actor=person(request), now=clock.now())

    return _act(request, pk, act, "已撤回，有关项目的期限正在后台重算")


def _act(request: HttpRequest, pk: int, act: Callable[[HolidayNotice], None], said: str) -> HttpResponse:
    row = get_object_or_404(HolidayNotice, pk=pk)
    try:
        act(row)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("procedures:notice", pk)
    return done(request, said, "procedures:notice", pk)
