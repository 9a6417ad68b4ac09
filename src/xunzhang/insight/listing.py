"""The page of a what-if: which differences it lists, and the addresses of the others."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from xunzhang.insight.whatif import KINDS, PER_PAGE, Total, WhatIf
from xunzhang.web.paging import pager

FILTER = ("kind", "matter", "was", "then")
OWN = (*FILTER, "page", "excel")


def listed(shown: WhatIf, asked: QueryDict) -> dict[str, Any]:
    """The projects of this page under the filter, totals with their links, the pager, the way to Excel."""
    here = {name: str(asked[name]) for name in FILTER if name in asked}
    kind, matter, was, then = (here.get(name, "") for name in FILTER)
    found = shown.only(kind, matter, (was, then) if was and then else None)
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    way = f"{was} → {then}" if was and then else ""
    return {
        "projects": page.object_list,
        "filter": "，".join(part for part in (KINDS.get(kind, ""), matter, way) if part),
        "totals": [(total, _address(asked, kind=total.kind)) for total in shown.totals],
        "commonest": [(total, _matter(asked, total)) for total in shown.commonest],
        "everything": _address(asked),
        "excel": _address(asked, excel="1"),
        "pager": pager(page, "个项目", lambda number: f"{_address(asked, **here, page=str(number))}#list"),
    }


def _matter(asked: QueryDict, total: Total) -> str:
    return _address(asked, kind=total.kind, matter=total.title, was=total.before, then=total.after)


def _address(asked: QueryDict, **more: str) -> str:
    """The same question, looked at otherwise."""
    kept = asked.copy()
    for name in OWN:
        kept.pop(name, None)
    kept.update(more)
    return f"?{kept.urlencode()}"
