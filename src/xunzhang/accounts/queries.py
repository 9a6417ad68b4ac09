"""Who somebody is: the roles a person exercises, in which organisation and for which areas."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from xunzhang.accounts import roles
from xunzhang.accounts.models import Person, Post

# Written out because every act and every page sends them (docs/decisions/0007).
_POSTS = """SELECT post.role, office.id, office.name, office.area_id
FROM accounts_post AS post JOIN accounts_organisation AS office ON office.id = post.organisation_id
WHERE post.person_id = %s ORDER BY post.id"""
_BOUND = """SELECT role, organisation_id, area_id FROM accounts_rolebinding
WHERE organisation_id IN (SELECT organisation_id FROM accounts_post WHERE person_id = %s)"""
_OFFICES = "SELECT organisation_id FROM accounts_rolebinding WHERE area_id = %s AND role = %s LIMIT 2"


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
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, [person.pk])
        posts = cursor.fetchall()
        if not posts:
            return ()
        cursor.execute(_BOUND, [person.pk])
        bound: dict[tuple[str, int], set[str]] = {}
        for role, organisation, area in cursor.fetchall():
            bound.setdefault((role, organisation), set()).add(area)
    return tuple(
        Duty(role, organisation, name, home, frozenset(bound.get((role, organisation), ())))
        for role, organisation, name, home in posts
    )


def title(person: Person) -> str:
    """Name and office, as the journal and the pages write a person."""
    held = duties(person)
    return f"{person.name}（{held[0].organisation}）" if held else person.name


def office_of(role: str, area: str) -> int | None:
    """The organisation that exercises a role in an area, if exactly one does."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES, [area, role])
        found = cursor.fetchmany(2)
    return found[0][0] if len(found) == 1 else None


DEMO_PREFIX = "demo."


@dataclass(frozen=True)
class DemoAccount:
    """One demonstration account with the title of its first role."""

    username: str
    name: str
    role: str
    organisation: str


def demo_accounts() -> tuple[DemoAccount, ...]:
    """One account for each role, in the order in which posts were given; none in real use."""
    if not settings.DEMO:
        return ()
    posts = Post.objects.filter(person__username__startswith=DEMO_PREFIX, person__is_active=True)
    known = roles.titles()
    found: dict[str, DemoAccount] = {}
    seen: set[int] = set()
    for post in posts.select_related("person", "organisation").order_by("id"):
        if post.role not in found and post.person_id not in seen:
            role = known.get(post.role, post.role)
            found[post.role] = DemoAccount(
                post.person.username, post.person.name, role, post.organisation.name
            )
        seen.add(post.person_id)
    return (*found.values(), *_demo_admins())


def _demo_admins() -> tuple[DemoAccount, ...]:
    admins = Person.objects.filter(
        username__startswith=DEMO_PREFIX, is_active=True, is_admin=True, posts=None
    )
    return tuple(
        DemoAccount(each.username, each.name, "系统管理员", "") for each in admins.order_by("id")[:1]
    )


def demo_person(username: str) -> Person | None:
    """The person behind a demonstration card; None for anybody else and in real use."""
    if not settings.DEMO or not username.startswith(DEMO_PREFIX) or not username.isprintable():
        return None
    return Person.objects.filter(username=username, is_active=True).first()
