"""`manage.py lint_areas`: whether every area has exactly one edition in force on every day."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from xunzhang.regulations.areas import flaws
from xunzhang.web import clock


class Command(BaseCommand):
    help = "检查每个区域从第一版起的每一天恰有一版办法施行。有空缺或重叠时以 1 结束。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(flaws(clock.today()))
        for flaw in found:
            self.stdout.write(f"错误  {flaw}")
        if found:
            sys.exit(1)
        self.stdout.write("每个区域每一天恰有一版办法")
