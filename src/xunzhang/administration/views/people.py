"""People, their posts and passwords."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xunzhang.accounts.doors import admin_only
from xunzhang.accounts.models import Person, Post
from xunzhang.administration import forms, pages, people
from xunzhang.administration.views.acting import DONE, attempt, sent, simply

PAGE = 50


@require_safe
@admin_only
def index(request: HttpRequest) -> HttpResponse:
    search = pages.search(request.GET.get("q", ""))
    page = Paginator(pages.people(search), PAGE).get_page(request.GET.get("page"))
    return render(request, "administration/people.html", pages.people_page(page, search))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def new(request: HttpRequest) -> HttpResponse:
    form = forms.NewPerson(sent(request))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    given = {key: said.get(key) for key in ("username", "name", "password")}
    is_admin = said.get("is_admin") == "yes"
    status = 200
    if request.method == "POST":
        done = f"已新增 {given['name']}，接着给岗位"
        status = attempt(request, form, people.add_person, done, **given, is_admin=is_admin)
    if status == DONE:
        return redirect("administration:person", Person.objects.get(username=given["username"]).pk)
    return render(request, "administration/new_person.html", pages.new_person(form), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(Person, pk=pk)
    if request.method != "POST":
        return _person(request, who)
    form = forms.ChangedPerson(request.POST)
    status = attempt(request, form, people.change_person, "已修改", person=who, **pages.changes(form))
    return (
        redirect("administration:person", pk)
        if status == DONE
        else _person(request, who, status, change=form)
    )


@sensitive_post_parameters("password")
@require_POST
@admin_only
def password(request: HttpRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(Person, pk=pk)
    form = forms.NewPassword(request.POST)
    word = form.data.get("password", "")
    done = f"已重设 {who.name} 的密码，他的登录已失效"
    status = attempt(request, form, people.reset_password, done, person=who, password=word)
    if status == DONE:
        pages.keep_session(request, who)
        return redirect("administration:person", pk)
    return _person(request, who, status, password=form)


@require_POST
@admin_only
def give(request: HttpRequest, pk: int) -> HttpResponse:
    who = get_object_or_404(Person, pk=pk)
    form = forms.NewPost(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    given = {name: said.get(name) for name in ("organisation", "role")}
    given["is_leader"] = bool(said.get("is_leader"))
    status = attempt(request, form, people.give_post, "已给岗位", person=who, **given)
    return (
        redirect("administration:person", pk) if status == DONE else _person(request, who, status, post=form)
    )


@require_POST
@admin_only
def take(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("person", "organisation"), pk=pk)
    simply(request, people.take_post, "已撤去岗位", post=post)
    return redirect("administration:person", post.person_id)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_password(request: HttpRequest) -> HttpResponse:
    who = cast(Person, request.user)
    form = forms.OwnPassword(who, sent(request))
    status = 200
    if request.method == "POST":
        word = form.data.get("password", "")
        status = attempt(request, form, people.reset_password, "已修改密码", person=who, password=word)
    if status != DONE:
        shown = pages.own_password(form)
        return render(request, "administration/own_password.html", shown, status=status)
    update_session_auth_hash(request, who)
    return redirect("administration:own_password")


def _person(request: HttpRequest, who: Person, status: int = 200, **given: Form) -> HttpResponse:
    return render(request, "administration/person.html", pages.person(who, **given), status=status)
