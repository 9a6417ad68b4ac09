"""Issuing a circular: it is numbered, entered in the journal, and never changes again."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from xunzhang.accounts.models import Area, Person
from xunzhang.accounts.queries import Duty, duties, title
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.edition import Edition
from xunzhang.projects.services import next_number
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InForce
from xunzhang.supervision.circular.drawn import draw
from xunzhang.supervision.circular.periods import Period
from xunzhang.supervision.circular.wording import title as titled
from xunzhang.supervision.models import Circular
from xunzhang.supervision.names import ORDER

FACT = "circular_on"
LONGEST = 3000


class NotPossible(ValueError):
    """The circular cannot be issued so; the message says why."""


def edition_of(area: str, day: date) -> Edition | None:
    """The edition in force in an area, else the last one that was: what is under way goes on under it."""
    begun = InForce.objects.filter(area=area, since__lte=day).order_by("-since", "-id")
    identity = begun.values_list("edition", flat=True).first()
    return catalogue.edition(identity) if identity else None


def procedure_of(edition: Edition) -> str:
    """The procedure by which the measure itself has circulars issued; "" where it knows none."""
    return next(iter(edition.writers.get(FACT, ())), "")


def basis_of(edition: Edition) -> tuple[Citation, ...]:
    code = procedure_of(edition)
    return edition.procedures[code].cites if code else ()


def issuers(edition: Edition) -> tuple[str, ...]:
    """Who may issue: whom the measure names for it, else those who issue orders."""
    code = procedure_of(edition)
    named = [code] if code else [name for name, each in edition.procedures.items() if each.creates == ORDER]
    return tuple(dict.fromkeys(role for name in named for role in edition.procedures[name].by))


def post_of(person: Person, area: str, edition: Edition) -> Duty | None:
    """The post with which the person may issue for an area, None if there is none."""
    allowed = issuers(edition)
    return next((duty for duty in duties(person) if duty.role in allowed and area in duty.areas), None)


@transaction.atomic
def issue(*, area: Area, period: Period, opinion: str, actor: Person, now: datetime, today: date) -> Circular:
    """Draw, number and keep. Raises PermissionDenied or NotPossible."""
    edition = edition_of(area.code, today)
    if edition is None:
        raise NotPossible("本区还没有施行过办法")
    post = post_of(actor, area.code, edition)
    if post is None:
        offices = "、".join(edition.roles[role].title for role in issuers(edition))
        raise PermissionDenied(f"通报由{offices}发布")
    if period.first > today:
        raise NotPossible("这个时段还没有开始")
    if len(opinion) > LONGEST:
        raise NotPossible(f"意见和要求最多 {LONGEST} 字，现在 {len(opinion)} 字")
    made = Circular.objects.create(
        area=area,
        edition_id=edition.id,
        period=period.code,
        title=titled(area.name, period.title),
        year=today.year,
        number=next_number(f"{area.code}/circular/{today.year}"),
        basis="、".join(cite.label for cite in basis_of(edition)),
        opinion=opinion.strip(),
        content=draw(area, period, today).to_json(),
        issued_on=today,
        issued_at=now,
        person=actor,
        person_words=title(actor),
        office=post.organisation,
    )
    said = {"title": made.title, "reference": made.reference, "circular": made.pk, "area": area.code}
    record(stream=SYSTEM, verb="circular.issued", actor=actor, at=now, data=said)
    return made
