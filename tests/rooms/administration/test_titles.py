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


def test_an_area_binds_the_roles_of_its_own_measure_in_its_words(cast: Cast) -> None:
    for identity in catalogue.available():
        install(identity=identity, actor=cast.admin, now=NOW)
    own = catalogue.edition(EDITION).roles
    shown = {charge.known.code: charge.known.role.title for charge in queries.charges(cast.area)}
    bindable = {code: role for code, role in own.items() if role.holder != "unit" and not role.resolves}
    assert shown == {code: role.title for code, role in bindable.items()}


def test_people_are_shown_with_the_titles_of_their_area(cast: Cast) -> None:
    for identity in catalogue.available():
        install(identity=identity, actor=cast.admin, now=NOW)
    (held,) = queries.posts_of(cast.lead)
    assert held.role == catalogue.edition(EDITION).roles["lead_body"].title


def test_a_role_to_give_names_every_title_it_has(cast: Cast) -> None:
    for identity in catalogue.available():
        install(identity=identity, actor=cast.admin, now=NOW)
    titles = queries.all_titles()["lead_body"].split("、")
    assert len(titles) == len(set(titles)) == len({e.roles["lead_body"].title for e in queries.editions()})
