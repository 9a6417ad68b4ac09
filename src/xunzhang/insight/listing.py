"""The page of a what-if: which differences it lists, and the addresses of the others."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from xunzhang.insight.whatif import KINDS, PER_PAGE, Total, WhatIf
from xunzhang.web import shapes

OWN = ("kind", "matter", "page", "excel")


def listed(shown: WhatIf, asked: QueryDict) -> dict[str, Any]:
    """The projects of this page under the filter, totals with their links, the pager, the way to Excel."""
    kind = asked.get("kind", "") if asked.get("kind") in KINDS else ""
    matter = asked.get("matter", "")
    found = shown.only(kind, matter)
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(_number(asked.get("page", "")), pages)
    return {
        "projects": found[(number - 1) * PER_PAGE : number * PER_PAGE],
        "filter": "、".join(part for part in (KINDS.get(kind, ""), matter) if part),
        "totals": [(total, _address(asked, kind=total.kind)) for total in shown.totals],
        "commonest": [(total, _matter(asked, total)) for total in shown.commonest],
        "everything": _address(asked),
        "excel": _address(asked, excel="1"),
        "pager": _pager(asked, number, pages, len(found)),
    }


def _pager(asked: QueryDict, number: int, pages: int, count: int) -> shapes.Pager:
    here = {name: str(asked[name]) for name in ("kind", "matter") if name in asked}
    newer = _address(asked, **here, page=str(number - 1)) if number > 1 else ""
    older = _address(asked, **here, page=str(number + 1)) if number < pages else ""
    return shapes.Pager(text=f"第 {number} 页，共 {pages} 页，{count} 个项目", newer=newer, older=older)


def _matter(asked: QueryDict, total: Total) -> str:
    return _address(asked, kind=total.kind, matter=total.title)


def _address(asked: QueryDict, **more: str) -> str:
    """The same question, looked at otherwise."""
    kept = asked.copy()
    for name in OWN:
        kept.pop(name, None)
    kept.update(more)
    return f"?{kept.urlencode()}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1
