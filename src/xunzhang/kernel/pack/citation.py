"""Citations: which article, paragraph and item of a measure an element rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

_ONE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?(?:\((\d{1,2})\))?")
_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, order=True)
class Citation:
    """One place in the text. Written `25`, `30.2` (paragraph 2), `17(6)` (item 6), `8.1(3)`."""

    article: int
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        paragraph = f".{self.paragraph}" if self.paragraph else ""
        return f"{self.article}{paragraph}" + (f"({self.item})" if self.item else "")

    @property
    def label(self) -> str:
        """As a page shows it: 第30条第二款."""
        words = f"第{self.article}条"
        if self.paragraph:
            words += f"第{chinese_numeral(self.paragraph)}款"
        return words + (f"（{chinese_numeral(self.item)}）" if self.item else "")


def chinese_numeral(number: int) -> str:
    """1 … 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    head = "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def parse_citation(text: str) -> tuple[Citation, ...]:
    """One citation, or all articles of a range `9-13`. Raises ValueError for anything else."""
    if span := _RANGE.fullmatch(text):
        first, last = int(span[1]), int(span[2])
        if first >= last:
            raise ValueError(f"引用范围“{text}”前后颠倒")
        return tuple(Citation(number) for number in range(first, last + 1))
    if not (match := _ONE.fullmatch(text)):
        raise ValueError(f"引用“{text}”写法不对，应为 25、30.2、17(6) 或 9-13")
    return (Citation(int(match[1]), int(match[2] or 0), int(match[3] or 0)),)


def _parse_all(raw: Any) -> tuple[Citation, ...]:
    parts = raw if isinstance(raw, list | tuple) else [raw]
    found: list[Citation] = []
    for part in parts:
        found.extend([part] if isinstance(part, Citation) else parse_citation(str(part).strip()))
    return tuple(found)


Cites = Annotated[
    tuple[Citation, ...],
    BeforeValidator(_parse_all, json_schema_input_type=int | str | list[int | str]),
    PlainSerializer(lambda cites: [str(cite) for cite in cites], return_type=list[str]),
]
