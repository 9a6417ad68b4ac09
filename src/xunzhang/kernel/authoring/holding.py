"""Whether somebody can hold every role that acts, and every day has one edition of a measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from xunzhang.kernel.authoring.finding import Finding, at
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import Path_
from xunzhang.kernel.pack.texts import fact_at, file_of
from xunzhang.kernel.pack.validity import applies_from, last_day

Named = tuple[str, Path_, str]
"""The file and the key at which a role is to do something, and its code."""


def nobody_holds(pack: Pack) -> Iterator[Finding]:
    """Roles that have to act here and do not sign in: nobody can act for them."""
    edition = pack.edition
    for file, path, named in _acting(pack):
        for code in sorted(_falls_to(edition, named)):
            if edition.roles[code].sees == "none":
                message = f"“{edition.roles[code].title}”（{code}）不登录（sees: none），没有人能办"
                yield at(pack, "error", "nobody_holds", file, path, message)


def _acting(pack: Pack) -> Iterator[Named]:
    """Every role that starts, acts, judges or lets pass, where it is named."""
    edition = pack.edition
    yield from (
        ("regulation.yaml", ("registration", "by"), role) for role in edition.regulation.registration.by
    )
    for code, rule in edition.rules.items():
        yield from (("rules.yaml", (code, "override_by"), role) for role in rule.override_by)
    for name, fact in edition.facts.items():
        if fact.judged_by:
            yield "facts.yaml", (*fact_at(name, pack.sources), "judged_by"), fact.judged_by
    for code, procedure in edition.procedures.items():
        file = file_of(code, pack.sources)
        yield from ((file, (code, "by"), role) for role in procedure.by)
        for step, defined in procedure.steps.items():
            yield from ((file, (code, "steps", step, "by"), member.role) for member in defined.by)


def _falls_to(edition: Edition, code: str) -> set[str]:
    """The roles that may act for a role: itself, or those its routes end at."""
    routes = edition.roles[code].resolves
    return {end for route in routes for end in _falls_to(edition, route.role)} if routes else {code}


def one_edition_a_day(packs: Iterable[Pack]) -> Iterator[Finding]:
    """Days on which two editions of one measure apply, and days between two on which none does.

    Looked at are editions with a day of effect; a draft and a day that is yet to be resolved have none.
    """
    measures: dict[str, list[tuple[date, Pack]]] = {}
    for pack in packs:
        if begins := applies_from(pack.edition.regulation, None):
            measures.setdefault(pack.folder.parent.name, []).append((begins, pack))
    for dated in measures.values():
        for (_, earlier), (begins, later) in pairwise(sorted(dated, key=lambda each: each[0])):
            yield from _between(earlier, later, begins)


def _between(earlier: Pack, later: Pack, begins: date) -> Iterator[Finding]:
    number = earlier.edition.regulation.number
    repeals = any(
        each.kind == "repeals" and number and each.number == number
        for each in later.edition.regulation.references
    )
    ends = last_day(earlier.edition.regulation, begins if repeals else None)
    if ends is None or ends >= begins:
        until = f"到 {ends}" if ends else "起"
        message = f"{begins} {until}，{earlier.id} 和 {later.id} 同时施行：前一版没有到期，后一版没有写废止它"
        yield at(later, "error", "two_editions", "regulation.yaml", ("effective",), message)
    elif ends + timedelta(days=1) < begins:
        days = f"{ends + timedelta(days=1)} 到 {begins - timedelta(days=1)}"
        message = f"{days}，{earlier.id} 已经到期，{later.id} 还没有施行"
        yield at(later, "note", "no_edition", "regulation.yaml", ("effective",), message)
