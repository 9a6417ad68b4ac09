"""Why an act on a case did not happen. Each message is Chinese and fit for a page."""

from __future__ import annotations

from datetime import datetime

from xunzhang.kernel.moves import Move
from xunzhang.kernel.submission import Check


class ActRefused(Exception):
    """The measure stands in the way. `check` or `move` says which rules, papers and facts."""

    def __init__(self, *, check: Check | None = None, move: Move | None = None) -> None:
        super().__init__("条文不允许，或材料、事实未齐")
        self.check, self.move = check, move

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that stand in the way."""
        if self.check:
            return tuple(finding.code for finding in (*self.check.blocking, *self.check.soft))
        return tuple(finding.code for finding in self.move.findings if finding.blocks) if self.move else ()


class TakenByOther(Exception):
    """Somebody else acted first."""

    def __init__(self, who: str, at: datetime | None) -> None:
        self.who, self.at = who, at
        when = f"{at:%Y-%m-%d %H:%M}" if at else "刚才"
        super().__init__(f"这一步已由{who}于 {when} 办理，请刷新后查看结果；你们填写的内容没有提交")


class NotAllowed(Exception):
    """The person has no part in this act."""


class NotPossible(Exception):
    """The case is not in the state that the act needs."""
