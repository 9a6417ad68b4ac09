"""The edition that applies for a person today, for the line under the top bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InForce
from xunzhang.web import clock
from xunzhang.web.context import Regime

Answer = Callable[[HttpRequest], HttpResponse]


def regime(answer: Answer) -> Answer:
    """Middleware: `request.regime` is a sequence of Regime, read when a page first asks for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.regime = SimpleLazyObject(lambda: _of(request))  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def _of(request: HttpRequest) -> tuple[Regime, ...]:
    user = getattr(request, "user", None)
    return applying(user, clock.today()) if isinstance(user, Person) else ()


def applying(person: Person, today: date) -> tuple[Regime, ...]:
    """The editions in force today in the areas where the person works. One query besides the posts."""
    areas = {area for duty in duties(person) for area in (duty.areas or {duty.home_area})}
    rows = InForce.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), area__in=areas, since__lte=today
    )
    editions = {row.edition_id: row.since for row in rows.order_by("edition", "-since")}
    return tuple(_told(identity, since) for identity, since in editions.items())


def _told(identity: str, since: date) -> Regime:
    regulation = catalogue.edition(identity).regulation
    version = identity.partition("@")[2]
    return Regime(
        title=f"{regulation.short} {version} 版",
        url=reverse("regulations:edition", args=[identity]),
        note="，".join(part for part in (regulation.number, f"自 {since} 起按本版办理") if part),
    )
