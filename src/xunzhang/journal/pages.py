"""What the page that checks the journal shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.http import urlencode

from xunzhang.journal.models import Chain
from xunzhang.journal.queries import check, lines, streams
from xunzhang.journal.services import SYSTEM
from xunzhang.web.shapes import Pager

__all__ = ["check", "streams"]
STREAMS = 20


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it says wrongly counts as not said."""

    search: str
    stream: str
    page: str
    newest: int | None

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Asked:
        newest = params.get("newest", "")
        known = newest.isascii() and newest.isdigit() and 0 < len(newest) < 10
        return cls(
            stream(params.get("q", "")),
            stream(params.get("stream", "")) or SYSTEM,
            params.get("page", ""),
            int(newest) if known else None,
        )


def stream(text: str) -> str:
    """The name of a stream as an address carries it."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:40]


def context(asked: Asked, rows: Page[Chain]) -> dict[str, Any]:
    """The list of streams beside the entries of the chosen one."""
    entries, pager = lines(asked.stream, asked.newest)
    return {
        "asked": asked,
        "streams": rows,
        "total": rows.paginator.count,
        "pages": Pager(
            text=f"第 {rows.start_index()} 至 {rows.end_index()} 条链，共 {rows.paginator.count} 条",
            newer=_page(asked, rows.number - 1) if rows.has_previous() else "",
            older=_page(asked, rows.number + 1) if rows.has_next() else "",
        ),
        "entries": entries,
        "pager": pager,
        "system": SYSTEM,
    }


def _page(asked: Asked, number: int) -> str:
    return f"?{urlencode([('q', asked.search), ('stream', asked.stream), ('page', str(number))])}"
