"""From a draft to a decision through the pages, as plain form posts."""

from __future__ import annotations

from tests.conftest import Cast
from tests.rooms.procedures.conftest import TECHNICAL, SignIn, paper, turn_of
from xunzhang.procedures.models import Case


def test_a_form_is_handed_in_and_decided(cast: Cast, technical: Case, signed_in: SignIn) -> None:
    builder, lead = signed_in(cast.builder), signed_in(cast.lead)
    page = builder.get(f"/cases/{technical.pk}/form/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "现在提交会怎样" in text
    assert "提交之后" in text
    files = {
        f"file-{slot}": paper(f"{slot}.pdf", slot)
        for slot in ("construction_plan", "crypto_plan", "product_statement", "feasibility_study")
    }
    answer = builder.post(f"/cases/{technical.pk}/form/", {**TECHNICAL, **files, "do": "submit"})
    assert answer.status_code == 302, answer.content.decode()
    run = turn_of(technical)
    seen = lead.get(f"/steps/{run.pk}/").content.decode()
    assert "construction_plan.pdf" in seen or "项目建设方案" in seen
    assert lead.post(f"/steps/{run.pk}/", {"outcome": "accept", "do": "act"}).status_code == 302
    story = builder.get(f"/cases/{technical.pk}/")
    assert story.status_code == 200
    assert "受理" in story.content.decode()
