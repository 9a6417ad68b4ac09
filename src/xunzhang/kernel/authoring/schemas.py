"""The JSON Schema of every kind of file of a pack, for editors."""

from __future__ import annotations

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


def schema() -> dict[str, object]:
    """The JSON Schema of every file of a pack, by file name."""
    return {name: TypeAdapter(kind).json_schema() for name, kind in FILES.items()}
