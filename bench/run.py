"""`make bench`: every figure is a ratio against a baseline measured in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.judging import judging  # noqa: E402
from bench.ratio import Ratio  # noqa: E402
from tests.support.postgres import postgres  # noqa: E402
from xunzhang.kernel.pack.load import load_edition, load_vocabulary  # noqa: E402

PACKS = ROOT / "packs"


def main() -> None:
    vocabulary = load_vocabulary(PACKS / "vocabulary.yaml")
    for head in sorted(PACKS.glob("*/*/regulation.yaml")):
        print(f"{head.parent.parent.name}@{head.parent.name}")
        print(f"  {judging(load_edition(head.parent, vocabulary))}")
    print("one act on a step")
    print(f"  {acting('SQLite', '')}")
    with postgres() as url:
        print(f"  {acting('PostgreSQL', url)}")


def acting(name: str, url: str) -> Ratio:
    """Measured in a process of its own: Django knows one database a process."""
    with tempfile.TemporaryDirectory(prefix="xunzhang-bench-") as folder:
        environment = {
            **os.environ,
            "DB": url,
            "XUNZHANG_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "xunzhang.site.settings",
            "PYTHONPATH": str(ROOT),
        }
        told = subprocess.run(
            [sys.executable, "-m", "bench.acting"],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(told.stdout.strip().splitlines()[-1])
    title = f"service against its {found['statements']} statements raw, {name}"
    return Ratio(title, found["ours"], found["raw"], aim=3)


if __name__ == "__main__":
    main()
