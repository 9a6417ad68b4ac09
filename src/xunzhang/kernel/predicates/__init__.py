"""Three-valued SQL predicates: parsed and checked once, judged on one row or on whole tables."""

from xunzhang.kernel.predicates.explain import Computed, Explanation, Factor, PartResult, explain
from xunzhang.kernel.predicates.language import Comparison, Part, Predicate, Term, parse
from xunzhang.kernel.predicates.row import RowJudge, RowTable
from xunzhang.kernel.predicates.solve import Boundary, Direction, boundary
from xunzhang.kernel.predicates.tables import (
    ROW_ID,
    Database,
    Source,
    projection_sql,
    table_sql,
    verdicts_sql,
)
from xunzhang.kernel.predicates.words import PredicateError

__all__ = [
    "ROW_ID",
    "Boundary",
    "Comparison",
    "Computed",
    "Database",
    "Direction",
    "Explanation",
    "Factor",
    "Part",
    "PartResult",
    "Predicate",
    "PredicateError",
    "RowJudge",
    "RowTable",
    "Source",
    "Term",
    "boundary",
    "explain",
    "parse",
    "projection_sql",
    "table_sql",
    "verdicts_sql",
]
