"""Who somebody is: the roles a person exercises, in which organisation and for which areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.db.models import Q

from xunzhang.accounts import roles
from xunzhang.accounts.models import Area, FeedKey, Person, Post, RoleBinding

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


def addressed(person: Person) -> Q:
    """What waits for one of the person's posts: rows with its `role` and `organisation`."""
    found = Q(pk__in=())
    for duty in duties(person):
        found |= Q(role=duty.role, organisation=duty.organisation_id)
    return found


def office_of(role: str, area: str) -> int | None:
    """The organisation that exercises a role in an area, if exactly one does."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES, [area, role])
        found = cursor.fetchmany(2)
    return found[0][0] if len(found) == 1 else None


def feed_digest(word: str) -> str:
    """What is kept of the secret word of a feed."""
    return sha256(word.encode()).hexdigest()


def feed_reader(word: str) -> FeedKey | None:
    """The key of this word with its person; None if nobody has it or the person is not active.

    It is looked up by its digest, so that the time this takes tells nothing of words that exist.
    """
    keys = FeedKey.objects.select_related("person")
    return keys.filter(digest=feed_digest(word), person__is_active=True).first()


DEMO_PREFIX = "demo."


@dataclass(frozen=True)
class DemoAccount:
    """One demonstration account with the title of its first role."""

    username: str
    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class DemoArea:
    """The demonstration accounts of one area; of every area with the name "" (the administrator)."""

    name: str
    accounts: tuple[DemoAccount, ...]
    is_sandbox: bool = False


def demo_areas() -> tuple[DemoArea, ...]:
    """One account for each role of each area, in the order in which posts were given; none in real use.

    A body of a higher level stands with the area that binds it.
    """
    if not settings.DEMO:
        return ()
    bound = RoleBinding.objects.values_list("organisation", "role", "area")
    areas = {(organisation, role): area for organisation, role, area in bound}
    titles = cache(roles.titles)
    found: dict[str, dict[str, DemoAccount]] = {}
    seen: set[int] = set()
    posts = Post.objects.filter(person__username__startswith=DEMO_PREFIX, person__is_active=True)
    for post in posts.select_related("person", "organisation").order_by("id"):
        area = areas.get((post.organisation_id, post.role), post.organisation.area_id)
        cards = found.setdefault(area, {})
        if post.role not in cards and post.person_id not in seen:
            role = titles(area).get(post.role, post.role)
            cards[post.role] = DemoAccount(
                post.person.username, post.person.name, role, post.organisation.name
            )
        seen.add(post.person_id)
    told = {area.code: area for area in Area.objects.filter(code__in=found)}
    shown = (
        DemoArea(told[code].name, tuple(cards.values()), told[code].is_sandbox)
        for code, cards in found.items()
    )
    return (*shown, *_demo_admins())


def _demo_admins() -> tuple[DemoArea, ...]:
    admins = Person.objects.filter(
        username__startswith=DEMO_PREFIX, is_active=True, is_admin=True, posts=None
    )
    cards = tuple(
        DemoAccount(each.username, each.name, "系统管理员", "") for each in admins.order_by("id")[:1]
    )
    return (DemoArea("", cards),) if cards else ()


def demo_person(username: str) -> Person | None:
    """The person behind a demonstration card; None for anybody else and in real use."""
    if not settings.DEMO or not username.startswith(DEMO_PREFIX) or not username.isprintable():
        return None
    return Person.objects.filter(username=username, is_active=True).first()
