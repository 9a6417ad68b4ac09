"""Three-valued SQL predicates: parsed and checked once, judged on one row or on whole tables."""

from xunzhang.kernel.predicates.language import Comparison, Part, Predicate, Term, parse
from xunzhang.kernel.predicates.row import RowJudge
from xunzhang.kernel.predicates.words import PredicateError

__all__ = ["Comparison", "Part", "Predicate", "PredicateError", "RowJudge", "Term", "parse"]
