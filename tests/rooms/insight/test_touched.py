"""What happened at each article: touched, sent back, refused, waiting, each with its rows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.conftest import EDITION, NOW, TODAY, Cast, make_project
from tests.rooms.lifecycle import paper, run
from tests.rooms.signed import client_of
from xunzhang.accounts.models import Person
from xunzhang.insight import behind, touched
from xunzhang.kernel.facts import Value
from xunzhang.kernel.moves import Move
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case
from xunzhang.procedures.refusals import noted
from xunzhang.procedures.services import draft, submit
from xunzhang.projects.models import Project, Refusal
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act, Player
from xunzhang.supervision.paging import page

DEMAND: dict[str, Value] = {
    "project_basis": "规划任务",
    "project_content": "平台一套",
    "project_goals": "缩短时间",
    "declared_total": 600_000_000,
    "party_studied_on": TODAY - timedelta(days=9),
}


@pytest.fixture
def played(cast: Cast, project: Project) -> Project:
    """A demand review handed in and sent back, then handed in again: one turn waits."""
    who = {"builder": cast.builder, "lead_body": cast.lead}
    player = Player(person=lambda _, act: who[act.who], paper=lambda asked: paper(asked.title))
    player.play(
        project,
        (
            Act(TODAY, "builder", "demand_review", facts=DEMAND),
            Act(TODAY, "lead_body", "demand_review", "formal_check", "return"),
            Act(TODAY, "builder", "demand_review", "revise", facts=DEMAND),
        ),
    )
    return project


def counted(person: Person) -> dict[int, touched.Counts]:
    return dict(touched.counts(person, catalogue.edition(EDITION)))


def test_what_happened_is_counted_where_the_law_says_so(cast: Cast, played: Project) -> None:
    found = counted(cast.lead)
    assert found[6].touched == 1
    assert found[6].returned == 1
    assert found[6].waiting == 1
    assert all(count.touched <= 1 for count in found.values())
    assert 47 not in found


def test_an_article_that_only_judges_or_dates_is_touched_too(cast: Cast, project: Project) -> None:
    """Article 37 stands behind a rule of the technical review, article 28 behind limits of contracts."""
    before = counted(cast.lead)
    assert before[2].touched == 1  # every project was judged by it when it was entered
    assert 37 not in before
    run(cast, project, until="technical_review")
    assert counted(cast.lead)[37].touched == 1
    run(cast, project, after="technical_review", until="contract_signing")
    assert counted(cast.lead)[28].touched == 1
    row = behind.behind(cast.lead, catalogue.edition(EDITION), 37, "touched").rows[0]
    assert "技术评审" in row.what


def test_a_refused_press_leaves_one_refusal_and_nothing_else(cast: Cast, project: Project) -> None:
    case = draft(project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=NOW)
    with pytest.raises(ActRefused):
        submit(
            case=case, facts={**DEMAND, "party_studied_on": None}, actor=cast.builder, now=NOW, today=TODAY
        )
    case.refresh_from_db()
    assert case.state == "draft"
    rows = list(Refusal.objects.all())
    assert len({row.press for row in rows}) == 1
    assert ("rule", "party_studied") in {(row.kind, row.code) for row in rows}
    assert counted(cast.lead)[8].refused == 1
    assert counted(cast.builder)[8].refused == 1
    assert counted(cast.stranger) == {}


def test_a_refusal_keeps_the_figures_it_rested_on(cast: Cast, project: Project) -> None:
    run(cast, project, until="demand_review")
    changed: dict[str, Value] = {"security_budget": 29_999_999}
    with pytest.raises(ActRefused):
        run(cast, project, after="demand_review", until="technical_review", changed=changed)
    one = Refusal.objects.get(kind="rule", code="security_budget_share")
    assert one.facts["security_budget"] == 29_999_999
    row = behind.behind(cast.lead, catalogue.edition(EDITION), 37, "refused").rows[0]
    assert "网络安全预算 29.999999 万元，总预算 600.00 万元" in row.why[0]
    for change in (lambda: Refusal.objects.update(act=""), lambda: Refusal.objects.all().delete()):
        with pytest.raises(DatabaseError, match="refusals never change"), transaction.atomic():
            change()


def test_a_start_that_a_hold_forbids_counts_at_the_article_of_the_hold(cast: Cast, project: Project) -> None:
    run(cast, project, until="demand_review")
    case = draft(project=project, procedure="technical_review", record_id=None, actor=cast.builder, now=NOW)
    edition = catalogue.edition(EDITION)
    code, hold = next(iter(edition.regulation.holds.items()))
    assert Refusal.objects.count() == 0
    move = Move("technical_review", edition.procedures["technical_review"], "refused", hold=hold)

    @noted
    def refused(*, case: Case, actor: Person, now: datetime) -> None:
        raise ActRefused(move=move)

    with pytest.raises(ActRefused):
        refused(case=case, actor=cast.builder, now=NOW)
    assert Refusal.objects.get().code == code
    assert counted(cast.lead)[hold.cites[0].article].refused == 1


def test_looking_ahead_is_no_refusal(cast: Cast, project: Project) -> None:
    case = draft(project=project, procedure="demand_review", record_id=None, actor=cast.builder, now=NOW)
    client_of(cast, "builder").post(f"/cases/{case.pk}/check/", {})
    assert not Refusal.objects.exists()


def test_an_entry_that_is_refused_counts_without_a_project(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", NOW.isoformat())
    client_of(cast, "builder").post("/projects/new/", {"f-is_classified": "true"})
    assert {row.act for row in Refusal.objects.all()} == {"登记项目"}
    assert counted(cast.builder)[2].refused == 1
    assert counted(cast.lead)[2].refused == 1
    assert counted(cast.stranger) == {}


@pytest.mark.parametrize("name", ["touched", "returned", "waiting", "refused"])
def test_every_count_opens_its_rows(cast: Cast, played: Project, name: str) -> None:
    make_project(cast, "另一个项目")
    edition = catalogue.edition(EDITION)
    for article, counts in counted(cast.lead).items():
        found = behind.behind(cast.lead, edition, article, name)
        assert found.total == len(found.rows) == getattr(counts, name), (article, name)
    page = client_of(cast, "lead_body").get(f"/regulations/{EDITION}/articles/6/{name}/").content.decode()
    assert (played.name in page) is (name != "refused")


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        (None, "articles/6/touched/", 302),
        ("stranger", "articles/6/touched/", 200),
        ("lead_body", "articles/6/secret/", 404),
        ("lead_body", "articles/48/touched/", 404),
    ],
)
def test_rights(cast: Cast, who: str | None, address: str, status: int) -> None:
    assert client_of(cast, who).get(f"/regulations/{EDITION}/{address}").status_code == status


def test_strangers_see_nothing_of_others(cast: Cast, played: Project) -> None:
    assert played.name not in page_of(client_of(cast, "stranger"))


def page_of(client: Client) -> str:
    return client.get(f"/regulations/{EDITION}/articles/6/touched/").content.decode()


def test_the_list_of_articles_takes_a_fixed_number_of_queries(
    cast: Cast, played: Project, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client = client_of(cast, "lead_body")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        said = client.get(f"/regulations/{EDITION}/").content.decode()
    assert "退回 1" in said
    assert "在办 1" in said


@pytest.mark.parametrize("name", ["touched", "returned", "waiting", "refused"])
def test_the_rows_take_a_fixed_number_of_queries(
    cast: Cast, played: Project, name: str, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(3):
        make_project(cast, f"另一个项目 {number}")
    edition = catalogue.edition(EDITION)
    cast.lead.__dict__.pop("_duties", None)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        found = behind.behind(cast.lead, edition, 6, name)
    assert all(row.url for row in found.rows)


def test_pages_follow_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {make_project(cast, f"项目 {number}").code for number in range(5)}
    monkeypatch.setattr(behind, "page", lambda rows, key, after: page(rows, key, after, 2))
    edition, seen, after = catalogue.edition(EDITION), [], ""
    for _ in range(3):
        shown = behind.behind(cast.lead, edition, 2, "touched", after)
        seen += [row.project.code for row in shown.rows if row.project]
        after = shown.older
    assert len(seen) == len(set(seen)) == shown.total == 5
    assert set(seen) == made
    assert after == ""
