"""Noting what the measure refused, once the refused act itself has left nothing behind."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

from xunzhang.accounts.models import Organisation, Person
from xunzhang.kernel.submission import Check
from xunzhang.projects.models import Project, Refusal

Element = tuple[str, str]
"""Kind and code of an element of an edition: ("rule", "in_library")."""


def note(
    *,
    edition: str,
    unit: Organisation,
    project: Project | None,
    act: str,
    elements: Iterable[Element],
    actor: Person,
    now: datetime,
) -> None:
    """One press that was refused, with everything that stood in its way. A statement of its own."""
    press = secrets.token_hex(16)
    Refusal.objects.bulk_create(
        Refusal(
            edition_id=edition,
            unit=unit,
            project=project,
            press=press,
            act=act[:120],
            kind=kind,
            code=code,
            person=actor,
            at=now,
        )
        for kind, code in dict.fromkeys(elements)
    )


def elements_of(check: Check, place: str) -> Iterator[Element]:
    """What stands in the way in a check; `place` is where its papers and fields stand: `procedure.step`."""
    yield from (("rule", finding.code) for finding in (*check.blocking, *check.soft))
    yield from (("material", f"{place}.{slot.code}") for slot in check.missing)
    yield from (("field", f"{place}.{fact}") for fact in check.asked)
