"""A project has deadlines from the day of its entry, before anybody has done anything."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import SHANGHAI
from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.procedures.models import Deadline
from xunzhang.projects.services import register
from xunzhang.regulations import services as regulations

EDITION = "zhanhe@2022"


@pytest.mark.django_db
def test_a_limit_that_hangs_on_what_was_entered_runs_at_once() -> None:
    today = date(2025, 6, 3)
    now = datetime(2025, 6, 3, 10, tzinfo=SHANGHAI)
    admin = Person.objects.create_person(username="admin", name="管理员", password=None, is_admin=True)
    area = Area.objects.create(code="410411", name="湛河区")
    unit = Organisation.objects.create(area=area, name="区卫生健康委员会")
    said = {"actor": admin, "now": now}
    regulations.install(identity=EDITION, **said)
    day = date(2022, 6, 12)
    regulations.resolve_date(identity=EDITION, chosen=day, reason="按印发日", document="复函", **said)
    regulations.activate(identity=EDITION, area=area, since=day, **said)
    project = register(
        area=area,
        unit=unit,
        name="基层云影像",
        facts={
            "project_summary": "影像上云",
            "project_origin": "ordinary",
            "plan_year": 2026,
            "builder_kind": "self_built",
            "activity": "new_build",
            "system_category": "business",
            "funding_source": "government",
            "declared_total": 100_000_000,
            "serves_public_duty": True,
            "is_classified": False,
        },
        today=today,
        **said,
    )
    limit = Deadline.objects.get(project=project, code="plan_proposal")
    assert limit.due_on == project.next_due == date(2025, 9, 30)
