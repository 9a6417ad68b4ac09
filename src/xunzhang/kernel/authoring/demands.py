"""What an edition demands of its cases: every figure, every gate, every way (`xunzhang packs complete`).

A figure: one case at it, one a unit below, one a unit above. A gate, that is a rule at the place where it is
asked: one act that passes it and one that it stops. A procedure: one way from its start to its end, and one
to every outcome that sends back or ends in failure. `exempt.yaml` beside the cases tells what makes no
sense to demand, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xunzhang.kernel.authoring.acting import Place, Seen, watch
from xunzhang.kernel.authoring.figures import SIDES, has_day, sides
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.pack.elements import Strict
from xunzhang.kernel.pack.model import Outcome, Procedure
from xunzhang.kernel.pack.source import Path_, Source, read
from xunzhang.kernel.pack.texts import file_of
from xunzhang.kernel.pack.validate import build

FILE = "exempt.yaml"
_DAYS = {-1: "前一天", 0: "最后一天", 1: "后一天"}
_ENDS = {"revise": "从发起到退回补正", "failed": "从发起到未办成"}


class Exempt(Strict):
    """A demand that makes no sense, named as the report names it, and why."""

    file: str
    key: str
    want: str
    reason: str


@dataclass(frozen=True)
class Demand:
    """A case that there has to be: about the key `path` of a file of the edition, at a line of it."""

    kind: str
    file: str
    path: Path_
    title: str
    line: int
    articles: tuple[str, ...]
    want: str
    is_met: bool

    @property
    def key(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def name(self) -> tuple[str, str, str]:
        return self.file, self.key, self.want


@dataclass(frozen=True)
class Completeness:
    """The demands of an edition. `stale`: exemptions of what is met, or is not demanded at all."""

    edition: str
    demands: tuple[Demand, ...]
    exempt: int
    lacking: tuple[Demand, ...]
    stale: tuple[str, ...]

    @property
    def faults(self) -> int:
        return len(self.lacking) + len(self.stale)

    def counted(self) -> dict[str, int]:
        """How many demands there are of each kind."""
        kinds = [demand.kind for demand in self.demands]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def complete(pack: Pack, calendar: WorkCalendar) -> Completeness:
    """What the cases of an edition lack. Raises PackError."""
    found = tuple(demands(pack, watch(pack, calendar)))
    exempt = exemptions(pack.folder)
    unmet = {demand.name for demand in found if not demand.is_met}
    stale = [" ".join(name) for name in exempt if name not in unmet]
    lacking = [demand for demand in found if not demand.is_met and demand.name not in exempt]
    return Completeness(pack.id, found, len(exempt) - len(stale), tuple(lacking), tuple(stale))


def demands(pack: Pack, seen: Seen) -> Iterator[Demand]:
    """Every demand, in the order of the edition."""
    yield from _figures(pack, seen)
    yield from _days(pack, seen)
    yield from _gates(pack, seen)
    yield from _ways(pack, seen)


def _figures(pack: Pack, seen: Seen) -> Iterator[Demand]:
    for code, parameter in pack.edition.parameters.items():
        if isinstance(parameter.value, bool) or parameter.value is None:
            continue
        found = sides(pack.edition, seen, code)
        for side, want in SIDES.items() if found is not None else ():
            yield _demand(pack, "数", "parameters.yaml", (code,), parameter, want, side in (found or ()))


def _days(pack: Pack, seen: Seen) -> Iterator[Demand]:
    for code, deadline in pack.edition.deadlines.items():
        at = (pack, "时限", "deadlines.yaml", (code,), deadline)
        if has_day(pack.edition, deadline):
            found = seen.days.get(code, set())
            yield from (_demand(*at, want, day in found) for day, want in _DAYS.items())
        if deadline.at_least or deadline.window:
            yield _demand(*at, "最早哪一天", code in seen.opened)


def _gates(pack: Pack, seen: Seen) -> Iterator[Demand]:
    edition = pack.edition
    checks = edition.regulation.registration.checks
    yield from _gate(pack, seen, "regulation.yaml", ("registration", "checks"), (), checks)
    for code, procedure in edition.procedures.items():
        file = file_of(code, pack.sources)
        for key in ("requires", "checks", "foresees"):
            yield from _gate(pack, seen, file, (code, key), (code,), getattr(procedure, key))
        for path, place, outcome in _outcomes(code, procedure):
            yield from _gate(pack, seen, file, (*path, "checks"), place, outcome.checks)


def _gate(
    pack: Pack, seen: Seen, file: str, path: Path_, place: Place, rules: Iterable[str]
) -> Iterator[Demand]:
    for code in rules:
        rule = pack.edition.rules[code]
        stops = "提醒了的" if rule.kind == "notice" else "被它拦下的"
        for want, found in (("符合而办成的", seen.passed), (stops, seen.stopped)):
            yield _demand(pack, "关", file, (*path, code), rule, want, (place, code) in found)


def _ways(pack: Pack, seen: Seen) -> Iterator[Demand]:
    for code, procedure in pack.edition.procedures.items():
        file = file_of(code, pack.sources)
        yield _demand(pack, "路", file, (code,), procedure, "从发起到办成", (code,) in seen.ways)
        for path, place, outcome in _outcomes(code, procedure):
            if outcome.to in _ENDS:
                yield _demand(pack, "路", file, path, outcome, _ENDS[outcome.to], place in seen.ways)


def _outcomes(code: str, procedure: Procedure) -> Iterator[tuple[Path_, Place, Outcome]]:
    for name, step in procedure.steps.items():
        for chosen, outcome in step.outcomes.items():
            yield (code, "steps", name, "outcomes", chosen), (code, name, chosen), outcome


def _demand(pack: Pack, kind: str, file: str, path: Path_, element: Any, want: str, is_met: bool) -> Demand:
    articles = tuple(cite.label for cite in element.cites)
    line = pack.sources[file].line(path)
    return Demand(kind, file, path, element.title, line, articles, want, is_met)


def exemptions(folder: Path) -> dict[tuple[str, str, str], str]:
    """The demands that are told to make no sense, with the reasons. Raises PackError."""
    file = folder / FILE
    if not file.exists():
        return {}
    source: Source = read(file)
    told: list[Exempt] = build(source, list[Exempt])
    return {(each.file, each.key, each.want): each.reason for each in told}
