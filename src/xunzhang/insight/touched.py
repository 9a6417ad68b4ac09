"""How much each article has had to do with, counted over the projects a person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project, Refusal
from xunzhang.regulations.touched import Counts

Key = tuple[str, ...]
Places = dict[int, set[Key]]
ROWS = 200

_TOUCHED = """SELECT cited.article, COUNT(DISTINCT own.project_id) FROM cited
JOIN procedures_case AS own ON own.procedure = cited.one
WHERE own.state <> 'draft' AND own.project_id IN ({seen}) GROUP BY cited.article"""
_RETURNED = """SELECT cited.article, COUNT(DISTINCT run.id) FROM cited
JOIN procedures_case AS own ON own.procedure = cited.one
JOIN procedures_steprun AS run ON run.case_id = own.id AND run.step = cited.two AND run.outcome = cited.three
WHERE run.state = 'done' AND own.project_id IN ({seen}) GROUP BY cited.article"""
_WAITING = """SELECT cited.article, COUNT(DISTINCT run.id) FROM cited
JOIN procedures_case AS own ON own.procedure = cited.one
JOIN procedures_steprun AS run ON run.case_id = own.id AND run.step = cited.two
WHERE run.state = 'open' AND own.project_id IN ({seen}) GROUP BY cited.article"""
_REFUSED = """SELECT cited.article, COUNT(DISTINCT refusal.press) FROM cited
JOIN projects_refusal AS refusal ON refusal.kind = cited.one AND refusal.code = cited.two
WHERE refusal.id IN ({seen}) GROUP BY cited.article"""


def counts(person: Person, edition: Edition) -> Mapping[int, Counts]:
    """The counts of every article that has any. Four queries besides the posts, however many articles."""
    seen = visible(person).filter(edition=edition.id)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for name, sql, places, rows in (
        ("touched", _TOUCHED, procedures_at(edition), seen),
        ("returned", _RETURNED, returns_at(edition), seen),
        ("waiting", _WAITING, steps_at(edition), seen),
        ("refused", _REFUSED, elements_at(edition), refusals_of(person, edition)),
    ):
        for article, count in _count(sql, places, rows):
            found[article][name] = count
    return {article: Counts(**numbers) for article, numbers in found.items()}


def _count(
    sql: str, places: Places, rows: QuerySet[Project] | QuerySet[Refusal]
) -> Iterator[tuple[int, int]]:
    """Run a statement against the cited keys; `rows` are those that count."""
    lines = [(article, *key, *[""] * (3 - len(key))) for article, keys in places.items() for key in keys]
    if not lines:
        return
    try:
        inner, chosen = rows.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:  # Django says so when nothing can be seen at all
        return
    values = ", ".join(["(CAST(%s AS integer), %s, %s, %s)"] * len(lines))
    head = f"WITH cited(article, one, two, three) AS (VALUES {values}) "
    sent: list[Any] = [part for line in lines for part in line]
    with connection.cursor() as cursor:
        cursor.execute(head + sql.format(seen=inner), [*sent, *chosen])
        yield from cursor.fetchall()


def procedures_at(edition: Edition) -> Places:
    """Article → procedures any part of which cites it."""
    kinds = ("procedure", "step", "outcome", "material", "field")
    return _places(edition, kinds, lambda code: (code.partition(".")[0],))


def steps_at(edition: Edition) -> Places:
    """Article → steps that cite it, themselves or by their procedure."""
    found: Places = defaultdict(set)
    for code, procedure in edition.procedures.items():
        for name, step in procedure.steps.items():
            for cite in (*procedure.cites, *step.cites):
                found[cite.article].add((code, name))
    return found


def returns_at(edition: Edition) -> Places:
    """Article → outcomes that send back at a step which stands on it."""
    outcomes = {
        (code, name): [key for key, one in step.outcomes.items() if one.to == "revise"]
        for code, procedure in edition.procedures.items()
        for name, step in procedure.steps.items()
    }
    return {
        article: {(*key, outcome) for key in keys for outcome in outcomes[(key[0], key[1])]}
        for article, keys in steps_at(edition).items()
    }


def elements_at(edition: Edition) -> Places:
    """Article → rules, papers and fields that cite it."""
    found: Places = defaultdict(set)
    for kind, code, element in edition.elements():
        if kind in ("rule", "material", "field"):
            for cite in element.cites:
                found[cite.article].add((kind, code))
    return found


def _places(edition: Edition, kinds: Iterable[str], key: Callable[[str], Key]) -> Places:
    found: Places = defaultdict(set)
    for kind, code, element in edition.elements():
        if kind in kinds:
            for cite in element.cites:
                found[cite.article].add(key(code))
    return found


def refusals_of(person: Person, edition: Edition) -> QuerySet[Refusal]:
    """Refusals on projects one may see, and of entries that never became one, in the own unit or area."""
    own = [duty.organisation_id for duty in duties(person)]
    areas = {area for duty in duties(person) for area in duty.areas}
    unborn = Q(project=None) & (Q(unit__in=own) | Q(unit__area__in=areas))
    return Refusal.objects.filter(Q(project__in=visible(person)) | unborn, edition=edition.id)


@dataclass(frozen=True)
class Row:
    """One thing that was counted: where, what and when."""

    project: Project | None
    unit: str
    what: str
    when: date | datetime | None

    @property
    def url(self) -> str:
        return reverse("desk:project", args=[self.project.code]) if self.project else ""


def rows(person: Person, edition: Edition, article: int, name: str) -> Sequence[Row]:
    """What a count of an article counted, newest first, ROWS at most."""
    return _ROWS[name](person, edition, article)


def _touched(person: Person, edition: Edition, article: int) -> list[Row]:
    codes = [key[0] for key in procedures_at(edition).get(article, ())]
    cases = Case.objects.filter(procedure__in=codes, project__in=_seen(person, edition)).exclude(
        state="draft"
    )
    newest: dict[int, Case] = {}
    for case in cases.select_related("project__unit").order_by("-submitted_on", "-id")[: ROWS * 10]:
        newest.setdefault(case.project_id, case)
    return [
        Row(case.project, case.project.unit.name, edition.procedures[case.procedure].title, case.submitted_on)
        for case in list(newest.values())[:ROWS]
    ]


def _returned(person: Person, edition: Edition, article: int) -> list[Row]:
    wanted = returns_at(edition).get(article, set())
    runs = _runs(person, edition, {(key[0], key[1]) for key in wanted}).filter(state="done")
    found = runs.filter(outcome__in={key[2] for key in wanted}).order_by("-acted_at", "-id")
    kept = (run for run in found[: ROWS * 2] if (run.case.procedure, run.step, run.outcome) in wanted)
    return [_turn(edition, run, run.opinion, run.acted_at) for run in list(kept)[:ROWS]]


def _waiting(person: Person, edition: Edition, article: int) -> list[Row]:
    runs = _runs(person, edition, steps_at(edition).get(article, set())).filter(state="open")
    return [_turn(edition, run, "", run.opened_on) for run in runs.order_by("opened_on", "id")[:ROWS]]


def _refused(person: Person, edition: Edition, article: int) -> list[Row]:
    wanted = elements_at(edition).get(article, set())
    found = refusals_of(person, edition).filter(code__in=[code for _, code in wanted])
    presses: dict[str, Refusal] = {}
    for one in found.select_related("project", "unit").order_by("-at", "-id")[: ROWS * 4]:
        if (one.kind, one.code) in wanted:
            presses.setdefault(one.press, one)
    return [Row(one.project, one.unit.name, one.act, one.at) for one in list(presses.values())[:ROWS]]


_ROWS = {"touched": _touched, "returned": _returned, "waiting": _waiting, "refused": _refused}


def _seen(person: Person, edition: Edition) -> QuerySet[Project]:
    return visible(person).filter(edition=edition.id)


def _runs(person: Person, edition: Edition, steps: Iterable[Key]) -> QuerySet[StepRun]:
    places = Q(pk__in=[])
    for procedure, step in steps:
        places |= Q(case__procedure=procedure, step=step)
    own = StepRun.objects.filter(places, case__project__in=_seen(person, edition))
    return own.select_related("case__project__unit")


def _turn(edition: Edition, run: StepRun, said: str, when: date | datetime | None) -> Row:
    procedure = edition.procedures[run.case.procedure]
    what = f"{procedure.title}·{procedure.steps[run.step].title}"
    return Row(run.case.project, run.case.project.unit.name, f"{what}：{said}" if said else what, when)
