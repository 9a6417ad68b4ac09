"""Install every edition that lies in the packs folder, one line each."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from xunzhang.kernel.pack.source import PackError
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InstalledEdition
from xunzhang.regulations.services import install
from xunzhang.web import clock


class Command(BaseCommand):
    """May run again: what is installed is compared with its digest and left as it is."""

    help = "安装 packs 文件夹里的每一版办法。可反复执行；已装的只核对摘要。"

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(InstalledEdition.objects.values_list("pk", flat=True))
        faulty = 0
        for identity in catalogue.available():
            try:
                found = install(identity=identity, actor=None, now=clock.now())
            except PackError as fault:
                faulty += 1
                self.stderr.write(f"未安装 {identity}：{fault}")
                continue
            word = "已装过" if identity in known else "已安装"
            self.stdout.write(f"{word} {found.title}（{identity}，摘要 {found.digest[:12]}）")
        if faulty:
            raise CommandError(f"{faulty} 版办法没有装上，请按上面的提示改好再装")
