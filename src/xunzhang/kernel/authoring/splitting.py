"""A regulation's text file taken apart into chapters, articles, paragraphs (款) and items (项).

Texts come out of word processors and scans: hard line breaks inside sentences, page numbers between lines
and inside sentences, spaces within words of a heading, full-width digits, a dash for the numeral one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ONES = "—－–―-"
_NUMERAL = r"[零〇一二三四五六七八九十百0-9]{1,7}"
_CHAPTER = re.compile(rf"第\s*({_NUMERAL})\s*章\s*([^，。；]{{0,40}})")
_ARTICLE = re.compile(rf"第\s*({_NUMERAL})\s*条(?:\s+|$)(.*)")
_CLOSE = re.compile(rf"第\s*({_NUMERAL})\s*条([^\s第规所的之中内外至到和或及与、，。；：（(].*)")
"""An article whose number is not set apart from its words, and that is no reference to one."""
_ITEM = re.compile(rf"[（(﹙]\s*({_NUMERAL}|[{_ONES}])\s*[）)﹚]\s*(.*)")
_PAGE = re.compile(rf"[{_ONES}]?\s*\d{{1,3}}\s*[{_ONES}]?")
_PAGE_INSIDE = re.compile(rf"(?<=[^\x00-\x7f])\s*[{_ONES}]\s*\d{{1,3}}\s*[{_ONES}]\s*(?=[^\x00-\x7f])")
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]")
_AFTER = re.compile(r"附\s*件|抄\s*送|主\s*办|（此件|.*\d\s*日\s*印发$")
_TITLE = re.compile(r"《([^《》]*(?:办法|规定|细则|条例)[^《》]*)》")
_WIDE = str.maketrans("０１２３４５６７８９　\u00a0", "0123456789  ")
_WRAPPED = 60
"""Where no line is longer than this, the text has hard line breaks at its page's width."""
_INDENT = 2
"""By so many characters the first line of a paragraph is shorter, as its indent is lost."""


@dataclass
class Paragraph:
    """款: its words, and the words of its items in order."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass
class ArticleText:
    """条: its number, the number of its chapter (0 before the first), and its paragraphs."""

    number: int
    chapter: int
    paragraphs: list[Paragraph]

    @property
    def shape(self) -> str:
        """How many paragraphs and items: 3 款，第2款 4 项."""
        counts = [(number, len(each.items)) for number, each in enumerate(self.paragraphs, 1)]
        items = [f"第{number}款 {count} 项" for number, count in counts if count]
        return "，".join([f"{len(self.paragraphs)} 款", *items])

    @property
    def words(self) -> str:
        return "".join(part for each in self.paragraphs for part in (each.text, *each.items))


@dataclass
class Split:
    """A text taken apart. `title` may be empty; `head` stands before the first article."""

    title: str
    chapters: dict[int, str]
    articles: list[ArticleText]
    head: str = ""

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers left out between the first article and the last."""
        found = {each.number for each in self.articles}
        return tuple(number for number in range(1, max(found, default=0)) if number not in found)


def split(text: str) -> Split:
    """Take a text apart. Raises ValueError where it has no first article."""
    lines = list(_lines(text))
    begin = next((number for number, line in enumerate(lines) if _starts(line)), None)
    if begin is None:
        raise ValueError("没有找到第一条：每一条应另起一行，写作“第一条”或“第1条”，后面空一格")
    found = Split(_title(lines[:begin]), {}, [], "".join(lines[:begin]))
    _Reader(found, lines[begin:]).read()
    return found


def number_of(numeral: str) -> int:
    """A Chinese or Arabic numeral up to 999: 二十一 → 21, 〇 → 0, 12 → 12; a dash is read as one."""
    if numeral in _ONES:
        return 1
    if numeral.isdigit():
        return int(numeral)
    total, last = 0, 0
    for sign in numeral:
        if sign in "十百":
            total, last = total + (last or 1) * (10 if sign == "十" else 100), 0
        else:
            last = _DIGITS[sign]
    return total + last


class _Reader:
    """Puts one line after another where it belongs."""

    def __init__(self, found: Split, lines: list[str]) -> None:
        self._found, self._lines, self._full = found, lines, _full(lines)
        self._chapter, self._last, self._over = 0, "", False
        self._at = 0

    def read(self) -> None:
        for position, line in enumerate(self._lines):
            self._at = position
            self._take(line)

    def _take(self, line: str) -> None:
        if self._over or self._is_chapter(line) or self._is_article(line):
            return
        if not self._found.articles:
            return
        if self._ended() and _AFTER.match(line):
            self._over = True
        elif not self._is_item(line):
            self._goes_on(line)
        self._last = line

    def _is_chapter(self, line: str) -> bool:
        match = _CHAPTER.fullmatch(line)
        if match is None or number_of(match[1]) != self._chapter + 1:
            return False
        self._chapter += 1
        self._found.chapters[self._chapter] = re.sub(r"\s", "", match[2])
        self._last = ""
        return True

    def _is_article(self, line: str) -> bool:
        """The article that is due, or one after a gap: a line may begin with a reference to another one."""
        match = _ARTICLE.fullmatch(line)
        if match is None and self._fresh():
            match = _CLOSE.fullmatch(line)
        due = self._found.articles[-1].number + 1 if self._found.articles else 1
        number = number_of(match[1]) if match else 0
        if match is None or (number != due and not self._after_gap(number, due)):
            return False
        self._found.articles.append(ArticleText(number, self._chapter, [Paragraph(match[2])]))
        self._last = line
        return True

    def _after_gap(self, number: int, due: int) -> bool:
        """Whether the articles before this one are left out: none of them comes, and its successor does."""
        if number < due or not self._fresh():
            return False
        later = self._lines[self._at + 1 :]
        heads = [number_of(head[1]) for head in map(_ARTICLE.fullmatch, later) if head]
        return not any(due <= each < number for each in heads) and (number + 1 in heads or not heads)

    def _fresh(self) -> bool:
        """Whether nothing unfinished stands before the line."""
        return not self._last or self._ended()

    def _is_item(self, line: str) -> bool:
        """An item that is due in its paragraph: the first one, or the next after the last."""
        paragraph = self._found.articles[-1].paragraphs[-1]
        match = _ITEM.fullmatch(line)
        if match is None or number_of(match[1]) not in (1, len(paragraph.items) + 1):
            return False
        if number_of(match[1]) == 1 and paragraph.items:
            return False
        paragraph.items.append(match[2])
        return True

    def _goes_on(self, line: str) -> None:
        """A new paragraph after a full stop away from the page's edge, or where the line looks indented."""
        paragraphs = self._found.articles[-1].paragraphs
        if self._ended() and (len(self._last) < self._full or len(line) == self._full - _INDENT):
            paragraphs.append(Paragraph(line))
        elif paragraphs[-1].items:
            paragraphs[-1].items[-1] += line
        else:
            paragraphs[-1].text += line

    def _ended(self) -> bool:
        return self._last.endswith(("。", "！", "？", "。”", "。）"))


def _lines(text: str) -> Iterator[str]:
    """The lines that say something, without page numbers and what converters leave behind."""
    plain = _RESIDUE.sub("", text.lstrip("\ufeff").translate(_WIDE))
    for line in re.split(r"[\r\n\f\v]+", plain):
        said = _PAGE_INSIDE.sub("", line.strip())
        if said and not _PAGE.fullmatch(said):
            yield said


def _starts(line: str) -> bool:
    chapter, article = _CHAPTER.fullmatch(line), _ARTICLE.fullmatch(line) or _CLOSE.fullmatch(line)
    return any(match and number_of(match[1]) == 1 for match in (chapter, article))


def _full(lines: list[str]) -> int:
    """The length of a full line, the commonest of the longer ones; out of reach without line breaks."""
    longest = max(map(len, lines))
    longer = Counter(len(line) for line in lines if len(line) * 3 > longest * 2)
    return 10**6 if longest > _WRAPPED else longer.most_common(1)[0][0]


def _title(before: list[str]) -> str:
    """The document that the covering letter names, else the lines in front of the first chapter."""
    if named := _TITLE.search("".join(before)):
        return named[1].replace(" ", "")
    return "".join(before[-3:]).replace(" ", "")
