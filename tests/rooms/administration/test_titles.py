"""Roles are called as the measure of the area calls them, whatever else is installed."""

from tests.conftest import EDITION, NOW, Cast
from xunzhang.administration import queries
from xunzhang.regulations import catalogue
from xunzhang.regulations.services import install


def test_titles_are_those_of_the_areas_own_edition(cast: Cast) -> None:
    for identity in catalogue.available():
        install(identity=identity, actor=cast.admin, now=NOW)
    own = catalogue.edition(EDITION).roles
    assert {code: queries.role_titles(cast.area.code)[code] for code in own} == {
        code: role.title for code, role in own.items()
    }
    assert queries.role_titles()["lead_body"] == own["lead_body"].title
