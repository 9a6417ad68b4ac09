"""What the views of this room share: who asks, and where to go next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunzhang.accounts.models import Person
from xunzhang.procedures import keeping
from xunzhang.procedures.errors import TakenByOther
from xunzhang.procedures.pages.matter import Matter
from xunzhang.web.resumed import take


def person(request: HttpRequest) -> Person:
    """Who is signed in; every view of this room asks for that first."""
    assert request.user.is_authenticated
    return request.user


def done(request: HttpRequest, said: str, to: str, *args: Any, anchor: str = "") -> HttpResponse:
    """After success: say it, and go to a page that may be read again without doing it again."""
    messages.success(request, said)
    answer = redirect(to, *args)
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer


def lying(request: HttpRequest, kept: dict[str, str]) -> dict[str, str]:
    """What lies in the form: what was typed when a session ended, else what was kept."""
    found = take(request)
    if found is None:
        return kept
    messages.info(request, "已恢复登录前填写的内容，请核对后再提交；要交的文件请重新选")
    return keeping.typed(found.dict())


def taken(
    request: HttpRequest, matter: Matter, what: str, fault: TakenByOther, words: dict[str, str]
) -> HttpResponse:
    """Somebody was first: who and when, and what was typed, still there to copy."""
    shown = {"matter": matter, "what": what, "fault": fault, "typed": _readable(matter, words)}
    return render(request, "procedures/taken.html", shown, status=409)


def _readable(matter: Matter, words: dict[str, str]) -> list[tuple[str, str]]:
    titles = {f"f-{name}": fact.title for name, fact in matter.edition.facts.items()}
    titles |= {"opinion": "意见"}
    return [(titles.get(name, "理由"), text) for name, text in words.items() if text and name != "outcome"]
