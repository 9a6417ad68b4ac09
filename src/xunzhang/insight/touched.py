"""How much each article has had to do with, counted over the projects a person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.insight.bearing import Bearing, Places, bearing
from xunzhang.kernel.pack.edition import Edition
from xunzhang.projects.access import veil_over, visible
from xunzhang.projects.models import Project, Refusal
from xunzhang.regulations.touched import Counts

_CASE = "JOIN procedures_case AS own ON own.procedure = cited.one AND own.project_id IN (SELECT id FROM seen)"
_RUN = f"{_CASE} JOIN procedures_steprun AS run ON run.case_id = own.id AND run.step = cited.two"
_APPLIED = f"""SELECT article, COUNT(*) FROM (
SELECT cited.article, own.id FROM cited JOIN seen AS own ON own.level = 'project' WHERE cited.kind = 'project'
UNION SELECT cited.article, own.project_id FROM cited {_CASE}
WHERE cited.kind = 'case' AND own.state <> 'draft'
UNION SELECT cited.article, own.project_id FROM cited {_RUN}
WHERE cited.kind = 'step' AND run.state <> 'dropped'
UNION SELECT cited.article, own.project_id FROM cited {_RUN} AND run.outcome = cited.three
WHERE cited.kind = 'outcome' AND run.state = 'done'
UNION SELECT cited.article, duty.project_id FROM cited
JOIN procedures_deadline AS duty ON duty.code = cited.one AND duty.project_id IN (SELECT id FROM seen)
WHERE cited.kind = 'deadline' AND (duty.start_on IS NOT NULL OR duty.due_on IS NOT NULL)
) AS met GROUP BY article"""
_RETURNED = f"""SELECT cited.article, COUNT(*) FROM cited {_RUN} AND run.outcome = cited.three
WHERE run.state = 'done' GROUP BY cited.article"""
_WAITING = f"SELECT cited.article, COUNT(*) FROM cited {_RUN} WHERE run.state = 'open' GROUP BY cited.article"
_REFUSED = """SELECT cited.article, COUNT(DISTINCT refusal.press) FROM cited
JOIN projects_refusal AS refusal ON refusal.kind = cited.kind AND refusal.code = cited.one
WHERE refusal.id IN (SELECT id FROM seen) GROUP BY cited.article"""


def counts(person: Person, edition: Edition) -> Mapping[int, Counts]:
    """The counts of every article that has any. Four queries besides the posts, however many articles."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    bears = shown_to(person, edition)
    projects = projects_of(person, edition).values("id", "level")
    for name, sql, places, rows in (
        ("touched", _APPLIED, bears.applied, projects),
        ("returned", _RETURNED, bears.returns, projects),
        ("waiting", _WAITING, bears.waits, projects),
        ("refused", _REFUSED, bears.refuses, refusals_of(person, edition).values("id")),
    ):
        for article, count in _count(sql, places, rows):
            found[article][name] = count
    return {article: Counts(**numbers) for article, numbers in found.items()}


def shown_to(person: Person, edition: Edition) -> Bearing:
    """The places of every article but for procedures that the person may not see."""
    return bearing(edition).without(veil_over(person, edition).procedures)


def projects_of(person: Person, edition: Edition) -> QuerySet[Project]:
    """The projects under the edition that the person may see, standing files of units and areas included."""
    return visible(person).filter(edition=edition.id)


def refusals_of(person: Person, edition: Edition) -> QuerySet[Refusal]:
    """Refusals on projects one may see, and of entries that never became one, in the own unit or area."""
    own = [duty.organisation_id for duty in duties(person)]
    areas = {area for duty in duties(person) for area in duty.areas}
    unborn = Q(project=None) & (Q(unit__in=own) | Q(unit__area__in=areas))
    hidden = Q(pk__in=[])
    for code in veil_over(person, edition).procedures:
        hidden |= Q(act__startswith=edition.procedures[code].title)
    return Refusal.objects.filter(Q(project__in=visible(person)) | unborn, edition=edition.id).exclude(hidden)


def _count(sql: str, places: Places, rows: QuerySet[Any, Any]) -> Iterator[tuple[int, int]]:
    """Run a statement on the cited places; `rows` are those that count, with their id."""
    lines = [(article, *place) for article, found in places.items() for place in found]
    if not lines:
        return
    try:
        inner, chosen = rows.order_by().query.sql_with_params()
    except EmptyResultSet:  # Django says so when nothing can be seen at all
        return
    values = ", ".join(["(CAST(%s AS integer), %s, %s, %s, %s)"] * len(lines))
    head = f"WITH cited(article, kind, one, two, three) AS (VALUES {values}), seen AS ({inner}) "
    sent: list[Any] = [part for line in lines for part in line]
    with connection.cursor() as cursor:
        cursor.execute(head + sql, [*sent, *chosen])
        yield from cursor.fetchall()
