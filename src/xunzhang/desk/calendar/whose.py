"""Whose duties a calendar shows: one's own, those of one office, or all that one may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.lookups import IsNull
from django.http import Http404

from xunzhang.accounts.models import Organisation, Post, RoleBinding
from xunzhang.accounts.queries import addressed, duties
from xunzhang.desk.workbench.scope import Scope
from xunzhang.procedures.models import Deadline, StepRun
from xunzhang.projects.access import visible

MINE, ALL = "mine", "all"


@dataclass(frozen=True)
class Choice:
    """One calendar that a person may open; `key` stands in the address: mine, all, or an office's number."""

    key: str
    title: str


@dataclass(frozen=True)
class Whose:
    """The calendar that was chosen, and those that may be. `rows` are its duties, with a day or without."""

    chosen: Choice
    choices: tuple[Choice, ...]
    rows: QuerySet[Deadline]


def whose(scope: Scope, key: str) -> Whose:
    """At most three queries. Raises Http404 for an office that the person may not look at."""
    choices = (Choice(MINE, "我的岗位"), Choice(ALL, "能看到的全部"), *_offices(scope))
    chosen = next((choice for choice in choices if choice.key == (key or MINE)), None)
    if chosen is None:
        raise Http404("没有这个机构的日历，或你们无权查看")
    return Whose(chosen, choices, _rows(scope, chosen.key))


def _rows(scope: Scope, key: str) -> QuerySet[Deadline]:
    if key == ALL:
        return scope.duties()
    if key == MINE:
        return mine(scope)
    office = int(key)
    return _with_turns(scope, _owed_by(scope, office), Q(organisation=office))


def mine(scope: Scope) -> QuerySet[Deadline]:
    """Duties of the person's posts, and those whose procedure waits for the person's turn. No query."""
    return _with_turns(scope, scope.own(), addressed(scope.person))


def _offices(scope: Scope) -> Iterable[Choice]:
    """The offices one works in; for leaders and whoever oversees an area every office with duties there."""
    own = dict.fromkeys((str(duty.organisation_id), duty.organisation) for duty in duties(scope.person))
    yield from (Choice(key, title) for key, title in own)
    if not (scope.oversees or Post.objects.filter(person=scope.person, is_leader=True).exists()):
        return
    seen = visible(scope.person)
    unit = Exists(seen.filter(unit=OuterRef("pk")))
    bound = Exists(RoleBinding.objects.filter(organisation=OuterRef("pk"), area__in=seen.values("area")))
    others = Organisation.objects.filter(unit | bound).order_by("name", "pk").values_list("pk", "name")
    yield from (Choice(str(pk), name) for pk, name in others if (str(pk), name) not in own)


def _owed_by(scope: Scope, office: int) -> Q:
    """The duties of an office: as the unit of projects, and by the roles it exercises in areas. One query."""
    owed = Q(pk__in=())
    areas: dict[str, set[str]] = {}
    for role, area in RoleBinding.objects.filter(organisation=office).values_list("role", "area"):
        areas.setdefault(role, set()).add(area)
    for role, bound in areas.items():
        owed |= scope.owed(role, Q(project__area__in=bound))
    for role in {
        r for each in scope.editions for r, defined in each.roles.items() if defined.holder == "unit"
    }:
        owed |= scope.owed(role, Q(project__unit=office))
    return owed


def _with_turns(scope: Scope, owed: Q, turn: Q) -> QuerySet[Deadline]:
    """Duties that are owed, and open ones of others whose procedure stands at one of these turns."""
    running = StepRun.objects.filter(
        turn,
        state="open",
        case__project=OuterRef("project"),
        case__procedure=OuterRef("procedure"),
    ).filter(
        Q(case__record=OuterRef("record")) | Q(case__record=None) | Q(IsNull(OuterRef("record"), True)),
    )
    led = scope.duties().alias(procedure=_procedure(scope))
    return led.filter(owed | Q(Exists(running), done_on=None))


def _procedure(scope: Scope) -> Case:
    """The procedure by which a duty is done, "" where there is none.

    The edition is asked only for codes that editions use differently: this is sent with every statement.
    """
    ways: dict[str, dict[str, str]] = {}
    for edition in scope.editions:
        for code, rule in edition.deadlines.items():
            ways.setdefault(code, {})[edition.id] = rule.procedure or ""
    alike: dict[str, list[str]] = {}
    whens = []
    for code, found in ways.items():
        if len(set(found.values())) == 1:
            alike.setdefault(next(iter(found.values())), []).append(code)
        else:
            whens += [
                When(code=code, project__edition=identity, then=Value(name))
                for identity, name in found.items()
            ]
    whens += [When(code__in=codes, then=Value(name)) for name, codes in alike.items() if name]
    return Case(*whens, default=Value(""))
