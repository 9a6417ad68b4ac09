"""Lives of projects, act by act through the services: `run` drives the ordinary one, `play` any list of acts.

Papers that the measure asks for are handed in as small PDF files. The player is the one of the demonstration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from tests.conftest import Cast
from tests.rooms.lives import Act, ordinary
from xunzhang.accounts.models import Person
from xunzhang.kernel.facts import Value
from xunzhang.procedures.models import Case
from xunzhang.projects.models import Project
from xunzhang.site.playing import Asked, Player

TOTAL = 600_000_000


def run(
    cast: Cast,
    project: Project,
    until: str | None = "contract_filing",
    *,
    after: str | None = None,
    total: int = TOTAL,
    changed: Mapping[str, Value] | None = None,
) -> Project:
    """Live the ordinary life until a procedure has ended for the first time (None: the whole life).

    `until` and `after` name a procedure, or a step as `procedure.step`; with `after` the life goes on behind
    it. `changed` replaces facts wherever they are asked for. Returns the project as it stands then.
    """
    acts = ordinary(project.registered_on, total)
    begin = _end_of(acts, after) if after else 0
    end = _end_of(acts, until) if until else len(acts)
    return play(cast, project, acts[begin:end], changed=changed)


def play(
    cast: Cast, project: Project, acts: Iterable[Act], *, changed: Mapping[str, Value] | None = None
) -> Project:
    """Play acts in their order. Raises what the services raise."""
    return player(cast).play(project, acts, changed)


def play_act(cast: Cast, project: Project, act: Act, changed: Mapping[str, Value] | None = None) -> Case:
    """Play one act at ten o'clock of its day."""
    case = player(cast).play_act(project, act, changed)
    assert case is not None
    return case


def player(cast: Cast) -> Player:
    """The player with the cast of the tests."""
    return Player(person=lambda project, act: person_for(cast, act.who), paper=_small)


def person_for(cast: Cast, role: str) -> Person:
    return cast.builder if role == "builder" else cast.officers[role]


def at_ten(day: date) -> datetime:
    return Act(day, "", "").now


def paper(text: str) -> bytes:
    """A valid PDF of one page whose bytes depend on the text."""
    body = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>",
    ]
    written, places = b"%PDF-1.4\n%" + text.encode().hex().encode() + b"\n", []
    for number, part in enumerate(body, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(written))
    )


def _small(asked: Asked) -> bytes:
    return paper(f"{asked.case.project.code} {asked.slot} {asked.case.pk}")


def _end_of(acts: Sequence[Act], name: str) -> int:
    """The place behind the first run of a procedure, or behind the first act of `procedure.step`."""
    procedure, _, step = name.partition(".")
    places = [place for place, act in enumerate(acts) if act.procedure == procedure]
    if step:
        return 1 + next(place for place in places if acts[place].step == ("" if step == "submit" else step))
    again = [place for place in places[1:] if not acts[place].step]
    return 1 + max(place for place in places if not again or place < again[0])
