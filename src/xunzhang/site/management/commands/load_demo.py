"""Load the demonstration data."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xunzhang.site.demo.loading import TooEarly, is_loaded, load
from xunzhang.web import clock


class Command(BaseCommand):
    """All or nothing. A second call finds the data and leaves it as it is."""

    help = "载入演示数据：虚构的机构、人员和项目。已有演示数据时什么也不做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="+", default=(), metavar="文件夹", help="只载入这几个区")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("演示数据已在，没有改动。")
            return
        begun = perf_counter()
        self.stdout.write("正在载入演示数据，约需几分钟……")
        self._percent = 0
        try:
            acts = load(settings.ROOT / "demo", clock.today(), self._told, options["only"])
        except TooEarly as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"演示数据已载入：{acts} 个动作，用时 {perf_counter() - begun:.0f} 秒。")

    def _told(self, done: int, of: int) -> None:
        if (percent := done * 10 // of * 10) != self._percent:
            self._percent = percent
            self.stdout.write(f"  {percent}%")
            self.stdout.flush()
