"""试算: what another figure or edition would change, project by project, and that nothing is written."""

from io import BytesIO

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.conftest import EDITION, TODAY, Cast, make_project
from tests.rooms.lifecycle import run
from tests.rooms.signed import client_of
from xunzhang.insight import listing
from xunzhang.insight.whatif import what_if
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.web.downloads import EXCEL

URL = f"/regulations/{EDITION}/what-if/"


@pytest.fixture
def two(cast: Cast) -> tuple[Project, Project]:
    """A reviewed project with 6 % for security, and one that was only entered."""
    return run(cast, make_project(cast), until="project_approval"), make_project(cast, "第二个项目")


def played(cast: Cast, **asked: str) -> dict[str, set[str]]:
    shown = what_if(cast.lead, EDITION, asked, TODAY)
    return {one.project.code: {line.title for line in one.lines} for one in shown.played}


def test_no_change_shows_no_difference(cast: Cast, two: tuple[Project, Project]) -> None:
    assert played(cast) == {}
    law = catalogue.edition(EDITION).parameters.items()
    same = {f"p-{name}": str(each.value) for name, each in law if each.type == "integer" and each.value}
    assert played(cast, **same) == {}
    assert played(cast, other=EDITION) == {}


def test_a_higher_share_turns_a_rule_where_it_is_not_reached(
    cast: Cast, two: tuple[Project, Project]
) -> None:
    at = played(cast, **{"p-security_share_percent": "6"})
    above = played(cast, **{"p-security_share_percent": "7"})
    assert at == {}
    assert list(above) == [two[0].code]
    assert "网络安全预算不低于总预算的 5%" in above[two[0].code]


def test_a_figure_of_money_moves_who_reviews(cast: Cast, two: tuple[Project, Project]) -> None:
    found = played(cast, **{"p-provincial_review_over": "600"})
    assert "省级审核" in found[two[0].code]


def test_another_edition_may_be_chosen(cast: Cast, two: tuple[Project, Project]) -> None:
    other = next((each for each in catalogue.available() if each != EDITION), None)
    if other is None:
        pytest.skip("只装了一部办法")
    assert set(played(cast, other=other)) == {each.code for each in two}


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the sessions, which signing in writes."""
    kept = (model for model in apps.get_models() if model.__name__ != "Session")
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in kept
        if model._meta.managed
    }


@pytest.mark.parametrize("asked", [{"p-security_share_percent": "50"}, {"other": "zhengzhou@2020"}])
def test_nothing_is_written(cast: Cast, two: tuple[Project, Project], asked: dict[str, str]) -> None:
    client = client_of(cast, "lead")
    client.get(URL)
    before = everything()
    assert len(before["journal.Entry"]) > 5
    for more in ({}, {"kind": "rule", "page": "2"}, {"excel": "1"}):
        assert client.get(URL, {**asked, **more}).status_code == 200
    assert everything() == before


def test_papers_that_another_figure_asks_for(cast: Cast, two: tuple[Project, Project]) -> None:
    """600 万元 was reviewed with the report; above 700 it would not have been asked."""
    shown = what_if(cast.lead, EDITION, {"p-feasibility_from": "700"}, TODAY)
    lines = {(line.kind, line.before, line.after) for one in shown.played for line in one.lines}
    assert ("material", "须交", "不用交") in lines


def test_a_limit_that_moves_says_which_way_in_the_totals(cast: Cast, two: tuple[Project, Project]) -> None:
    run(cast, two[0], after="project_approval", until="contract_filing")
    shown = what_if(cast.lead, EDITION, {"p-contract_signing_days": "5"}, TODAY)
    total = next(total for total in shown.commonest if total.kind == "deadline")
    assert (total.before, total.after, total.projects) == ("各有期限", "提前", 1)
    assert shown.law == "中标（成交）通知书发出后签订合同的期限 10 → 5 工作日"


def test_totals_open_their_rows_and_pages_follow(
    cast: Cast, two: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    client, asked = client_of(cast, "lead"), {"other": "zhengzhou@2020"}
    first, second = (client.get(URL, {**asked, "page": page}).content.decode() for page in ("1", "2"))
    assert (two[1].name in first, two[0].name in first) == (True, False)
    assert (two[1].name in second, two[0].name in second) == (False, True)
    shown = what_if(cast.lead, EDITION, asked, TODAY)
    for total in shown.totals:
        assert len(shown.only(total.kind)) == total.projects
    for total in shown.commonest:
        found = shown.only(total.kind, total.title, (total.before, total.after))
        assert (len(found), sum(len(one.lines) for one in found)) == (total.projects, total.lines)
    total = shown.commonest[0]
    narrowed = {"kind": total.kind, "matter": total.title, "was": total.before, "then": total.after}
    assert f"{total.projects} 个项目" in client.get(URL, {**asked, **narrowed}).content.decode()
    assert "只列：时限" in client.get(URL, {**asked, "kind": "deadline"}).content.decode()


def test_as_many_queries_for_five_projects_as_for_two(
    cast: Cast, two: tuple[Project, Project], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, asked = client_of(cast, "lead"), {"other": "zhengzhou@2020"}
    client.get(URL, asked)
    with CaptureQueriesContext(connection) as captured:
        client.get(URL, asked)
    for number in range(3):
        make_project(cast, f"又一个项目 {number}")
    with django_assert_num_queries(len(captured)):
        client.get(URL, asked)


def test_a_reading_and_a_figure_left_open_may_be_tried(cast: Cast, two: tuple[Project, Project]) -> None:
    shown = what_if(cast.lead, EDITION, {"p-progress_interval_months": "3"}, TODAY)
    assert shown.asked
    assert "建设进展填报间隔 没有写 → 3 个月" in shown.law
    switched = what_if(cast.lead, "anqiu@2020", {"p-adjustments_add_up": "false"}, TODAY)
    assert "是 → 否" in switched.law
    assert what_if(cast.lead, "anqiu@2020", {"p-adjustments_add_up": "vielleicht"}, TODAY).faults


def test_the_page_and_the_workbook_say_the_same(cast: Cast, two: tuple[Project, Project]) -> None:
    client = client_of(cast, "lead")
    answer = client.get(URL, {"p-security_share_percent": "7"})
    assert answer.status_code == 200
    assert two[0].name in answer.content.decode()
    sheet = client.get(URL, {"p-security_share_percent": "7", "excel": "1"})
    assert sheet.headers["Content-Type"] == EXCEL
    book = load_workbook(BytesIO(sheet.content))
    totals, differences, conditions = (rows_of(book, name) for name in ("合计", "差异", "试算条件"))
    shown = what_if(cast.lead, EDITION, {"p-security_share_percent": "7"}, TODAY)
    assert totals[1:6] == [
        [each.title, "合计", None, None, each.lines, each.projects] for each in shown.totals
    ]
    lines = [(one.project.code, line.title) for one in shown.played for line in one.lines]
    assert [(line[0], line[4]) for line in differences[1:]] == lines
    assert {code for code, _ in lines} == {two[0].code}
    assert [line[2:] for line in conditions if line[2] != line[3] and line[1] == "%"] == [["5", "7"]]


def rows_of(book: Workbook, name: str) -> list[list[object]]:
    return [list(row) for row in book[name].iter_rows(values_only=True)]


@pytest.mark.parametrize("typed", ["五百万", "-1", "1e3", "0", "1" * 14])
def test_a_figure_that_cannot_be_read_is_told_at_its_field(cast: Cast, typed: str) -> None:
    answer = client_of(cast, "lead").get(URL, {"p-municipal_review_over": typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{typed}"' in page
    assert "xz-err" in page


def test_rights(cast: Cast, two: tuple[Project, Project]) -> None:
    assert client_of(cast, None).get(URL).status_code == 302
    client = client_of(cast, "stranger")
    assert two[0].name not in client.get(URL, {"p-security_share_percent": "7"}).content.decode()
    assert client.get("/regulations/nowhere@1/what-if/").status_code == 404
    assert client.post(URL).status_code == 405
