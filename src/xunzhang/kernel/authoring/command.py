"""What a command under `xunzhang packs` is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from xunzhang.kernel.authoring.console import Console

Said = argparse.Namespace


@dataclass(frozen=True)
class Command:
    """One command: `run` shows what it found and returns the exit code."""

    name: str
    help: str
    epilog: str
    arguments: Callable[[argparse.ArgumentParser], object]
    run: Callable[[Said, Console], int]


def one_edition(parser: argparse.ArgumentParser) -> None:
    """The argument that narrows a command to one measure or edition."""
    parser.add_argument("edition", nargs="?", default="", help="只看这一版（办法@版本，或只写办法）")
