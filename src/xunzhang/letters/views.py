"""Pages of deliveries and hooks, for administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xunzhang.accounts.doors import admin_only
from xunzhang.administration.pages import said
from xunzhang.administration.views.acting import DONE, attempt, sent, simply
from xunzhang.letters import forms, pages, services
from xunzhang.letters import hooks as acts
from xunzhang.letters.models import Hook, Letter, Push


@require_GET
@admin_only
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter: to whom, about what, sent when, or why not."""
    shown = pages.letters(request.GET.get("state", ""), request.GET.get("page", ""))
    return render(request, "letters/letters.html", shown)


@require_POST
@admin_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.select_related("person"), pk=pk)
    simply(request, services.again, "已排队，几秒后再寄", letter=letter)
    return redirect("letters:letters")


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def hooks(request: HttpRequest) -> HttpResponse:
    """All hooks; a new one leads to its page, which shows the secret once."""
    form, made, status = forms.NewHook(sent(request)), list[Hook](), 200
    if request.method == "POST":
        given = said(form, "title", "address", "area", "organisation", "kinds")
        done = f"已新增推送“{given['title']}”"
        status = attempt(request, form, lambda **all_: made.append(acts.add(**all_)), done, **given)
    if status == DONE:
        pages.show_secret(request, made[0])
        return redirect("letters:hook", made[0].pk)
    return render(request, "letters/hooks.html", pages.hooks(form), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """One hook with what was sent to it."""
    one, number = _hook(pk), request.GET.get("page", "")
    if request.method != "POST":
        return render(request, "letters/hook.html", pages.hook(one, number, None, pages.secret(request, one)))
    form = forms.ChangedHook(request.POST)
    status = attempt(request, form, acts.change, "已修改", hook=one, **pages.changes(form))
    if status == DONE:
        return redirect("letters:hook", pk)
    return render(request, "letters/hook.html", pages.hook(one, number, form), status=status)


@require_POST
@admin_only
def test(request: HttpRequest, pk: int) -> HttpResponse:
    simply(request, acts.test, "已排队，几秒后看下面的记录", hook=_hook(pk))
    return redirect("letters:hook", pk)


@require_POST
@admin_only
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    one = _hook(pk)
    simply(request, acts.renew, "已换密钥，旧的立刻失效", hook=one)
    pages.show_secret(request, one)
    return redirect("letters:hook", pk)


@require_POST
@admin_only
def push_again(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Push.objects.select_related("hook__area", "hook__organisation"), pk=pk)
    simply(request, acts.again, "已排队，几秒后重发", push=made)
    return redirect("letters:hook", made.hook_id)


def _hook(pk: int) -> Hook:
    return get_object_or_404(Hook.objects.select_related("area", "organisation"), pk=pk)
