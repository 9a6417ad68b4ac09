"""The office's own file of a measure, read and compared with the pack. Nothing is written here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from xunzhang.files.words import NotReadable, words
from xunzhang.kernel.authoring.splitting import ArticleText, Split, split
from xunzhang.kernel.pack.citation import chinese_numeral
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations.errors import NotPossible

ENOUGH = 5
"""With fewer wordings than this in a pack, only the name tells whose text it is."""
SHARE = 3
"""A text has at least one of so many wordings that the pack quotes; other texts have far fewer."""
_SIGNS = re.compile(r"[\s“”‘’\"'《》〈〉，。；：、（）(),.;:—…/]")
_BETWEEN = re.compile(r"[；、/]|……")


@dataclass(frozen=True)
class Wording:
    """Words of the text that the pack quotes, the articles where it says they stand, and whether they do."""

    literal: str
    articles: tuple[int, ...]
    found: bool


@dataclass(frozen=True)
class Examined:
    """A readable file that is the text of this measure, as the page before the import shows it."""

    filename: str
    size: int
    sha256: str
    is_source: bool
    title: str
    is_named: bool
    articles: tuple[ArticleText, ...]
    missing: tuple[int, ...]
    extra: tuple[int, ...]
    wordings: tuple[Wording, ...]

    @property
    def kept(self) -> tuple[ArticleText, ...]:
        """The articles that the edition has; what stands beyond is not imported."""
        return tuple(each for each in self.articles if each.number not in self.extra)

    @property
    def found(self) -> int:
        """How many of the wordings stand where the pack says."""
        return sum(each.found for each in self.wordings)

    @property
    def strange(self) -> tuple[Wording, ...]:
        return tuple(each for each in self.wordings if not each.found)

    def rows(self, edition: Edition) -> tuple[tuple[int, str, str, str], ...]:
        """Number, our gist, how the article is built, and its words in the file ("" where it is missing)."""
        told = {each.number: each for each in self.kept}
        return tuple(
            (number, one.gist, told[number].shape if number in told else "", _words(told.get(number)))
            for number, one in sorted(edition.articles.articles.items())
        )

    @property
    def is_sound(self) -> bool:
        """Whether nothing needs a second look."""
        return self.is_source or (self.is_named and not self.missing and not self.extra)

    def to_json(self) -> dict[str, Any]:
        """What an import keeps."""
        return {
            "filename": self.filename,
            "size": self.size,
            "sha256": self.sha256,
            "articles": {str(each.number): [asdict(part) for part in each.paragraphs] for each in self.kept},
        }


def examine(edition: Edition, filename: str, data: bytes) -> Examined:
    """Read a file as the text of an edition. Raises NotPossible with what is wrong and what to do."""
    digest = hashlib.sha256(data).hexdigest()
    found = _split(filename, data)
    quoted = tuple(_wordings(edition, found))
    is_source = digest == edition.regulation.source_sha256
    named = _plain(_bare(edition.regulation.title)) in _plain(found.head + found.title + filename)
    if not is_source and not _belongs(quoted, found, named):
        raise NotPossible(_of_another(edition, found, quoted))
    numbers = {each.number for each in found.articles}
    ours = set(edition.articles.articles)
    return Examined(
        filename=filename,
        size=len(data),
        sha256=digest,
        is_source=is_source,
        title=found.title,
        is_named=named,
        articles=tuple(found.articles),
        missing=tuple(sorted(ours - numbers)),
        extra=tuple(sorted(numbers - ours)),
        wordings=quoted,
    )


def _words(article: ArticleText | None) -> str:
    return article.words if article else ""


def _split(filename: str, data: bytes) -> Split:
    try:
        return split(words(filename, data))
    except NotReadable as fault:
        raise NotPossible(str(fault)) from None
    except ValueError as fault:
        hint = "如果文件打开是乱码，先另存为 UTF-8 文本；如果是扫描后识别的，先校对条号"
        raise NotPossible(f"{fault}。{hint}") from None


def _belongs(quoted: Sequence[Wording], found: Split, named: bool) -> bool:
    if len(quoted) < ENOUGH:
        return named or not found.title
    return sum(each.found for each in quoted) * SHARE >= len(quoted)


def _of_another(edition: Edition, found: Split, quoted: Sequence[Wording]) -> str:
    called = f"，看名称像是《{found.title[:60]}》" if found.title else ""
    hits = sum(each.found for each in quoted)
    return (
        f"这份文件不像是{edition.regulation.title}的这一版{called}：系统照录的 {len(quoted)} 处原文，"
        f"在相应的条里只找到 {hits} 处。请核对文件；另一版办法请到它自己的页面导入"
    )


def _wordings(edition: Edition, found: Split) -> Iterator[Wording]:
    """What the pack quotes: how roles are called, dates, defects; in pieces where several are joined."""
    told = {each.number: _plain(each.words) for each in found.articles}
    seen = set()
    for literal, articles in _quoted(edition):
        for piece in filter(_plain, _BETWEEN.split(literal)):
            if (piece, articles) not in seen:
                seen.add((piece, articles))
                stands = any(_plain(piece) in told.get(number, "") for number in articles)
                yield Wording(piece.strip(), articles, stands)


def _quoted(edition: Edition) -> Iterator[tuple[str, tuple[int, ...]]]:
    for role in edition.roles.values():
        for alias in role.aliases:
            yield alias.literal, tuple(cite.article for cite in alias.cites)
    for day in (edition.regulation.effective, edition.regulation.expiry):
        if day.text and day.cites:
            yield day.text, tuple(cite.article for cite in day.cites)
    for anomaly in edition.anomalies.values():
        yield anomaly.literal, tuple(cite.article for cite in anomaly.cites)


def _plain(text: str) -> str:
    """Without blanks and punctuation, full-width signs as their usual ones."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def _bare(title: str) -> str:
    """A name without what stands in brackets at its end: （征求意见稿）."""
    return re.sub(r"（[^（）]*）$", "", title)


@dataclass(frozen=True)
class OfficeLine:
    """A paragraph or an item of the office's text, as a page shows it."""

    text: str
    is_item: bool = False


def office_lines(stored: Sequence[Mapping[str, Any]]) -> tuple[OfficeLine, ...]:
    """The lines of an article from its stored paragraphs; items are numbered again."""
    return tuple(_lines(stored))


def _lines(stored: Sequence[Mapping[str, Any]]) -> Iterator[OfficeLine]:
    for part in stored:
        yield OfficeLine(part["text"])
        for number, item in enumerate(part["items"], 1):
            yield OfficeLine(f"（{chinese_numeral(number)}）{item}", is_item=True)
