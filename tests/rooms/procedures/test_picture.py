"""The picture of a procedure on the page of a case: where the case stands is marked in it."""

import re

from tests.conftest import Cast
from tests.rooms.procedures.conftest import SignIn, turn_of
from xunzhang.procedures.models import Case


def marked(client_page: bytes) -> list[str]:
    """The titles of the marked boxes."""
    return re.findall(r'<g><title>([^<（]+)[^<]*</title><path class="box[^"]* now"', client_page.decode())


def test_the_mark_goes_with_the_case(cast: Cast, demand: Case, signed_in: SignIn) -> None:
    lead, page = signed_in(cast.lead), f"/cases/{demand.pk}/"
    assert marked(lead.get(page).content) == ["形式审查"]
    lead.post(f"/steps/{turn_of(demand).pk}/", {"outcome": "accept", "do": "act"})
    assert marked(lead.get(page).content) == ["需求评审"]
    lead.post(f"/steps/{turn_of(demand).pk}/", {"outcome": "return", "opinion": "请补充", "do": "act"})
    assert marked(lead.get(page).content) == ["申请需求评审"]


def test_a_case_that_ended_stands_nowhere(
    cast: Cast, technical: Case, demand: Case, signed_in: SignIn
) -> None:
    page = signed_in(cast.builder).get(f"/cases/{demand.pk}/").content
    assert b"xz-flow" in page
    assert marked(page) == []
