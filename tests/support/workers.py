"""Workers of the queue in processes of their own, killed in the middle of their work."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import datetime, timedelta

from django.db import connections

from tests.conftest import NOW
from xunzhang.jobs import services, worker
from xunzhang.jobs.models import Job

WORKERS = 2


def kill_workers(*, kills: int, longest_seconds: float) -> int:
    """Kill one of two workers so many times, each after a while, then let a last one finish what there is.

    Returns how many kills fell while a job was under way.
    """
    chance, moment, at_work = random.Random(20261128), NOW, 0
    running = [_spawn(moment) for _ in range(WORKERS)]
    for _ in range(kills):
        time.sleep(chance.uniform(0, longest_seconds))
        _kill(running.pop(0))
        at_work += Job.objects.filter(state="running").exists()
        moment += services.HOLD + timedelta(seconds=1)  # whoever was killed has fallen silent by now
        running.append(_spawn(moment))
    for child in running:
        _kill(child)
    worker.run_all(lambda: moment + services.HOLD * 2)
    return at_work


def _spawn(now: datetime) -> int:
    """A worker in a process of its own. Returns its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        while True:
            worker.run_all(lambda: now)
    finally:
        os._exit(1)


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
