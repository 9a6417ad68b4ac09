"""概况: what is known of a project, grouped by where it was asked, each value with its origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.desk.project.compliance import finding_url
from xunzhang.desk.project.sheet import Sheet
from xunzhang.journal import services as journal
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.elements import Fact
from xunzhang.kernel.pack.model import Procedure
from xunzhang.procedures.models import Case
from xunzhang.regulations import telling
from xunzhang.web import shapes

Key = tuple[int | None, str]


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: which act, when, by whom."""

    text: str
    url: str = ""
    files: Sequence[shapes.Link] = ()


@dataclass(frozen=True)
class FactRow:
    """One fact with its value (None: 待补充), article, origin, and the finding this person may make."""

    fact: Fact
    value: Value
    articles: tuple[shapes.Article, ...]
    origin: Origin
    find: shapes.Link | None = None


@dataclass(frozen=True)
class Group:
    title: str
    rows: Sequence[FactRow]


@dataclass(frozen=True)
class Facts:
    """The facts of the project itself, and those of each record it has."""

    groups: Sequence[Group]
    records: Sequence[Group]


def facts(sheet: Sheet) -> Facts:
    """Every known fact once, where it was first asked; then findings of officers, then what follows."""
    origins = {**_origins(sheet), **_found(sheet)}
    groups = [
        *_asked(sheet, origins),
        Group("由机关认定", tuple(_judged(sheet, origins))),
        Group("由其他事实推算", tuple(_rest(sheet, origins))),
    ]
    return Facts([group for group in groups if group.rows], list(_records(sheet, origins)))


def rows_of(sheet: Sheet, names: Iterable[str]) -> Iterator[FactRow]:
    """The project's facts of these names, known or not."""
    origins = {**_origins(sheet), **_found(sheet)}
    return (_row(sheet, name, origins) for name in names if sheet.edition.facts[name].entity == "project")


def _asked(sheet: Sheet, origins: Mapping[Key, Origin]) -> Iterator[Group]:
    seen: set[str] = set()
    registration = sheet.edition.regulation.registration
    parts = [("登记", [field.fact for field in registration.form])]
    order = [phase.code for phase in sheet.edition.regulation.phases]
    procedures = sorted(sheet.edition.procedures.values(), key=lambda each: order.index(each.phase))
    parts += [(each.title, list(_names(each))) for each in procedures]
    for title, names in parts:
        known = [
            name
            for name in dict.fromkeys(names)
            if name not in seen
            and sheet.situation.facts.get(name) is not None
            and sheet.edition.facts[name].judged_by is None
        ]
        seen.update(known)
        yield Group(title, tuple(_row(sheet, name, origins) for name in known))


def _names(procedure: Procedure) -> Iterator[str]:
    """The facts a procedure asks in its form and at its steps, and those that its results set."""
    yield from (field.fact for field in procedure.form)
    yield from procedure.set
    for step in procedure.steps.values():
        yield from (field.fact for field in step.form)
        for outcome in step.outcomes.values():
            yield from (field.fact for field in outcome.form)
            yield from outcome.set


def _judged(sheet: Sheet, origins: Mapping[Key, Origin]) -> Iterator[FactRow]:
    for name, fact in sheet.edition.facts_of("project").items():
        if fact.judged_by is not None:
            yield _row(sheet, name, origins)


def _rest(sheet: Sheet, origins: Mapping[Key, Origin]) -> Iterator[FactRow]:
    """Facts that no procedure asks or sets: they are computed from others."""
    asked = {name for procedure in sheet.edition.procedures.values() for name in _names(procedure)}
    asked |= {field.fact for field in sheet.edition.regulation.registration.form}
    for name, value in sheet.situation.facts.items():
        if value is not None and name not in asked and sheet.edition.facts[name].judged_by is None:
            yield _row(sheet, name, origins)


def _records(sheet: Sheet, origins: Mapping[Key, Origin]) -> Iterator[Group]:
    for record in sheet.situation.records:
        rows = [
            _row(sheet, name, origins, record.id)
            for name, fact in sheet.edition.facts_of(record.entity).items()
            if record.facts.get(name) is not None or fact.judged_by
        ]
        yield Group(sheet.record_title(record.id) + ("（作废）" if record.is_void else ""), rows)


def _row(sheet: Sheet, name: str, origins: Mapping[Key, Origin], record_id: int | None = None) -> FactRow:
    fact = sheet.edition.facts[name]
    record = sheet.situation.record(record_id)
    value = (record.facts if record else sheet.situation.facts).get(name)
    may = sheet.may_find(name, record_id)
    return FactRow(
        fact=fact,
        value=value,
        articles=telling.articles(sheet.edition, fact.cites[:2]),
        origin=origins.get((record_id, name)) or _default(sheet, fact, value),
        find=shapes.Link(text=f"认定{fact.title}", url=finding_url(sheet, name, record_id)) if may else None,
    )


def _default(sheet: Sheet, fact: Fact, value: Value) -> Origin:
    if fact.derived:
        return Origin("系统推算")
    if value is None and fact.judged_by:
        return Origin(f"等{sheet.role_title(fact.judged_by)}认定")
    by = f"{sheet.project.registered_on} 登记"
    return Origin(by) if value is not None else Origin("")


def _origins(sheet: Sheet) -> dict[Key, Origin]:
    """Which act wrote each fact last."""
    found: dict[Key, Origin] = {}
    for case in sheet.submitted:
        procedure = sheet.procedure(case)
        text = f"{procedure.title}，{case.submitted_on}，{case.organisation.name}"
        _note(found, sheet, case, [*case.facts, *procedure.set], text)
        for run in case.runs.all():
            step = sheet.step(case, run)
            if run.state == "done" and step and run.outcome in step.outcomes and run.acted_at:
                office = run.organisation.name if run.organisation else sheet.role_title(run.role)
                said = f"{procedure.title}·{step.title}，{localtime(run.acted_at):%Y-%m-%d}，{office}"
                _note(found, sheet, case, [*run.facts, *step.outcomes[run.outcome].set], said)
    return found


def _note(found: dict[Key, Origin], sheet: Sheet, case: Case, names: Iterable[str], text: str) -> None:
    origin = Origin(text, reverse("procedures:case", args=[case.pk]))
    for name in names:
        own = sheet.edition.facts[name].entity == "project"
        found[(None if own else case.record_id, name)] = origin


def _found(sheet: Sheet) -> dict[Key, Origin]:
    """Findings of officers, from the journal."""
    entries = journal.entries(sheet.project.code).filter(verb="fact.found").order_by("number")
    found: dict[Key, Origin] = {}
    for entry in entries:
        text = f"{localtime(entry.at):%Y-%m-%d} {entry.actor_words}认定：{entry.data.get('reason', '')}"
        files = [_file(number, each) for number, each in enumerate(entry.data.get("evidence", ()), 1)]
        found[(entry.data.get("record"), str(entry.data.get("name")))] = Origin(text, files=files)
    return found


def _file(number: int, said: Mapping[str, object]) -> shapes.Link:
    url = reverse("documents:download", args=[said["version"]])
    return shapes.Link(text=f"证据 {number}", url=url)
