"""Where an element of an edition stands: its file and the path of keys to it."""

from __future__ import annotations

from collections.abc import Mapping

from xunzhang.kernel.pack.source import Path_, Source
from xunzhang.kernel.pack.texts import fact_at, file_of

_FILES = {
    "role": "roles.yaml",
    "parameter": "parameters.yaml",
    "rule": "rules.yaml",
    "deadline": "deadlines.yaml",
    "anomaly": "anomalies.yaml",
}
_LISTS = {"reference": "references", "phase": "phases"}
_NAMED = {"measure": "measures", "hold": "holds"}
_PARTS = {"material": "materials", "field": "form", "outcome": "outcomes"}


def place_of(kind: str, code: str, sources: Mapping[str, Source]) -> tuple[str, Path_]:
    """The file and path of what `Edition.elements` calls (kind, code); inside a form only the form."""
    if kind in _FILES:
        return _FILES[kind], (code, "cites")
    if kind in _LISTS:
        return "regulation.yaml", (_LISTS[kind], int(code), "cites")
    if kind in _NAMED:
        return "regulation.yaml", (_NAMED[kind], code, "cites")
    if kind == "fact":
        return "facts.yaml", (*fact_at(code, sources), "cites")
    owner, *rest = code.split(".")
    if owner in ("registration", "effective"):
        return "regulation.yaml", (owner, "form" if rest else "cites")
    return file_of(owner, sources), (owner, *_inside(kind, rest))


def _inside(kind: str, rest: list[str]) -> Path_:
    """The path below a procedure: (), step, outcome, or a part of the procedure or of a step."""
    if not rest:
        return ("cites",)
    if kind == "step":
        return ("steps", rest[0], "cites")
    last = () if kind == "field" else (rest[-1], "cites")
    head = ("steps", rest[0]) if len(rest) > 1 else ()
    return (*head, _PARTS[kind], *last)
