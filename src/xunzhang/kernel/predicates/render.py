"""A checked tree as text: for people, for SQLite and for PostgreSQL."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlglot import exp

from xunzhang.kernel.facts import LIMIT, Value
from xunzhang.kernel.predicates.kinds import parameter_of


class Dialect(StrEnum):
    """Where a text is to be read. PEOPLE keeps the names of parameters; the databases get their values."""

    PEOPLE = "people"
    SQLITE = "sqlite"
    POSTGRES = "postgres"


def prepared(tree: exp.Expr, dialect: Dialect, parameters: Mapping[str, Value]) -> exp.Expr:
    """A copy of a checked tree whose dates and parameters are those of `dialect`; its other nodes stay."""

    def leaf(part: exp.Expr) -> exp.Expr:
        parameter = parameter_of(part)
        if dialect is Dialect.PEOPLE:
            return _for_people(part, parameter)
        if parameter is not None:
            return _literal(parameters[parameter], dialect)
        if isinstance(part, exp.Cast):
            return _literal(date.fromisoformat(part.this.name), dialect)
        return part

    tree = tree.transform(leaf)
    if dialect is Dialect.POSTGRES:
        _widen(tree)
    return tree


def written(node: exp.Expr, dialect: Dialect) -> str:
    """The text of a prepared tree or of a part of it. Facts are columns of their name."""
    if dialect is Dialect.PEOPLE:
        return str(node.sql(copy=False)).replace('"', "")
    return str(node.sql(dialect=dialect.value, copy=False))


def _for_people(part: exp.Expr, parameter: str | None) -> exp.Expr:
    if parameter is not None:
        return exp.Var(this=f":{parameter}")
    if isinstance(part, exp.Cast):
        return exp.Var(this=f"DATE '{part.this.name}'")
    return part


def _literal(value: Value, dialect: Dialect) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        text = exp.Literal.string(value.isoformat())
        return exp.cast(text, "date") if dialect is Dialect.POSTGRES else text
    if isinstance(value, int):
        number = exp.Literal.number(abs(value))
        return number if value >= 0 else exp.paren(exp.Neg(this=number))
    return exp.Literal.string(str(value))


def _widen(tree: exp.Expr) -> None:
    """Let PostgreSQL multiply as numeric where 64 bits might not do: it would stop the whole query."""
    for product in list(tree.find_all(exp.Mul)):
        if _largest(product) > 2**57:
            product.set("this", exp.cast(product.this, "decimal", copy=False))


def _largest(node: exp.Expr) -> int:
    """A bound on the absolute value of a sum or product of facts and numbers."""
    if isinstance(node, exp.Literal):
        return int(node.name)
    if isinstance(node, exp.Mul):
        return _largest(node.this) * _largest(node.expression)
    if isinstance(node, exp.Add | exp.Sub):
        return _largest(node.this) + _largest(node.expression)
    if isinstance(node, exp.Neg | exp.Paren | exp.Cast):
        return _largest(node.this)
    return LIMIT
