"""Which interpretation keys decide at an element of an edition, and how the edition reads each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Span
from xunzhang.kernel.pack.interpretation import Key, load_interpretation
from xunzhang.kernel.pack.model import Deadline, Procedure, Reading, Rule, Step
from xunzhang.regulations import catalogue
from xunzhang.regulations.telling import articles
from xunzhang.web.shapes import Article

ORIGINS = {"law": "法律", "practice": "惯例", "choice": "系统选定"}
QUARTERS = 4


@cache
def interpretation() -> Mapping[str, Key]:
    """The keys K1–K14 of the packs folder, read once a process. Raises PackError."""
    return load_interpretation(catalogue.folder() / "interpretation.yaml")


@dataclass(frozen=True)
class KeyLine:
    """One key with what the edition says about it; `own` is None where the default applies."""

    name: str
    key: Key
    own: Reading | None
    used_by: tuple[str, ...]
    articles: Sequence[Article]

    @property
    def origin(self) -> str:
        return ORIGINS[self.key.origin]


def lines(edition: Edition) -> tuple[KeyLine, ...]:
    """Every key, with the titles of the elements whose result it decides."""
    used: dict[str, list[str]] = {}
    for kind, _, element in edition.elements():
        for name in keys_of(kind, element):
            used.setdefault(name, []).append(element.title)
    own = edition.regulation.readings
    return tuple(
        KeyLine(
            name,
            key,
            own.get(name),
            tuple(dict.fromkeys(used.get(name, ()))),
            articles(edition, own[name].cites) if name in own else (),
        )
        for name, key in interpretation().items()
    )


def keys_of(kind: str, element: Any) -> tuple[str, ...]:
    """The keys that decide at one element, in order."""
    makers: Mapping[str, Callable[[Any], Iterable[str]]] = {
        "deadline": _of_deadline,
        "rule": _of_rule,
        "step": _of_step,
        "procedure": _of_procedure,
    }
    found: Iterable[str] = makers[kind](element) if kind in makers else ()
    return tuple(sorted(set(found), key=lambda name: int(name[1:])))


def _of_deadline(rule: Deadline) -> Iterator[str]:
    if rule.unquantified:
        yield "K9"
    if rule.calendar_days:
        yield "K11" if len(rule.calendar_days) == QUARTERS else "K10"
    if len(rule.start) > 1:
        yield "K13"
    for span in (rule.within, rule.every, rule.window.closes if rule.window else None):
        yield from _of_span(span) if span else ()
    if rule.at_least:
        yield from ("K1", "K8")
    if not rule.unquantified:
        yield "K12"


def _of_span(span: Span) -> Iterator[str]:
    yield "K1"
    yield from ("K2",) if span.unit == "working_days" else ("K4",)
    if span.unit in ("months", "years"):
        yield "K3"


def _of_rule(rule: Rule) -> Iterator[str]:
    text = f"{rule.when or ''} {rule.require}"
    if "<=" in text or ">=" in text or "< " in text or "> " in text:
        yield "K5"
    if "*" in text:
        yield "K6"
    if rule.strength == "soft":
        yield "K7"
    if "today" in text:
        yield "K12"


def _of_step(step: Step) -> Iterator[str]:
    if step.kind in ("filing", "notify") and len(step.by) > 1:
        yield "K14"


def _of_procedure(procedure: Procedure) -> Iterator[str]:
    if any(slot.when and ">" in slot.when for slot in procedure.materials.values()):
        yield "K5"
