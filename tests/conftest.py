"""The cast: an area under its measure, and one person for each office, known to every test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.kernel.facts import Value
from xunzhang.projects.models import Project
from xunzhang.projects.services import register
from xunzhang.regulations import services as regulations

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2025, 6, 3)
NOW = datetime(2025, 6, 3, 10, 0, tzinfo=SHANGHAI)
EDITION = "jining-hitech@2024"
OFFICES = {
    "lead_body": "党政办公室（大数据）",
    "finance_office": "财政金融局",
    "cyberspace_office": "党政办公室（网信）",
    "cryptography_desk": "党政办公室",
    "audit_office": "审计分局",
    "development_reform": "发展改革局",
    "administrative_approval": "行政审批服务局",
    "management_committee": "高新区管委会",
    "city_data_bureau": "市大数据局",
    "municipal_reviewer": "市级审核组",
    "provincial_reviewer": "省级审核组",
    "third_party": "某某检测评价有限公司",
}


@dataclass(frozen=True)
class Cast:
    """`builder` and `colleague` work in `unit`, `stranger` in `other`; officers go by their role."""

    area: Area
    unit: Organisation
    other: Organisation
    builder: Person
    colleague: Person
    stranger: Person
    admin: Person
    officers: dict[str, Person]

    @property
    def lead(self) -> Person:
        return self.officers["lead_body"]

    @property
    def finance(self) -> Person:
        return self.officers["finance_office"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, with the edition installed, its date resolved, and in force since 2024-05-01."""
    area = Area.objects.create(code="370871", name="济宁高新区")
    unit = Organisation.objects.create(area=area, name="社会治理服务中心")
    other = Organisation.objects.create(area=area, name="卫生健康局")
    admin = Person.objects.create_person(username="admin", name="陈志远", password="admin", is_admin=True)
    people = Cast(
        area=area,
        unit=unit,
        other=other,
        builder=_person("builder", "李文静", unit, "builder", "party_committee"),
        colleague=_person("colleague", "周晓东", unit, "builder"),
        stranger=_person("stranger", "孙丽", other, "builder"),
        admin=admin,
        officers={role: _officer(area, role, name) for role, name in OFFICES.items()},
    )
    _in_force(area, admin)
    return people


FIXED = (
    "xunzhang.journal.migrations.0002_append_only",
    "xunzhang.projects.migrations.0005_refusals_stay",
    "xunzhang.procedures.migrations.0003_baseline",
    "xunzhang.supervision.migrations.0001_circulars",
)
"""Migrations after which the rows of a table never change."""


@pytest.fixture
def committing(transactional_db: None) -> Iterator[None]:
    """Acts of this test are really committed. What never changes is emptied afterwards, past the triggers."""
    yield
    tables = [import_module(name) for name in FIXED]
    with connection.schema_editor() as editor:
        for table in tables:
            table.allow_changes(None, editor)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    with connection.schema_editor() as editor:
        for table in tables:
            table.forbid_changes(None, editor)


@pytest.fixture
def project(cast: Cast) -> Project:
    """An ordinary new-build project of 600 万元, registered on TODAY."""
    return make_project(cast)


def make_project(cast: Cast, name: str = "城市运行“一网统管”平台（二期）", **facts: Value) -> Project:
    """A registered project; `facts` replace those of the ordinary one."""
    return register(
        area=cast.area,
        unit=cast.unit,
        name=name,
        facts={**ORDINARY, **facts},
        actor=cast.builder,
        now=NOW,
        today=TODAY,
    )


ORDINARY: dict[str, Value] = {
    "project_summary": "汇聚城管、交通、水务等 12 类事件，统一分拨处置。",
    "project_origin": "ordinary",
    "activity": "new_build",
    "system_category": "business",
    "funding_source": "government",
    "declared_total": 600_000_000,
    "is_joint": False,
    "serves_public_duty": True,
    "is_classified": False,
}


def _person(username: str, name: str, organisation: Organisation, *roles: str) -> Person:
    person = Person.objects.create_person(username=username, name=name, password=username)
    Post.objects.bulk_create(Post(person=person, organisation=organisation, role=role) for role in roles)
    return person


def _officer(area: Area, role: str, name: str) -> Person:
    organisation = Organisation.objects.create(area=area, name=name)
    RoleBinding.objects.create(area=area, role=role, organisation=organisation)
    return _person(role, f"{name[:2]}经办", organisation, role)


def _in_force(area: Area, admin: Person) -> None:
    regulations.install(identity=EDITION, actor=admin, now=NOW)
    since = date(2024, 5, 1)
    regulations.resolve_date(
        identity=EDITION,
        chosen=since,
        reason="两种读法都已施行的第一天",
        document="管委会办公室复函",
        actor=admin,
        now=NOW,
    )
    regulations.activate(identity=EDITION, area=area, since=since, actor=admin, now=NOW)
