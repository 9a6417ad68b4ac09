"""Which cases exercise which elements: article → elements → cases.

A case exercises a rule it judges or is refused by, a procedure it starts or asks after, the steps and
outcomes it takes, the deadline it reckons, the papers it says are handed in or missing, the facts it gives
or expects; with these come the figures they use, the roles that act, and the measures taken. A hold is
exercised by a case that gives its facts and asks what can be done. References and the names of phases are
words only, as are roles with nothing to do; an anomaly is exercised by a case that cites its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xunzhang.kernel.authoring.exercise import Mark, marks
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.authoring.usage import idle_roles
from xunzhang.kernel.pack.edition import Edition

WORDS_ONLY = frozenset({"reference", "phase"})
KINDS = {
    "registration": "登记",
    "field": "填报",
    "effective": "施行日期",
    "reference": "文件",
    "phase": "阶段",
    "measure": "监督措施",
    "hold": "停办",
    "role": "角色",
    "parameter": "参数",
    "fact": "事实",
    "rule": "规则",
    "deadline": "时限",
    "anomaly": "异常",
    "procedure": "手续",
    "material": "材料",
    "step": "步骤",
    "outcome": "结论",
}


@dataclass(frozen=True)
class Covered:
    """An element that cites an article, and the names of the cases that exercise it."""

    kind: str
    code: str
    title: str
    cases: tuple[str, ...]
    words_only: bool

    @property
    def needs_case(self) -> bool:
        return not self.words_only and not self.cases


@dataclass(frozen=True)
class ArticleCover:
    """One article: its gist, the elements that rest on it, and how many cases cite it."""

    number: int
    gist: str
    informational: str
    elements: tuple[Covered, ...]
    citing: int

    @property
    def bare(self) -> tuple[Covered, ...]:
        """The elements without a case."""
        return tuple(element for element in self.elements if element.needs_case)


@dataclass(frozen=True)
class Cover:
    """The coverage of one edition."""

    edition: str
    title: str
    cases: int
    articles: tuple[ArticleCover, ...]

    @property
    def accounted(self) -> int:
        """Articles that an element rests on, or that say why none does."""
        return sum(bool(article.elements or article.informational) for article in self.articles)

    @property
    def elements(self) -> tuple[int, int]:
        """How many elements there are that want a case, and how many of them have one; each counted once."""
        wanting = {
            (element.kind, element.code): element
            for article in self.articles
            for element in article.elements
            if not element.words_only
        }
        return len(wanting), sum(bool(element.cases) for element in wanting.values())


def cover(pack: Pack) -> Cover:
    """The coverage of an edition by its cases. Raises PackError where a case cannot be read."""
    edition = pack.edition
    cases = [case for _, _, case in pack.cases()]
    seen: dict[Mark, list[str]] = {}
    for case in cases:
        for mark in dict.fromkeys(marks(edition, case)):
            seen.setdefault(mark, []).append(case.name)
    citing = [{cite.article for cite in case.cites} for case in cases]
    articles = []
    for number in range(1, edition.regulation.articles + 1):
        said = edition.articles.articles[number]
        resting = tuple(_resting(edition, number, seen))
        count = sum(number in cited for cited in citing)
        articles.append(ArticleCover(number, said.gist, said.informational, resting, count))
    return Cover(edition.id, edition.regulation.title, len(cases), tuple(articles))


def _resting(edition: Edition, number: int, seen: Mapping[Mark, list[str]]) -> Iterator[Covered]:
    idle = idle_roles(edition)
    for kind, code, element in edition.elements():
        if any(cite.article == number for cite in element.cites):
            silent = kind in WORDS_ONLY or (kind == "role" and code in idle)
            title = _title(edition, kind, code, element)
            yield Covered(kind, code, title, tuple(seen.get((kind, code), ())), silent)


def _title(edition: Edition, kind: str, code: str, element: object) -> str:
    if kind == "field":
        return edition.facts[code.split(".")[-1]].title
    named = {"effective": "施行日期", "registration": "登记项目"}
    return str(getattr(element, "title", "")) or named.get(kind, code)
