"""The only door to a project: who sees it, and which roles a person exercises on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import Duty, duties
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.veil import Veil, veil
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue


def roles_on(person: Person, project: Project) -> frozenset[str]:
    """The role codes that the person exercises on this project."""
    edition = catalogue.edition(project.edition_id)
    return frozenset(
        duty.role for duty in duties(person) if duty.role in edition.roles and _acts_on(duty, project)
    )


def _acts_on(duty: Duty, project: Project) -> bool:
    holder = catalogue.edition(project.edition_id).roles[duty.role].holder
    if holder == "unit":
        return duty.organisation_id == project.unit_id
    return project.area_id in duty.areas


def visible(person: Person) -> QuerySet[Project]:
    """Projects the person may read: of the own unit, of areas overseen, or with an own turn in them."""
    own = {duty.organisation_id for duty in duties(person) if not duty.areas}
    allowed = Q(unit__in=own)
    for duty in duties(person):
        if duty.areas:
            allowed |= _overseen(duty)
    return Project.objects.filter(allowed)


def _overseen(duty: Duty) -> Q:
    """Editions differ in who sees what; a role that sees only what is assigned to it needs a turn there."""
    sees = {
        identity: catalogue.edition(identity).roles[duty.role].sees
        for identity in catalogue.available()
        if duty.role in catalogue.edition(identity).roles
    }
    whole = [identity for identity, scope in sees.items() if scope == "area"]
    turns = [identity for identity, scope in sees.items() if scope == "assigned"]
    assigned = Q(cases__runs__role=duty.role, cases__runs__organisation=duty.organisation_id)
    mine = (
        Project.objects.filter(assigned, edition__in=turns).values("id") if turns else Project.objects.none()
    )
    return Q(area__in=duty.areas) & (Q(edition__in=whole) | Q(id__in=mine))


def veil_on(person: Person, project: Project) -> Veil:
    """What the person, who may read the project, does not see of it all the same."""
    return veil(catalogue.edition(project.edition_id), roles_on(person, project))


def veil_over(person: Person, edition: Edition) -> Veil:
    """The same for counts over many projects: each post of the person must let see, or it is left out."""
    posts = [veil(edition, {duty.role}) for duty in duties(person) if duty.role in edition.roles]
    return max(posts, key=lambda each: len(each.kinds), default=veil(edition, ()))


def project_for(person: Person, code: str) -> Project:
    """The project, if the person may read it. Raises Http404: to strangers it does not exist."""
    found = visible(person).filter(code=code).select_related("unit", "area", "edition__repeal").first()
    if found is None:
        raise Http404("没有这个项目，或你们无权查看")
    return found


def oversees(person: Person, area: str, edition: Edition) -> bool:
    """Whether the person sees everything of an area, as the edition in force there says of a post."""
    held = (duty.role for duty in duties(person) if area in duty.areas)
    return any(role in edition.roles and edition.roles[role].sees == "area" for role in held)


def of_areas(person: Person) -> frozenset[str]:
    """The areas to which the person belongs, by the own office or by what it oversees."""
    return frozenset(area for duty in duties(person) for area in (*duty.areas, duty.home_area))
