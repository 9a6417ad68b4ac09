"""What every form of administration does: read, act, and answer with the same page when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, QueryDict

from xunzhang.accounts.models import Person
from xunzhang.administration.errors import NotPossible
from xunzhang.web import clock

DONE, BAD, REFUSED = 302, 422, 409


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it was nothing at all; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, form: Form, act: Callable[..., object], done: str, **given: Any) -> int:
    """Act on a valid form, called with `actor`, `now` and `given`. Returns DONE, BAD or REFUSED.

    A refusal becomes an error of the whole form; `done` is the message of success.
    """
    if not form.is_valid():
        return BAD
    try:
        act(actor=cast(Person, request.user), now=clock.now(), **given)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return REFUSED
    messages.success(request, done)
    return DONE


def simply(request: HttpRequest, act: Callable[..., object], done: str, **given: Any) -> None:
    """Act on a button without a form; a refusal becomes a message."""
    try:
        act(actor=cast(Person, request.user), now=clock.now(), **given)
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
