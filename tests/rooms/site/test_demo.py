"""The demonstration loads without a refusal, tells every story, and its books and journals are whole."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from itertools import pairwise

import pypdfium2
import pytest
from django.core.management import call_command
from django.db.models import F, Max, Model, QuerySet

from tests.rooms.site.conftest import LOADED_ON
from xunzhang.accounts.models import Person, Post
from xunzhang.documents.models import Version
from xunzhang.funds.queries import faults as book_faults
from xunzhang.journal.models import Chain, Entry
from xunzhang.journal.services import faults
from xunzhang.procedures.models import Case, Deadline, Material, Override, StepRun
from xunzhang.projects.models import Project, Record
from xunzhang.regulations.models import DateResolution
from xunzhang.web.clock import SHANGHAI

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

PHASES = ("review", "library", "budget", "contract", "construction", "acceptance", "operation")


AREA = "370871"


def projects() -> QuerySet[Project]:
    return Project.objects.filter(level="project", area=AREA)


def acted(procedure: str, step: str, outcome: str) -> QuerySet[StepRun]:
    mine = StepRun.objects.filter(case__project__area=AREA, state="done")
    return mine.filter(case__procedure=procedure, step=step, outcome=outcome)


def late() -> QuerySet[Deadline]:
    return Deadline.objects.filter(project__area=AREA, due_on__lt=LOADED_ON, done_on=None)


def orders(state: str) -> QuerySet[Record]:
    return Record.objects.filter(entity="order", facts__order_state=state)


def test_all_stages_and_many_units() -> None:
    found = Counter(projects().values_list("phase", flat=True))
    assert sum(found.values()) >= 60
    assert all(found[phase] >= 4 for phase in PHASES), found
    assert projects().values("unit").distinct().count() >= 20
    assert projects().values("activity").distinct().count() == 5
    assert Project.objects.filter(level="unit").exists()
    assert Project.objects.filter(level="area").exists()


def test_every_journal_is_whole_and_nothing_lies_ahead() -> None:
    streams = list(Chain.objects.values_list("stream", flat=True))
    assert set(Project.objects.values_list("code", flat=True)) <= set(streams)
    assert {stream: list(faults(stream)) for stream in streams if list(faults(stream))} == {}
    last = Entry.objects.aggregate(Max("at"))["at__max"]
    assert last.astimezone(SHANGHAI).date() < LOADED_ON


def test_entries_of_a_project_follow_each_other_in_time() -> None:
    for project in projects():
        times = list(
            Entry.objects.filter(stream=project.code).order_by("number").values_list("at", flat=True)
        )
        assert all(one <= two for one, two in pairwise(times)), project


def test_every_act_and_every_paper_has_its_entry() -> None:
    done = StepRun.objects.filter(state="done").exclude(step="revise").count()
    assert Entry.objects.filter(verb="step.acted").count() == done
    assert Entry.objects.filter(verb="material.uploaded").count() == Version.objects.count()
    registered = Entry.objects.filter(verb="project.registered").count()
    assert registered == Project.objects.count()


def test_the_books_agree() -> None:
    assert {project.code: book_faults(project) for project in projects() if book_faults(project)} == {}
    over = projects().filter(paid_amount__gt=F("contract_amount"))
    assert not over.exists()


@pytest.mark.parametrize(
    ("total", "municipal", "provincial"),
    [
        (20_000_000_0, False, False),
        (20_001_000_0, True, False),
        (49_999_000_0, True, False),
        (50_000_000_0, True, False),
        (50_001_000_0, True, True),
    ],
)
def test_the_boundaries_of_higher_review(total: int, municipal: bool, provincial: bool) -> None:
    project = projects().get(amount=total)
    held = {
        finding
        for finding in ("municipal_review", "provincial_review")
        if project.cases.filter(procedure=finding).exists()
    }
    due = {
        name
        for name, wanted in (("municipal_review", municipal), ("provincial_review", provincial))
        if wanted
    }
    assert held <= due
    studied = Material.objects.filter(case__project=project, slot="feasibility_study").exists()
    assert studied is (total >= 500_000_000)


STORIES: dict[str, object] = {
    "returned at the formal check": lambda: acted("technical_review", "formal_check", "return"),
    "handed in again": lambda: StepRun.objects.filter(step="revise", state="done"),
    "waits for correction": lambda: projects().filter(returned=True),
    "demand rejected": lambda: acted("demand_review", "review", "reject"),
    "technically rejected": lambda: acted("technical_review", "review", "reject"),
    "not approved": lambda: acted("project_approval", "decision", "refuse"),
    "urgent": lambda: projects().filter(facts__project_origin="urgent", facts__technical_review="passed"),
    "superior": lambda: projects().filter(facts__project_origin="superior", facts__in_library=True),
    "attached": lambda: projects().filter(facts__project_origin="attached", facts__in_library=True),
    "joint": lambda: StepRun.objects.filter(role="joint_builder"),
    "no tender succeeded": lambda: acted("procurement", "award", "void"),
    "signed late": lambda: Deadline.objects.filter(code="contract_signing", done_on__gt=F("due_on")),
    "filed late": lambda: Deadline.objects.filter(code="contract_filing", done_on__gt=F("due_on")),
    "signing overdue": lambda: late().filter(code="contract_signing"),
    "filing overdue": lambda: late().filter(code="contract_filing"),
    "acceptance overdue": lambda: late().filter(code="final_acceptance_application"),
    "an order overdue": lambda: late().filter(code="order_answer"),
    "a soft rule set aside": lambda: Override.objects.all(),
    "a change approved": lambda: Record.objects.filter(entity="change", facts__change_state="filed"),
    "a small change": lambda: Record.objects.filter(entity="change", facts__change_state="minor"),
    "a change refused": lambda: acted("change_request", "review", "reject"),
    "a payment returned": lambda: acted("payment", "pay", "return"),
    "a payment refused": lambda: acted("payment", "pay", "refuse"),
    "initial acceptance failed": lambda: acted("initial_acceptance", "conclusion", "fail"),
    "rectified and accepted": lambda: projects().filter(
        facts__final_failed_on__isnull=False, facts__final_acceptance="passed"
    ),
    "being rectified": lambda: projects().filter(facts__final_acceptance="failed"),
    "extended": lambda: acted("acceptance_extension", "decision", "grant"),
    "not extended": lambda: acted("acceptance_extension", "decision", "refuse"),
    "entrusted": lambda: acted("final_acceptance", "arrangement", "entrust"),
    "answered late": lambda: Deadline.objects.filter(code="order_answer", done_on__gt=F("due_on")),
    "suspended": lambda: projects().filter(status="suspended"),
    "lifted": lambda: acted("measure_lifting", "decision", "lift"),
    "terminated": lambda: projects().filter(status="terminated"),
    "postponed": lambda: projects().filter(facts__investment_postponed=True),
    "criticised": lambda: orders("measured").exclude(facts__order_measured_on=None),
    "surplus": lambda: acted("surplus_return", "receipt", "received"),
    "operation money granted": lambda: acted("operation_money", "arrangement", "grant"),
    "operation money refused": lambda: acted("operation_money", "findings_check", "refuse"),
    "a hazard": lambda: acted("operation_money", "security_check", "hazard"),
    "poorly evaluated": lambda: Record.objects.filter(facts__evaluation_result="poor"),
    "audited": lambda: Case.objects.filter(procedure="audit_record", state="done"),
    "a sanction": lambda: Case.objects.filter(procedure="sanction_record", state="done"),
    "a circular": lambda: Case.objects.filter(procedure="circular", state="done"),
    "a finding": lambda: Entry.objects.filter(verb="fact.found"),
    "a draft": lambda: Case.objects.filter(state="draft").exclude(typed={}),
}


@pytest.mark.parametrize("story", STORIES)
def test_every_story_is_told(story: str) -> None:
    found: QuerySet[Model] = STORIES[story]()  # type: ignore[operator]
    assert found.exists()


def test_the_workbench_of_the_day_has_late_soon_and_fresh_tasks() -> None:
    own = Deadline.objects.filter(project__area=AREA, done_on=None)
    soon = own.filter(due_on__gte=LOADED_ON).order_by("due_on")
    assert late().count() >= 4
    assert (soon[0].due_on - LOADED_ON).days <= 7
    fresh = StepRun.objects.filter(case__project__area=AREA, state="open", opened_on__gte="2026-11-16")
    assert fresh.filter(role="lead_body").count() >= 5
    mine = StepRun.objects.filter(case__project__area=AREA, state="open")
    waiting = set(mine.values_list("role", flat=True))
    assert waiting >= {
        "builder", "lead_body", "finance_office", "cyberspace_office", "cryptography_desk",
        "city_data_bureau", "municipal_reviewer", "provincial_reviewer", "joint_builder",
    }  # fmt: skip


def test_the_flagship_signed_on_the_last_day_across_the_spring_festival() -> None:
    limit = Deadline.objects.get(project__area=AREA, code="contract_signing", start_on="2025-01-22")
    assert str(limit.due_on) == str(limit.done_on) == "2025-02-11"


def test_the_date_defect_is_resolved_and_recorded() -> None:
    resolution = DateResolution.objects.get(edition__areas__area=AREA)
    assert str(resolution.chosen) == "2024-05-01"
    assert (
        Entry.objects.filter(verb="edition.resolved", stream="system").count()
        == DateResolution.objects.count()
    )


def test_everybody_is_there_and_a_second_call_changes_nothing() -> None:
    roles = set(Post.objects.values_list("role", flat=True))
    assert len(roles) >= 16
    assert not Person.objects.exclude(username__startswith="demo.").exists()
    said, before = StringIO(), Entry.objects.count()
    call_command("load_demo", stdout=said)
    assert "已在" in said.getvalue()
    assert Entry.objects.count() == before


def test_a_construction_plan_adds_up_and_can_be_read() -> None:
    project = projects().get(facts__approval_number="济高新数立〔2024〕8号")
    first, second = Version.objects.filter(
        document__project=project, document__slot="construction_plan"
    ).order_by("number")
    texts = [_text(version) for version in (first, second)]
    assert all("612.50" in text and "31.20" in text for text in texts)
    assert "609.90" in texts[0]
    assert "609.90" not in texts[1]
    assert second.pages is not None
    assert second.pages >= 3


def _text(version: Version) -> str:
    with version.file.open("rb") as file:
        book = pypdfium2.PdfDocument(file.read())
    return "\n".join(page.get_textpage().get_text_range() for page in book)
