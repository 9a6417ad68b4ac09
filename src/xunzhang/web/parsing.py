"""What a clerk types into a form, read exactly: text → value, or NotReadable with what to type."""

import re
from calendar import monthrange
from datetime import date

from xunzhang.kernel.facts import LIMIT

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－　", "0123456789.,- ")
WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
MONEY = re.compile(rf"({WHOLE})(?:\.([0-9]+))?")
INTEGER = re.compile(rf"(-?)({WHOLE})")
DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
CHINESE_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]")
MAX_DIGITS = 12
FIRST_YEAR, LAST_YEAR = 1949, 2199


class NotReadable(ValueError):
    """The text is not a value of the wanted kind; the message tells the clerk what to type."""


def narrow(text: str) -> str:
    """Full-width digits, point, comma and minus as plain ones; outer blanks gone. Nothing else is guessed."""
    return text.translate(FULL_WIDTH).strip()


def _complain_about_number(plain: str, what: str) -> None:
    """Raise for the ways in which a number is not one: sign, exponent, words, unit, commas."""
    if plain.startswith(("-", "−", "—", "–")):
        raise NotReadable(f"{what}不能是负数")
    if re.fullmatch(r"[0-9.,]+[eE][-+]?[0-9]+", plain):
        raise NotReadable("请写出完整的数字，不要用 1e3 这样的写法")
    if re.match(r"[0-9.,]+ *(万|元|%|亿)", plain):
        raise NotReadable("只填数字，单位已经写在框的右边")
    if CHINESE_NUMBER.search(plain):
        raise NotReadable("请用阿拉伯数字填写，例如 500 或 500.00")
    if "," in plain and re.fullmatch(r"[0-9,]+(\.[0-9]*)?", plain):
        raise NotReadable("千分位逗号的位置不对，例如 1,200.50；也可以不写逗号")


def parse_money(text: str) -> int:
    """分 from text in 万元: "600", "1,200.5", "６００．００". At most 12 digits and 6 decimals (1 分)."""
    plain = narrow(text)
    found = MONEY.fullmatch(plain)
    if not found:
        _complain_about_number(plain, "金额")
        raise NotReadable(f"“{text.strip()}”不是金额，请填数字，例如 568 或 568.00（万元）")
    whole, decimals = found[1].replace(",", ""), found[2] or ""
    if len(decimals) > 6:
        raise NotReadable("金额精确到分，以万元计小数点后最多 6 位")
    if len(whole + decimals) > MAX_DIGITS:
        raise NotReadable(f"金额最多 {MAX_DIGITS} 位数字，请核对单位是否为万元")
    fen = int(whole) * 1_000_000 + int(decimals.ljust(6, "0"))
    if fen > LIMIT:
        raise NotReadable("金额过大，请核对单位是否为万元")
    return fen


def parse_integer(text: str, lowest: int | None = 0, highest: int | None = None) -> int:
    """A whole number between `lowest` and `highest` (both allowed, None = open), at most 12 digits."""
    plain = narrow(text)
    found = INTEGER.fullmatch(plain)
    if not found or (found[1] and lowest is not None and lowest >= 0):
        _complain_about_number(plain, "这一项")
        raise NotReadable(f"“{text.strip()}”不是整数，请填数字，例如 12")
    digits = found[2].replace(",", "")
    if len(digits) > MAX_DIGITS:
        raise NotReadable(f"最多 {MAX_DIGITS} 位数字")
    number = -int(digits) if found[1] else int(digits)
    if lowest is not None and number < lowest:
        raise NotReadable(f"不能小于 {lowest:,}")
    if highest is not None and number > highest:
        raise NotReadable(f"不能大于 {highest:,}")
    return number


def parse_date(text: str) -> date:
    """A day of the calendar, YYYY-MM-DD; an impossible day is named as such."""
    found = DAY.fullmatch(narrow(text).replace("/", "-"))
    if not found:
        raise NotReadable(f"“{text.strip()}”不是日期，请按“年-月-日”填写，例如 2026-12-15")
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotReadable(f"年份 {year} 不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    if not 1 <= month <= 12:
        raise NotReadable(f"没有 {month} 月，月份是 1 至 12")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise NotReadable(f"{year} 年 {month} 月没有 {day} 日，该月最后一天是 {last} 日")
    return date(year, month, day)
