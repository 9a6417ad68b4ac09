"""Names of uploaded files."""

from __future__ import annotations

LIMIT = 100 * 1024 * 1024
"""The largest file that is taken at all, in bytes."""
NAME_LENGTH = 160


def ending_of(filename: str) -> str:
    """What stands behind the last dot, in small letters; "" without one."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def clean_name(filename: str) -> str:
    """The name without folders and signs that do not show, shortened to fit; its ending is kept."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "未命名"
    if len(plain) <= NAME_LENGTH:
        return plain
    stem, dot, ending = plain.rpartition(".")
    tail = f"{dot}{ending}" if dot and len(ending) <= 10 else ""
    return (stem if tail else plain)[: NAME_LENGTH - len(tail) - 1] + "…" + tail
