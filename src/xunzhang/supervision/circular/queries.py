"""Reading circulars: those issued, and what one would say now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from xunzhang.accounts.models import Area, Person
from xunzhang.accounts.queries import duties
from xunzhang.kernel.pack.edition import Edition
from xunzhang.projects.access import of_areas, oversees, visible
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.circular.drawn import ALL, Drawn, Line, draw, from_json
from xunzhang.supervision.circular.measures import MEASURES, Entry
from xunzhang.supervision.circular.periods import Period, choices, default
from xunzhang.supervision.circular.services import basis_of, edition_of, issuers, post_of, procedure_of
from xunzhang.supervision.circular.wording import Wording, paragraphs, title, wording
from xunzhang.supervision.models import Circular
from xunzhang.web import shapes


@dataclass(frozen=True)
class Cell:
    text: str
    url: str
    rate: str


@dataclass(frozen=True)
class Row:
    unit: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Shown:
    """A circular on its page: issued, or as it would be.

    `duty` names the procedure by which the measure has circulars issued, "" if it knows none; `may_issue`
    says whether this person may issue for the area, `issuers` in words who may.
    """

    area: Area
    edition: Edition
    period: str
    issued: Circular | None
    drawn: Drawn
    articles: tuple[shapes.Article, ...]
    duty: str
    issuers: str
    may_issue: bool
    base: str

    @property
    def title(self) -> str:
        return self.issued.title if self.issued else title(self.area.name, self.drawn.period)

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.drawn, self.area.name)

    @property
    def heads(self) -> list[tuple[str, str]]:
        return [(measure.title, measure.how) for measure in MEASURES.values()]

    @property
    def rows(self) -> list[Row]:
        return [self._row(line) for line in (*self.drawn.lines, self.drawn.total)]

    @property
    def wording(self) -> Wording:
        issued = self.issued
        basis = issued.basis if issued else "、".join(cite.label for cite in basis_of(self.edition))
        said = f"根据《{self.edition.regulation.title}》{basis}" if basis else ""
        return wording(
            self.drawn,
            self.area.name,
            said,
            issued.opinion if issued else "",
            issued.reference if issued else "",
            issued.office if issued else "",
            issued.issued_on if issued else None,
        )

    def _row(self, line: Line) -> Row:
        def url(code: str) -> str:
            return f"{self.base}rows/?measure={code}&unit={'' if line.unit == ALL else line.unit}"

        return Row(line.unit, [Cell(str(each.count), url(each.code), each.rate) for each in line.figures])


@dataclass(frozen=True)
class Behind:
    """The rows behind one figure, each with whether the person may open its project."""

    title: str
    how: str
    unit: str
    rows: Sequence[tuple[Entry, bool]]


@dataclass(frozen=True)
class Offer:
    """An area for which the person may see what a circular would say."""

    area: Area
    periods: Sequence[Period]
    chosen: str


def issued_for(person: Person) -> QuerySet[Circular]:
    """The circulars of the person's areas, newest first. One query."""
    found = Circular.objects.filter(area__in=of_areas(person)).select_related("area").defer("content")
    return found.order_by("-issued_at", "-id")[:200]


def offers(person: Person, today: date) -> list[Offer]:
    areas = Area.objects.filter(code__in={code for duty in duties(person) for code in duty.areas})
    return [
        Offer(area, list(choices(today).values()), default(today).code)
        for area in areas.order_by("code")
        if _edition(person, area, today)
    ]


def draft(person: Person, code: str, period: str, today: date) -> Shown:
    """What a circular would say now. Raises Http404 for an area one does not oversee or a strange period."""
    known = code.isascii() and code.isdigit()
    area = Area.objects.filter(code=code[:6]).first() if known else None
    chosen = choices(today).get(period)
    edition = _edition(person, area, today) if area else None
    if area is None or chosen is None or edition is None:
        raise Http404("没有这份通报，或你们无权查看")
    base = reverse("supervision:circular", args=[area.code, chosen.code])
    may = post_of(person, area.code, edition) is not None
    return _shown(area, edition, chosen.code, None, draw(area, chosen, today), may, base)


def issued(person: Person, identity: int) -> Shown:
    """A circular as it was issued. Raises Http404 for people of other areas."""
    rows = Circular.objects.filter(area__in=of_areas(person)).select_related("area")
    found = rows.filter(pk=identity).first()
    if found is None:
        raise Http404("没有这份通报，或你们无权查看")
    base = reverse("supervision:issued", args=[found.pk])
    edition = catalogue.edition(found.edition_id)
    may = post_of(person, found.area_id, edition) is not None
    return _shown(found.area, edition, found.period, found, from_json(found.content), may, base)


def behind(person: Person, shown: Shown, measure: str, unit: str) -> Behind:
    """One query more. Raises Http404 for a measure or a unit that is not in the circular."""
    if measure not in MEASURES or unit not in ("", *shown.drawn.units):
        raise Http404("通报里没有这个数")
    found = MEASURES[measure]
    rows = shown.drawn.rows(measure, unit)
    seen = visible(person).filter(code__in={row.project for row in rows})
    codes = set(seen.values_list("code", flat=True))
    told = [(row, row.project in codes) for row in rows]
    return Behind(found.title, found.how, unit or "各单位", told)


def _edition(person: Person, area: Area, today: date) -> Edition | None:
    """The edition of an area that the person oversees, None otherwise."""
    edition = edition_of(area.code, today)
    return edition if edition and oversees(person, area.code, edition) else None


def _shown(
    area: Area, edition: Edition, period: str, circular: Circular | None, drawn: Drawn, may: bool, base: str
) -> Shown:
    code = procedure_of(edition)
    return Shown(
        area=area,
        edition=edition,
        period=period,
        issued=circular,
        drawn=drawn,
        articles=telling.articles(edition, basis_of(edition)),
        duty=edition.procedures[code].title if code else "",
        issuers="、".join(edition.roles[role].title for role in issuers(edition)),
        may_issue=may,
        base=base,
    )
