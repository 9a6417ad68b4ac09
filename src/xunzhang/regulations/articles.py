"""The list of articles and the one article beside it, with what happened at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xunzhang.accounts.models import Person
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations import lines, reading, readings, touched
from xunzhang.regulations.head import Head
from xunzhang.regulations.models import OfficeText


def contents(head: Head, asked: Mapping[str, str], person: Person, text: OfficeText | None) -> dict[str, Any]:
    """The list of articles, its filters, and the one article beside it. `asked` are the words of the address.

    The office's text stands beside the gists unless the address says `text=off`.
    """
    views = reading.article_views(head.edition, text)
    chosen, opened = asked.get("show", ""), asked.get("article", "")
    number = int(opened) if opened.isascii() and opened.isdigit() else None
    counts = touched.counts(person, head.edition)
    shown = reading.chapters(views, chosen)
    first = next((view.number for chapter in shown for view in chapter.articles), 1)
    return {
        "head": head,
        "text": text,
        "beside": text is not None and asked.get("text") != "off",
        "chips": reading.chips(head.edition, views, chosen if chosen in reading.FILTERS else ""),
        "chapters": [
            (chapter.title, [(view, counts.get(view.number, touched.NOTHING)) for view in chapter.articles])
            for chapter in shown
        ],
        "shown": sum(len(chapter.articles) for chapter in shown),
        "panel": panel(head.edition, views, number or first, counts),
    }


def panel(
    edition: Edition,
    views: Sequence[reading.ArticleView],
    number: int,
    counts: Mapping[int, touched.Counts],
) -> dict[str, Any] | None:
    """One article with what rests on it and what happened there; None if there is no such article."""
    view = next((view for view in views if view.number == number), None)
    if view is None:
        return None
    keys = readings.interpretation()
    return {
        "view": view,
        "groups": [
            (group, [(use, reading.place(use, number)) for use in group.uses]) for group in view.groups
        ],
        "keys": [(name, keys[name], edition.regulation.readings.get(name)) for name in view.keys],
        "counts": tuple(
            (name, word, getattr(counts.get(number, touched.NOTHING), name))
            for name, word in touched.WORDS.items()
        ),
        "edition": edition,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < len(views) else None,
        "readings_url": lines.section(edition, "readings"),
    }
