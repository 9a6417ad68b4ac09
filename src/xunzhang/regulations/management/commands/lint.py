"""`manage.py lint`: the same check of the packs as `python -m xunzhang.kernel.pack.lint packs`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from xunzhang.kernel.pack import lint
from xunzhang.regulations import catalogue


class Command(BaseCommand):
    help = "检查 packs 文件夹：共用事实表、解释口径、日历和每一版办法。有错时以 1 结束。"

    def handle(self, *args: Any, **options: Any) -> None:
        lines, faults = lint.check(catalogue.folder())
        for line in lines:
            self.stdout.write(line)
        if faults:
            sys.exit(1)
