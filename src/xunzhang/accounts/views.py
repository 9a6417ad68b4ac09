"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xunzhang.accounts.forms import SignInForm
from xunzhang.accounts.queries import demo_areas, demo_person
from xunzhang.web import resumed
from xunzhang.web.resumed import Kept

BACKEND = "django.contrib.auth.backends.ModelBackend"
RESTORED = "已恢复登录前填写的内容，请核对后再提交；要交的文件请重新选"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, kept: Kept | None = None) -> HttpResponse:
    posted = request.method == "POST"
    if request.user.is_authenticated and not posted:
        return redirect(_target(request))
    person = demo_person(request.POST.get("demo", "")) if posted else None
    form = SignInForm(
        request, request.POST if posted and person is None else None, limit=settings.AXES_FAILURE_LIMIT
    )
    if person is None and not form.is_valid():
        return _page(request, form, kept or resumed.opened(request.POST.get(resumed.FIELD, "")))
    login(request, person or form.person, backend=BACKEND)
    return _return(request)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "已退出登录")
    return redirect("accounts:sign_in")


def _page(request: HttpRequest, form: SignInForm, kept: Kept | None) -> HttpResponse:
    """The sign-in page; 422 after a wrong password."""
    context = {
        "form": form,
        "next": kept.address if kept else _target(request, ""),
        "areas": demo_areas(),
        "kept": resumed.sealed(kept) if kept and kept.fields else "",
        "lost": kept is not None and not kept.whole,
        "ended": kept is not None,
    }
    return render(request, "web/sign_in.html", context, status=422 if form.is_bound else 200)


def _return(request: HttpRequest) -> HttpResponse:
    """Back to where the person came from, with what was typed there."""
    kept = resumed.opened(request.POST.get(resumed.FIELD, ""))
    if kept is None:
        return redirect(_target(request))
    resumed.store(request, kept)
    messages.info(request, RESTORED)
    return redirect(kept.address)


def _target(request: HttpRequest, otherwise: str = "/") -> str:
    """The wanted address, if it belongs to this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise
