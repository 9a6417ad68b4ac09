"""How an edition stands today: its state by law, and whether areas work by it. In words for a banner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Regulation
from xunzhang.kernel.pack.validity import state_of, transition
from xunzhang.regulations.models import DateResolution, InForce, Repeal


@dataclass(frozen=True)
class Standing:
    """`law` is a code of the table of states, "" where the pack cannot be read; `code` is the same, but for
    an edition in force that no area works by yet (ready) or any more (ended). `state` is a code of
    web.states, `tone` of the banner."""

    law: str
    code: str
    word: str
    text: str
    state: str
    tone: str = ""


UNREADABLE = Standing("", "unreadable", "读不出", "办法的文件有错或不在了", "fails")


@dataclass(frozen=True)
class _Known:
    """What the words are made of."""

    law: Regulation
    today: date
    begins: date | None
    repeal: Repeal | None
    areas: Sequence[InForce]


def standing(
    edition: Edition,
    today: date,
    resolution: DateResolution | None,
    repeal: Repeal | None,
    areas: Sequence[InForce],
) -> Standing:
    """The standing of an edition on a day."""
    law, resolved = edition.regulation, resolution.chosen if resolution else None
    state = state_of(law, today, resolved=resolved, repealed=repeal.since if repeal else None)
    known = _Known(law, today, law.effective.date or resolved, repeal, areas)
    code, word, text, shown, tone = _TELL[state.code](known)
    return Standing(state.code, code or state.code, word or state.word, text, shown, tone)


Told = tuple[str, str, str, str, str]
"""Code and word where they are not those of the state, text, state of web.states, tone of the banner."""


def _draft(known: _Known) -> Told:
    names = "、".join(each.area.name for each in known.areas)
    tried = f"{names}在试用，办的都不是真实项目" if names else "只能试算，或在试用区试用"
    return "", "", f"征求意见稿：不能据以办理真实项目；{tried}", "unknown", "draft"


def _undated(fault: str) -> Callable[[_Known], Told]:
    def tell(known: _Known) -> Told:
        text = f"施行日期写作“{known.law.effective.text}”，{fault}。登记日期认定之前，本版不能启用"
        return "", "", text, "unknown", "draft"

    return tell


def _expired(known: _Known) -> Told:
    text = f"{known.law.expiry.date} 到期：不收新项目，在办的照旧办完并逐个标明"
    return "", "", text, "not_applicable", "old"


def _repealed(known: _Known) -> Told:
    return "", "", f"{_over(known)}：不收新项目。{transition(known.law.transition)}", "not_applicable", "old"


def _over(known: _Known) -> str:
    assert known.repeal is not None
    return f"自 {known.repeal.since} 起废止，依据{known.repeal.document}"


def _coming(known: _Known) -> Told:
    if not known.areas:
        return "ready", "", f"自 {known.begins} 起可以施行，还没有区域启用", "ready", ""
    return "", "", f"自 {min(each.since for each in known.areas)} 起施行", "later", ""


def _in_force(known: _Known) -> Told:
    ahead = f"；{_over(known)}" if known.repeal else ""
    running = [each for each in known.areas if _runs(each, known.today)]
    if running:
        names = "、".join(each.area.name for each in running)
        return "", "", f"{names}正按本版办理{ahead}", "done", ""
    if any(each.since > known.today for each in known.areas):
        first = min(each.since for each in known.areas)
        return "coming", "尚未施行", f"自 {first} 起施行{ahead}", "later", ""
    if known.areas:
        return "ended", "已停用", f"各区域都已改按新版办理{ahead}", "not_applicable", "old"
    return "ready", "可启用", f"自 {known.begins} 起可以施行，还没有区域启用{ahead}", "ready", ""


def _runs(row: InForce, today: date) -> bool:
    return row.since <= today and (row.until is None or row.until >= today)


_TELL: Mapping[str, Callable[[_Known], Told]] = {
    "draft": _draft,
    "date_defect": _undated("没有这一天"),
    "date_ambiguous": _undated("有不止一种读法"),
    "coming": _coming,
    "in_force": _in_force,
    "expired": _expired,
    "repealed": _repealed,
}


def over(law: Regulation, today: date, repeal: Repeal | None) -> tuple[str, str] | None:
    """Word and sentence for a project whose measure is over; None while it is not."""
    state = state_of(law, today, resolved=today, repealed=repeal.since if repeal else None)
    if state.running != "transition":
        return None
    why = f"自 {repeal.since} 起废止，依据{repeal.document}" if state.code == "repealed" and repeal else ""
    why = why or f"{law.expiry.date} 到期"
    return state.word, f"{law.title}{why}：不收新项目。{transition(law.transition)}"
