"""Predicates: boolean SQL over the facts of one row, parsed and checked once.

    parse("security_budget * :times >= total_budget", types, {"times": 20})

Allowed: names of facts, `:parameters`, whole numbers (`5000000_00`), 'text', DATE 'YYYY-MM-DD', TRUE, FALSE,
AND OR NOT, = <> < <= > >=, [NOT] IN (values), [NOT] BETWEEN, IS [NOT] NULL / TRUE / FALSE, + - *, COALESCE,
brackets. Everything else is refused. NULL means: not known.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.predicates.kinds import COMPARISONS, Checker, Kind, Literal, facts_in
from xunzhang.kernel.predicates.render import Dialect, prepared, written
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
    forms = {dialect: prepared(tree, dialect, parameters) for dialect in Dialect}
    whole = _Node(tree, forms[Dialect.PEOPLE], forms[Dialect.SQLITE])
    return Predicate(
        text=text,
        names=frozenset(checker.names),
        parameters=frozenset(checker.used_parameters),
        sqlite=written(forms[Dialect.SQLITE], Dialect.SQLITE),
        postgres=written(forms[Dialect.POSTGRES], Dialect.POSTGRES),
        parts=tuple(_part(node, checker) for node in whole.pick(_conjuncts)),
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
class _Node:
    """The same node of the tree as checked, as prepared for people and as prepared for SQLite."""

    checked: exp.Expr
    people: exp.Expr
    sqlite: exp.Expr

    def pick(self, nodes: Callable[[exp.Expr], Iterable[exp.Expr]]) -> list["_Node"]:
        """What `nodes` finds below, thrice the same."""
        found = map(nodes, (self.checked, self.people, self.sqlite))
        return [_Node(*same) for same in zip(*found, strict=True)]

    def term(self, kind: FactType) -> Term:
        return Term(written(self.people, Dialect.PEOPLE), written(self.sqlite, Dialect.SQLITE), kind)


def _conjuncts(tree: exp.Expr) -> Iterable[exp.Expr]:
    return tree.flatten(unnest=False) if isinstance(tree, exp.And) else (tree,)


def _comparing(tree: exp.Expr) -> Iterable[exp.Expr]:
    return (node for node in tree.dfs() if isinstance(node, (*COMPARISONS, exp.Between)))


def _sides(node: exp.Expr) -> Iterable[exp.Expr]:
    return node.iter_expressions()


def _multiplied(side: exp.Expr) -> Iterable[exp.Expr]:
    inner = side.unnest()
    return inner.flatten() if isinstance(inner, exp.Mul) else ()


def _part(node: _Node, checker: Checker) -> Part:
    term = node.term(FactType.BOOLEAN)
    return Part(
        text=term.text,
        names=frozenset(facts_in(node.checked)),
        sqlite=term.sqlite,
        comparisons=tuple(
            made for compared in node.pick(_comparing) for made in _comparisons(compared, checker)
        ),
    )


def _comparisons(node: _Node, checker: Checker) -> Iterator[Comparison]:
    """The one comparison of `a < b`, the two of `a BETWEEN b AND c`."""
    left, *others = node.pick(_sides)
    operators = (">=", "<=") if isinstance(node.checked, exp.Between) else (COMPARISONS[type(node.checked)],)
    for operator, right in zip(operators, others, strict=True):
        yield _comparison(left, operator, right, checker)


def _comparison(left: _Node, operator: str, right: _Node, checker: Checker) -> Comparison:
    kinds = [checker.kind(left.checked), checker.kind(right.checked)]
    known = next((kind for kind in kinds if isinstance(kind, FactType)), _type_of(kinds[0]))
    return Comparison(
        left=left.term(known),
        operator=operator,
        right=right.term(known),
        type=known,
        left_factors=_factors(left, known, checker),
        right_factors=_factors(right, known, checker),
    )


def _factors(side: _Node, whole: FactType, checker: Checker) -> tuple[Term, ...]:
    """The factors of a product of type `whole`; an amount has one factor that is an amount."""
    factors = side.pick(_multiplied)
    kinds = [checker.kind(factor.checked) for factor in factors]
    if whole is FactType.MONEY and FactType.MONEY not in kinds and Literal.NUMBER in kinds:
        kinds[kinds.index(Literal.NUMBER)] = FactType.MONEY
    return tuple(factor.term(_type_of(kind)) for factor, kind in zip(factors, kinds, strict=True))


def _type_of(kind: Kind) -> FactType:
    """The type of what stands alone: a written number is an integer, a written text a text."""
    if isinstance(kind, FactType):
        return kind
    return FactType.TEXT if kind is Literal.STRING else FactType.INTEGER
