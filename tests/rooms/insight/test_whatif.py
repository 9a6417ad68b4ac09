"""试算: what another figure or edition would change, project by project, and that nothing is written."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conftest import EDITION, TODAY, Cast, make_project
from tests.rooms.lifecycle import run
from tests.rooms.signed import client_of
from xunzhang.insight.whatif import what_if
from xunzhang.journal.models import Entry
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

URL = f"/regulations/{EDITION}/what-if/"


@pytest.fixture
def two(cast: Cast) -> tuple[Project, Project]:
    """A reviewed project with 6 % for security, and one that was only entered."""
    return run(cast, make_project(cast), until="project_approval"), make_project(cast, "第二个项目")


def played(cast: Cast, **asked: str) -> dict[str, set[str]]:
    shown = what_if(cast.lead, EDITION, asked, TODAY)
    return {one.project.code: {change.title for change in one.changes} for one in shown.played}


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


def test_nothing_is_written(cast: Cast, two: tuple[Project, Project]) -> None:
    before = (Entry.objects.count(), list(Project.objects.order_by("pk").values()))
    played(cast, **{"p-security_share_percent": "50"})
    assert (Entry.objects.count(), list(Project.objects.order_by("pk").values())) == before


def test_the_page_and_the_workbook_say_the_same(cast: Cast, two: tuple[Project, Project]) -> None:
    client = client_of(cast, "lead")
    answer = client.get(URL, {"p-security_share_percent": "7"})
    assert answer.status_code == 200
    assert two[0].name in answer.content.decode()
    sheet = client.get(URL, {"p-security_share_percent": "7", "excel": "1"})
    with ZipFile(BytesIO(sheet.content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert two[0].code in texts
    assert two[1].code not in texts


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
