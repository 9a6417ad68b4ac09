"""Sorting and paging by key: the next page begins behind the last row seen, whatever was added meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from xunzhang.projects.models import Project

DEFAULT = "due"
PAGE = 50


@dataclass(frozen=True)
class Sort:
    """A column to sort by. `read` turns the text of an address into its value, or raises ValueError."""

    column: str
    title: str
    read: Callable[[str], object]
    number: bool = False


def _code(text: str) -> str:
    if not text.isprintable():
        raise ValueError(text)
    return text


SORTS: Mapping[str, Sort] = {
    "code": Sort("code", "项目", _code),
    "amount": Sort("amount", "立项 万元", int, number=True),
    "contract": Sort("contract_amount", "合同 万元", int, number=True),
    "due": Sort("next_due", "下一时限", date.fromisoformat),
}


@dataclass(frozen=True)
class Key:
    """Where a row stands: its value in the sorted column (None stands last) and its id."""

    value: object
    id: int


@dataclass(frozen=True)
class Page:
    """One page of rows, how many stand before it, and the keys of the pages beside it ("" if none)."""

    rows: tuple[Project, ...]
    before: int
    newer: str = ""
    older: str = ""


def read_key(sort: str, text: str) -> Key | None:
    """`value~id` as an address carries it; None if it is nothing of the kind."""
    value, _, identity = text.rpartition("~")
    if not identity.isascii() or not identity.isdigit() or len(identity) > 18:
        return None
    try:
        known = SORTS[sort].read(value) if value else None
    except ValueError:
        return None
    too_large = isinstance(known, int) and abs(known) > 10**18
    return None if too_large else Key(known, int(identity))


def page(
    rows: QuerySet[Project],
    sort: str,
    descending: bool,
    *,
    after: Key | None = None,
    before: Key | None = None,
    total: int,
) -> Page:
    """The rows behind a key, or those before one. Rows without a value stand last both ways. Two queries."""
    column = SORTS[sort].column
    rows = rows.select_related("unit")
    if before:
        backwards = rows.filter(_nearer(column, before, descending)).order_by(*_backwards(column, descending))
        found = list(backwards[:PAGE])[::-1]
    else:
        onwards = rows.filter(_farther(column, after, descending)) if after else rows
        found = list(onwards.order_by(*_forwards(column, descending))[:PAGE])
    if not found:
        return Page((), 0)
    first, last = _key(found[0], column), _key(found[-1], column)
    passed = rows.filter(_nearer(column, first, descending)).count()
    behind = passed + len(found) < total
    return Page(tuple(found), passed, _text(first) if passed else "", _text(last) if behind else "")


def _forwards(column: str, descending: bool) -> Iterable[Any]:
    value = F(column)
    return (value.desc(nulls_last=True) if descending else value.asc(nulls_last=True)), "-id"


def _backwards(column: str, descending: bool) -> Iterable[Any]:
    value = F(column)
    return (value.asc(nulls_first=True) if descending else value.desc(nulls_first=True)), "id"


def _farther(column: str, key: Key, descending: bool) -> Q:
    """Rows behind the key in the order of the list."""
    empty = Q(**{f"{column}__isnull": True})
    if key.value is None:
        return empty & Q(id__lt=key.id)
    beyond = Q(**{f"{column}__{'lt' if descending else 'gt'}": key.value})
    return beyond | Q(**{column: key.value}, id__lt=key.id) | empty


def _nearer(column: str, key: Key, descending: bool) -> Q:
    """Rows before the key in the order of the list."""
    empty = Q(**{f"{column}__isnull": True})
    if key.value is None:
        return ~empty | (empty & Q(id__gt=key.id))
    ahead = Q(**{f"{column}__{'gt' if descending else 'lt'}": key.value})
    return ahead | Q(**{column: key.value}, id__gt=key.id)


def _key(row: Project, column: str) -> Key:
    return Key(getattr(row, column), row.pk)


def _text(key: Key) -> str:
    value = key.value.isoformat() if isinstance(key.value, date) else key.value
    return f"{'' if value is None else value}~{key.id}"
