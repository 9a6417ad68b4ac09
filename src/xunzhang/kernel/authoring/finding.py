"""What lint has to say: an error or a note, with the file, the key and the line it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.pack.source import PackError, Path_

Severity = Literal["error", "note"]


@dataclass(frozen=True)
class Finding:
    """One finding. `check` is its stable name; `line` counts from 1, 0 where there is none."""

    severity: Severity
    check: str
    edition: str
    message: str
    file: str
    key: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        line = f" 第 {self.line} 行" if self.line else ""
        return f"{self.file}{line}" + (f"，键 {self.key}" if self.key else "")


def at(pack: Pack, severity: Severity, check: str, file: str, path: Path_, message: str) -> Finding:
    """A finding about the key `path` of `file` (named within the pack's folder)."""
    told = pack.sources[file].error(message, path)
    return Finding(severity, check, pack.id, message, told.file, told.key, told.line)


def of_fault(fault: PackError, edition: str) -> Finding:
    """What stopped an edition from loading."""
    return Finding("error", "loading", edition, fault.message, fault.file, fault.key, fault.line)
