"""The baseline of a project on its page: the first approval, the changes upon it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from xunzhang.kernel.baseline import Apart, apart
from xunzhang.kernel.facts import FactType, Value, from_json
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import Situation
from xunzhang.procedures.models import Layer
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling
from xunzhang.web import shapes
from xunzhang.web.words import wan_exact


@dataclass(frozen=True)
class Laid:
    """One layer: which procedure approved it, and in words what it changed of the layer before."""

    number: int
    title: str
    url: str
    day: date
    document: str
    person: str
    articles: tuple[shapes.Article, ...]
    changes: Sequence[str]
    facts: dict[str, Value]
    is_change: bool


@dataclass(frozen=True)
class Line:
    """A kept fact as first and as last approved, and what came of it; differences are in words.

    `first` is the value of the first layer that knows it. `came` and its differences are "" where nothing is
    compared or known yet.
    """

    name: str
    title: str
    kind: FactType
    first: Value
    last: Value
    now: Value
    first_text: str
    last_text: str
    came: str
    came_text: str
    changed: str
    against_first: str
    against_last: str

    @property
    def unchanged(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Base:
    """The tab. Layers newest first; no layers: not approved yet, or approved before layers were kept."""

    approved: bool
    layers: Sequence[Laid]
    lines: Sequence[Line]


def base(project: Project, situation: Situation, edition: Edition) -> Base:
    """One query."""
    named = catalogue.vocabulary().baseline
    if named is None:
        return Base(False, (), ())
    rows = list(Layer.objects.filter(project=project).select_related("case").order_by("number"))
    laid = list(_laid(edition, rows))
    approved = situation.facts.get(named.begins) is not None
    lines = tuple(_lines(edition, situation, laid)) if laid else ()
    return Base(approved, tuple(reversed(laid)), lines)


def _laid(edition: Edition, rows: Sequence[Layer]) -> Iterator[Laid]:
    before: dict[str, Value] = {}
    for row in rows:
        facts = from_json(row.facts, edition.types)
        procedure = edition.procedures.get(row.case.procedure)
        yield Laid(
            number=row.number,
            title=procedure.title if procedure else row.case.procedure,
            url=reverse("procedures:case", args=[row.case_id]),
            day=row.day,
            document=row.document,
            person=row.person_words,
            articles=telling.articles(edition, procedure.cites) if procedure else (),
            changes=tuple(_changes(edition, row, before, facts)),
            facts=facts,
            is_change=bool(row.change),
        )
        before = facts


def _changes(edition: Edition, row: Layer, was: dict[str, Value], now: dict[str, Value]) -> Iterator[str]:
    """What a layer changed of the facts kept, then what the change says of itself."""
    if row.number > 1:
        for name, value in now.items():
            if value != was.get(name):
                title = edition.facts[name].title
                yield f"{title}：{_text(edition, name, was.get(name))} → {_text(edition, name, value)}"
    for name, value in from_json(row.change, edition.types).items():
        fact = edition.facts[name]
        if value not in (None, False) and fact.type in (FactType.TEXT, FactType.LONGTEXT, FactType.BOOLEAN):
            yield fact.title if value is True else f"{fact.title}：{value}"


def _lines(edition: Edition, situation: Situation, laid: Sequence[Laid]) -> Iterator[Line]:
    named = catalogue.vocabulary().baseline
    last = laid[-1].facts
    first = {name: value for each in reversed(laid) for name, value in each.facts.items()}
    for name, outcome in (named.facts if named else {}).items():
        if name in edition.facts and (first.get(name) is not None or last.get(name) is not None):
            known = outcome if outcome in edition.facts else None
            now = (situation.facts.get(known) or None) if known else None  # a sum over nothing is no figure
            line = _line(edition, name, first.get(name), last.get(name), known, now)
            yield replace(line, changed=_told_apart(line, laid))


def _told_apart(line: Line, laid: Sequence[Laid]) -> str:
    """The difference of the approvals; a text that no change rewrote says which layers tell the changes."""
    changing = [str(each.number) for each in laid if each.is_change]
    if not line.unchanged or not changing or line.kind not in (FactType.TEXT, FactType.LONGTEXT):
        return line.changed
    return f"没有改写，变更见第 {'、'.join(changing)} 层"


def _line(edition: Edition, name: str, first: Value, last: Value, outcome: str | None, now: Value) -> Line:
    kind = edition.facts[name].type
    return Line(
        name=name,
        title=edition.facts[name].title,
        kind=kind,
        first=first,
        last=last,
        now=now,
        first_text=_text(edition, name, first),
        last_text=_text(edition, name, last),
        came=edition.facts[outcome].title if outcome else "",
        came_text=_text(edition, outcome, now) if outcome else "",
        changed=difference(kind, apart(kind, first, last)),
        against_first=difference(kind, apart(kind, first, now)),
        against_last=difference(kind, apart(kind, last, now)),
    )


def difference(kind: FactType, found: Apart | None) -> str:
    """＋40.00 万元（＋6.7%）, 晚 12 天, 有改动; "" where it cannot be told."""
    if found is None:
        return ""
    if not found.differs:
        return "没有变"
    if found.more is None:
        return "有改动"
    if kind is FactType.DATE:
        return f"{'晚' if found.more > 0 else '早'} {abs(found.more)} 天"
    sign = "＋" if found.more > 0 else "－"
    if kind is not FactType.MONEY:
        return f"{sign}{abs(found.more)}"
    share = abs(found.thousandths) if found.thousandths is not None else None
    part = f"（{sign}{share // 10}.{share % 10}%）" if share is not None else ""
    return f"{sign}{wan_exact(abs(found.more))} 万元{part}"


def _text(edition: Edition, name: str, value: Value) -> str:
    return telling.value_text(edition, name, value) if value is not None else "没有"
