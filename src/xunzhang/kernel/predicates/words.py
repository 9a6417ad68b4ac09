"""The words of a predicate: an allow-list, checked before any parser sees the text."""

import re
from dataclasses import dataclass
from typing import NoReturn

MAX_LENGTH = 2000
MAX_DEPTH = 20
"""Brackets within brackets. The parser takes some twenty Python frames for each of them."""

KEYWORDS = frozenset("AND OR NOT IN BETWEEN IS NULL TRUE FALSE COALESCE".split())
_REFUSED = {
    **dict.fromkeys(("LIKE", "ILIKE", "GLOB", "SIMILAR", "REGEXP"), "不能用 {word}：条件不做模糊匹配"),
    **dict.fromkeys(("SELECT", "EXISTS", "ANY", "ALL", "SOME", "FROM", "WITH"), "不能用子查询（{word}）"),
    **dict.fromkeys(("CASE", "WHEN", "THEN", "ELSE", "END"), "不能用 {word}：请写成 AND、OR"),
    **dict.fromkeys(("CAST", "CONVERT"), "不能转换类型（{word}）"),
    **dict.fromkeys(("DIV", "MOD"), "不能用除法（{word}）：比例请用乘法比较"),
}
_WORD = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<comment>--|/\*|\*/)
    | (?P<number>[0-9]+(?:_[0-9]+)*(?![0-9A-Za-z_.]))
    | (?P<parameter>:[a-z][a-z0-9_]*(?![A-Za-z]))
    | (?P<keyword>[Dd][Aa][Tt][Ee](?=\s*'))
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<string>'(?:[^'\r\n]|'')*')
    | (?P<sign><=|>=|<>|[=<>+\-*(),](?!=))
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BAD_IN_TEXT = re.compile(r'[\x00-\x1f\x7f\\%"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]')
_STRANGE = (
    (re.compile(r"!="), "不等于请写 <>"),
    (re.compile(r"=="), "等于请写一个 ="),
    (re.compile(r"/|%"), "不能用除法：比例请用乘法比较"),
    (re.compile(r"\|\||&|\||\^|~|#"), "没有这个运算"),
    (re.compile(r"::"), "不能转换类型"),
    (re.compile(r"[0-9._]*\.[0-9]|[0-9]+[.eE]"), "不能用小数：金额以分计，比例请用乘法比较"),
    (re.compile(r"[0-9]"), "数写得不对"),
    (re.compile(r"'"), "文字没有收尾的单引号"),
    (re.compile(r"[\"`\[\]]"), "名称不加引号，文字用单引号"),
    (re.compile(r";"), "不能用分号：一个条件只有一句"),
    (re.compile(r":"), "参数名应为小写英文字母、数字、下划线"),
    (re.compile(r"\."), "名称里不能有点"),
    (re.compile(r"[^\x00-\x7f]"), "只能用半角英文字符，中文只能写在单引号里"),
)


class PredicateError(ValueError):
    """A predicate that is refused; the message is Chinese and names the place in the text."""


@dataclass(frozen=True)
class Word:
    """One word: its kind (name, keyword, parameter, number, string, sign), text and offset from 0."""

    kind: str
    text: str
    start: int


def refuse(message: str, start: int | None = None) -> NoReturn:
    """Raise PredicateError; `start` is an offset from 0, told as a place counted from 1."""
    raise PredicateError(message if start is None else f"第 {start + 1} 个字符处：{message}")


def is_name(text: str) -> bool:
    """Whether the text may name a fact or a parameter: [a-z][a-z0-9_]*, at most 63 characters."""
    return _NAME.fullmatch(text) is not None


def is_plain_text(text: str) -> bool:
    """Whether a string has no control, invisible or quoting characters that engines treat differently."""
    return _BAD_IN_TEXT.search(text) is None


def words(text: str) -> list[Word]:
    """The words of a predicate, spaces left out. Raises PredicateError."""
    if len(text) > MAX_LENGTH:
        refuse(f"条件过长：{len(text)} 个字符，至多 {MAX_LENGTH} 个")
    found: list[Word] = []
    start = 0
    while start < len(text):
        match = _WORD.match(text, start)
        if match is None:
            _refuse_strange(text, start)
        if match.lastgroup != "space":
            found.append(_word(match))
        start = match.end()
    if not found:
        refuse("条件是空的")
    _check_sequence(found)
    return found


def _word(match: re.Match[str]) -> Word:
    kind, text, start = str(match.lastgroup), match.group(), match.start()
    if kind == "comment":
        refuse("条件里不能有注释", start)
    if kind == "string" and not is_plain_text(text):
        refuse("文字里有不许用的字符（控制符、不可见字符、双引号、反斜杠、百分号）", start)
    if kind == "parameter" and not is_name(text[1:]):
        refuse("参数名过长", start)
    if kind == "name":
        return _named(text, start)
    return Word(kind, text.replace("_", "") if kind == "number" else text, start)


def _named(text: str, start: int) -> Word:
    upper = text.upper()
    if upper in KEYWORDS:
        return Word("keyword", upper, start)
    if upper in _REFUSED:
        refuse(_REFUSED[upper].format(word=upper), start)
    if not is_name(text):
        refuse(f"名称 {text} 应为小写英文字母、数字、下划线，以字母开头，至多 63 个字符", start)
    return Word("name", text, start)


def _refuse_strange(text: str, start: int) -> NoReturn:
    for pattern, message in _STRANGE:
        if pattern.match(text, start):
            refuse(message, start)
    refuse(f"不认识的字符 {text[start]!r}", start)


def _check_sequence(found: list[Word]) -> None:
    """Bound what would make a recursive parser run deep, and refuse calls of functions."""
    depth = 0
    for before, word in zip([None, *found], found, strict=False):
        depth += {"(": 1, ")": -1}.get(word.text, 0)
        if depth > MAX_DEPTH:
            refuse(f"括号套得太深：至多 {MAX_DEPTH} 层", word.start)
        if depth < 0:
            refuse("多了一个右括号", word.start)
        if before is not None:
            _check_pair(before, word)
    if depth:
        refuse(f"少了 {depth} 个右括号")


def _check_pair(before: Word, word: Word) -> None:
    if before.kind in ("name", "parameter") and word.text == "(":
        refuse(f"不能用函数 {before.text}：只许用 COALESCE", before.start)
    if before.text in ("NOT", "+", "-") and word.text in ("NOT", "+", "-"):
        refuse(f"{before.text} 与 {word.text} 不能相连，请加括号", word.start)
    if before.kind == word.kind == "string":
        refuse("两段文字不能相连", word.start)
