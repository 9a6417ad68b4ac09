"""A small packs folder to plant faults in, and the command line with what it said."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from xunzhang.kernel import cli
from xunzhang.kernel.authoring.console import Console

EDITION = Path("sample") / "2030"


def change(packs: Path, file: str, old: str, new: str) -> None:
    """Put `new` in place of `old`, which must be there, in a file of the made-up edition."""
    path = packs / EDITION / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(packs: Path, file: str, text: str) -> None:
    """Write `text` at the end of a file of the made-up edition, which need not be there yet."""
    path = packs / EDITION / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")


def run(packs: Path, *arguments: str, colour: bool = False) -> tuple[int, str]:
    """`xunzhang packs …` on a folder: its exit code and what it wrote."""
    out = io.StringIO()
    code = cli.main(["packs", *arguments, "--packs", str(packs)], Console(out, colour))
    return code, out.getvalue()


def run_json(packs: Path, *arguments: str) -> Any:
    return json.loads(run(packs, *arguments, "--json")[1])
