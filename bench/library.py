"""A library for the bench: ordinary lives of several ages, and copies of their rows."""

from __future__ import annotations

from collections.abc import Iterator

from bench.world import officers
from tests.conftest import NOW, ORDINARY, TODAY
from tests.rooms.lifecycle import paper
from tests.rooms.lives import ordinary
from xunzhang.accounts.models import Organisation, Person, Post, RoleBinding
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.models import Project, Record
from xunzhang.projects.services import register
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Player

AGES = 4
TOTAL = 600_000_000


def library(identity: str, copies: int) -> Person:
    """Projects of all ages under the edition, each so often, with records, cases and turns; who sees them."""
    builder, lead = officers(identity)
    home = builder.posts.select_related("organisation__area").get().organisation
    _all_posts(identity, home, builder, lead)
    builder, lead = (Person.objects.get(pk=each.pk) for each in (builder, lead))  # who know their new posts
    for project in _aged(home, builder, lead):
        for number in range(1, copies):
            _copy(project, f"{project.code}-{number}")
    return lead


def _all_posts(identity: str, home: Organisation, builder: Person, lead: Person) -> None:
    """One person acts for the unit and one for every office."""
    for role, said in catalogue.edition(identity).roles.items():
        if said.holder == "unit":
            Post.objects.get_or_create(person=builder, organisation=home, role=role)
        elif not RoleBinding.objects.filter(area=home.area, role=role).exists():
            office = Organisation.objects.create(area=home.area, name=said.title)
            RoleBinding.objects.create(area=home.area, role=role, organisation=office)
            Post.objects.create(person=lead, organisation=office, role=role)


def _aged(home: Organisation, builder: Person, lead: Person) -> Iterator[Project]:
    """The first quarter of the ordinary life, the first half of it, and so on up to the whole."""
    acts, held = ordinary(TODAY, TOTAL), set(builder.posts.values_list("role", flat=True))
    player = Player(
        person=lambda _, act: builder if act.who in held else lead,
        paper=lambda asked: paper(f"{asked.case.pk} {asked.slot}"),
    )
    for age in range(1, AGES + 1):
        project = register(
            area=home.area,
            unit=home,
            name=f"事件分拨平台 {age}",
            facts=ORDINARY,
            actor=builder,
            now=NOW,
            today=TODAY,
        )
        yield player.play(project, acts[: len(acts) * age // AGES])


def _copy(project: Project, code: str) -> None:
    """Its row with those that hang on it and that a situation is made of."""
    twin = Project.objects.get(pk=project.pk)
    twin.pk, twin.code = None, code
    twin.save()
    records: dict[int | None, int | None] = {None: None}
    for record in Record.objects.filter(project=project).order_by("id"):
        old, record.pk = record.pk, None
        record.project, record.parent_id = twin, records[record.parent_id]
        record.save()
        records[old] = record.pk
    for case in Case.objects.filter(project=project).order_by("id"):
        turns = list(StepRun.objects.filter(case=case, state="open"))
        case.pk, case.project, case.record_id = None, twin, records[case.record_id]
        case.save()
        for turn in turns:
            turn.pk, turn.case = None, case
            turn.save()
