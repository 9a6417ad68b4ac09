"""The edition that applies for a person today, for the line under the top bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

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
    """The newest edition begun in each area where the person works. One query besides the posts."""
    areas = {area for duty in duties(person) for area in (duty.areas or {duty.home_area})}
    begun = InForce.objects.filter(area__in=areas, since__lte=today).select_related("area", "edition__repeal")
    newest = {row.area_id: row for row in begun.order_by("since")}
    rows = {row.edition_id: row for row in newest.values()}
    return tuple(_told(rows[identity], today) for identity in sorted(rows))


def _told(row: InForce, today: date) -> Regime:
    """An area whose newest edition has run out keeps it in sight: what is under way goes on by it."""
    edition = catalogue.edition(row.edition_id)
    over = row.last is not None and row.last < today
    repeal = row.edition.repealed_on
    why = f"自 {repeal} 起废止" if repeal and repeal <= today else f"{row.until} 到期"
    said = f"{why}，不收新项目，在办的照旧" if over else f"自 {row.since} 起按本版办理"
    trying = "试用区，办的都不是真实项目" if row.area.is_sandbox else ""
    return Regime(
        title=edition.name,
        url=reverse("regulations:edition", args=[row.edition_id]),
        note="，".join(part for part in (trying, edition.regulation.number, said) if part),
        warns=over or bool(trying),
    )
