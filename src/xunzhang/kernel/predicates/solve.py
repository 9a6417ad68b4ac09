"""What one number would have to be for a predicate to hold: 改为 28.40 万元或更多."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xunzhang.kernel.facts import LIMIT, NUMBERS, FactType, Value
from xunzhang.kernel.predicates.explain import sign_of
from xunzhang.kernel.predicates.language import Part, Predicate
from xunzhang.kernel.predicates.row import Answer, Row


class Direction(StrEnum):
    """On which side of the boundary the predicate holds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


@dataclass(frozen=True)
class Boundary:
    """`value` (分 if money) is the last with which the predicate holds before it fails."""

    value: int
    direction: Direction


def boundary(
    predicate: Predicate | Part, facts: Mapping[str, Value], name: str, types: Mapping[str, FactType]
) -> Boundary | None:
    """The boundary of fact `name` nearest to its present value (to 0 if missing), other facts unchanged.

    Exact where the sides of the comparisons rise or fall steadily with the fact, which sums and products with
    other facts do. None if no value between ±10**15 makes the difference. Raises FactError on a wrong type.
    """
    if types[name] not in NUMBERS or name not in predicate.names:
        return None
    line = _Line(predicate, facts, name, types)
    present = facts.get(name)
    start = present if isinstance(present, int) else 0
    nearest = sorted(line.turns(), key=lambda value: (abs(value - start), -value))
    found = (edge for edge in map(line.edge, nearest) if edge is not None)
    return next(found, None)


class _Line:
    """The predicate as a function of one number, evaluated by SQLite."""

    def __init__(
        self,
        predicate: Predicate | Part,
        facts: Mapping[str, Value],
        name: str,
        types: Mapping[str, FactType],
    ) -> None:
        comparisons = [comparison for comparison in predicate.comparisons if comparison.type in NUMBERS]
        questions = [f"({predicate.sqlite})", *(sign_of(comparison) for comparison in comparisons)]
        self._row = Row(questions, predicate.names, types)
        self._facts, self._name = facts, name
        self._signs = range(1, len(questions))

    def turns(self) -> set[int]:
        """The numbers next to which a comparison changes: only there can the predicate change."""
        return {value for sign in self._signs for turn in self._turns(sign) for value in (turn - 1, turn)}

    def edge(self, value: int) -> Boundary | None:
        """The boundary at `value`, if the predicate holds there but not on both sides of it."""
        below, here, above = (self._at(near)[0] == 1 for near in (value - 1, value, value + 1))
        if not here or (below and above):
            return None
        if above:
            return Boundary(value, Direction.AT_LEAST)
        return Boundary(value, Direction.AT_MOST if below else Direction.EXACTLY)

    def _at(self, value: int) -> list[Answer]:
        return self._row.values({**self._facts, self._name: value})

    def _turns(self, sign: int) -> Iterator[int]:
        """Where a comparison leaves its sign on the far left, and where it takes that on the far right."""
        low, high = 1 - LIMIT, LIMIT - 1
        left, right = self._at(low)[sign], self._at(high)[sign]
        if left != right:
            yield self._first(sign, low, high, lambda answer: answer != left)
            yield self._first(sign, low, high, lambda answer: answer == right)

    def _first(self, sign: int, low: int, high: int, reached: Callable[[Answer], bool]) -> int:
        """The smallest number in (low, high] whose sign is `reached`; it is at `high` and not at `low`."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if reached(self._at(middle)[sign]) else (middle, high)
        return high
