"""What an edition demands of its cases: figures at and beside their value, gates passed and refused, ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.authors import EDITION, add, change, run, run_json
from tests.support import tiny
from xunzhang.kernel.authoring import demands, shelf

LIFE = "procedures/life.yaml"
SHARE = "rules.yaml security_share"
ACCEPT = "[review, check, accept]"
DECIDE = "[review, decide, {}, {{is_major: false}}]"
AT = "{project: {kind: fresh, total: 600 万元}}"
SUBMIT = "[submit, review, {{security: {}, summary: 好}}]"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tiny.copy_to(tmp_path)


def case(packs: Path, *acts: str, given: str = AT, then: str = "{}") -> None:
    """A case that goes a way."""
    way = ", ".join(acts)
    text = f"- name: 一\n  cites: [4]\n  given: {given}\n  when: {{path: [{way}]}}\n  then: {then}\n"
    add(packs, "cases/some.yaml", text)


def due(packs: Path, today: str, filed: str = "", more: str = "") -> None:
    """A case that reckons the day of filing a contract signed on a Monday."""
    kept = f", filed_on: {filed}" if filed else ""
    given = f"{{today: {today}, contract: {{signed_on: 2030-06-03{kept}}}{more}}}"
    text = (
        f"- name: 一\n  cites: [6]\n  given: {given}\n  when: {{deadline: contract_filing}}\n  then: {{}}\n"
    )
    add(packs, "cases/some.yaml", text)


def lacking(packs: Path) -> set[str]:
    """What is lacking, as `key want`."""
    (pack,) = shelf.load(packs)
    found = demands.complete(pack, shelf.calendar(packs))
    return {f"{demand.key} {demand.want}" for demand in found.lacking}


def test_without_cases_everything_is_lacking(packs: Path) -> None:
    (pack,) = shelf.load(packs)
    found = demands.complete(pack, shelf.calendar(packs))
    assert found.lacking == found.demands
    assert lacking(packs) == {
        *(
            f"{code} {side}"
            for code in ("study_from", "share")
            for side in ("少一个单位", "恰好", "多一个单位")
        ),
        *(f"signing_days {side}" for side in ("少一个单位", "恰好", "多一个单位")),
        *(f"contract_filing {day}" for day in ("前一天", "最后一天", "后一天")),
        *(f"registration.checks.in_scope {want}" for want in ("符合而办成的", "被它拦下的")),
        *(f"review.checks.security_share {want}" for want in ("符合而办成的", "被它拦下的")),
        *(f"contract.requires.approved_first {want}" for want in ("符合而办成的", "被它拦下的")),
        *(f"contract.checks.price_within {want}" for want in ("符合而办成的", "被它拦下的")),
        "review 从发起到办成",
        "review.steps.check.outcomes.return 从发起到退回补正",
        "review.steps.decide.outcomes.refuse 从发起到未办成",
        "contract 从发起到办成",
    }


@pytest.mark.parametrize(
    ("security", "side"),
    [("29.999999 万元", "少一个单位"), ("30 万元", "恰好"), ("30.000001 万元", "多一个单位")],
)
def test_a_figure_in_a_product_is_tried_by_one_fen(packs: Path, security: str, side: str) -> None:
    case(packs, SUBMIT.format(security))
    wanted = {f"share {each}" for each in ("少一个单位", "恰好", "多一个单位")}
    assert wanted - lacking(packs) == {f"share {side}"}


@pytest.mark.parametrize("total", ["499.999999 万元", "500.000001 万元", "500 万元"])
def test_a_figure_is_tried_on_its_sides(packs: Path, total: str) -> None:
    case(packs, SUBMIT.format("90 万元"), given=f"{{project: {{kind: fresh, total: {total}}}}}")
    side = {"499": "少一个单位", "500 ": "恰好"}.get(
        total[:3] if total[0] == "4" else total[:4], "多一个单位"
    )
    wanted = {f"study_from {each}" for each in ("少一个单位", "恰好", "多一个单位")}
    assert wanted - lacking(packs) == {f"study_from {side}"}


def test_what_no_case_asks_counts_for_nothing(packs: Path) -> None:
    """The amount is at the figure, but no condition with the figure is asked."""
    text = "- name: 一\n  cites: [2]\n  given: {project: {total: 500 万元}}\n"
    add(packs, "cases/some.yaml", f"{text}  when: {{judge: in_scope}}\n  then: {{result: unknown}}\n")
    change(packs, "facts.yaml", "derived: {holds: total >= :study_from}", "judged_by: office")
    assert "study_from 恰好" in lacking(packs)


def test_a_figure_of_the_case_is_not_the_figure_of_the_law(packs: Path) -> None:
    other = "{project: {kind: fresh, total: 600 万元}, parameters: {share: 10}}"
    case(packs, SUBMIT.format("60 万元"), given=other)
    assert "share 恰好" in lacking(packs)


@pytest.mark.parametrize(
    ("today", "filed", "day"),
    [
        ("2030-06-18", "", "最后一天"),
        ("2030-06-19", "", "后一天"),
        ("2030-06-20", "2030-06-17", "前一天"),
    ],
)
def test_a_duty_is_kept_on_its_last_day_or_beside_it(packs: Path, today: str, filed: str, day: str) -> None:
    due(packs, today, filed)
    wanted = {f"contract_filing {each}" for each in ("前一天", "最后一天", "后一天")}
    assert wanted - lacking(packs) == {f"contract_filing {day}"}
    side = {"前一天": "少一个单位", "最后一天": "恰好", "后一天": "多一个单位"}[day]
    assert f"signing_days {side}" not in lacking(packs)


def test_the_earliest_day_is_to_be_said(packs: Path) -> None:
    change(
        packs, "deadlines.yaml", "within: {working_days: signing_days}", "at_least: {months: signing_days}"
    )
    assert "contract_filing 最早哪一天" in lacking(packs)
    text = "- name: 一\n  cites: [6]\n  given: {contract: {signed_on: 2030-06-03}}\n"
    text += "  when: {deadline: contract_filing}\n  then: {opens_on: 2031-04-03}\n"
    add(packs, "cases/some.yaml", text)
    assert "contract_filing 最早哪一天" not in lacking(packs)


def test_a_gate_is_passed_only_by_an_act_that_happens(packs: Path) -> None:
    case(packs, SUBMIT.format("30 万元"))
    case(packs, SUBMIT.format("20 万元"))
    assert not {each for each in lacking(packs) if each.startswith("review.checks")}
    case(packs, SUBMIT.format("30 万元").replace(", summary: 好", ""))  # refused for another reason


def test_a_gate_that_another_reason_shuts_is_not_passed(packs: Path) -> None:
    case(packs, SUBMIT.format("30 万元").replace(", summary: 好", ""))
    assert {each for each in lacking(packs) if each.startswith("review.checks")} == {
        "review.checks.security_share 符合而办成的", "review.checks.security_share 被它拦下的"
    }  # fmt: skip


def test_a_soft_gate_set_aside_does_not_stop(packs: Path) -> None:
    act = "[submit, contract, {contract_name: 甲, price: 700 万元, signed_on: 2030-06-03}]"
    project = "project: {total: 600 万元, approved: true}"
    case(packs, act, given=f"{{{project}, excused: [price_within]}}")
    assert "contract.checks.price_within 被它拦下的" in lacking(packs)
    case(packs, act, given=f"{{{project}}}")
    assert "contract.checks.price_within 被它拦下的" not in lacking(packs)


def test_the_scope_is_a_gate(packs: Path) -> None:
    text = "- name: 一\n  cites: [2]\n  given: {project: {kind: fresh, total: 600 万元}}\n"
    add(packs, "cases/some.yaml", f"{text}  when: {{enter: true}}\n  then: {{}}\n")
    gate = {each for each in lacking(packs) if each.startswith("registration")}
    assert gate == {"registration.checks.in_scope 被它拦下的"}


def test_ways_begin_with_a_submission(packs: Path) -> None:
    text = (
        f"- name: 一\n  cites: [4]\n  given: {AT}\n  when: {{act: [review, check, return]}}\n  then: {{}}\n"
    )
    add(packs, "cases/some.yaml", text)
    assert "review.steps.check.outcomes.return 从发起到退回补正" in lacking(packs)
    case(packs, SUBMIT.format("30 万元"), "[review, check, return]")
    assert "review.steps.check.outcomes.return 从发起到退回补正" not in lacking(packs)


def test_the_outcome_that_decides_is_the_way_that_was_taken(packs: Path) -> None:
    mild, grave = "[review, decide, approve, office, {is_major: false}]", "[review, decide, refuse, finance]"
    case(packs, SUBMIT.format("30 万元"), ACCEPT, mild, grave)
    assert "review.steps.decide.outcomes.refuse 从发起到未办成" not in lacking(packs)
    assert "review 从发起到办成" in lacking(packs)
    case(packs, SUBMIT.format("30 万元"), ACCEPT, DECIDE.format("approve"))
    assert "review 从发起到办成" not in lacking(packs)


def test_exemptions_have_a_reason_and_go_stale(packs: Path) -> None:
    want = "- {{file: {}, key: {}, want: {}, reason: 试}}\n"
    add(packs, "exempt.yaml", want.format("parameters.yaml", "share", "恰好"))
    add(packs, "exempt.yaml", want.format("parameters.yaml", "sahre", "恰好"))
    assert "share 恰好" not in lacking(packs)
    code, text = run(packs, "complete")
    assert code == 1
    assert "免去 1" in text
    assert "不用免去 parameters.yaml sahre 恰好" in text
    assert tiny.load(packs).digest == tiny.load(tiny.HERE).digest


def test_the_command_tells_where(packs: Path) -> None:
    code, text = run(packs, "complete", "sample")
    assert code == 1
    assert "缺 网络安全预算占比下限：少一个单位 parameters.yaml 第 2 行，键 share\n      第7条" in text
    assert f"缺 退回补正：从发起到退回补正 {LIFE} 第 24 行" in text
    (said,) = run_json(packs, "complete")
    assert said["demands"] == {"数": 9, "时限": 3, "关": 8, "路": 4}
    assert said["lacking"][0]["key"] == "study_from"
    assert (packs / EDITION).is_dir()
