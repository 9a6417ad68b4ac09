"""What the queue does about itself."""

from __future__ import annotations

from datetime import time, timedelta

from xunzhang.jobs.registry import Stride, Task, work
from xunzhang.jobs.services import sweep

KEPT = timedelta(days=90)
"""How long work that has ended stays to be looked at; what failed stays for good."""


@work("sweep", "清理办完的后台任务", daily=time(3, 30))
def swept(task: Task) -> Stride:
    count = sweep(before=task.now - KEPT)
    return Stride(done=count, of=count, result={"told": f"清理 {count} 项。"})
