"""What somebody had typed when the session ended: kept through sign-in, handed back to the page once.

Middleware `resume` answers a form that arrives without a session with the sign-in page, which carries the
fields along, signed. After sign-in they lie in the session until the page they belong to takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme

SALT = "xunzhang.resumed"
FIELD = "kept"
LONGEST = 400_000
SECONDS = 24 * 3600
LEFT_OUT = ("csrfmiddlewaretoken", FIELD)
SECRET = "password"

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Kept:
    """The fields of one page, by name; `whole` is False when they were too long to be carried."""

    address: str
    fields: Mapping[str, list[str]]
    whole: bool = True


def resume(answer: Answer) -> Answer:
    """Middleware, behind the one that knows who is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_lost = request.method == "POST" and not request.user.is_authenticated
        response = answer(request)
        if not is_lost or not _is_sent_to_sign_in(response):
            return response
        if getattr(request, "htmx", False) or request.headers.get("X-Requested-With"):
            return HttpResponse("登录已过期", status=401, content_type="text/plain; charset=utf-8")
        return _ask(request)

    return middleware


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the session ended, once; None if there is nothing.

    Call it on GET and use the answer as the data of the form. Files and passwords are never kept.
    """
    fields = request.session.pop(_key(request.path), None)
    if fields is None:
        return None
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, values)
    return found


def store(request: HttpRequest, kept: Kept) -> None:
    """Lay what was carried through sign-in into the new session."""
    if kept.fields:
        request.session[_key(unquote(urlsplit(kept.address).path))] = dict(kept.fields)


def sealed(kept: Kept) -> str:
    """The text that a page carries as hidden field; nobody can change it unnoticed."""
    return signing.dumps([kept.address, dict(kept.fields)], salt=SALT, compress=True)


def opened(text: str) -> Kept | None:
    """What `sealed` wrote; None for anything else."""
    try:
        address, fields = signing.loads(text, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(address, fields)


def gathered(request: HttpRequest) -> Kept:
    """The text fields of a form that arrived, and the page it was typed on."""
    fields: dict[str, list[str]] = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in LEFT_OUT and SECRET not in name
    }
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    return Kept(_page(request), fields if size <= LONGEST else {}, size <= LONGEST)


def _page(request: HttpRequest) -> str:
    """The page of the form: the one that sent it, else the address it was sent to."""
    sender = request.headers.get("Referer", "")
    if sender and url_has_allowed_host_and_scheme(sender, {request.get_host()}):
        parts = urlsplit(sender)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path


def _is_sent_to_sign_in(response: HttpResponse) -> bool:
    target = response.headers.get("Location", "") if response.status_code == 302 else ""
    return urlsplit(target).path == resolve_url(settings.LOGIN_URL)


def _ask(request: HttpRequest) -> HttpResponse:
    """The sign-in page, carrying the fields along. Its view is found by its address: rooms lie above."""
    kept = gathered(request)
    view: Any = resolve(resolve_url(settings.LOGIN_URL)).func
    request.method = "GET"  # what was sent is not an attempt to sign in
    response: HttpResponse = view(request, kept=kept)
    response.status_code = 401
    return response


def _key(path: str) -> str:
    return f"resumed:{path}"
