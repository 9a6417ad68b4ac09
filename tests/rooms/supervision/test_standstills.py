"""Suspension under a measure that stops clocks and under one that does not: days, derivation, page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.rooms.lifecycle import at_ten
from tests.rooms.supervision.test_every_measure import DAY, town_of
from xunzhang.accounts.models import Person
from xunzhang.journal.models import Entry
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.periods import Derivation
from xunzhang.notices.models import Notice
from xunzhang.procedures.models import Deadline, Standstill
from xunzhang.procedures.reminders import remind
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

HERE = "jining-hitech@2024"
STOPPED, RESUMED = date(2025, 6, 10), date(2025, 6, 30)
TOLD = date(2025, 6, 17)
"""Ten working days after the 3rd of June 2025."""


def stopping() -> Edition:
    """The same measure, had its article said that a suspension stops the clocks."""
    edition = catalogue.edition(HERE)
    holds = edition.regulation.holds
    held = {**holds, "suspended": holds["suspended"].model_copy(update={"stops_clocks": True})}
    return replace(edition, regulation=edition.regulation.model_copy(update={"holds": held}))


@pytest.fixture
def signed(db: None) -> Project:
    """A contract signed on DAY, to be filed within ten working days."""
    _, project, _ = town_of(HERE)
    work = Work(project.pk, actor=None, now=at_ten(DAY), today=DAY)
    record = work.new_record("contract", None)
    work.set({"contract_title": "平台开发", "contract_signed_on": DAY}, record)
    work.save(verb="fact.found", data={"fact": "合同", "name": "", "value": "", "reason": "测试"})
    return project


def on(project: Project, day: date, status: str) -> Deadline:
    work = Work(project.pk, actor=None, now=at_ten(day), today=day)
    work.set({"project_status": status}, None)
    work.save(verb="fact.found", data={"fact": "状态", "name": "", "value": status, "reason": "测试"})
    return Deadline.objects.get(project=project, code="contract_filing")


def test_without_the_word_of_the_measure_the_clock_runs_on(signed: Project) -> None:
    assert on(signed, STOPPED, "suspended").due_on == TOLD
    assert on(signed, RESUMED, "active").due_on == TOLD
    assert not Standstill.objects.exists()


def test_where_the_measure_says_so_it_stands_still_and_goes_on(
    signed: Project, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = stopping()
    monkeypatch.setattr(catalogue, "edition", lambda identity: edition)
    row = on(signed, STOPPED, "suspended")
    assert row.due_on is None
    assert Derivation.from_json(row.derivation).stands_since == STOPPED
    assert remind(TOLD + timedelta(days=3), at_ten(TOLD + timedelta(days=3))) == 0
    client.force_login(Person.objects.get(username="builder_a"))
    page = client.get(f"/projects/{signed.code}/deadlines/").content.decode()
    assert f"自 {STOPPED} 起停止计算" in page
    row = on(signed, RESUMED, "active")
    # 4, 5, 6 and 9 June left four of ten; six more from the 30th, on which work goes on
    assert row.due_on == date(2025, 7, 7)
    derived = Derivation.from_json(row.derivation)
    assert derived.stopped == ((STOPPED, RESUMED - timedelta(days=1)),)
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="clocks.").order_by("id")] == [
        "clocks.stopped",
        "clocks.restarted",
    ]
    moved = Notice.objects.get(project=signed, kind="moved")
    assert moved.text.startswith(f"原来是 {TOLD}")
    page = client.get(f"/projects/{signed.code}/deadlines/").content.decode()
    assert "停办，不计" in page


def test_two_suspensions_are_two_times(signed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = stopping()
    monkeypatch.setattr(catalogue, "edition", lambda identity: edition)
    on(signed, STOPPED, "suspended")
    on(signed, STOPPED + timedelta(days=2), "active")
    on(signed, STOPPED + timedelta(days=3), "suspended")
    row = on(signed, STOPPED + timedelta(days=6), "active")
    assert Standstill.objects.filter(project=signed, ended_on__isnull=False).count() == 2
    assert len(Derivation.from_json(row.derivation).stopped) == 2
