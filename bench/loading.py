"""Loading every pack, strictly, against libyaml alone on the same files."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.ratio import Ratio, in_turns
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.load import load_edition, load_vocabulary, read_sources


def loading(packs: Path, rounds: int) -> Ratio:
    """The shared facts and all editions, `rounds` times: read, checked, their conditions parsed.

    The baseline builds plain values of the same files, and checks nothing.
    """
    shared = packs / "vocabulary.yaml"
    folders = [head.parent for head in sorted(packs.glob("*/*/regulation.yaml"))]
    files = [shared, *(source.file for folder in folders for source in read_sources(folder).values())]

    def ours() -> list[Edition]:
        vocabulary = load_vocabulary(shared)
        return [load_edition(folder, vocabulary) for folder in folders]

    def bare() -> list[object]:
        return [yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in files]

    name = f"load {len(folders)} packs of {len(files)} files, against bare libyaml"
    return in_turns(name, ours, bare, aim=5, rounds=rounds)
