"""Whether the books agree: the database adds every derived sum up again, and columns repeat their facts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from xunzhang.kernel.facts import FactType, stored
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Derived
from xunzhang.kernel.predicates.tables import Database, Source, projection_sql
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue
from xunzhang.web import words


def faults(project: Project) -> tuple[str, ...]:
    """What does not add up on a project, in Chinese; nothing where the books agree."""
    edition = catalogue.edition(project.edition_id)
    return (*_sums(project, edition), *_columns(project), *_records(project, edition))


def _sums(project: Project, edition: Edition) -> Iterator[str]:
    for name, derived in _money_sums(edition, "project"):
        yield from _differs(edition, name, project.facts.get(name), added_up(project, edition, derived))


def _money_sums(edition: Edition, entity: str) -> Iterator[tuple[str, Derived]]:
    for name, derived in edition.derived_of(entity):
        if derived.sum_of and edition.facts[derived.sum_of].type is FactType.MONEY:
            yield name, derived


def _differs(edition: Edition, name: str, kept: int | None, added: int | None, on: str = "") -> Iterator[str]:
    if kept != added:
        yield f"{on}{edition.facts[name].title}记为 {_text(kept)}，逐笔相加为 {_text(added)}"


def added_up(project: Project, edition: Edition, derived: Derived, on: Record | None = None) -> int | None:
    """A derived sum in 分, added up by the database from stored records. None if an amount is not known.

    A sum that stands on a record counts what belongs to that record.
    """
    assert derived.sum_of is not None
    entity = edition.facts[derived.sum_of].entity
    where, names = "TRUE", {derived.sum_of}
    database = Database.POSTGRES if connection.vendor == "postgresql" else Database.SQLITE
    if derived.where:
        predicate = edition.predicates[derived.where]
        where = predicate.postgres if database is Database.POSTGRES else predicate.sqlite
        names |= predicate.names
    above = edition.entities[entity].parent
    sources = [
        Source("counted_records", _types(edition, entity)),
        Source("projects_project", _types(edition, "project"), joined_by="project_id"),
    ]
    if above:
        sources.append(Source("projects_record", _types(edition, above), joined_by="parent_id"))
    projected = projection_sql(names, database, *sources)
    own = on is not None and on.entity == above
    amount = f'"{derived.sum_of}"'
    query = (
        "WITH counted_records AS (SELECT * FROM projects_record"
        f" WHERE project_id = %s AND entity = %s AND NOT is_void{' AND parent_id = %s' if own else ''}), "
        f"{projected.replace('%', '%%')} SELECT count(*), count({amount}), coalesce(sum({amount}), 0)"
        f" FROM facts WHERE {where.replace('%', '%%')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [project.pk, entity, *([on.pk] if on and own else [])])
        rows_, amounts, total = cursor.fetchone()
    return int(total) if rows_ == amounts else None


def _types(edition: Edition, entity: str) -> dict[str, FactType]:
    return {name: fact.type for name, fact in edition.facts_of(entity).items()}


def _columns(project: Project) -> Iterator[str]:
    """The amounts in lists repeat facts."""
    kept = {
        "amount": project.amount,
        "contract_amount": project.contract_amount,
        "paid_amount": project.paid_amount,
    }
    for column, names in catalogue.vocabulary().library.items():
        if column in kept:
            fact = next((project.facts[name] for name in names if project.facts.get(name) is not None), None)
            if fact != kept[column]:
                yield f"列表里的{column}为 {_text(kept[column])}，事实为 {_text(fact)}"


def _records(project: Project, edition: Edition) -> Iterator[str]:
    """A record's amount and day repeat its leading facts, and its sums add up."""
    for record in Record.objects.filter(project=project).order_by("id"):
        entity = edition.entities[record.entity]
        amount = record.facts.get(entity.amount) if entity.amount else None
        day = record.facts.get(entity.day) if entity.day else None
        kept = stored("day", FactType.DATE, record.day)
        if (record.amount, kept) != (amount, day):
            yield f"{entity.title} {record.number} 的金额或日期与事实不同"
        for name, derived in _money_sums(edition, record.entity):
            added = added_up(project, edition, derived, record)
            yield from _differs(
                edition, name, record.facts.get(name), added, f"{entity.title} {record.number} 的"
            )


def _text(fen: int | None) -> str:
    return words.MISSING if fen is None else f"{words.wan_exact(fen)} 万元"
