"""Changing an edition and asking its cases (`xunzhang packs mutate`).

A change that no case notices survives: nothing in the cases says that this part of the text matters.
`equivalent.yaml` beside the cases tells changes that cannot matter, each with its reason.
packs/MUTATION keeps the score of every edition, with the digest of the files it was reached with.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.pack.cases import PackCase, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Strict
from xunzhang.kernel.pack.load import load_edition, load_vocabulary, read_sources
from xunzhang.kernel.pack.mutants import FIGURES, Mutant, mutants, mutated, place_of, text_at
from xunzhang.kernel.pack.prove import faults
from xunzhang.kernel.pack.source import Source, read
from xunzhang.kernel.pack.validate import build
from xunzhang.kernel.pack.watching import Memory, Notes, Watch, remembered

_NONE: frozenset[int] = frozenset()
EQUIVALENT = "equivalent.yaml"
RECORD = "MUTATION"
_HEAD = "# 每版：变异数、被用例发现、无关紧要、没有发现，文件的摘要。用 mutate --record 记入，只许变好。\n"


class Equivalent(Strict):
    """A change that makes no difference, named as the report names it, and why."""

    file: str
    key: str
    change: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What the cases of an edition noticed. `stale`: equivalents that are noticed, or are not there.

    `is_full`: every mutant was tried, not a sample.
    """

    edition: str
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Mutant, ...]
    stale: tuple[str, ...]
    seconds: float
    digest: str
    is_full: bool

    @property
    def score(self) -> float:
        """The share noticed of all changes that could matter, 0 to 1."""
        asked = self.mutants - self.equivalent
        return self.killed / asked if asked else 1.0

    @property
    def line(self) -> str:
        """The line of packs/MUTATION."""
        counts = f"{self.mutants} {self.killed} {self.equivalent} {len(self.survivors)}"
        return f"{self.edition} {counts} {self.digest}"


@dataclass(frozen=True)
class Score:
    """A line of packs/MUTATION: the counts, and the digest of the edition with its cases."""

    mutants: int
    killed: int
    equivalent: int
    survivors: int
    digest: str

    @property
    def line(self) -> str:
        return f"{self.mutants} {self.killed} {self.equivalent} {self.survivors} {self.digest}"


class Bench:
    """An edition, its mutants, and its cases with what each read of the edition, ready to be tried."""

    def __init__(self, packs: Path, identity: str) -> None:
        """Raises PackError, also for a case that the edition as it stands disagrees with."""
        folder = packs / identity.replace("@", "/")
        self.calendar: WorkCalendar = load_calendar(packs / "calendars" / "cn.yaml")
        self.edition = load_edition(folder, load_vocabulary(packs / "vocabulary.yaml"))
        self.mutants = tuple(mutants(self.edition, read_sources(folder)))
        self.equivalent = equivalents(folder)
        self._memory = Memory(self.edition)
        self._remembered = remembered(self.edition, self._memory)
        watch = Watch(self._memory, self.edition)
        runs: list[tuple[PackCase, Notes]] = []
        for source, number, case in load_cases(folder, self.edition):
            edition, notes = watch.fresh()
            for fault in faults(edition, self.calendar, case):
                raise source.error(f"用例“{case.name}”：{fault}", (number,))
            runs.append((case, notes))
        self._runs = sorted(runs, key=lambda run: run[1].size)

    def survives(self, number: int) -> bool:
        """Whether no case notices. Only those whose run it can change are run, short ones first."""
        mutant = self.mutants[number]
        edition = mutated(self._remembered, mutant)
        return not any(faults(edition, self.calendar, case) for case in self.touched(mutant, edition))

    def touched(self, mutant: Mutant, edition: Edition) -> Iterator[PackCase]:
        """The cases whose run the mutant can change."""
        place = place_of(self.edition, mutant)
        changed = self._changed(mutant, edition)
        for case, notes in self._runs:
            reads = place in notes.read
            # figures given by a case make other conditions of the same texts, so there reading is enough
            if changed and not case.given.parameters:
                otherwise = any(rows & notes.asked.get(text, _NONE) for text, rows in changed.items())
                reads = (reads or otherwise) if mutant.file == FIGURES else (reads and otherwise)
            if reads:
                yield case

    def _changed(self, mutant: Mutant, edition: Edition) -> dict[str, set[int]]:
        """The conditions that a mutant changes, and the rows on which they answer otherwise."""
        old = self.edition.predicates
        pairs = {text: edition.predicates[text] for text in old if edition.predicates[text] is not old[text]}
        if (text := text_at(self.edition, mutant)) is not None:
            pairs = {text: edition.predicates[mutant.value]}
        return {
            text: self._memory.rows.where(f"({old[text].sqlite}) IS NOT ({new.sqlite})")
            for text, new in pairs.items()
        }


def run(
    packs: Path, identity: str, *, sample: int | None = None, seed: int = 0, workers: int | None = None
) -> Report:
    """Every mutant of an edition, or a sample of them, against its cases. Raises PackError."""
    began = time.monotonic()
    bench = Bench(packs, identity)
    chosen: list[int] = list(range(len(bench.mutants)))
    if sample is not None and sample < len(chosen):
        chosen = sorted(random.Random(seed).sample(chosen, sample))
    survivors = [bench.mutants[number] for number in _survivors(bench, chosen, workers)]
    known = {_name(mutant) for mutant in survivors}
    excused = known & set(bench.equivalent)
    tried = {_name(bench.mutants[number]) for number in chosen}
    there = {_name(mutant) for mutant in bench.mutants}
    stale = [name for name in bench.equivalent if (name in tried and name not in known) or name not in there]
    return Report(
        edition=identity,
        mutants=len(chosen),
        killed=len(chosen) - len(survivors),
        equivalent=len(excused),
        survivors=tuple(mutant for mutant in survivors if _name(mutant) not in excused),
        stale=tuple(" ".join(name) for name in stale),
        seconds=time.monotonic() - began,
        digest=digest(packs / identity.replace("@", "/"), bench.edition),
        is_full=len(chosen) == len(bench.mutants),
    )


_bench: Bench
"""The bench that worker processes are forked with."""


def _survivors(bench: Bench, chosen: list[int], workers: int | None) -> Iterable[int]:
    """The numbers of the mutants that survive, in order."""
    global _bench
    if workers == 1:
        return [number for number in chosen if bench.survives(number)]
    _bench = bench
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        found = pool.map(_tried, chosen, chunksize=8)
    return [number for number, survives in zip(chosen, found, strict=True) if survives]


def _tried(number: int) -> bool:
    return _bench.survives(number)


def equivalents(folder: Path) -> dict[tuple[str, str, str], str]:
    """The changes that are told to make no difference, with the reasons. Raises PackError."""
    file = folder / EQUIVALENT
    if not file.exists():
        return {}
    source: Source = read(file)
    told: list[Equivalent] = build(source, list[Equivalent])
    return {(each.file, each.key, each.change): each.reason for each in told}


def _name(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.file, mutant.key, mutant.change


def digest(folder: Path, edition: Edition) -> str:
    """What a score depends on: the edition, its cases, and what is said to be equivalent. 12 hex digits."""
    files = [*sorted((folder / "cases").glob("*.yaml")), folder / EQUIVALENT]
    found = hashlib.sha256(edition.digest.encode())
    for file in files:
        if file.exists():
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:12]


def recorded(packs: Path) -> dict[str, Score]:
    """The score of each edition as packs/MUTATION has it."""
    file = packs / RECORD
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {row[0]: Score(int(row[1]), int(row[2]), int(row[3]), int(row[4]), row[5]) for row in rows}


def record(packs: Path, reports: Iterable[Report]) -> list[str]:
    """Enters the scores of full runs in packs/MUTATION; returns what is refused, since scores only rise.

    Lines are apart, so that two who record two editions do not collide.
    """
    known = recorded(packs)
    worse = [fault for report in reports if (fault := _worse(known.get(report.edition), report))]
    if not worse:
        lines = {name: f"{name} {score.line}" for name, score in known.items()}
        lines |= {report.edition: report.line for report in reports}
        rows = "".join(f"\n{lines[name]}\n" for name in sorted(lines))
        (packs / RECORD).write_text(_HEAD + rows, encoding="utf-8")
    return worse


def lower(packs: Path, report: Report) -> str:
    """What is wrong where more survives than is recorded, or the record is of other files; else nothing."""
    known = recorded(packs).get(report.edition)
    if fault := _worse(known, report):
        return fault
    if known is None or known.digest != report.digest:
        return f"{report.edition} 的内容或用例改动过，还没有重新记分：请用 xunzhang packs mutate --record"
    if report.is_full and f"{report.edition} {known.line}" != report.line:
        return f"{report.edition} 的得分与记录不同，请用 xunzhang packs mutate --record"
    return ""


def _worse(known: Score | None, report: Report) -> str:
    if report.stale:
        return f"{EQUIVALENT} 里这些已不成立：{'；'.join(report.stale)}"
    if known and len(report.survivors) > known.survivors:
        return f"{report.edition}：{len(report.survivors)} 个变异没有被发现，记录是 {known.survivors} 个"
    return ""
