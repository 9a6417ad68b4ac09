"""`make bench`: every figure is a ratio of two medians, ours and a baseline measured in turns with it.

`--quick` runs each bench a few times only: it shows that they run, its figures mean nothing.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.judging import judging  # noqa: E402
from bench.loading import loading  # noqa: E402
from bench.ratio import Ratio  # noqa: E402
from tests.support.postgres import postgres  # noqa: E402
from xunzhang.kernel.pack.load import load_edition, load_vocabulary  # noqa: E402

PACKS = ROOT / "packs"
FLAT = 8
"""So many MiB more may ten times as many projects take."""
DURABLE = ("-c", "fsync=on", "-c", "synchronous_commit=on")


def main() -> None:
    told = ArgumentParser(description=__doc__)
    told.add_argument("--quick", action="store_true")
    quick = told.parse_args().quick
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(
        f"{cores} cores (load {load:.1f}), Python {platform.python_version()}, Django {django.__version__},"
    )
    print(f"SQLite {sqlite3.sqlite_version}; both sides in turns; medians, and “quiet”: the fastest tenths")
    vocabulary = load_vocabulary(PACKS / "vocabulary.yaml")
    for head in sorted(PACKS.glob("*/*/regulation.yaml")):
        print(f"{head.parent.parent.name}@{head.parent.name}")
        print(f"  {judging(load_edition(head.parent, vocabulary), rounds=20 if quick else 2000)}")
    print("all packs")
    print(f"  {loading(PACKS, rounds=1 if quick else 9)}")
    print("a what-if over a library, against one scan that judges its rows by both laws and does no more")
    for ratio in what_if(["--copies", "1", "--rounds", "1"] if quick else []):
        print(f"  {ratio}")
    print("the daily tick over a library, against one plain scan of its projects and deadlines")
    for line in ticking(["20", "40", "1"] if quick else ["10000", "100000", "5"]):
        print(f"  {line}")
    print("one act on a step, every commit on disk")
    for ratio in acting(["--steps", "3", "--rounds", "1"] if quick else []):
        print(f"  {ratio}")


def acting(size: list[str]) -> Iterator[Ratio]:
    for database, found in _on_both("bench.acting", size):
        title = f"service against its {found['statements']} statements raw, {database}"
        yield Ratio(title, found["ours"], found["raw"], aim=3)


def what_if(size: list[str]) -> Iterator[Ratio]:
    for database, found in _on_both("bench.whatif", size):
        title = f"{found['name']}, {found['projects']} projects, {found['differ']} differ, {database}"
        yield Ratio(title, found["ours"], found["raw"], aim=10)


def ticking(size: list[str]) -> Iterator[object]:
    """How long it takes, and how much more memory for ten times as many projects."""
    for database, found in _on_both("bench.ticking", size):
        woken, told = found["did"]
        title = f"{found['projects']} projects: {woken} woken, {told} notices, {database}"
        yield Ratio(title, found["ours"], found["raw"], aim=5)
        before, after = (peak / 2**20 for peak in found["peaks"])
        said = f"aim ≤ +{FLAT}, {'reached' if after - before <= FLAT else 'missed'}"
        yield f"memory: {before:.0f} MiB at {found['small']} projects, {after - before:+.1f} then ({said})"


def _on_both(module: str, size: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a bench tells on a new database of either kind."""
    for found in _apart(module, "", size):
        yield f"SQLite {found['version']}", found
    with postgres(DURABLE) as url:
        for found in _apart(module, url, size):
            yield f"PostgreSQL {found['version']}", found


def _apart(module: str, url: str, size: list[str]) -> list[dict[str, Any]]:
    """What a bench tells in a process of its own: Django knows one database a process."""
    with tempfile.TemporaryDirectory(prefix="xunzhang-bench-") as folder:
        environment = {
            **os.environ,
            "DB": url,
            "XUNZHANG_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "xunzhang.site.settings",
            "PYTHONPATH": str(ROOT),
        }
        told = subprocess.run(
            [sys.executable, "-m", module, *size],
            env=environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    main()
