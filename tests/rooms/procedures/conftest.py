"""A form as a clerk would fill it in, papers that are what they say, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Cast
from tests.rooms.documents.samples import pdf
from xunzhang.accounts.models import Person
from xunzhang.procedures.models import Case, StepRun
from xunzhang.projects.models import Project

SignIn = Callable[[Person], Client]

DEMAND = {
    "f-project_basis": "市政府 2025 年重点工作安排",
    "f-project_content": "统一汇聚 12 类事件，分拨处置。",
    "f-project_goals": "处置时间缩短三成。",
    "f-declared_total": "600",
    "f-party_studied_on": "2025-05-20",
    "f-priority_kind": "",
}
TECHNICAL = {
    "f-project_summary": "汇聚城管、交通、水务等 12 类事件。",
    "f-activity": "new_build",
    "f-party_studied_on": "2025-05-20",
    "f-total_budget": "600.00",
    "f-security_budget": "30.00",
    "f-hosting": "gov_cloud",
    "f-for_officials": "true",
    "f-on_staff_platform": "true",
    "f-for_public": "false",
}

PAPERS = ("construction_plan", "crypto_plan", "product_statement", "feasibility_study")


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", "2025-06-03T10:16")


@pytest.fixture
def signed_in(on_the_day: None, settings: object, tmp_path: Path) -> SignIn:
    settings.MEDIA_ROOT = settings.VAR = tmp_path  # type: ignore[attr-defined]

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def paper(name: str = "材料.pdf", text: str = "A") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(text), "application/pdf")


def start(client: Client, project: Project, procedure: str) -> Case:
    """Press “办理” on the project page."""
    answer = client.post(f"/projects/{project.code}/start/{procedure}/")
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(project=project, procedure=procedure, state="draft")


def turn_of(case: Case) -> StepRun:
    return StepRun.objects.get(case=case, state="open")


@pytest.fixture
def demand(cast: Cast, project: Project, signed_in: SignIn) -> Case:
    """A demand review that was handed in."""
    client = signed_in(cast.builder)
    case = start(client, project, "demand_review")
    sent = {**DEMAND, "file-party_minutes": paper("会议记录.pdf"), "do": "submit"}
    answer = client.post(f"/cases/{case.pk}/form/", sent)
    assert answer.status_code == 302, answer.content.decode()
    case.refresh_from_db()
    return case


@pytest.fixture
def technical(cast: Cast, project: Project, demand: Case, signed_in: SignIn) -> Case:
    """A draft of the technical review, the demand review having passed."""
    lead = signed_in(cast.lead)
    for outcome in ("accept", "pass"):
        sent = {"outcome": outcome, "opinion": "同意", "do": "act"}
        answer = lead.post(f"/steps/{turn_of(demand).pk}/", sent)
        assert answer.status_code == 302, answer.content.decode()
    return start(signed_in(cast.builder), project, "technical_review")
