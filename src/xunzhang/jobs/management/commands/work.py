"""Be a worker: do what waits in the queue until asked to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from xunzhang.jobs.worker import forever, run_all
from xunzhang.web import clock

IDLE_SECONDS = 1.0


class Command(BaseCommand):
    """Any number of workers may run, on one machine or several. A second signal ends it at once."""

    help = "后台工作：依次办理排队的任务。加 --once 办完已到时间的就结束。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="办完已到时间的任务就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"办了 {run_all(clock.now)} 项任务。")
            return
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        forever(clock.now, lambda: stop.wait(IDLE_SECONDS))
