"""The schemas for editors: current, and true of every file of every pack."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.packs.authors import run, run_json
from tests.support import sixth, tiny
from xunzhang.kernel.authoring import schemas
from xunzhang.kernel.pack.source import read

ROOT = tiny.REAL.parent
SCHEMAS = {name: Draft202012Validator(schema) for name, schema in schemas.schemas().items()}
FILES = sorted(
    file for file in tiny.REAL.rglob("*.yaml") if file.parent.name not in ("packs", "calendars")
) + sorted(sixth.SIXTH.rglob("*.yaml"))


def test_the_written_schemas_are_current(tmp_path: Path) -> None:
    code, text = run(tiny.REAL, "lint", "--schema", str(tmp_path))
    written = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    kept = {file.name: file.read_text(encoding="utf-8") for file in (tiny.REAL / "schema").iterdir()}
    assert code == 0
    assert f"写好了 {len(written)} 个文件" in text
    assert written == kept, "run xunzhang packs lint --schema packs/schema"
    assert len(run_json(tiny.REAL, "lint", "--schema", str(tmp_path))) == len(written)


def schema_of(file: Path) -> Draft202012Validator:
    kind = file.parent.name if file.parent.name in ("procedures", "cases") else file.stem
    return SCHEMAS[f"{kind}.json"]


def as_an_editor_reads_it(node: Any) -> Any:
    """Days are words there."""
    if isinstance(node, dict):
        return {str(key): as_an_editor_reads_it(each) for key, each in node.items()}
    if isinstance(node, list):
        return [as_an_editor_reads_it(each) for each in node]
    return node.isoformat() if isinstance(node, date) else node


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_file_is_as_its_schema_says(file: Path) -> None:
    found = schema_of(file).iter_errors(as_an_editor_reads_it(read(file).data))
    assert [f"{each.json_path}: {each.message}" for each in found] == []


@pytest.mark.parametrize("name", ["vocabulary", "interpretation"])
def test_the_shared_files_are_as_their_schemas_say(name: str) -> None:
    data = as_an_editor_reads_it(read(tiny.REAL / f"{name}.yaml").data)
    assert list(SCHEMAS[f"{name}.json"].iter_errors(data)) == []


def test_a_misspelt_key_is_told() -> None:
    (fault,) = SCHEMAS["rules.json"].iter_errors(
        {"a": {"title": "一", "require": "x", "refusal": "y", "remdy": "z", "remedy": "z"}}
    )
    assert "remdy" in fault.message


def test_every_file_has_one_schema_by_its_place() -> None:
    for place in [file.relative_to(ROOT) for file in FILES if file.is_relative_to(tiny.REAL)]:
        assert sum(place.match(glob) for glob in schemas.globs().values()) == 1, place


def test_the_guide_tells_how_an_editor_is_set_up() -> None:
    guide = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    told = json.loads(guide.split("```json\n")[1].split("```")[0])
    assert told == {"yaml.schemas": {f"packs/schema/{name}": glob for name, glob in schemas.globs().items()}}
