"""Who gets which page: a table. Strangers get 404, readers without the right 403."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.rooms.procedures.conftest import SignIn, start, turn_of
from xunzhang.procedures.models import Case

RIGHTS = [  # who, method, page, answer
    ("builder", "get", "case", 200),
    ("colleague", "get", "case", 200),
    ("lead", "get", "case", 200),
    ("finance", "get", "case", 200),
    ("stranger", "get", "case", 404),
    (None, "get", "case", 302),
    ("builder", "post", "case", 405),
    ("builder", "get", "form", 302),
    ("lead", "get", "form", 403),
    ("stranger", "get", "form", 404),
    ("stranger", "post", "form", 404),
    ("lead", "post", "check", 403),
    ("stranger", "post", "keep", 404),
    ("builder", "post", "keep", 409),
    ("lead", "post", "discard", 403),
    ("stranger", "post", "discard", 404),
    ("builder", "get", "discard", 405),
    ("lead", "get", "step", 200),
    ("finance", "get", "step", 403),
    ("builder", "get", "step", 403),
    ("builder", "post", "step", 403),
    ("stranger", "get", "step", 404),
    ("stranger", "post", "step", 404),
    (None, "get", "step", 302),
    ("lead", "post", "step_check", 200),
    ("builder", "post", "step_check", 403),
    ("lead", "post", "step_keep", 204),
    ("finance", "post", "step_keep", 403),
    ("builder", "post", "start", 409),
    ("stranger", "post", "start", 404),
    ("builder", "get", "start", 405),
    ("lead", "post", "unknown", 404),
    ("lead", "get", "finding", 200),
    ("builder", "get", "finding", 403),
    ("finance", "post", "finding", 403),
    ("stranger", "get", "finding", 404),
    ("lead", "get", "not_judged", 404),
    ("lead", "post", "override", 404),
    ("stranger", "post", "override", 404),
]


def address(page: str, case: Case) -> str:
    run, code = turn_of(case).pk, case.project.code
    return {
        "case": f"/cases/{case.pk}/",
        "form": f"/cases/{case.pk}/form/",
        "check": f"/cases/{case.pk}/check/",
        "keep": f"/cases/{case.pk}/keep/",
        "discard": f"/cases/{case.pk}/discard/",
        "override": f"/cases/{case.pk}/overrides/nothing/",
        "step": f"/steps/{run}/",
        "step_check": f"/steps/{run}/check/",
        "step_keep": f"/steps/{run}/keep/",
        "start": f"/projects/{code}/start/demand_review/",
        "unknown": f"/projects/{code}/start/nothing/",
        "finding": f"/projects/{code}/findings/finding_data/",
        "not_judged": f"/projects/{code}/findings/total_budget/",
    }[page]


@pytest.mark.parametrize(("who", "method", "page", "answer"), RIGHTS)
def test_rights(
    cast: Cast, demand: Case, signed_in: SignIn, who: str | None, method: str, page: str, answer: int
) -> None:
    client = signed_in(getattr(cast, who)) if who else Client()
    found = getattr(client, method)(address(page, demand))
    assert found.status_code == answer


def test_a_draft_is_its_unit_s_own(cast: Cast, technical: Case, signed_in: SignIn) -> None:
    assert signed_in(cast.colleague).get(f"/cases/{technical.pk}/form/").status_code == 200
    assert signed_in(cast.colleague).get(f"/cases/{technical.pk}/").status_code == 200
    for person, answer in ((cast.finance, 403), (cast.stranger, 404)):
        assert signed_in(person).get(f"/cases/{technical.pk}/").status_code == answer


def test_only_who_may_start_gets_a_draft(cast: Cast, technical: Case, signed_in: SignIn) -> None:
    technical.delete()
    answer = signed_in(cast.finance).post(f"/projects/{technical.project.code}/start/technical_review/")
    assert answer.status_code == 403
    assert start(signed_in(cast.builder), technical.project, "technical_review").state == "draft"
