"""Why a predicate holds, fails or cannot be judged on a row.

Every value here is computed by SQLite, the same that judges the row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.facts import NUMBERS, FactType, Value
from xunzhang.kernel.predicates.language import Comparison, Part, Predicate, Term
from xunzhang.kernel.predicates.row import Answer, Row, truth

_ORDERED = frozenset({*NUMBERS, FactType.DATE})


@dataclass(frozen=True)
class Factor:
    """One factor of a product, as written and as computed. Money is in 分."""

    text: str
    value: Value
    type: FactType


@dataclass(frozen=True)
class Computed:
    """A comparison with its values. `holds` and `relation` are None where a side is not known.

    `operator` is what the predicate asks, `relation` what is so: < = > for numbers and dates,
    = <> for others.
    """

    left_text: str
    left_value: Value
    operator: str
    right_text: str
    right_value: Value
    type: FactType
    holds: bool | None
    relation: str | None
    left_factors: tuple[Factor, ...]
    right_factors: tuple[Factor, ...]

    @property
    def equal(self) -> bool:
        """Both sides are known and the same (恰在限上)."""
        return self.relation == "="


@dataclass(frozen=True)
class PartResult:
    """One part of a predicate on one row; `facts` are those it names, None where missing."""

    text: str
    holds: bool | None
    facts: Mapping[str, Value]
    computed: tuple[Computed, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts it names that are not known, by name."""
        return tuple(name for name, value in self.facts.items() if value is None)


@dataclass(frozen=True)
class Explanation:
    """A predicate on one row, part by part."""

    holds: bool | None
    parts: tuple[PartResult, ...]

    @property
    def failed(self) -> tuple[PartResult, ...]:
        """The parts that do not hold."""
        return tuple(part for part in self.parts if part.holds is False)

    @property
    def unknown(self) -> tuple[PartResult, ...]:
        """The parts that cannot be judged yet."""
        return tuple(part for part in self.parts if part.holds is None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts whose absence keeps parts from being judged, by name."""
        return tuple(sorted({name for part in self.unknown for name in part.missing}))


def explain(predicate: Predicate, facts: Mapping[str, Value], types: Mapping[str, FactType]) -> Explanation:
    """Judge `predicate` part by part, with the values compared. Raises FactError on a wrong type."""
    questions = [predicate.sqlite]
    for part in predicate.parts:
        questions.append(part.sqlite)
        questions += [question for comparison in part.comparisons for question in _questions(comparison)]
    answers = iter(Row([f"({question})" for question in questions], predicate.names, types).values(facts))
    holds = truth(next(answers))
    return Explanation(holds, tuple(_part(part, facts, answers) for part in predicate.parts))


def sign_of(comparison: Comparison) -> str:
    """SQL for -1, 0 or 1: the left side of a comparison is less, equal, greater; NULL if not known."""
    left, right = comparison.left.sqlite, comparison.right.sqlite
    return f"(({left}) > ({right})) - (({left}) < ({right}))"


def _questions(comparison: Comparison) -> list[str]:
    """What `_computed` reads, in its order."""
    terms = (comparison.left, comparison.right, *comparison.left_factors, *comparison.right_factors)
    holds = f"({comparison.left.sqlite}) {comparison.operator} ({comparison.right.sqlite})"
    return [holds, sign_of(comparison), *(term.sqlite for term in terms)]


def _part(part: Part, facts: Mapping[str, Value], answers: Iterator[Answer]) -> PartResult:
    return PartResult(
        text=part.text,
        holds=truth(next(answers)),
        facts={name: facts.get(name) for name in sorted(part.names)},
        computed=tuple(_computed(comparison, answers) for comparison in part.comparisons),
    )


def _computed(comparison: Comparison, answers: Iterator[Answer]) -> Computed:
    holds, sign = truth(next(answers)), next(answers)
    left, right = _factor(comparison.left, answers), _factor(comparison.right, answers)
    return Computed(
        left_text=left.text,
        left_value=left.value,
        operator=comparison.operator,
        right_text=right.text,
        right_value=right.value,
        type=comparison.type,
        holds=holds,
        relation=_relation(comparison.type, sign),
        left_factors=tuple(_factor(term, answers) for term in comparison.left_factors),
        right_factors=tuple(_factor(term, answers) for term in comparison.right_factors),
    )


def _relation(kind: FactType, sign: Answer) -> str | None:
    if sign is None:
        return None
    if sign == 0:
        return "="
    if kind not in _ORDERED:
        return "<>"
    return "<" if sign == -1 else ">"


def _factor(term: Term, answers: Iterator[Answer]) -> Factor:
    answer = next(answers)
    if term.type is FactType.BOOLEAN:
        return Factor(term.text, truth(answer), term.type)
    if term.type is FactType.DATE and isinstance(answer, str):
        return Factor(term.text, date.fromisoformat(answer), term.type)
    return Factor(term.text, int(answer) if isinstance(answer, float) else answer, term.type)
