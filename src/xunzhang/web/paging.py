"""The foot of a list that is cut into numbered pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page

from xunzhang.web.shapes import Pager


def pager(page: Page[Any], unit: str, address: Callable[[int], str]) -> Pager:
    """Which rows of how many, counted in `unit`; `address` is where a page, by its number from 1, stands."""
    return Pager(
        text=f"第 {page.start_index()} 至 {page.end_index()} {unit}，共 {page.paginator.count} {unit}",
        newer=address(page.number - 1) if page.has_previous() else "",
        older=address(page.number + 1) if page.has_next() else "",
    )
