"""Locks pin what is installed by digest, and name no address to fetch it from."""

import json
import re

import pytest

from tests.architecture.source import ROOT


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_every_python_package_is_pinned_by_digest(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text()
    packages = [entry for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE) if entry.strip()]
    assert packages
    assert [entry for entry in packages if not re.match(r"\S+==\S+[^\n]*\n +--hash=sha256:", entry)] == []
    assert re.findall(r"\S+://\S+|--(?:index|find-links)\S*", text) == []


def test_every_npm_package_is_pinned_by_digest() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert [name for name, package in installed.items() if "integrity" not in package] == []
    assert [name for name, package in installed.items() if "resolved" in package] == []
