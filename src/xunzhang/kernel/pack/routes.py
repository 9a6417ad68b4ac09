"""Where a body that the text leaves undefined falls to: every route ends at a role that somebody can hold."""

from __future__ import annotations

from collections.abc import Mapping

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import Source


def check_routes(edition: Edition, sources: Mapping[str, Source]) -> None:
    """Raises PackError for a role that is not there, a route that may fail, and routes in a circle."""
    source = sources["roles.yaml"]
    for code, role in edition.roles.items():
        for number, route in enumerate(role.resolves):
            if route.role not in edition.roles:
                at = (code, "resolves", number, "role")
                raise source.error(f"没有这个角色：“{route.role}”", at)
        if role.resolves and role.resolves[-1].when:
            last = (code, "resolves", len(role.resolves) - 1)
            raise source.error("最后一条 resolves 不能再带条件，否则有项目无人可办", last)
    for code in edition.roles:
        if code in _led_to(edition, code):
            raise source.error(f"resolves 转来转去又回到“{code}”，没有人可办", (code, "resolves"))


def _led_to(edition: Edition, code: str) -> set[str]:
    """The roles to which the routes of a role lead, one after the other."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        more = {route.role for route in edition.roles[waiting.pop()].resolves} - found
        found |= more
        waiting += more
    return found
