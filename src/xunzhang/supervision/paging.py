"""Paging by key: a page begins behind a row, so that rows which come or go meanwhile shift nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 50
MARK = "~"


@dataclass(frozen=True)
class Key:
    """The column that orders a list, the id after it; `read` turns the text of an address into its value."""

    column: str
    read: Callable[[str], Any]
    descending: bool = False

    def order(self) -> tuple[str, str]:
        return (f"-{self.column}" if self.descending else self.column, "id")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page. `older` is the mark of the next page, "" on the last; `is_first` is said so."""

    rows: list[Row]
    older: str
    is_first: bool


def page(rows: QuerySet[Row], key: Key, after: str, size: int = SIZE) -> Page[Row]:
    """The page behind the mark `after`. A mark that cannot be read is the first page. One query."""
    place = _place(key, after)
    behind = rows.filter(_behind(key, *place)) if place else rows
    found = list(behind.order_by(*key.order())[: size + 1])
    older = _mark(key, found[size - 1]) if len(found) > size else ""
    return Page(found[:size], older, place is None)


def _behind(key: Key, value: Any, identity: int) -> Q:
    side = "lt" if key.descending else "gt"
    return Q(**{f"{key.column}__{side}": value}) | Q(**{key.column: value, "id__gt": identity})


def _place(key: Key, after: str) -> tuple[Any, int] | None:
    value, mark, identity = after[:60].partition(MARK)
    if not mark or not (identity.isascii() and identity.isdigit() and len(identity) < 16):
        return None
    try:
        return key.read(value), int(identity)
    except ValueError:
        return None


def _mark(key: Key, row: Model) -> str:
    value = getattr(row, key.column)
    return f"{value.isoformat() if isinstance(value, date) else value}{MARK}{row.pk}"


def number(text: str) -> int:
    """A whole number of an address. Raises ValueError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text)
    return int(text)
