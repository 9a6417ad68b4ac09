"""The state of an edition on a day, and what each state permits. No other place says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from xunzhang.kernel.pack.model import Regulation, Transition

Reach = Literal["nowhere", "trial", "everywhere"]
Running = Literal["none", "trial", "goes_on", "transition"]


@dataclass(frozen=True)
class State:
    """One state. `activation`: whether an area may begin with the edition on such a day; `entry`: whether
    a project may be entered on it; `running`: what becomes of the projects that are there."""

    code: str
    word: str
    meaning: str
    activation: Reach
    entry: Reach
    running: Running


STATES: Mapping[str, State] = {
    state.code: state
    for state in (
        State("draft", "征求意见稿", "还没有正式印发", "trial", "trial", "trial"),
        State(
            "date_defect",
            "日期待认定",
            "写的施行日期不存在，还没有认定采用哪一天",
            "nowhere",
            "nowhere",
            "none",
        ),
        State(
            "date_ambiguous",
            "日期两读待认定",
            "施行日期有不止一种读法，还没有认定采用哪一天",
            "nowhere",
            "nowhere",
            "none",
        ),
        State("coming", "尚未施行", "施行日期还没有到", "nowhere", "nowhere", "none"),
        State("in_force", "施行中", "到了施行日期，没有到期或废止", "everywhere", "everywhere", "goes_on"),
        State("expired", "已失效", "过了有效期的最后一天", "nowhere", "nowhere", "transition"),
        State("repealed", "已废止", "从废止日起，别的文件已经废止它", "nowhere", "nowhere", "transition"),
    )
}
REACHES: Mapping[Reach, str] = {"nowhere": "不能", "trial": "只在试用区", "everywhere": "能"}
RUNNING: Mapping[Running, str] = {
    "none": "没有在办的",
    "trial": "只在试用区",
    "goes_on": "照办",
    "transition": "照过渡规定办完",
}
POLICIES: Mapping[str, str] = {
    "stay": "在办项目一直按本办法办完",
    "finish_current_procedure": "手头这道手续按本办法办完，下一道改按接续的办法要另作决定",
    "move_on_decision": "在办项目经决定才改按接续的办法",
}
DUTIES: Mapping[str, str] = {
    "duties_stay": "已有的义务还在，之后才届满的逐个标明",
    "duties_end": "之后才届满的义务不再要求",
}


def state_of(
    regulation: Regulation, day: date, *, resolved: date | None = None, repealed: date | None = None
) -> State:
    """The state on a day. `resolved`: how a defective date is read; `repealed`: from which day."""
    return STATES[_code(regulation, day, applies_from(regulation, resolved), repealed)]


def _code(regulation: Regulation, day: date, begins: date | None, repealed: date | None) -> str:
    expiry = regulation.expiry.date
    if regulation.state == "draft":
        return "draft"
    if repealed and repealed <= day:
        return "repealed"
    if expiry and expiry < day:
        return "expired"
    if begins is None:
        return "date_ambiguous" if regulation.state == "date_ambiguous" else "date_defect"
    return "coming" if day < begins else "in_force"


def permitted(reach: Reach, *, trial: bool = False) -> bool:
    """Whether something that reaches so far is permitted in an area, which is one for trying or is real."""
    return reach == "everywhere" or (reach == "trial" and trial)


def applies_from(regulation: Regulation, resolved: date | None) -> date | None:
    """The first day of the edition: the day of the text, or the recorded reading of a defective one.

    None for a draft, and for a defective date that nobody has resolved: software does not choose.
    """
    if regulation.state == "draft":
        return None
    return regulation.effective.date or resolved


def last_day(regulation: Regulation, repealed: date | None = None) -> date | None:
    """The last day on which the edition applies: its own, or the one before it is repealed. None: open."""
    days = (regulation.expiry.date, repealed - timedelta(days=1) if repealed else None)
    return min((day for day in days if day), default=None)


def transition(said: Transition) -> str:
    """What an edition that is over means for the projects under way, in a sentence."""
    return f"{POLICIES[said.policy]}；{DUTIES[said.after_expiry]}"
