"""Make the site ready: tables, regulations, static files, and on demand the demonstration data."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Every part may run again and keeps what is there."""

    help = "建表、安装法规、收集静态文件；加 --demo 载入演示数据。可反复执行，不改动已有数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="载入演示数据")
        parser.add_argument("--only", nargs="+", default=(), metavar="文件夹", help="只载入这几个区的演示")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        wanted = ["load_demo", "install_packs", "demo_accounts"] if options["demo"] else ["install_packs"]
        known = get_commands()
        for name in wanted:
            if name in known:
                only = {"only": options["only"]} if name == "load_demo" else {}
                call_command(name, stdout=self.stdout, **only)
