"""The rows behind a count of an article: exactly what was counted, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.insight.bearing import Place
from xunzhang.insight.touched import projects_of, refusals_of, shown_to
from xunzhang.kernel.facts import from_json
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.models import Project, Refusal
from xunzhang.regulations import telling
from xunzhang.supervision.paging import Key, Page, page
from xunzhang.web import shapes
from xunzhang.web.words import MISSING

NAMED = 3


@dataclass(frozen=True)
class Row:
    """One thing that was counted. `why` says what stood in the way; `url` leads to the case or project."""

    project: Project | None
    unit: str
    what: str
    when: date | datetime
    url: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behind:
    """A page of rows; `total` is the count that led here."""

    total: int
    rows: Sequence[Row]
    older: str
    is_first: bool


Places = frozenset[Place]
_CHANGED = Key("changed_at", datetime.fromisoformat, descending=True)
_ACTED = Key("acted_at", datetime.fromisoformat, descending=True)
_OPENED = Key("opened_on", date.fromisoformat)
_REFUSED = Key("at", datetime.fromisoformat, descending=True)


def behind(person: Person, edition: Edition, article: int, name: str, after: str = "") -> Behind:
    """What a count of an article counted, the page behind the mark `after`. At most five queries."""
    bears = shown_to(person, edition)
    show, places = {
        "touched": (_touched, bears.applied),
        "returned": (_returned, bears.returns),
        "waiting": (_waiting, bears.waits),
        "refused": (_refused, bears.refuses),
    }[name]
    return show(person, edition, places.get(article, frozenset()), after)


def _touched(person: Person, edition: Edition, places: Places, after: str) -> Behind:
    found = projects_of(person, edition).filter(_applied(places)).select_related("unit")
    shown = page(found, _CHANGED, after)
    titles = _titles(edition, places, shown.rows)
    return _behind(found, shown, lambda one: _of_project(one, titles.get(one.pk, ())))


def _applied(places: Places) -> Q:
    """Projects in whose life one of the places occurs."""
    cases = Case.objects.filter(procedure__in=_codes(places, "case")).exclude(state="draft")
    steps = StepRun.objects.filter(_at(places, "step")).exclude(state="dropped")
    decided = StepRun.objects.filter(_at(places, "outcome"), state="done")
    duties = Deadline.objects.filter(_begun(), code__in=_codes(places, "deadline"))
    own = Q(level="project") if any(kind == "project" for kind, *_ in places) else Q(pk__in=[])
    return (
        own
        | Q(id__in=cases.values("project"))
        | Q(id__in=steps.values("case__project"))
        | Q(id__in=decided.values("case__project"))
        | Q(id__in=duties.values("project"))
    )


def _begun() -> Q:
    return Q(start_on__isnull=False) | Q(due_on__isnull=False)


def _codes(places: Places, kind: str) -> list[str]:
    return [place[1] for place in places if place[0] == kind]


def _at(places: Places, kind: str) -> Q:
    """Turns at these steps, with these outcomes where the places name them."""
    found = Q(pk__in=[])
    for each, procedure, step, outcome in places:
        if each == kind:
            found |= Q(case__procedure=procedure, step=step, **({"outcome": outcome} if outcome else {}))
    return found


def _titles(edition: Edition, places: Places, projects: Iterable[Project]) -> Mapping[int, Sequence[str]]:
    """By project, the procedures and limits under which the article came up. Two queries."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    codes = {place[1] for place in places if place[0] in ("case", "step", "outcome")}
    cases = Case.objects.filter(project__in=projects, procedure__in=codes).exclude(state="draft")
    for project, code in cases.order_by("-id").values_list("project", "procedure"):
        found[project][edition.procedures[code].title] = None
    duties = Deadline.objects.filter(_begun(), project__in=projects, code__in=_codes(places, "deadline"))
    for project, code in duties.order_by("id").values_list("project", "code"):
        found[project][edition.deadlines[code].title] = None
    return {project: list(titles) for project, titles in found.items()}


def _of_project(project: Project, titles: Sequence[str]) -> Row:
    more = f"等 {len(titles)} 项" if len(titles) > NAMED else ""
    what = "、".join(titles[:NAMED]) + more or "项目登记"
    return Row(project, project.unit.name, what, project.changed_at, _home(project))


def _returned(person: Person, edition: Edition, places: Places, after: str) -> Behind:
    found = _runs(person, edition).filter(_at(places, "outcome"), state="done")
    return _turns(edition, found, page(found, _ACTED, after))


def _waiting(person: Person, edition: Edition, places: Places, after: str) -> Behind:
    found = _runs(person, edition).filter(_at(places, "step"), state="open")
    return _turns(edition, found, page(found, _OPENED, after))


def _runs(person: Person, edition: Edition) -> QuerySet[StepRun]:
    own = StepRun.objects.filter(case__project__in=projects_of(person, edition))
    return own.select_related("case__project__unit", "organisation")


def _turns(edition: Edition, found: QuerySet[StepRun], shown: Page[StepRun]) -> Behind:
    return _behind(found, shown, lambda run: _turn(edition, run))


def _turn(edition: Edition, run: StepRun) -> Row:
    case = run.case
    procedure = edition.procedures[case.procedure]
    what = f"{procedure.title}·{procedure.steps[run.step].title}"
    office = run.organisation.name if run.organisation else edition.roles[run.role].title
    why = (run.opinion,) if run.opinion else (f"等{office}办理",) if run.state == "open" else ()
    url = reverse("procedures:case", args=[case.pk])
    return Row(case.project, case.project.unit.name, what, run.acted_at or run.opened_on, url, why)


def _refused(person: Person, edition: Edition, places: Places, after: str) -> Behind:
    matched = refusals_of(person, edition).filter(_elements(places))
    firsts = matched.order_by().values("press").annotate(first=Min("id")).values("first")
    found = Refusal.objects.filter(id__in=firsts).select_related("project__unit", "unit")
    shown = page(found, _REFUSED, after)
    reasons: dict[str, list[str]] = defaultdict(list)
    for one in matched.filter(press__in=[row.press for row in shown.rows]).order_by("id"):
        reasons[one.press].append(_reason(edition, one))
    return _behind(found, shown, lambda one: _press(one, tuple(reasons[one.press])))


def _elements(places: Places) -> Q:
    found = Q(pk__in=[])
    for kind in {place[0] for place in places}:
        found |= Q(kind=kind, code__in=_codes(places, kind))
    return found


def _press(one: Refusal, why: tuple[str, ...]) -> Row:
    return Row(one.project, one.unit.name, one.act, one.at, _home(one.project) if one.project else "", why)


def _reason(edition: Edition, one: Refusal) -> str:
    """What stood in the way, with the figures of that moment."""
    title = next(
        (_named(edition, kind, element) for kind, code, element in edition.elements()
         if (kind, code) == (one.kind, one.code)), one.code
    )  # fmt: skip
    facts = sorted(from_json(one.facts, edition.types).items())  # databases differ in the order of keys
    said = [
        f"{edition.facts[name].title} {telling.value_text(edition, name, value)}" for name, value in facts
    ]
    return title + (f"：{'，'.join(said)}" if said else "")


def _named(edition: Edition, kind: str, element: object) -> str:
    if kind == "field":
        return f"{edition.facts[element.fact].title}{MISSING}"  # type: ignore[attr-defined]
    title = str(element.title)  # type: ignore[attr-defined]
    return f"没有交{title}" if kind == "material" else title


def _home(project: Project) -> str:
    return reverse("desk:project", args=[project.code])


def _behind(found: QuerySet, shown: Page, tell: Callable[..., Row]) -> Behind:  # type: ignore[type-arg]
    return Behind(found.count(), [tell(each) for each in shown.rows], shown.older, shown.is_first)


def pager(shown: Behind) -> shapes.Pager:
    """The way to the next page; what comes or goes meanwhile shifts nothing."""
    older = f"?{urlencode({'after': shown.older})}" if shown.older else ""
    newer = "" if shown.is_first else "?"
    return shapes.Pager(text=f"这一页 {len(shown.rows)} 条，共 {shown.total} 条", newer=newer, older=older)
