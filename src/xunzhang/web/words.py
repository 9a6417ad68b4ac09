"""How values are written: 万元, dates with weekday, comparisons as computed. Integer arithmetic only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from xunzhang.kernel.writing import ORDER_OF_DAYS as ORDER_OF_DAYS
from xunzhang.kernel.writing import SIGNS as SIGNS
from xunzhang.kernel.writing import wan_exact as wan_exact

if TYPE_CHECKING:
    from xunzhang.web.shapes import Article

WEEKDAYS = "一二三四五六日"
AT_THE_LIMIT = {
    ">=": "恰在下限，按“不低于”算符合",
    "<=": "恰在上限，按“不超过”算符合",
    ">": "恰在界线，按“超过”不算",
    "<": "恰在界线，按“不足”不算",
}
MISSING = "待补充"
YEAR = "年"  # a unit whose numbers are names: never written 2,027


class Computed(Protocol):
    """A comparison with its values (the kernel's Computed). Money in 分.

    `operator` is what is asked, `relation` what is so (None if a side is not known); the optional
    `left_factors` and `right_factors` are the factors where a side is a product.
    """

    @property
    def left_value(self) -> object: ...
    @property
    def right_value(self) -> object: ...
    @property
    def operator(self) -> str: ...
    @property
    def relation(self) -> str | None: ...
    @property
    def holds(self) -> bool | None: ...
    @property
    def type(self) -> object: ...


def yuan(fen: int) -> str:
    """元 with two decimals and separators: 612500000 → 6,125,000.00."""
    sign, rest = ("−" if fen < 0 else ""), abs(fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def wan(fen: int) -> str:
    """万元 for reading, two decimals, half up; a sum that would round to 0.00 is written in full."""
    sign, rest = ("−" if fen < 0 else ""), abs(fen)
    hundredths = (rest + 5_000) // 10_000
    if rest and not hundredths:
        return wan_exact(fen)
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def as_date(value: object) -> date | None:
    """A date from a date, a datetime or stored text YYYY-MM-DD; None if it is none of them."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def day_text(value: date) -> str:
    """2026-12-15 周二."""
    return f"{value.isoformat()} 周{WEEKDAYS[value.weekday()]}"


def article_text(cite: object) -> str:
    """第37条 from 37, "37", "第37条" or an object with `.label`; "9-13" → 第9—13条."""
    text = str(getattr(cite, "label", cite)).strip()
    if not text.replace("-", "").isdigit():
        return text
    return f"第{text.replace('-', '—')}条"


def basis_text(articles: "Iterable[Article]") -> str:
    """第25条、第28条: the articles that something rests on, "" without any."""
    return "、".join(article_text(each.cite) for each in articles)


def quantity(value: object, kind: str) -> str:
    """One value of a comparison: money in 万元 to the 分, whole numbers with separators, dates plain."""
    if value is None:
        return MISSING
    if kind == "boolean" or isinstance(value, bool):
        return "是" if value else "否"
    if kind == "money":
        return wan_exact(int(str(value)))
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def factor_pairs(factors: object, kind: str) -> list[tuple[object, str]]:
    """Factors as (value, type): objects with .value and .type, or pairs (value, type)."""
    pairs: list[tuple[object, str]] = []
    for factor in factors if isinstance(factors, Iterable) else ():
        if isinstance(factor, Sequence) and not isinstance(factor, str):
            pairs.append((factor[0], str(factor[1])))
        elif hasattr(factor, "value"):
            pairs.append((factor.value, str(getattr(factor, "type", kind))))
    return pairs


def side_text(value: object, factors: object, kind: str) -> str:
    """26.00 × 20 ＝ 520.00, or the value alone."""
    pairs = factor_pairs(factors, kind)
    whole = quantity(value, kind)
    if len(pairs) < 2:
        return whole
    product = " × ".join(quantity(number, sort) for number, sort in pairs)
    return product if value is None else f"{product} ＝ {whole}"


def _base(value: object, factors: object, kind: str) -> tuple[int, int] | None:
    """(money, multiplier) of a side, or None if it is not of that form."""
    pairs = factor_pairs(factors, kind)
    if not pairs:
        return (value, 1) if isinstance(value, int) else None
    money = [number for number, sort in pairs if sort == "money"]
    plain = [number for number, sort in pairs if sort != "money"]
    if len(money) != 1 or len(plain) != 1 or not isinstance(money[0], int) or not isinstance(plain[0], int):
        return None
    return money[0], plain[0]


def share_text(computed: Computed) -> str:
    """4.58%: the part of the whole when money is compared with a multiple of money; else "".

    Rounded to two decimals, but never onto the limit itself unless the values are equal.
    """
    kind = str(computed.type)
    left_factors = getattr(computed, "left_factors", ())
    right_factors = getattr(computed, "right_factors", ())
    left = _base(computed.left_value, left_factors, kind)
    right = _base(computed.right_value, right_factors, kind)
    if kind != "money" or not left or not right or left[1] == right[1] == 1 or not right[0] or not left[1]:
        return ""
    hundredths = (2 * 10_000 * left[0] + right[0]) // (2 * right[0])
    unequal = left[0] * left[1] != right[0] * right[1]
    if unequal and hundredths * left[1] == 10_000 * right[1]:
        hundredths += 1 if left[0] * left[1] > right[0] * right[1] else -1
    return f"{Decimal(hundredths) / 100:.2f}%"


def comparison_text(computed: Computed) -> str:
    """26.00 × 20 ＝ 520.00 ＜ 568.00（4.58%）; at the very limit it says how the text counts it."""
    kind = str(computed.type)
    left = side_text(computed.left_value, getattr(computed, "left_factors", ()), kind)
    right = side_text(computed.right_value, getattr(computed, "right_factors", ()), kind)
    relation = (computed.relation if computed.holds is False else None) or computed.operator
    if kind == "date":
        word = ORDER_OF_DAYS.get(relation, relation)
        return f"{left} {word} {right}" + (" 同一天" if relation == "=" else "")
    share = share_text(computed)
    text = f"{left} {SIGNS.get(relation, relation)} {right}" + (f"（{share}）" if share else "")
    note = AT_THE_LIMIT.get(computed.operator, "") if computed.relation == "=" else ""
    return f"{text}，{note}" if note else text


def title_of(values: object, code: object) -> str:
    """The title of a choice: `values` maps code → title, or lists pairs or objects with .code and .title."""
    return {key: title for key, title, _ in choices_of(values)}.get(str(code), str(code))


def choices_of(values: object) -> list[tuple[str, str, str]]:
    """(code, title, note) of every choice: a mapping, pairs, codes, or objects with .code, .title, .note."""
    if isinstance(values, Mapping):
        return [(str(code), str(title), "") for code, title in values.items()]
    return [_choice(item) for item in values] if isinstance(values, Iterable) else []


def _choice(item: object) -> tuple[str, str, str]:
    """One choice as (code, title, note)."""
    if isinstance(item, str):
        return item, item, ""
    if isinstance(item, Sequence):
        return str(item[0]), str(item[1]), str(item[2]) if len(item) > 2 else ""
    return (
        str(getattr(item, "code", item)),
        str(getattr(item, "title", item)),
        str(getattr(item, "note", "") or ""),
    )
