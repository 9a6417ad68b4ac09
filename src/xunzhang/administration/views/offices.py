"""Organisations, areas, and which organisation exercises which role."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xunzhang.accounts.doors import admin_only
from xunzhang.accounts.models import Organisation, RoleBinding
from xunzhang.administration import forms, offices, pages
from xunzhang.administration.views.acting import DONE, attempt, sent, simply


@require_safe
@admin_only
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "administration/organisations.html", pages.organisations())


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = forms.NewOrganisation(sent(request))
    status = 200
    if request.method == "POST":
        given = pages.said(form, "area", "name", "parent")
        status = attempt(request, form, offices.add_organisation, f"已新增 {given['name']}", **given)
    if status == DONE:
        return redirect("administration:organisations")
    return render(request, "administration/organisation.html", pages.organisation(form), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation.objects.select_related("area", "parent"), pk=pk)
    if request.method != "POST":
        return render(request, "administration/organisation.html", pages.organisation(None, one))
    form = forms.ChangedOrganisation(request.POST)
    given = pages.said(form, "name", "parent")
    given["is_active"] = form.data.get("state") == "active"
    status = attempt(request, form, offices.change_organisation, "已修改", organisation=one, **given)
    if status == DONE:
        return redirect("administration:organisations")
    return render(request, "administration/organisation.html", pages.organisation(form, one), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def roles(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "administration/roles.html", pages.roles(request.GET.get("area", "")))
    area = pages.area_or_404(request.POST.get("area", ""))
    form = forms.NewBinding(request.POST)
    given = pages.said(form, "role", "organisation")
    status = attempt(request, form, offices.bind_role, "已绑定", area=area, **given)
    if status == DONE:
        return redirect(_roles_of(area.code))
    return render(request, "administration/roles.html", pages.roles(area.code, form), status=status)


@require_POST
@admin_only
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    binding = get_object_or_404(RoleBinding.objects.select_related("area", "organisation"), pk=pk)
    area = binding.area_id
    simply(request, offices.unbind_role, "已解除绑定", binding=binding)
    return redirect(_roles_of(area))


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def areas(request: HttpRequest) -> HttpResponse:
    form = forms.NewArea(sent(request))
    status = 200
    if request.method == "POST":
        given = pages.said(form, "code", "name", "kind")
        given["is_sandbox"] = given.pop("kind") == "sandbox"
        status = attempt(request, form, offices.add_area, f"已新增 {given['name']}", **given)
    return redirect("administration:areas") if status == DONE else _areas(request, form, status)


@require_http_methods(["POST"])
@admin_only
def area(request: HttpRequest, pk: str) -> HttpResponse:
    one = pages.area_or_404(pk)
    form = forms.ChangedArea(request.POST, prefix=f"a{pk}")
    status = attempt(request, form, offices.rename_area, "已修改", area=one, **pages.said(form, "name"))
    if status == DONE:
        return redirect("administration:areas")
    return _areas(request, forms.NewArea(), status, form)


def _roles_of(area: str) -> str:
    return f"{reverse('administration:roles')}?area={area}"


def _areas(request: HttpRequest, form: Form, status: int = 200, changed: Form | None = None) -> HttpResponse:
    return render(request, "administration/areas.html", pages.areas(form, changed), status=status)
