"""What the pages of administration show: the context of each template."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Page
from django.forms import Form
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode

from xunzhang.accounts.models import Area, Organisation, Person, Post
from xunzhang.administration import forms, queries
from xunzhang.administration.queries import people, tabs
from xunzhang.web import paging

__all__ = ["people"]
Context = dict[str, Any]
LONGEST_SEARCH = 60


def search(text: str) -> str:
    """The words of the search box, without signs that no name has."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(clean.split())[:LONGEST_SEARCH]


def people_page(page: Page[Person], words: str) -> Context:
    """One page of people, each role in the words of its area."""
    titles = cache(queries.role_titles)

    def told(post: Post) -> tuple[str, str]:
        return post.organisation.name, titles(post.organisation.area_id).get(post.role, post.role)

    rows = [(one, [told(post) for post in one.posts.all()]) for one in page]
    return {
        "tabs": tabs("administration:index"),
        "rows": rows,
        "search": words,
        "pager": paging.pager(page, "人", lambda number: _page(words, number)),
        "total": page.paginator.count,
    }


def new_person(form: Form) -> Context:
    return {"tabs": tabs("administration:index"), "form": form}


def person(
    who: Person, change: Form | None = None, password: Form | None = None, post: Form | None = None
) -> Context:
    """The page of one person with its three forms."""
    return {
        "tabs": tabs("administration:index"),
        "who": who,
        "posts": queries.posts_of(who),
        "change": change or forms.ChangedPerson(initial=forms.ChangedPerson.of(who)),
        "password": password or forms.NewPassword(),
        "post": post or forms.NewPost(),
    }


def own_password(form: Form) -> Context:
    return {"tabs": queries.own_tabs("administration:own_password"), "form": form}


def changes(form: Form) -> Context:
    """What a form says that a person shall be."""
    given = said(form, "name", "state", "is_admin", "email")
    return {
        "name": given["name"],
        "is_active": given["state"] == "active",
        "is_admin": given["is_admin"] == "yes",
        "email": given["email"] or "",
    }


def said(form: Form, *names: str) -> Context:
    """The clean values of a form, None where it has none."""
    clean = form.cleaned_data if form.is_valid() else {}
    return {name: clean.get(name) for name in names}


def organisations() -> Context:
    return {"tabs": tabs("administration:organisations"), "branches": queries.tree()}


def organisation(form: Form | None, one: Organisation | None = None) -> Context:
    """The page of a new organisation, or of one that is there."""
    if form is None and one is not None:
        state = "active" if one.is_active else "inactive"
        form = forms.ChangedOrganisation(initial={"name": one.name, "parent": one.parent_id, "state": state})
    return {"tabs": tabs("administration:organisations"), "form": form, "one": one}


def roles(code: str, form: Form | None = None) -> Context:
    """The roles of one area, the first one unless another is named."""
    areas_ = list(Area.objects.order_by("code"))
    area = next((one for one in areas_ if one.code == code), areas_[0] if areas_ else None)
    return {
        "tabs": tabs("administration:roles"),
        "areas": areas_,
        "area": area,
        "charges": queries.charges(area) if area else (),
        "offices": Organisation.objects.filter(is_active=True)
        .select_related("area")
        .order_by("area", "name"),
        "form": form,
    }


def area_or_404(code: str) -> Area:
    """The area of a code. Raises Http404, also for what is no code at all."""
    if not (code.isascii() and code.isdigit()):
        raise Http404("没有这个区域")
    return get_object_or_404(Area, pk=code)


def areas(form: Form, changed: Form | None = None) -> Context:
    """All areas, each with the form of its name."""
    rows = []
    for line in queries.area_lines():
        prefix = f"a{line.area.code}"
        fresh = forms.ChangedArea(initial={"name": line.area.name}, prefix=prefix)
        rows.append((line, changed if changed and changed.prefix == prefix else fresh))
    return {"tabs": tabs("administration:areas"), "form": form, "rows": rows}


def keep_session(request: HttpRequest, who: Person) -> None:
    """An administrator who resets the own password stays signed in."""
    if who == request.user:
        update_session_auth_hash(request, who)


def _page(words: str, number: int) -> str:
    wanted = [("q", words)] if words else []
    return f"?{urlencode([*wanted, ('page', str(number))])}"
