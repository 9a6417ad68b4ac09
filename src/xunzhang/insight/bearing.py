"""On what of a project's life each article bears, as an edition cites it. No project is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Step

Place = tuple[str, str, str, str]
"""Kind, then as many codes as it has: ("outcome", procedure, step, outcome), ("rule", code, "", "")."""
Places = Mapping[int, frozenset[Place]]
PARTS = ("material", "field")
_OF_CASES = ("case", "step", "outcome")
REFUSING = ("rule", "hold", "procedure", *PARTS)


@dataclass(frozen=True)
class Bearing:
    """For each article: where it is applied, where a turn waits or sends back under it, what refuses by it.

    `applied` has the kinds project, case, step, outcome and deadline; `waits` step; `returns` outcome;
    `refuses` the kinds of elements.
    """

    applied: Places
    waits: Places
    returns: Places
    refuses: Places

    def without(self, procedures: Container[str]) -> Bearing:
        """The same but for cases of these procedures and their steps."""

        def kept(places: Places) -> Places:
            return {
                article: frozenset(
                    each for each in found if each[0] not in _OF_CASES or each[1] not in procedures
                )
                for article, found in places.items()
            }

        return Bearing(kept(self.applied), kept(self.waits), kept(self.returns), self.refuses)


def bearing(edition: Edition) -> Bearing:
    """The places of every article."""
    return Bearing(
        applied=_by_article(_applied(edition)),
        waits=_by_article(_waits(edition)),
        returns=_by_article(_returns(edition)),
        refuses=_by_article(
            (element.cites, _place(kind, code))
            for kind, code, element in edition.elements()
            if kind in REFUSING
        ),
    )


Said = Iterable[tuple[Cites, Place]]


def _by_article(said: Said) -> Places:
    found: dict[int, set[Place]] = defaultdict(set)
    for cites, place in said:
        for cite in cites:
            found[cite.article].add(place)
    return {article: frozenset(places) for article, places in found.items()}


def _place(kind: str, *codes: str) -> Place:
    one, two, three = (*codes, "", "", "")[:3]
    return kind, one, two, three


def _applied(edition: Edition) -> Iterator[tuple[Cites, Place]]:
    """Whatever is done, asked, handed in, judged or due."""
    registration = edition.regulation.registration
    entered = (registration.cites, *(asked.cites for asked in registration.form))
    for cites in (*entered, *(edition.rules[code].cites for code in registration.checks)):
        yield cites, _place("project")
    for code, deadline in edition.deadlines.items():
        yield deadline.cites, _place("deadline", code)
    for code, procedure in edition.procedures.items():
        for cites in (procedure.cites, *_asked(procedure), *_judged(edition, procedure)):
            yield cites, _place("case", code)
        for name, step in procedure.steps.items():
            for cites in (step.cites, *_asked(step)):
                yield cites, _place("step", code, name)
            yield from _decided(edition, code, name, step)


def _asked(part: Procedure | Step) -> list[Cites]:
    """What the fields of a form and the papers rest on."""
    return [*(asked.cites for asked in part.form), *(slot.cites for slot in part.materials.values())]


def _judged(edition: Edition, procedure: Procedure) -> list[Cites]:
    codes = (*procedure.requires, *procedure.checks, *procedure.foresees)
    return [edition.rules[code].cites for code in codes]


def _decided(edition: Edition, code: str, name: str, step: Step) -> Iterator[tuple[Cites, Place]]:
    for key, outcome in step.outcomes.items():
        rules = [edition.rules[rule].cites for rule in outcome.checks]
        for cites in (outcome.cites, *rules, *(asked.cites for asked in outcome.form)):
            yield cites, _place("outcome", code, name, key)


def _waits(edition: Edition) -> Iterator[tuple[Cites, Place]]:
    """A turn waits under the articles of its procedure and of everything at its step."""
    for code, procedure in edition.procedures.items():
        for name, step in procedure.steps.items():
            decided = (cites for cites, _ in _decided(edition, code, name, step))
            for cites in (procedure.cites, step.cites, *_asked(step), *decided):
                yield cites, _place("step", code, name)


def _returns(edition: Edition) -> Iterator[tuple[Cites, Place]]:
    """What sends back rests on its own articles, on those of its step and of the procedure."""
    for code, procedure in edition.procedures.items():
        for name, step in procedure.steps.items():
            for key, outcome in step.outcomes.items():
                if outcome.to == "revise":
                    place = _place("outcome", code, name, key)
                    yield from ((cites, place) for cites in (outcome.cites, step.cites, procedure.cites))
