"""The people of the made-up sixth city, made through the services; also a site of its own for the browser."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
EDITION = "sixth-city@2026"
BEGINS = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, 10, tzinfo=SHANGHAI)
PASSWORD = "Linchuan-2026-pine"


def account(role: str) -> str:
    return f"demo.{role.replace('_', '')}"


def settle() -> None:
    """The area with one office and one person for each role, and the edition in force."""
    from xunzhang.accounts.models import Person
    from xunzhang.administration import offices, people
    from xunzhang.regulations import catalogue, services

    admin = Person.objects.create_person(
        username="demo.admin", name="管理员", password=PASSWORD, is_admin=True
    )
    said = {"actor": admin, "now": NOW}
    services.install(identity=EDITION, **said)
    area = offices.add_area(code="361003", name="临川新区", **said)
    services.activate(identity=EDITION, area=area, since=BEGINS, **said)
    for role, defined in catalogue.edition(EDITION).roles.items():
        office = offices.add_organisation(area=area, name=defined.title, parent=None, **said)
        if defined.holder != "unit":
            offices.bind_role(area=area, role=role, organisation=office, **said)
        person = people.add_person(
            username=account(role), name=defined.title, password=PASSWORD, is_admin=False, **said
        )
        people.give_post(person=person, organisation=office, role=role, **said)


def main() -> None:
    """Make the site ready with the sixth city alone and become its server."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("setup")
    settle()
    bound = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", os.environ["PORT"], "--workers", "1"]
    command = [sys.executable, "-m", "granian", *bound, "--log-level", "warning", "--no-ws"]
    os.execv(sys.executable, [*command, "xunzhang.site.wsgi:application"])


if __name__ == "__main__":
    main()
