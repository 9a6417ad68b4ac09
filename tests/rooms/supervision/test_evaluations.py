"""Evaluations: by whom, what they do to operation money, and where the unit's other projects show them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rooms.lifecycle import at_ten
from tests.rooms.supervision.test_every_measure import DAY, LATER, town_of
from tests.rooms.test_pack_lives import Town, enter
from xunzhang.accounts.models import Person
from xunzhang.kernel.rules import Verdict, judge
from xunzhang.procedures import services
from xunzhang.procedures.errors import NotAllowed
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

ALL = ("anqiu@2020", "jining-hitech@2024", "zhanhe@2022", "zhengzhou@2020")


def evaluated(project: Project, result: str) -> int:
    """An evaluation of the project with its result, as its procedure leaves it."""
    work = Work(project.pk, actor=None, now=at_ten(DAY), today=DAY)
    record = work.new_record("evaluation", None)
    said = {"evaluation_on": DAY, "evaluation_summary": "使用率低", "evaluation_result": result}
    work.set(said, record)
    work.save(verb="fact.found", data={"fact": "评价", "name": "", "value": "", "reason": "测试"})
    return record


@pytest.mark.parametrize("identity", ALL)
def test_the_other_projects_of_the_unit_show_it(db: None, client: Client, identity: str) -> None:
    town, project, _ = town_of(identity)
    other = enter(town, LATER)
    evaluated(project, "poor")
    word = town.edition.facts["evaluation_result"].values["poor"]
    for role in ("builder", "lead_body", "audit_office"):
        client.force_login(town.people[role][0])
        page = client.get(f"/projects/{other.code}/supervision/").content.decode()
        part = page.split("本单位各项目的评价")[1].split("</section>")[0]
        assert f"<b>{word}</b>" in part, role
        assert f'href="/projects/{project.code}/"' in part
        assert "使用率低" in part
    own = client.get(f"/projects/{project.code}/supervision/").content.decode()
    assert "本项目" in own.split("本单位各项目的评价")[1].split("</section>")[0]


def test_nothing_is_shown_where_nothing_was_evaluated(db: None, client: Client) -> None:
    town, project, _ = town_of("zhanhe@2022")
    client.force_login(town.people["builder"][0])
    assert "本单位各项目的评价" not in client.get(f"/projects/{project.code}/supervision/").content.decode()


@pytest.mark.parametrize(("result", "verdict"), [("poor", Verdict.FAILS), ("good", Verdict.HOLDS)])
def test_a_poor_result_stands_in_the_way_of_operation_money(db: None, result: str, verdict: Verdict) -> None:
    """Article 19: the latest result is what operation money is judged by."""
    _, project, _ = town_of("zhanhe@2022")
    edition = catalogue.edition("zhanhe@2022")
    evaluated(project, result)
    project.refresh_from_db()
    work = Work(project.pk, actor=None, now=at_ten(LATER), today=LATER)
    (finding,) = judge(edition, ["evaluation_not_poor"], work.situation.row())
    assert finding.verdict is verdict


def test_only_the_named_officer_states_the_result(db: None) -> None:
    town, project, _ = town_of("jining-hitech@2024")
    record = evaluated(project, "fair")
    asked = {"project": project, "fact": "evaluation_result", "value": "poor", "record_id": record}
    when = {"now": at_ten(LATER), "today": LATER, "reason": "第三方报告"}
    with pytest.raises(NotAllowed):
        services.find_fact(actor=_of(town, "builder"), **asked, **when)  # type: ignore[arg-type]
    services.find_fact(actor=_of(town, "lead_body"), **asked, **when)  # type: ignore[arg-type]


def _of(town: Town, role: str) -> Person:
    return town.people[role][0]
