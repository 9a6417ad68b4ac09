"""The packs of a folder, read once: each edition with the files it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.pack.cases import PackCase, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Vocabulary
from xunzhang.kernel.pack.load import assemble, load_vocabulary, read_sources
from xunzhang.kernel.pack.source import PackError, Source


@dataclass(frozen=True)
class Pack:
    """An edition, its folder, and its files by their names within the folder."""

    folder: Path
    edition: Edition
    sources: Mapping[str, Source]

    @property
    def id(self) -> str:
        return self.edition.id

    def cases(self) -> Iterator[tuple[Source, int, PackCase]]:
        """Every case with its file and its number in the file, from 0. Raises PackError."""
        return load_cases(self.folder, self.edition)


def heads(packs: Path) -> list[Path]:
    """The regulation.yaml of every edition, in order of name."""
    return sorted(packs.glob("*/*/regulation.yaml"))


def load(packs: Path, chosen: str = "") -> list[Pack]:
    """The editions whose id (`measure@edition`) is or begins with `chosen`. Raises PackError.

    Raises ValueError where nothing answers to `chosen`.
    """
    vocabulary = load_vocabulary(packs / "vocabulary.yaml")
    folders = [head.parent for head in heads(packs) if _answers(head.parent, chosen)]
    if chosen and not folders:
        raise ValueError(f"{packs} 里没有“{chosen}”，应写作 办法@版本 或办法")
    return [_pack(folder, vocabulary) for folder in folders]


def readable(packs: Path) -> tuple[list[Pack], list[PackError]]:
    """The editions that load, and the first fault of each that does not."""
    vocabulary = load_vocabulary(packs / "vocabulary.yaml")
    found: list[Pack] = []
    faults: list[PackError] = []
    for head in heads(packs):
        try:
            found.append(_pack(head.parent, vocabulary))
        except PackError as fault:
            faults.append(fault)
    return found, faults


def calendar(packs: Path) -> WorkCalendar:
    """The working days that the packs are reckoned with."""
    return load_calendar(packs / "calendars" / "cn.yaml")


def _pack(folder: Path, vocabulary: Vocabulary) -> Pack:
    sources = read_sources(folder)
    return Pack(folder, assemble(folder, sources, vocabulary), sources)


def _answers(folder: Path, chosen: str) -> bool:
    measure, _, year = chosen.partition("@")
    return not chosen or (folder.parent.name == measure and year in ("", folder.name))
