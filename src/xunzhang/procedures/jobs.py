"""What this room has done in the background."""

from __future__ import annotations

from datetime import date, time

from xunzhang.jobs.registry import Stride, Task, work
from xunzhang.procedures.reminders import remind


@work("reminders", "到期提醒和催办", daily=time(6, 30))
def reminders(task: Task) -> Stride:
    """The notices of a day, in one stride."""
    told = remind(date.fromisoformat(task.args["day"]), task.now)
    return Stride(done=told, of=told, result={"told": f"发出 {told} 条通知。"})
