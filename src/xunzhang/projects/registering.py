"""Entering a project from a page: who may, for which units, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.accounts.queries import Duty, duties
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Finding, Verdict
from xunzhang.kernel.submission import Check
from xunzhang.projects import forms
from xunzhang.projects.models import Project
from xunzhang.projects.refusals import elements_of, note
from xunzhang.projects.services import check_registration, register_once
from xunzhang.regulations import catalogue, telling
from xunzhang.regulations.services import edition_for, why_nothing_applies
from xunzhang.web import shapes
from xunzhang.web.forms import FactForm


@dataclass(frozen=True)
class Place:
    """A unit for which the person may enter projects, and the edition that binds its area today."""

    unit_id: int
    unit: str
    area: str
    edition: Edition


@dataclass(frozen=True)
class Judged:
    """The live check: what would be refused, what is still to fill in, and the other rules."""

    refusals: tuple[shapes.Refusal, ...]
    missing: tuple[shapes.Check, ...]
    lines: tuple[shapes.Check, ...]

    @property
    def allowed(self) -> bool:
        return not self.refusals and not self.missing

    @property
    def announced(self) -> str:
        """The sentence for who cannot see the panel change."""
        if self.allowed:
            return "现在可以登记"
        return f"现在登记会被拒 {len(self.refusals)} 处，还有 {len(self.missing)} 项未填"


@dataclass(frozen=True)
class Sheet:
    """The registration page: for which unit, with which form, and how it would be judged."""

    place: Place
    places: tuple[Place, ...]
    form: FactForm
    check: Check
    judged: Judged
    key: str

    @property
    def articles(self) -> tuple[shapes.Article, ...]:
        """The articles that say what belongs in the library."""
        edition = self.place.edition
        return telling.articles(edition, edition.regulation.registration.cites)

    @property
    def sections(self) -> tuple[forms.Section, ...]:
        return forms.sections(self.place.edition, self.form)


def posts_to_register(person: Person, editions: Iterable[Edition]) -> tuple[Duty, ...]:
    """The posts in which a person enters projects under one of these editions."""
    roles = {role for edition in editions for role in edition.regulation.registration.by}
    return tuple(duty for duty in duties(person) if duty.role in roles)


def places(person: Person, today: date) -> tuple[Place, ...]:
    """The units for which the person may enter projects today. One query for each area."""
    found: dict[int, Place] = {}
    binding = {area: edition_for(area, today) for area in sorted({one.home_area for one in duties(person)})}
    for duty in duties(person):
        identity = binding[duty.home_area]
        edition = catalogue.edition(identity) if identity else None
        if edition and duty.role in edition.regulation.registration.by:
            place = Place(duty.organisation_id, duty.organisation, duty.home_area, edition)
            found.setdefault(duty.organisation_id, place)
    return tuple(found.values())


NOBODY = "只有项目建设单位的经办人可以登记项目，并且本区域要有施行中的管理办法"


def why_nowhere(person: Person, today: date) -> str:
    """Why the person may enter no project today: no measure applies there, or the post is another."""
    areas = sorted({one.home_area for one in duties(person)})
    idle = (area for area in areas if edition_for(area, today) is None)
    return next((why_nothing_applies(area, today) for area in idle), NOBODY)


def sheet(
    offered: tuple[Place, ...], unit: str, data: Mapping[str, Any] | None, key: str, today: date
) -> Sheet:
    """The page for one of the units offered, the first one unless another is named."""
    place = next((one for one in offered if str(one.unit_id) == unit), offered[0])
    form = forms.form_for(place.edition, data)
    read = form if data is not None else forms.form_for(place.edition, {})
    forms.require(place.edition, read)
    check = check_registration(place.edition, forms.facts_of(read), today)
    return Sheet(place, offered, form, check, judged(place.edition, read, check), forms.read_key(key))


def judged(edition: Edition, form: FactForm, check: Check) -> Judged:
    """A check in the words of the page, with links to the fields."""
    refused = [finding for finding in check.blocking if finding.verdict is Verdict.FAILS]
    empty = {name for name, value in form.known().items() if value is None}
    shown = (one for one in check.findings if one not in refused and not _names(edition, one) & empty)
    return Judged(
        refusals=tuple(telling.refusal(edition, one, _anchor(edition, form, one)) for one in refused),
        missing=tuple(_missing(form, {*check.asked, forms.NAME} & empty)),
        lines=tuple(telling.check(edition, one) for one in shown),
    )


def _missing(form: FactForm, empty: set[str]) -> Iterator[shapes.Check]:
    for name, field in form.fields.items():
        typed = form[name].data
        if typed and name in form.errors:
            yield shapes.Check(state="fails", text=f"{field.label}：{form.errors[name][0]}", word="要改")
        elif name in empty:
            yield shapes.Check(state="unknown", text=str(field.label), word="未填")


def _names(edition: Edition, finding: Finding) -> frozenset[str]:
    return edition.predicates[finding.rule.require].names


def _anchor(edition: Edition, form: FactForm, finding: Finding) -> str:
    """The first field that the rule asks about."""
    asked = (name for name in form.fields if name in _names(edition, finding))
    return next((f"#{form[name].auto_id}" for name in asked), "")


def enter(sheet: Sheet, actor: Person, now: datetime, today: date) -> tuple[Project, bool]:
    """Enter the project of a sheet, once. Raises RegistrationRefused."""
    return register_once(
        form_key=sheet.key,
        actor=actor,
        area=Area.objects.get(pk=sheet.place.area),
        unit=Organisation.objects.get(pk=sheet.place.unit_id),
        name=sheet.form.cleaned_data[forms.NAME],
        facts=forms.facts_of(sheet.form),
        now=now,
        today=today,
    )


def note_refusal(sheet: Sheet, actor: Person, now: datetime) -> None:
    """Note what stood in the way of entering a project, if the measure did."""
    if sheet.judged.refusals:
        note(
            edition=sheet.place.edition,
            unit=Organisation.objects.get(pk=sheet.place.unit_id),
            project=None,
            act="登记项目",
            elements=elements_of(sheet.place.edition, sheet.check, "registration"),
            actor=actor,
            now=now,
        )
