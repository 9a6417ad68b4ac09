"""The JSON Schema of every kind of file of a pack, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from xunzhang.kernel.authoring.demands import Exempt
from xunzhang.kernel.pack.cases import PackCase
from xunzhang.kernel.pack.elements import EditionFacts, Vocabulary
from xunzhang.kernel.pack.interpretation import Interpretation
from xunzhang.kernel.pack.invariants import Invariant
from xunzhang.kernel.pack.model import (
    Anomaly,
    Articles,
    Deadline,
    Parameter,
    Procedure,
    Regulation,
    Role,
    Rule,
)
from xunzhang.kernel.pack.mutate import Equivalent

FILES: dict[str, Any] = {
    "vocabulary.yaml": Vocabulary,
    "interpretation.yaml": Interpretation,
    "regulation.yaml": Regulation,
    "roles.yaml": dict[str, Role],
    "parameters.yaml": dict[str, Parameter],
    "facts.yaml": EditionFacts,
    "rules.yaml": dict[str, Rule],
    "deadlines.yaml": dict[str, Deadline],
    "anomalies.yaml": dict[str, Anomaly],
    "articles.yaml": Articles,
    "procedures/*.yaml": dict[str, Procedure],
    "cases/*.yaml": list[PackCase],
    "invariants.yaml": list[Invariant],
    "equivalent.yaml": list[Equivalent],
    "exempt.yaml": list[Exempt],
}


def schemas() -> dict[str, Any]:
    """The JSON Schema of every kind of file, by the name of the file it is written to."""
    return {_name(file): _plain(TypeAdapter(kind).json_schema()) for file, kind in FILES.items()}


def write(folder: Path) -> list[Path]:
    """Every schema in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / name).write_text(text + "\n", encoding="utf-8")
        written.append(folder / name)
    return written


def globs() -> dict[str, str]:
    """For each schema the files it is for, as an editor is told."""
    shared = {"vocabulary.yaml", "interpretation.yaml"}
    return {_name(file): f"packs/{file}" if file in shared else f"packs/*/*/{file}" for file in FILES}


def _name(file: str) -> str:
    return file.split("/")[0].removesuffix(".yaml") + ".json"


def _plain(node: Any) -> Any:
    """Without the notes to programmers; what a key means stands in the guide for authors."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    names = {"properties", "$defs"}
    said = {
        key: each
        for key, each in node.items()
        if not (key in ("title", "description") and isinstance(each, str))
    }
    return {
        key: {name: _plain(part) for name, part in each.items()} if key in names else _plain(each)
        for key, each in said.items()
    }
