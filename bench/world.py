"""A small office for the bench: projects whose demand review waits for the first step."""

from __future__ import annotations

from datetime import date

from tests.conftest import NOW, ORDINARY, TODAY
from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.documents.models import Document, Version
from xunzhang.kernel.facts import Value
from xunzhang.procedures import services
from xunzhang.procedures.models import Material, StepRun
from xunzhang.projects.models import Project
from xunzhang.projects.services import register
from xunzhang.regulations import catalogue
from xunzhang.regulations import services as regulations

DEMAND: dict[str, Value] = {
    "project_basis": "区年度重点工作",
    "project_content": "事件汇聚、分拨、处置、评价四个子系统",
    "project_goals": "事件 24 小时办结率九成以上",
    "declared_total": 600_000_000,
    "party_studied_on": date(2025, 5, 20),
}


def officers(identity: str) -> tuple[Person, Person]:
    """An area under the edition, with one builder and one officer of the lead body."""
    area = Area.objects.create(code="370871", name="示范区")
    unit = Organisation.objects.create(area=area, name="社会治理服务中心")
    office = Organisation.objects.create(area=area, name="主管部门")
    RoleBinding.objects.create(area=area, role="lead_body", organisation=office)
    builder = Person.objects.create_person(username="builder", name="李文静", password=None)
    lead = Person.objects.create_person(username="lead", name="王建国", password=None)
    Post.objects.create(person=builder, organisation=unit, role="builder")
    Post.objects.create(person=lead, organisation=office, role="lead_body")
    regulations.install(identity=identity, actor=lead, now=NOW)
    chosen = catalogue.edition(identity).regulation.effective.candidates[-1]
    regulations.resolve_date(
        identity=identity, chosen=chosen, reason="基准测试", document="基准测试", actor=lead, now=NOW
    )
    regulations.activate(identity=identity, area=area, since=chosen, actor=lead, now=NOW)
    return builder, lead


def waiting_step(builder: Person, number: int) -> StepRun:
    """A project handed in for its first review; its open step."""
    unit = builder.posts.select_related("organisation__area").get().organisation
    project = register(
        area=unit.area,
        unit=unit,
        name=f"事件分拨平台 {number}",
        facts=ORDINARY,
        actor=builder,
        now=NOW,
        today=TODAY,
    )
    case = services.draft(project=project, procedure="demand_review", record_id=None, actor=builder, now=NOW)
    Material.objects.create(case=case, slot="party_minutes", version=_paper(project, builder))
    services.submit(case=case, facts=DEMAND, actor=builder, now=NOW, today=TODAY)
    return StepRun.objects.get(case=case, state="open")


def _paper(project: Project, builder: Person) -> Version:
    document = Document.objects.create(project=project, slot="party_minutes", title="会议记录")
    return Version.objects.create(
        document=document,
        number=1,
        filename="会议记录.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=builder,
        uploaded_at=NOW,
    )
