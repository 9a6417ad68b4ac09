"""How a pack writes money: `500 万元`, `12.5 万元`, `800 元` or an integer of 分."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*(万元|元)")
_FEN = {"万元": Decimal(1_000_000), "元": Decimal(100)}


def fen(raw: object) -> int:
    """The amount in 分. Raises ValueError where it is not exact or not an amount."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    match = _AMOUNT.fullmatch(str(raw).strip())
    if not match:
        raise ValueError(f"金额“{raw}”写法不对，应为“500 万元”“800 元”或以分计的整数")
    amount = Decimal(match[1]) * _FEN[match[2]]
    if amount != amount.to_integral_value():
        raise ValueError(f"金额“{raw}”不是整数分")
    return int(amount)
