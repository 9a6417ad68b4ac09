"""What this room has done in the background."""

from __future__ import annotations

from datetime import date, time

from xunzhang.jobs.registry import Stride, Task, work
from xunzhang.procedures import recomputing
from xunzhang.procedures.foreseeing import look_ahead
from xunzhang.procedures.reminders import remind


@work("waking", "逐日推算时限", daily=time(0, 5))
def waking(task: Task) -> Stride:
    """Every day before anybody is reminded: what changes by the day alone. A missed day is made up."""
    return recomputing.stride(task, recomputing.waking(task.now.date()), recomputing.follow(task))


@work("recompute", "重算时限")
def recompute(task: Task) -> Stride:
    """After the calendar changed, the projects with such days; after a repeal, all of the edition."""
    if days := task.args.get("days"):
        chosen = recomputing.touched_by(*map(date.fromisoformat, days))
    else:
        chosen = recomputing.of_edition(task.args["edition"])
    return recomputing.stride(task, chosen, recomputing.follow(task, task.args["why"]))


@work("foresee", "推算日历变动")
def foresee(task: Task) -> Stride:
    """What a holiday notice would move, before it counts or is taken back."""
    return look_ahead(task)


@work("reminders", "到期提醒和催办", daily=time(6, 30))
def reminders(task: Task) -> Stride:
    """The notices of a day, in one stride."""
    told = remind(date.fromisoformat(task.args["day"]), task.now)
    return Stride(done=told, of=told, result={"told": f"发出 {told} 条通知。"})
