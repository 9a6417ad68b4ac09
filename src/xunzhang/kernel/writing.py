"""How signs and amounts are written, for pages and for the tools of authors alike."""

FEN_PER_WAN = 1_000_000
SIGNS = {"<": "＜", "<=": "≤", ">": "＞", ">=": "≥", "=": "＝", "<>": "≠", "!=": "≠"}
ORDER_OF_DAYS = {
    "<": "早于",
    "<=": "不晚于",
    ">": "晚于",
    ">=": "不早于",
    "=": "与",
    "==": "与",
    "<>": "不同于",
}


def wan_exact(fen: int, separators: bool = True) -> str:
    """万元 to the 分: two decimals at least, six at most: 41076332701 → 41,076.332701."""
    sign, rest = ("−" if fen < 0 else ""), abs(fen)
    decimals = f"{rest % FEN_PER_WAN:06d}".rstrip("0").ljust(2, "0")
    whole = rest // FEN_PER_WAN
    return f"{sign}{whole:,}.{decimals}" if separators else f"{sign}{whole}.{decimals}"
