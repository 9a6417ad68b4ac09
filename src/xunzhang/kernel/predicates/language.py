"""Predicates: boolean SQL over the facts of one row, parsed and checked once.

    parse("security_budget * :times >= total_budget", types, {"times": 20})

Allowed: names of facts, `:parameters`, whole numbers (`5000000_00`), 'text', DATE 'YYYY-MM-DD', TRUE, FALSE,
AND OR NOT, = <> < <= > >=, [NOT] IN (values), [NOT] BETWEEN, IS [NOT] NULL / TRUE / FALSE, + - *, COALESCE,
brackets. Everything else is refused. NULL means: not known.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.predicates.kinds import COMPARISONS, Checker, Kind, Literal
from xunzhang.kernel.predicates.render import Dialect, render
from xunzhang.kernel.predicates.words import refuse, words


@dataclass(frozen=True)
class Term:
    """A side of a comparison, or one factor of it: as written, for SQLite, and what it is.

    A number written in the predicate is MONEY where it stands alone beside money, INTEGER where it
    multiplies.
    """

    text: str
    sqlite: str
    type: FactType


@dataclass(frozen=True)
class Comparison:
    """`left operator right`; the factors are given where a side is a product, else empty."""

    left: Term
    operator: str
    right: Term
    type: FactType
    left_factors: tuple[Term, ...]
    right_factors: tuple[Term, ...]


@dataclass(frozen=True)
class Part:
    """One of the parts that a predicate joins by AND at its top, with the comparisons made in it."""

    text: str
    names: frozenset[str]
    sqlite: str
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True)
class Predicate:
    """A checked predicate. `sqlite` and `postgres` have the parameters' values written in."""

    text: str
    names: frozenset[str]
    parameters: frozenset[str]
    sqlite: str
    postgres: str
    parts: tuple[Part, ...]

    @property
    def conjuncts(self) -> tuple[str, ...]:
        """The texts of the parts."""
        return tuple(part.text for part in self.parts)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of all parts, in the order of the text."""
        return tuple(comparison for part in self.parts for comparison in part.comparisons)


def parse(
    text: str,
    types: Mapping[str, FactType],
    parameters: Mapping[str, Value],
    choices: Mapping[str, Collection[str]] | None = None,
) -> Predicate:
    """Parse and check a predicate.

    `types` are the facts it may name, `parameters` the values of the law it may name, `choices` the declared
    values of choice facts (a fact that is not among them is not checked). Raises PredicateError.
    """
    tree, places = _tree(text)
    checker = Checker(types, parameters, choices or {}, places)
    checker.boolean(tree)
    conjuncts = list(tree.flatten(unnest=False)) if isinstance(tree, exp.And) else [tree]
    compiler = _Compiler(types, parameters, choices or {}, places)
    return Predicate(
        text=text,
        names=frozenset(checker.names),
        parameters=frozenset(checker.used_parameters),
        sqlite=render(tree, Dialect.SQLITE, parameters),
        postgres=render(tree, Dialect.POSTGRES, parameters),
        parts=tuple(compiler.part(conjunct) for conjunct in conjuncts),
    )


def _tree(text: str) -> tuple[exp.Expr, dict[int, int]]:
    """The tree of a text, and the offsets of the author's text for those the parser saw.

    Facts and parameters reach the parser as quoted columns, so that none can be read as a word of SQL.
    """
    places: dict[int, int] = {}
    source = ""
    for word in words(text):
        places[len(source)] = word.start
        source += f'"{word.text}" ' if word.kind in ("name", "parameter") else f"{word.text} "
    try:
        return sqlglot.parse_one(source, dialect="postgres"), places
    except ParseError as error:
        end = error.errors[0]["col"] - 1 if error.errors else 0
        refuse("写法不完整或次序不对", max((at for start, at in places.items() if start <= end), default=0))
    except RecursionError:
        refuse("条件套得太深")


@dataclass(frozen=True)
class _Compiler:
    """Turns parts of a checked tree into texts."""

    types: Mapping[str, FactType]
    parameters: Mapping[str, Value]
    choices: Mapping[str, Collection[str]]
    places: Mapping[int, int]

    def part(self, node: exp.Expr) -> Part:
        checker = Checker(self.types, self.parameters, self.choices, self.places)
        checker.boolean(node)
        found = tuple(comparison for part in node.dfs() for comparison in self._comparisons(part))
        return Part(
            render(node, Dialect.PEOPLE, self.parameters),
            frozenset(checker.names),
            render(node, Dialect.SQLITE, self.parameters),
            found,
        )

    def _comparisons(self, node: exp.Expr) -> Iterator[Comparison]:
        if type(node) in COMPARISONS:
            yield self._comparison(node.this, COMPARISONS[type(node)], node.expression)
        elif isinstance(node, exp.Between):
            yield self._comparison(node.this, ">=", node.args["low"])
            yield self._comparison(node.this, "<=", node.args["high"])

    def _comparison(self, left: exp.Expr, operator: str, right: exp.Expr) -> Comparison:
        kinds = [self._kind(left), self._kind(right)]
        known = next((kind for kind in kinds if isinstance(kind, FactType)), _type_of(kinds[0]))
        return Comparison(
            left=self._term(left, known),
            operator=operator,
            right=self._term(right, known),
            type=known,
            left_factors=self._factors(left),
            right_factors=self._factors(right),
        )

    def _factors(self, node: exp.Expr) -> tuple[Term, ...]:
        inner = node.unnest()
        factors = inner.flatten() if isinstance(inner, exp.Mul) else ()
        return tuple(self._term(factor, _type_of(self._kind(factor))) for factor in factors)

    def _kind(self, node: exp.Expr) -> Kind:
        return Checker(self.types, self.parameters, self.choices, self.places).kind(node)

    def _term(self, node: exp.Expr, kind: FactType) -> Term:
        return Term(
            render(node, Dialect.PEOPLE, self.parameters),
            render(node, Dialect.SQLITE, self.parameters),
            kind,
        )


def _type_of(kind: Kind) -> FactType:
    """The type of what stands alone: a written number is an integer, a written text a text."""
    if isinstance(kind, FactType):
        return kind
    return FactType.TEXT if kind is Literal.STRING else FactType.INTEGER
