"""Print the demonstration accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from xunzhang.accounts.queries import demo_areas

PASSWORD = "xunzhang-demo"


class Command(BaseCommand):
    """One line for each role of each area; nothing in real use."""

    help = "列出演示账号（只在演示时有）。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = demo_areas()
        if found:
            self.stdout.write(f"演示账号（密码都是 {PASSWORD}）：")
        for area in found:
            self.stdout.write(f" {area.name or '全部区域'}")
            for account in area.accounts:
                where = f"（{account.organisation}）" if account.organisation else ""
                self.stdout.write(f"  {account.username}  {account.name}{where}  {account.role}")
