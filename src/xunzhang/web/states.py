"""The one table of states: code → word, icon, class. A page never invents a state of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """How a state is shown: always word + icon + colour together."""

    word: str
    icon: str
    css: str
    node_css: str = "is-later"  # class of a node of the life map in this state


STATES: dict[str, State] = {
    # a procedure of a project
    "done": State("已办", "check", "is-done", "is-done"),
    "open": State("在办", "player-play", "is-open", "is-open"),
    "ready": State("可办", "arrow-right", "is-next", "is-next"),
    "waiting": State("不能办", "lock", "is-blocked", "is-blocked"),
    "refused": State("会被拒", "circle-x", "is-fail", "is-blocked is-refused"),
    "later": State("未到", "circle-dashed", "is-later"),
    "on_demand": State("按需", "refresh", "is-later"),
    "not_applicable": State("不适用", "minus", "is-na"),
    # a rule
    "holds": State("符合", "circle-check", "is-pass"),
    "fails": State("不符合", "circle-x", "is-fail"),
    "unknown": State("待补充", "help-circle", "is-unknown"),
    # a limit
    "late": State("逾期", "alert-circle", "is-late"),
    "soon": State("临期", "clock", "is-soon"),
    "returned": State("退回", "arrow-back-up", "is-back"),
    "on_time": State("按期", "check", "is-done"),
}

VERDICTS: dict[bool | None, str] = {True: "holds", False: "fails", None: "unknown"}


def state_of(code: str | bool | None) -> State:
    """The state of this code; True, False and None are the three verdicts. Raises ValueError if unknown."""
    name = code if isinstance(code, str) else VERDICTS[code]
    if name not in STATES:
        raise ValueError(f"未登记的状态：{name}")
    return STATES[name]
