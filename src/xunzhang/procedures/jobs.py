"""What this room has done in the background."""

from __future__ import annotations

from datetime import date, time

from xunzhang.jobs.registry import Stride, Task, work
from xunzhang.procedures import recomputing
from xunzhang.procedures.reminders import remind


@work("waking", "逐日推算时限", daily=time(0, 5))
def waking(task: Task) -> Stride:
    """Every day before anybody is reminded: what changes by the day alone. A missed day is made up."""
    return recomputing.stride(task, recomputing.waking(task.now.date()))


@work("recompute", "重算时限")
def recompute(task: Task) -> Stride:
    """After a repeal was recorded or taken back: every project of the edition."""
    return recomputing.stride(task, recomputing.of_edition(task.args["edition"]), task.args["why"])


@work("reminders", "到期提醒和催办", daily=time(6, 30))
def reminders(task: Task) -> Stride:
    """The notices of a day, in one stride."""
    told = remind(date.fromisoformat(task.args["day"]), task.now)
    return Stride(done=told, of=told, result={"told": f"发出 {told} 条通知。"})
