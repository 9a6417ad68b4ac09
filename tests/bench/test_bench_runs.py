"""The bench runs, each part at a tiny size, so that it cannot rot. What it measures is not judged here."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_bench_runs_and_prints_its_ratio() -> None:
    command = [sys.executable, "bench/run.py", "--quick"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert re.search(r"^\d+ cores .*Python 3", told.stdout)
    for name in ("judge one project", "statements raw, SQLite", "statements raw, PostgreSQL"):
        assert re.search(rf"{name}.* × \(aim ≤ 3 ×", told.stdout), told.stdout
    for database in ("SQLite", "PostgreSQL"):
        assert re.search(rf"projects: \d+ woken, \d+ notices, {database}.* × \(aim ≤ 5 ×", told.stdout), (
            told.stdout
        )
    assert len(re.findall(r"memory: \d+ MiB at 20 projects", told.stdout)) == 2
