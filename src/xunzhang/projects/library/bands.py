"""Amount bands, cut at the amounts that the measures in force write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Parameter
from xunzhang.projects.library.choice import Choice
from xunzhang.regulations.telling import articles
from xunzhang.web import words
from xunzhang.web.shapes import Article


@dataclass(frozen=True)
class Cut:
    """An amount (分) at which the measures cut, and which parameter says so."""

    amount: int
    title: str
    articles: tuple[Article, ...]


def cuts(editions: Iterable[Edition]) -> tuple[Cut, ...]:
    """Every amount a measure names, ascending; the same amount once for each parameter."""
    found = [
        Cut(parameter.value, parameter.title, articles(edition, parameter.cites))
        for edition in editions
        for parameter in edition.parameters.values()
        if _is_amount(parameter) and isinstance(parameter.value, int)
    ]
    return tuple(sorted(found, key=lambda cut: cut.amount))


def band_choices(editions: Iterable[Edition]) -> tuple[Choice, ...]:
    """不足 200 · 200 整 · 超过 200，不足 500 · 500 整 · 超过 500 · 待补充."""
    figures = sorted({cut.amount for cut in cuts(editions)})
    return (*_between(figures), Choice("unknown", "待补充", Q(amount=None)))


def _between(figures: list[int]) -> Iterator[Choice]:
    if not figures:
        return
    yield Choice(f"-{_wan(figures[0])}", f"不足 {_wan(figures[0])}", Q(amount__lt=figures[0]))
    for low, high in zip(figures, [*figures[1:], None], strict=True):
        yield Choice(_wan(low), f"{_wan(low)} 整", Q(amount=low))
        if high is None:
            yield Choice(f"{_wan(low)}-", f"超过 {_wan(low)}", Q(amount__gt=low))
        else:
            title = f"超过 {_wan(low)}，不足 {_wan(high)}"
            yield Choice(f"{_wan(low)}-{_wan(high)}", title, Q(amount__gt=low, amount__lt=high))


def _wan(fen: int) -> str:
    """万元 without needless decimals: 200, 49.5."""
    return words.wan_exact(fen, separators=False).rstrip("0").rstrip(".")


def _is_amount(parameter: Parameter) -> bool:
    return parameter.type == "money"
