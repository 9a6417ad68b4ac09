"""What the pages of deliveries show: the context of each template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest

from xunzhang.administration.pages import said
from xunzhang.administration.queries import tabs
from xunzhang.letters import forms, pushing, queries
from xunzhang.letters.models import Hook, Letter
from xunzhang.web import paging

FRESH = "letters.fresh_hook"
Context = dict[str, Any]


def letters(state: str, number: str) -> Context:
    """Every letter: to whom, about what, sent when, or why not."""
    found = queries.letters(state, number)
    return {
        "tabs": tabs("letters:letters"),
        "states": queries.tabs(Letter.objects, "letters:letters", state),
        "rows": [(each, queries.TONES[each.state]) for each in found],
        "pager": paging.pager(found, "封", lambda number: f"?state={state}&page={number}"),
        "host": settings.EMAIL_HOST,
    }


def hooks(form: Form | None = None) -> Context:
    """All hooks, and a new one."""
    rows = Hook.objects.select_related("area", "organisation").order_by("-is_active", "id")
    return {"tabs": tabs("letters:hooks"), "rows": rows, "form": form or forms.NewHook()}


def hook(one: Hook, number: str, form: Form | None = None, secret: str = "") -> Context:
    """One hook with its log; `secret` is shown this once."""
    found = queries.pushes(one, number)
    return {
        "tabs": tabs("letters:hooks"),
        "hook": one,
        "form": form or forms.ChangedHook(initial=forms.ChangedHook.of(one)),
        "rows": [(each, queries.TONES[each.state]) for each in found],
        "pager": paging.pager(found, "条", lambda number: f"?page={number}"),
        "secret": secret,
    }


def changes(form: Form) -> Context:
    """What a form says that a hook shall be."""
    given = said(form, "title", "address", "kinds", "state")
    return {
        "title": given["title"],
        "address": given["address"],
        "kinds": given["kinds"],
        "is_active": given["state"] == "active",
    }


def show_secret(request: HttpRequest, one: Hook) -> None:
    """The next page of this hook shows its secret."""
    request.session[FRESH] = one.pk


def secret(request: HttpRequest, one: Hook) -> str:
    """The secret of a hook that was just made or got a new one, once; "" at any other time."""
    return pushing.secret_of(one) if request.session.pop(FRESH, None) == one.pk else ""
