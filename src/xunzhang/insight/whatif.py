"""试算: the projects one may see, judged as they are and as they would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xunzhang.accounts.models import Person
from xunzhang.kernel.pack.edition import Edition, with_parameters
from xunzhang.kernel.replay import Change, changes
from xunzhang.procedures.queries import situation
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.web.parsing import NotReadable, parse_integer, parse_money
from xunzhang.web.words import wan_exact

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
}
MOST = 500


@dataclass(frozen=True)
class Figure:
    """One figure of the law that may be changed. `typed` is what stands in the field."""

    name: str
    title: str
    unit: str
    cites: tuple[object, ...]
    was: str
    typed: str
    fault: str = ""


@dataclass(frozen=True)
class Played:
    """One project with what would differ on it."""

    project: Project
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class WhatIf:
    """The page. `asked` says whether anything was changed at all."""

    edition: Edition
    other: str
    editions: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    asked: bool
    played: tuple[Played, ...]
    looked_at: int
    is_cut: bool

    @property
    def faults(self) -> bool:
        return any(figure.fault for figure in self.figures)

    @property
    def totals(self) -> list[tuple[str, int, int]]:
        """(kind, changes, projects) of every kind."""
        lines: Counter[str] = Counter(change.kind for one in self.played for change in one.changes)
        projects: Counter[str] = Counter(
            kind for one in self.played for kind in {change.kind for change in one.changes}
        )
        return [(title, lines[kind], projects[kind]) for kind, title in KINDS.items()]


def what_if(person: Person, identity: str, asked: Mapping[str, str], today: date) -> WhatIf:
    """Play another edition (`other`) or other figures (`p-<name>`) on the projects of an edition."""
    edition = catalogue.edition(identity)
    other = asked.get("other", "") if asked.get("other") in catalogue.available() else ""
    figures = tuple(_figures(edition, asked))
    values = _changed(edition, figures)
    is_asked = bool(values or (other and other != identity)) and not any(each.fault for each in figures)
    found = visible(person).filter(edition=identity, level="project").select_related("unit").order_by("code")
    rows = list(found[: MOST + 1]) if is_asked else []
    target = _target(other or identity, tuple(sorted(values.items())) if not other else ())
    played = tuple(_play(edition, target, project, today) for project in rows[:MOST])
    return WhatIf(
        edition=edition,
        other=other,
        editions=tuple((each, catalogue.edition(each).regulation.short) for each in catalogue.available()),
        figures=figures,
        asked=is_asked,
        played=tuple(one for one in played if one.changes),
        looked_at=len(rows[:MOST]),
        is_cut=len(rows) > MOST,
    )


def word(value: str) -> str:
    """A value of a change in Chinese."""
    return WORDS.get(value, value) or "没有这一项"


@lru_cache(maxsize=16)
def _target(identity: str, values: tuple[tuple[str, int], ...]) -> Edition:
    edition = catalogue.edition(identity)
    return with_parameters(edition, dict(values)) if values else edition


def _play(edition: Edition, target: Edition, project: Project, today: date) -> Played:
    before = (edition, situation(edition, project, today))
    after = (target, situation(target, project, today))
    return Played(project, changes(before, after, catalogue.calendar()))


def _figures(edition: Edition, asked: Mapping[str, str]) -> list[Figure]:
    found = []
    for name, parameter in edition.parameters.items():
        if parameter.type not in ("money", "integer") or not isinstance(parameter.value, int):
            continue
        was = _text(parameter.type, parameter.value)
        typed = asked.get(f"p-{name}", was).strip() or was
        fault = _fault(parameter.type, typed)
        unit = "万元" if parameter.type == "money" else parameter.unit
        found.append(Figure(name, parameter.title, unit, tuple(parameter.cites), was, typed, fault))
    return found


def _changed(edition: Edition, figures: tuple[Figure, ...]) -> dict[str, int]:
    """The figures that were typed otherwise than the law has them."""
    said = {
        figure.name: _read(edition.parameters[figure.name].type, figure.typed)
        for figure in figures
        if not figure.fault
    }
    return {name: value for name, value in said.items() if value != edition.parameters[name].value}


def _read(kind: str, typed: str) -> int:
    return parse_money(typed) if kind == "money" else parse_integer(typed)


def _fault(kind: str, typed: str) -> str:
    try:
        value = _read(kind, typed)
    except NotReadable as fault:
        return str(fault)
    return "" if value > 0 else "应大于零"


def _text(kind: str, value: int) -> str:
    return wan_exact(value, separators=False) if kind == "money" else str(value)
