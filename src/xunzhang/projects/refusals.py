"""Noting what the measure refused, once the refused act itself has left nothing behind."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from xunzhang.accounts.models import Organisation, Person
from xunzhang.kernel.facts import Value, to_json
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Finding
from xunzhang.kernel.submission import Check
from xunzhang.projects.models import Project, Refusal

Element = tuple[str, str, Mapping[str, Value]]
"""Kind and code of an element of an edition, and the facts it was judged on: ("rule", "in_library", {…})."""


def note(
    *,
    edition: Edition,
    unit: Organisation,
    project: Project | None,
    act: str,
    elements: Iterable[Element],
    actor: Person,
    now: datetime,
) -> None:
    """One press that was refused, with everything that stood in its way. A statement of its own."""
    press = secrets.token_hex(16)
    said = {(kind, code): facts for kind, code, facts in elements}
    Refusal.objects.bulk_create(
        Refusal(
            edition_id=edition.id,
            unit=unit,
            project=project,
            press=press,
            act=act[:120],
            kind=kind,
            code=code,
            facts=to_json(facts, edition.types),
            person=actor,
            at=now,
        )
        for (kind, code), facts in said.items()
    )


def elements_of(edition: Edition, check: Check, place: str) -> Iterator[Element]:
    """What stands in the way in a check; `place` is where its papers and fields stand: `procedure.step`."""
    yield from (rule(edition, finding) for finding in (*check.blocking, *check.soft))
    yield from (("material", f"{place}.{slot.code}", {}) for slot in check.missing)
    yield from (("field", f"{place}.{fact}", {}) for fact in check.asked)


def rule(edition: Edition, finding: Finding) -> Element:
    """A rule with the facts that it reads, as far as they were known."""
    names = edition.predicates[finding.rule.require].names & edition.types.keys()
    return "rule", finding.code, {name: finding.row.get(name) for name in sorted(names)}
