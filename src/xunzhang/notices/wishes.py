"""How a person wants to hear of each kind of notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.notices.kinds import ADMIN_KIND, KINDS, Kind
from xunzhang.notices.models import Wish


@dataclass(frozen=True)
class Wanted:
    """What holds for a person and a kind, asked for or by default."""

    kind: Kind
    in_system: bool
    mail: str


def wanted(person: Person) -> tuple[Wanted, ...]:
    """Every kind that can reach this person. One query."""
    held = {wish.kind: wish for wish in Wish.objects.filter(person=person)}
    return tuple(_wanted(kind, held.get(kind.code)) for kind in kinds_of(person))


def kinds_of(person: Person) -> Iterable[Kind]:
    return (kind for kind in KINDS.values() if kind.code != ADMIN_KIND or person.is_admin)


def mail_of(people: Iterable[int]) -> Mapping[tuple[int, str], str]:
    """(person, kind) → how letters of the kind go to them, where they said so. One query."""
    rows = Wish.objects.filter(person__in=list(people)).values_list("person", "kind", "mail")
    return {(person, kind): mail for person, kind, mail in rows}


def muted(person: Person) -> QuerySet[Wish, str]:
    """The kinds of which the person does not want to hear in the system; never a duty."""
    duties = [kind.code for kind in KINDS.values() if kind.is_duty]
    return (
        Wish.objects.filter(person=person, in_system=False)
        .exclude(kind__in=duties)
        .values_list("kind", flat=True)
    )


@transaction.atomic
def wish(*, person: Person, wishes: Mapping[str, tuple[bool, str]]) -> None:
    """Keep what a person wants: kind → (in the system, mail). A duty is always in the system.

    Raises KeyError for a kind or a way of mail that there is not.
    """
    ways = dict(Wish.MAIL)
    rows = []
    for code, (in_system, mail) in wishes.items():
        ways[mail]
        rows.append(Wish(person=person, kind=code, in_system=in_system or KINDS[code].is_duty, mail=mail))
    Wish.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["in_system", "mail"], unique_fields=["person", "kind"]
    )


def _wanted(kind: Kind, held: Wish | None) -> Wanted:
    if held is None:
        return Wanted(kind, True, kind.mail)
    return Wanted(kind, held.in_system or kind.is_duty, held.mail)
