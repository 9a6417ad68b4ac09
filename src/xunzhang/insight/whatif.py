"""试算: the projects one may see, judged as they are and as they would be. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from xunzhang.accounts.models import Person
from xunzhang.insight.figures import Figure, changed, figures
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.citation import Citation
from xunzhang.kernel.pack.edition import Edition, with_parameters
from xunzhang.kernel.replay import Change, changes
from xunzhang.procedures.queries import Sight, kept, situation_from
from xunzhang.procedures.records import record_title
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

KINDS = {
    "rule": "规则",
    "deadline": "时限",
    "procedure": "手续",
    "material": "材料",
    "office": "谁来办",
}
WORDS = {
    "holds": "符合",
    "fails": "不符合",
    "unknown": "待补充",
    "not_applicable": "不适用",
    "ready": "可办",
    "waiting": "不能办",
    "refused": "会被拒",
    "missing": "须交",
    "skipped": "不经过",
}
NONE = {
    "rule": "没有这条规则",
    "deadline": "没有期限",
    "procedure": "不用办",
    "material": "不用交",
    "office": "不经过",
}
MOST = 500
PER_PAGE = 20
COMMONEST = 12


@dataclass(frozen=True)
class Line:
    """One difference on a project, in words. `record` is the contract, payment … that it is about."""

    kind: str
    title: str
    before: str
    after: str
    cites: tuple[Citation, ...]
    record: str = ""

    @property
    def way(self) -> tuple[str, str]:
        """Before and after; of days only whether there is a limit and which way it moves."""
        if self.kind != "deadline":
            return self.before, self.after
        none = NONE["deadline"]
        if none not in (self.before, self.after):
            return "各有期限", "提前" if self.after < self.before else "推后"
        return (none, "有期限") if self.before == none else ("有期限", none)


@dataclass(frozen=True)
class Played:
    """One project with what would differ on it."""

    project: Project
    lines: tuple[Line, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        found = Counter(line.kind for line in self.lines)
        return tuple((title, found[kind]) for kind, title in KINDS.items() if found[kind])


@dataclass(frozen=True)
class Total:
    """A kind, or the same difference on several projects: how often, on how many projects."""

    kind: str
    title: str
    lines: int
    projects: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class WhatIf:
    """What was asked and what came of it. `asked` says whether anything was changed at all."""

    edition: Edition
    other: str
    editions: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    today: date
    asked: bool
    played: tuple[Played, ...]
    looked_at: int
    is_cut: bool

    @property
    def faults(self) -> bool:
        return any(figure.fault for figure in self.figures)

    @property
    def law(self) -> str:
        """The law that was played, in words."""
        if self.other:
            return dict(self.editions)[self.other]
        told = (
            f"{each.title} {each.before} → {each.after}{each.unit and ' ' + each.unit}"
            for each in self.figures
            if each.is_changed
        )
        return "；".join(told)

    @property
    def totals(self) -> list[Total]:
        """Every kind, those without a difference too."""
        lines: Counter[str] = Counter(line.kind for one in self.played for line in one.lines)
        projects: Counter[str] = Counter(
            kind for one in self.played for kind in {line.kind for line in one.lines}
        )
        return [Total(kind, title, lines[kind], projects[kind]) for kind, title in KINDS.items()]

    @property
    def commonest(self) -> list[Total]:
        """The same difference on the most projects first; of days, whether they come earlier or later."""
        lines: Counter[tuple[str, str, str, str]] = Counter()
        projects: Counter[tuple[str, str, str, str]] = Counter()
        for one in self.played:
            own = [(line.kind, line.title, *line.way) for line in one.lines]
            lines.update(own)
            projects.update(set(own))
        return [
            Total(kind, title, lines[kind, title, before, after], count, before, after)
            for (kind, title, before, after), count in projects.most_common(COMMONEST)
        ]

    def only(self, kind: str = "", title: str = "", way: tuple[str, str] | None = None) -> tuple[Played, ...]:
        """The projects with their differences of one kind, one matter, one way; left out is any."""

        def wanted(line: Line) -> bool:
            return kind in ("", line.kind) and title in ("", line.title) and way in (None, line.way)

        found = (Played(one.project, tuple(filter(wanted, one.lines))) for one in self.played)
        return tuple(one for one in found if one.lines)


def what_if(person: Person, identity: str, asked: Mapping[str, str], today: date) -> WhatIf:
    """Play another edition (`other`) or other figures (`p-<name>`) on the projects of an edition.

    Four queries besides the posts, however many projects; at most MOST of them, those entered last.
    """
    edition, available = catalogue.edition(identity), catalogue.available()
    other = asked.get("other", "") if asked.get("other") in available else ""
    other = "" if other == identity else other
    found = figures(edition, asked)
    values = {} if other else changed(edition, found)
    is_asked = bool(values or other) and not any(each.fault for each in found)
    projects = list(_library(person, identity)[: MOST + 1]) if is_asked else []
    target = _target(other or identity, tuple(sorted(values.items())))
    played = tuple(_played(edition, target, projects[:MOST], today))
    return WhatIf(
        edition=edition,
        other=other,
        editions=tuple((each, catalogue.edition(each).name) for each in available),
        figures=found,
        today=today,
        asked=is_asked,
        played=played,
        looked_at=len(projects[:MOST]),
        is_cut=len(projects) > MOST,
    )


def _library(person: Person, identity: str) -> QuerySet[Project]:
    own = visible(person).filter(edition=identity, level="project")
    return own.select_related("unit").order_by("-registered_on", "-id")


@lru_cache(maxsize=16)
def _target(identity: str, values: tuple[tuple[str, Value], ...]) -> Edition:
    edition = catalogue.edition(identity)
    return with_parameters(edition, dict(values)) if values else edition


def _played(edition: Edition, target: Edition, projects: Sequence[Project], today: date) -> Iterator[Played]:
    """The projects on which anything differs."""
    lines = kept(projects) if projects else {}
    for project in projects:
        found = lines[project.pk]
        before = (edition, situation_from(edition, project, found, today))
        same = target.facts is edition.facts  # only figures differ
        after = (target, before[1] if same else situation_from(target, project, found, today))
        differing = changes(before, after, catalogue.calendar())
        if differing:
            titles = _titles(Sight(project, *before), differing)
            yield Played(
                project, tuple(_line(change, titles.get(change.record_id, "")) for change in differing)
            )


def _titles(seen: Sight, differing: Iterable[Change]) -> dict[int | None, str]:
    """How the records are called that differences are about."""
    found = map(seen.situation.record, {change.record_id for change in differing})
    return {record.id: record_title(seen, record) for record in found if record}


def _line(change: Change, record: str) -> Line:
    return Line(
        kind=change.kind,
        title=change.title,
        before=_word(change.kind, change.before),
        after=_word(change.kind, change.after),
        cites=change.cites,
        record=record,
    )


def _word(kind: str, value: str) -> str:
    """A value of a change in Chinese."""
    return WORDS.get(value, value) or NONE[kind]
