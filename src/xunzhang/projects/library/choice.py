"""One value of a facet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Choice:
    """`code` stands in the address, `title` on the page, `test` picks the rows."""

    code: str
    title: str
    test: Q
