"""The worker: takes jobs one after the other and does them stride by stride, for as long as it is let."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections

from xunzhang.jobs import services

log = logging.getLogger(__name__)
Now = Callable[[], datetime]
LONGEST_FAULT = 4000


def run_one(now: Now) -> bool:
    """Take one job and work on it until it ends, fails or is lost. Returns whether there was one."""
    job = services.take(now())
    if job is None:
        return False
    try:
        while services.stride(job, now()):
            pass
    except services.Lost:
        log.info("job %s was taken over or cancelled", job.pk)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        services.failed(job, traceback.format_exc()[-LONGEST_FAULT:], now())
    return True


def run_all(now: Now) -> int:
    """Everything that is due, also what that asks for. Returns how many jobs were worked on."""
    count = 0
    while True:
        services.plan(now())
        before = count
        while run_one(now):
            count += 1
        if count == before:
            return count


def forever(now: Now, wait: Callable[[], bool]) -> None:
    """Until `wait` says that it is time to stop; it is asked whenever there is nothing to do."""
    while True:
        try:
            run_all(now)
        except Exception:
            log.exception("the worker could not reach its work")
        close_old_connections()
        if wait():
            return
