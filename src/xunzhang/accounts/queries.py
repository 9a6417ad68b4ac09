"""Who somebody is: the roles a person exercises, in which organisation and for which areas."""

from __future__ import annotations

from dataclasses import dataclass

from xunzhang.accounts.models import Person, RoleBinding


@dataclass(frozen=True)
class Duty:
    """One post: a role in an organisation, and the areas in which that organisation exercises the role."""

    role: str
    organisation_id: int
    organisation: str
    home_area: str
    areas: frozenset[str]


def duties(person: Person) -> tuple[Duty, ...]:
    """The person's posts. Two queries, kept on the object for the length of a request."""
    kept: tuple[Duty, ...] | None = getattr(person, "_duties", None)
    if kept is None:
        kept = _duties(person)
        person._duties = kept  # type: ignore[attr-defined]
    return kept


def _duties(person: Person) -> tuple[Duty, ...]:
    posts = list(person.posts.select_related("organisation").order_by("id"))
    offices = {post.organisation_id for post in posts}
    bound: dict[tuple[str, int], set[str]] = {}
    for role, organisation, area in RoleBinding.objects.filter(organisation__in=offices).values_list(
        "role", "organisation", "area"
    ):
        bound.setdefault((role, organisation), set()).add(area)
    return tuple(
        Duty(
            role=post.role,
            organisation_id=post.organisation_id,
            organisation=post.organisation.name,
            home_area=post.organisation.area_id,
            areas=frozenset(bound.get((post.role, post.organisation_id), ())),
        )
        for post in posts
    )


def title(person: Person) -> str:
    """Name and office, as the journal and the pages write a person."""
    held = duties(person)
    return f"{person.name}（{held[0].organisation}）" if held else person.name


def office_of(role: str, area: str) -> int | None:
    """The organisation that exercises a role in an area, if exactly one does."""
    found = list(RoleBinding.objects.filter(area=area, role=role).values_list("organisation", flat=True)[:2])
    return found[0] if len(found) == 1 else None
