"""Print the demonstration accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from xunzhang.accounts.queries import demo_accounts

PASSWORD = "xunzhang-demo"


class Command(BaseCommand):
    """One line for each role; nothing in real use."""

    help = "列出演示账号（只在演示时有）。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = demo_accounts()
        if found:
            self.stdout.write(f"演示账号（密码都是 {PASSWORD}）：")
        for account in found:
            where = f"（{account.organisation}）" if account.organisation else ""
            self.stdout.write(f"  {account.username}  {account.name}{where}  {account.role}")
