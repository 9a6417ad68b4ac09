"""How the projects of one unit were evaluated: what later decisions on its other projects look back on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel.facts import from_json
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue, telling
from xunzhang.web import shapes

ENTITY, RESULT, WORDS = "evaluation", "evaluation_result", "evaluation_summary"
SHOWN = 12


@dataclass(frozen=True)
class Evaluated:
    """The result of one evaluation. `is_own`: of the project itself; articles are those of its measure."""

    project: Project
    result: str
    summary: str
    articles: tuple[shapes.Article, ...]
    url: str
    is_own: bool


def of_unit(project: Project, person: Person | None) -> tuple[Evaluated, ...]:
    """The newest results on projects of the same unit that the person may see. One query and the posts."""
    if person is None:
        return ()
    rows = Record.objects.filter(
        entity=ENTITY,
        is_void=False,
        project__in=visible(person).filter(unit=project.unit_id).values("id"),
        facts__evaluation_result__isnull=False,
    )
    return tuple(_told(rows.select_related("project").order_by("-id")[:SHOWN], project))


def _told(rows: Iterable[Record], own: Project) -> Iterator[Evaluated]:
    for row in rows:
        edition = catalogue.edition(row.project.edition_id)
        facts = from_json(row.facts, edition.types)
        yield Evaluated(
            project=row.project,
            result=telling.value_text(edition, RESULT, facts.get(RESULT)),
            summary=str(facts.get(WORDS) or ""),
            articles=telling.articles(edition, edition.facts[RESULT].cites),
            url=reverse("desk:project", args=[row.project.code]),
            is_own=row.project_id == own.pk,
        )
