"""An edition read article by article: what the system rests on each, and the sentence of each element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xunzhang.kernel.pack.citation import Citation, chinese_numeral
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations import readings
from xunzhang.regulations.importing import OfficeLine, office_lines
from xunzhang.regulations.lines import LINES, Line
from xunzhang.regulations.models import OfficeText

KINDS = (
    ("procedure", "手续"),
    ("step", "步骤"),
    ("rule", "规则"),
    ("deadline", "时限"),
    ("parameter", "数字"),
    ("material", "材料"),
    ("outcome", "结论"),
    ("role", "角色"),
    ("fact", "事实"),
    ("field", "填报"),
    ("measure", "监督措施"),
    ("hold", "停办"),
    ("registration", "登记"),
    ("phase", "阶段"),
    ("effective", "施行日期"),
    ("reference", "相关文件"),
    ("anomaly", "条文异常"),
)
HIDDEN_AS_TAG = frozenset({"outcome", "field", "phase", "reference", "registration", "effective", "fact"})


@dataclass(frozen=True)
class Use:
    """One element that rests on an article, told in a line."""

    kind: str
    code: str
    element: Any
    line: Line
    places: tuple[Citation, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The elements of one kind at an article."""

    kind: str
    title: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class ArticleView:
    """One article: our gist, what the system does with it, and everything that rests on it.

    `office` is the office's own text, where one was imported.
    """

    number: int
    gist: str
    chapter: str
    does: str
    informational: str
    url: str
    groups: tuple[Group, ...]
    office: tuple[OfficeLine, ...] = ()

    @property
    def total(self) -> int:
        return sum(len(group.uses) for group in self.groups)

    @property
    def tags(self) -> tuple[str, ...]:
        """The words beside the gist in the list of articles."""
        kinds = [group.title for group in self.groups if group.kind not in HIDDEN_AS_TAG]
        uses = [use for group in self.groups for use in group.uses]
        more = {
            "闸口": any(is_gate(use) for use in uses),
            "软性": any(use.kind == "rule" and use.element.strength == "soft" for use in uses),
            "认定": any(getattr(use.element, "judged_by", None) for use in uses),
            "系统补充": any(use.line.soft for use in uses),
        }
        plain = ["仅说明"] if self.informational else []
        return (*(kind for kind in kinds if kind != "规则"), *(word for word in more if more[word]), *plain)

    @property
    def keys(self) -> tuple[str, ...]:
        """The interpretation keys that decide here, in order."""
        found = {key for group in self.groups for use in group.uses for key in use.keys}
        return tuple(sorted(found, key=lambda name: int(name[1:])))


def is_gate(use: Use) -> bool:
    """A hard rule, of law or of order: what does not meet it is refused."""
    return use.kind == "rule" and use.element.strength == "hard" and use.element.kind != "notice"


def has_kind(*kinds: str) -> Callable[[ArticleView], bool]:
    return lambda view: any(group.kind in kinds for group in view.groups)


FILTERS: Mapping[str, tuple[str, Callable[[ArticleView], bool]]] = {
    "": ("全部", lambda view: True),
    "gate": ("闸口", lambda view: any(is_gate(use) for group in view.groups for use in group.uses)),
    "limit": ("时限", has_kind("deadline")),
    "material": ("材料", has_kind("material")),
    "anomaly": ("有异常", has_kind("anomaly")),
    "software": ("有系统补充", lambda view: "系统补充" in view.tags),
    "plain": ("仅说明", lambda view: bool(view.informational)),
}


def article_views(edition: Edition, text: OfficeText | None = None) -> tuple[ArticleView, ...]:
    """All articles in order, with the office's text beside them if there is one."""
    at: dict[int, list[Use]] = {number: [] for number in edition.articles.articles}
    for use in uses(edition):
        for number in {cite.article for cite in use.places}:
            at[number].append(use)
    stored = text.articles if text else {}
    told = {number: office_lines(stored.get(str(number), ())) for number in at}
    return tuple(_view(edition, number, at[number], told[number]) for number in sorted(at))


def uses(edition: Edition) -> Iterable[Use]:
    """Every element that cites, with its line."""
    for kind, code, element in edition.elements():
        line = LINES[kind](edition, code, element)
        yield Use(kind, code, element, line, element.cites, readings.keys_of(kind, element))


def _view(edition: Edition, number: int, found: list[Use], office: tuple[OfficeLine, ...]) -> ArticleView:
    article = edition.articles.articles[number]
    groups = [
        Group(kind, title, tuple(use for use in found if use.kind == kind))
        for kind, title in KINDS
        if any(use.kind == kind for use in found)
    ]
    return ArticleView(
        number=number,
        gist=article.gist,
        chapter=edition.articles.chapters[article.chapter],
        does=article.does,
        informational=article.informational,
        url=reverse("regulations:article", args=[edition.id, number]),
        groups=tuple(groups),
        office=office,
    )


@dataclass(frozen=True)
class Chip:
    title: str
    url: str
    count: int
    here: bool


def chips(edition: Edition, views: Iterable[ArticleView], chosen: str) -> tuple[Chip, ...]:
    """The filters of the list of articles that have rows, with how many."""
    address, known = reverse("regulations:edition", args=[edition.id]), tuple(views)
    counted = [(code, title, sum(map(test, known))) for code, (title, test) in FILTERS.items()]
    return tuple(
        Chip(title, f"{address}?show={code}" if code else address, count, code == chosen)
        for code, title, count in counted
        if count
    )


@dataclass(frozen=True)
class Chapter:
    """A chapter with those of its articles that the filter leaves."""

    title: str
    articles: tuple[ArticleView, ...]


def chapters(views: Iterable[ArticleView], chosen: str) -> tuple[Chapter, ...]:
    """The chapters in order; an unknown filter shows everything."""
    _, test = FILTERS.get(chosen, FILTERS[""])
    found: dict[str, list[ArticleView]] = {}
    for view in filter(test, views):
        found.setdefault(view.chapter, []).append(view)
    return tuple(Chapter(title, tuple(articles)) for title, articles in found.items())


def place(use: Use, number: int) -> str:
    """The paragraphs and items of an article that an element cites: 第二款（三）."""
    said = [cite for cite in use.places if cite.article == number and (cite.paragraph or cite.item)]
    return "、".join(_part(cite) for cite in said)


def _part(cite: Citation) -> str:
    paragraph = f"第{chinese_numeral(cite.paragraph)}款" if cite.paragraph else ""
    return paragraph + (f"（{chinese_numeral(cite.item)}）" if cite.item else "")


def parameters_of(edition: Edition, use: Use) -> frozenset[str]:
    """The figures that an element uses: in its conditions or as its length of time."""
    element = use.element
    derived = element.derived if use.kind == "fact" else None
    texts = [getattr(element, key, None) for key in ("when", "require")] + [
        derived.holds if derived else None
    ]
    found = {name for text in texts if text for name in edition.predicates[text].parameters}
    spans = [derived.add] if derived else []
    if use.kind == "deadline":
        window = [element.window.opens, element.window.closes] if element.window else []
        spans = [element.within, element.at_least, element.every, *window]
        found.add(element.interval_parameter or "")
    found |= {str(span.length) for span in spans if span}
    return frozenset(found & set(edition.parameters))
