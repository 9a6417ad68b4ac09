"""Reading deliveries for the pages of administrators."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse

from xunzhang.letters.models import Hook, Letter, Push
from xunzhang.web.shapes import Tab

ROWS = 30
TONES = {"waiting": "later", "sent": "done", "failed": "fails", "dropped": "not_applicable"}


def letters(state: str, number: str) -> Page[Letter]:
    """One page of letters, newest first; of one state or of all."""
    rows = Letter.objects.select_related("person").defer("text", "html").order_by("-id")
    return Paginator(rows.filter(state=state) if state in TONES else rows, ROWS).get_page(number)


def pushes(hook: Hook, number: str) -> Page[Push]:
    """One page of what was sent to a hook, newest first."""
    return Paginator(Push.objects.filter(hook=hook).defer("body").order_by("-id"), ROWS).get_page(number)


def tabs(rows: Any, home: str, state: str) -> tuple[Tab, ...]:
    """The states with how many deliveries are in each. One query."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("id")))
    address = reverse(home)
    every = Tab(title="全部", url=address, count=str(sum(counts.values())), here=state not in TONES)
    rest = (
        Tab(
            title=title,
            url=f"{address}?state={code}",
            count=str(counts.get(code, 0)),
            here=code == state,
            alarm=code == "failed" and bool(counts.get(code)),
        )
        for code, title in Letter.STATES
    )
    return (every, *rest)
