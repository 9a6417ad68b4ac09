"""The baseline on a project that is really lived: first approval, layers of changes, and nothing else."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction

from tests.conftest import Cast
from tests.rooms import lives
from tests.rooms.lifecycle import TOTAL, play, run
from tests.rooms.lives import Act
from tests.rooms.signed import answer, client_of
from xunzhang.journal.models import Entry
from xunzhang.kernel.facts import Value
from xunzhang.procedures.models import Layer
from xunzhang.procedures.queries import sight
from xunzhang.projects.models import Project
from xunzhang.supervision.baseline import Base, base

ASKED: dict[str, Value] = {
    "change_summary": "增加夜间施工许可事件接入",
    "change_goals": False,
    "change_site": False,
    "change_budget": True,
    "change_content": True,
    "change_schedule": False,
    "change_reason": "上级新增考核事项",
    "change_total_after": TOTAL + 50_000_000,
    "change_declared_major": True,
}
GRANTED: dict[str, Value] = {
    "approved_total": TOTAL + 50_000_000,
    "total_budget": TOTAL + 50_000_000,
    "security_budget": 60_000_000,
}


def change(day: date, outcome: str) -> list[Act]:
    def after(count: int) -> date:
        return lives.days_from(day)(count)

    acts = [
        Act(day, "builder", "change_request", facts=ASKED),
        Act(after(2), "lead_body", "change_request", "judgement", "major", opinion="属于较大变化"),
        Act(after(4), "lead_body", "change_request", "review", "pass", opinion="同意"),
    ]
    facts = GRANTED if outcome == "approve" else {}
    return [*acts, Act(after(9), "lead_body", "change_request", "decision", outcome, facts, opinion="见批复")]


def shown(project: Project, today: date) -> Base:
    seen = sight(project, today)
    return base(project, seen.situation, seen.edition)


@pytest.fixture
def approved(cast: Cast, project: Project) -> Project:
    return run(cast, project, "project_approval")


@pytest.fixture
def begun(cast: Cast, approved: Project) -> Project:
    return run(cast, approved, "construction_start", after="project_approval")


def test_nothing_is_kept_before_the_approval(cast: Cast, project: Project) -> None:
    project = run(cast, project, "technical_review")
    assert shown(project, project.changed_at.date()) == Base(False, (), ())
    assert "还没有批准" in client_of(cast, "lead").get(f"/projects/{project.code}/baseline/").content.decode()


def test_the_approval_lays_the_first_layer(cast: Cast, approved: Project) -> None:
    (layer,) = Layer.objects.all()
    assert (layer.number, layer.case.procedure, layer.record) == (1, "project_approval", None)
    assert layer.facts["approved_total"] == TOTAL
    assert "12 类事件" in layer.facts["project_content"]
    assert layer.document == "济高新数立〔2025〕8号"
    assert layer.day == date.fromisoformat(approved.facts["approved_on"])
    assert layer.person == cast.lead
    entry = Entry.objects.get(stream=approved.code, data__layer=1)
    assert entry.verb == "step.acted"


def test_an_approved_change_is_a_layer_and_the_first_stays(cast: Cast, begun: Project) -> None:
    count = Layer.objects.count()
    day = begun.changed_at.date() + timedelta(days=10)
    project = play(cast, begun, change(lives.days_from(day)(0), "approve"))
    layers = list(Layer.objects.order_by("number"))
    assert len(layers) == count + 1
    assert layers[0].facts["approved_total"] == TOTAL
    assert layers[-1].facts["approved_total"] == TOTAL + 50_000_000
    assert layers[-1].change["change_summary"] == ASKED["change_summary"]
    found = shown(project, project.changed_at.date())
    assert found.layers[0].number == len(layers)
    assert "立项金额：600.00 万元 → 650.00 万元" in found.layers[0].changes
    line = next(each for each in found.lines if each.name == "approved_total")
    assert (line.first, line.last) == (TOTAL, TOTAL + 50_000_000)
    assert line.changed == "＋50.00 万元（＋8.3%）"
    assert line.now == project.contract_amount
    content = next(each for each in found.lines if each.name == "project_content")
    assert content.changed == f"没有改写，变更见第 {len(layers)} 层"
    more = (project.contract_amount or 0) - TOTAL
    assert line.against_first.startswith("＋" if more > 0 else "－" if more else "没有变")


def test_what_is_asked_or_refused_lays_nothing(cast: Cast, begun: Project) -> None:
    count = Layer.objects.count()
    acts = change(lives.days_from(begun.changed_at.date() + timedelta(days=10))(0), "refuse")
    project = play(cast, begun, acts[:3])
    assert Layer.objects.count() == count
    play(cast, project, acts[3:])
    assert Layer.objects.count() == count


def test_an_extension_is_a_layer_of_days(cast: Cast, begun: Project) -> None:
    count = Layer.objects.count()
    due = date.fromisoformat(begun.facts["final_acceptance_due_on"])
    day = lives.days_from(begun.changed_at.date() + timedelta(days=5))
    facts: dict[str, Value] = {
        "extension_until": due + timedelta(days=30),
        "extension_reason": "设备到货推迟",
    }
    acts = [
        Act(day(0), "builder", "acceptance_extension", facts=facts),
        Act(day(2), "lead_body", "acceptance_extension", "decision", "grant"),
    ]
    project = play(cast, begun, acts)
    assert Layer.objects.count() == count + 1
    line = next(each for each in shown(project, day(3)).lines if each.name == "final_acceptance_due_on")
    assert (line.first, line.last, line.changed) == (due, due + timedelta(days=30), "晚 30 天")


def test_layers_never_change(cast: Cast, approved: Project) -> None:
    for act in (lambda: Layer.objects.update(document="别的"), lambda: Layer.objects.all().delete()):
        with pytest.raises(DatabaseError, match="layers of a baseline never change"), transaction.atomic():
            act()


def test_later_edits_of_facts_leave_the_layers(cast: Cast, approved: Project) -> None:
    Project.objects.filter(pk=approved.pk).update(facts={**approved.facts, "approved_total": 1})
    assert Layer.objects.get().facts["approved_total"] == TOTAL


def test_the_page_and_the_workbook(cast: Cast, begun: Project) -> None:
    client = client_of(cast, "lead")
    text = client.get(f"/projects/{begun.code}/baseline/").content.decode()
    assert "第一次批准" in text
    assert "济高新数立〔2025〕8号" in text
    made = client.get(f"/supervision/baseline/{begun.code}.xlsx")
    with ZipFile(BytesIO(made.content)) as book:
        assert "<v>600</v>" in book.read("xl/worksheets/sheet1.xml").decode()
        assert "济高新数立〔2025〕8号" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(("who", "status"), [("builder", 200), ("lead", 200), ("stranger", 404), (None, 302)])
def test_rights(cast: Cast, approved: Project, who: str | None, status: int) -> None:
    client = client_of(cast, who)
    assert answer(client, "get", f"/supervision/baseline/{approved.code}.xlsx") == status
    assert answer(client, "get", f"/projects/{approved.code}/baseline/") == status
