"""`xunzhang packs test`: every case run on the pure kernel, with what disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.authoring import shelf
from xunzhang.kernel.pack.prove import faults
from xunzhang.kernel.pack.source import PackError


@dataclass(frozen=True)
class Failure:
    """A case and where the edition disagrees with it, or what kept the cases from being read."""

    edition: str
    name: str
    file: str
    line: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """How many cases of an edition ran, and those that failed."""

    edition: str
    ran: int
    failures: tuple[Failure, ...]


def prove(packs: Path, chosen: str = "", words: str = "") -> Iterator[Proof]:
    """The cases of each edition, or those with `words` in their name. Raises PackError, ValueError."""
    calendar = shelf.calendar(packs)
    for pack in shelf.load(packs, chosen):
        ran, failures = 0, []
        try:
            for source, number, case in pack.cases():
                if words not in case.name:
                    continue
                ran += 1
                if told := faults(pack.edition, calendar, case):
                    line = source.line((number,))
                    failures.append(Failure(pack.id, case.name, str(source.file), line, tuple(told)))
        except PackError as broken:
            failures.append(Failure(pack.id, "", broken.file, broken.line, (broken.message,)))
        yield Proof(pack.id, ran, tuple(failures))
