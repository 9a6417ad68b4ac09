"""What may be imported. The directions between rooms are held by import-linter, see pyproject.toml."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.source import ROOT, SRC, imports, python_files, shown

KERNEL = {"yaml", "pydantic", "sqlglot", "holidays", "xunzhang"}
OWN = {"xunzhang", "tests", "tools", "bench"}


def named_in(*locks: str) -> set[str]:
    """The distributions which we ask for ourselves, as against those they bring along."""
    text = "\n".join((ROOT / "requirements" / lock).read_text() for lock in locks)
    return {name.lower() for name in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def unnamed(paths: list[Path], requirements: set[str]) -> list[str]:
    """Imports of packages that are neither ours, nor Python's, nor in the requirements."""
    owners = packages_distributions()
    known = sys.stdlib_module_names | OWN
    return [
        f"{shown(path)}: {name}"
        for path in paths
        for name in sorted(imports(path) - known)
        if not requirements & {owner.lower() for owner in owners.get(name, [])}
    ]


def test_the_kernel_is_pure() -> None:
    allowed = sys.stdlib_module_names | KERNEL
    found = {shown(path): sorted(imports(path) - allowed) for path in python_files(SRC / "kernel")}
    assert {path: names for path, names in found.items() if names} == {}


def test_what_runs_needs_only_what_is_named() -> None:
    assert unnamed(python_files(SRC), named_in("run.in")) == []


def test_what_develops_needs_only_what_is_named() -> None:
    folders = (ROOT / "tests", ROOT / "tools", ROOT / "bench")
    assert unnamed(python_files(*folders), named_in("run.in", "dev.in")) == []
