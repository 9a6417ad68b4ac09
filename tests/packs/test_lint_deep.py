"""What lint finds beyond loading: each fault planted in a sound pack and told with file, key and line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.packs.authors import EDITION, add, change, run, run_json
from tests.support import tiny

RULE = """
{code}:
  title: {code}
  cites: [4]
  {when}require: {require}
  refusal: 不行
  remedy: 改
"""
SLOT = "    {code}: {{title: {code}, cites: [4], when: {when}}}\n"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    packs = tiny.copy_to(tmp_path)
    change(packs, "procedures/life.yaml", "price, signed_on]", "price, signed_on, reported_on]")
    return packs


def findings(packs: Path, check: str) -> list[dict[str, Any]]:
    return [each for each in run_json(packs, "lint")["findings"] if each["check"] == check]


def rule(packs: Path, code: str, require: str, when: str = "") -> None:
    applying = f"when: {when}\n  " if when else ""
    add(packs, "rules.yaml", RULE.format(code=code, require=require, when=applying))


def slots(packs: Path, **whens: str) -> None:
    lines = "".join(SLOT.format(code=code, when=when) for code, when in whens.items())
    change(packs, "procedures/life.yaml", "  materials:\n", "  materials:\n" + lines)


def test_the_small_pack_is_without_errors(packs: Path) -> None:
    code, text = run(packs, "lint")
    assert code == 0, text
    assert "错误 0 处" in text
    assert "里没有“smaple”" in run_json(packs, "lint", "smaple")["error"]


def test_a_fact_without_any_use(packs: Path) -> None:
    add(packs, "facts.yaml", "  idle: {type: boolean, title: 没人用的}\n")
    (found,) = findings(packs, "unused_fact")[:1]
    assert found["severity"] == "error"
    assert (found["key"], found["line"]) == ("facts.idle", 11)
    assert found["file"].endswith("sample/2030/facts.yaml")
    assert run(packs, "lint")[0] == 1


def test_a_shared_fact_renamed_for_nothing(packs: Path) -> None:
    change(packs, "facts.yaml", "refine:\n", "refine:\n  reported_on: {title: 上报日}\n")
    change(packs, "procedures/life.yaml", ", reported_on", "")
    change(packs, "rules.yaml", "reported_on <= today", "approved_on <= today")
    change(packs, "deadlines.yaml", "fulfilled_by: reported_on", "fulfilled_by: approved_on")
    (found,) = [each for each in findings(packs, "unused_fact") if each["key"] == "refine.reported_on"]
    assert found["severity"] == "note"


def test_a_fact_that_nobody_can_make_known(packs: Path) -> None:
    add(packs, "facts.yaml", "  ghost: {type: boolean, title: 没人填的}\n")
    rule(packs, "reported", "NOT ghost")
    assert [each["key"] for each in findings(packs, "never_known")] == ["reported.require"]


def test_a_role_with_nothing_to_do(packs: Path) -> None:
    add(packs, "roles.yaml", "adviser: {title: 顾问, cites: [3], holder: outside}\n")
    assert "adviser" in [each["key"] for each in findings(packs, "unused_role")]


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("regulation.yaml", "by: [builder]", "by: [builder, adviser]", "registration.by"),
        ("procedures/life.yaml", "by: [builder]", "by: [adviser]", "review.by"),
        (
            "procedures/life.yaml",
            "by: office\n      kind: check",
            "by: adviser\n      kind: check",
            "review.steps.check.by",
        ),
        ("rules.yaml", "override_by: [office]", "override_by: [adviser]", "price_within.override_by"),
        ("facts.yaml", "judged_by: office", "judged_by: adviser", "refine.is_major.judged_by"),
        ("roles.yaml", "- {role: office}", "- {role: adviser}", "review.steps.check.by"),
    ],
)
def test_a_role_that_nobody_can_hold(packs: Path, file: str, old: str, new: str, key: str) -> None:
    add(packs, "roles.yaml", "adviser: {title: 顾问, cites: [3], holder: outside, sees: none}\n")
    if file == "roles.yaml":
        change(
            packs,
            "procedures/life.yaml",
            "by: office\n      kind: check",
            "by: deciding_body\n      kind: check",
        )
    assert findings(packs, "nobody_holds") == []
    change(packs, file, old, new)
    (found,) = findings(packs, "nobody_holds")
    assert (found["severity"], found["key"]) == ("error", key)
    assert found["line"] > 1


def edition_of(packs: Path, year: str, begins: str, expiry: str = "", repeals: str = "") -> None:
    """One more edition of the made-up measure, in force from a day."""
    folder = packs / EDITION.parent / year
    shutil.copytree(packs / EDITION, folder)
    head = folder / "regulation.yaml"
    text = head.read_text(encoding="utf-8").replace("示政发〔2030〕1号", f"示政发〔{year}〕1号")
    text = text.replace("date: null", f"date: {begins}").replace("state: date_defect", "state: issued")
    text = text.replace("示政发〔2020〕2号", repeals or "示政发〔2020〕2号")
    if expiry:
        text = text.replace("state: issued", f"state: issued\nexpiry: {{text: 到期, date: {expiry}}}")
    head.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("expiry", "repeals", "check", "severity"),
    [
        ("", "", "two_editions", "error"),
        ("2032-05-01", "", "two_editions", "error"),
        ("2032-04-30", "", None, None),
        ("2032-04-29", "", "no_edition", "note"),
        ("", "示政发〔2031〕1号", None, None),
        ("2033-01-01", "示政发〔2031〕1号", None, None),
    ],
)
def test_every_day_has_one_edition_of_a_measure(
    packs: Path, expiry: str, repeals: str, check: str | None, severity: str | None
) -> None:
    edition_of(packs, "2031", "2031-01-01", expiry=expiry)
    edition_of(packs, "2032", "2032-05-01", repeals=repeals)
    found = [*findings(packs, "two_editions"), *findings(packs, "no_edition")]
    wanted = [(check, severity, "sample@2032", "effective")] if check else []
    assert [(each["check"], each["severity"], each["edition"], each["key"]) for each in found] == wanted
    if check == "no_edition":
        assert "2032-04-30 到 2032-04-30，sample@2031 已经到期，sample@2032 还没有施行" in found[0]["message"]


def test_a_deadline_that_nothing_fulfils(packs: Path) -> None:
    change(packs, "deadlines.yaml", "  fulfilled_by: filed_on\n", "")
    change(packs, "deadlines.yaml", "  fulfilled_by: reported_on\n", "")
    found = {each["key"]: each["severity"] for each in findings(packs, "no_fulfilment")}
    assert found == {"contract_filing": "error", "report": "note"}


def test_a_deadline_that_never_begins(packs: Path) -> None:
    change(packs, "procedures/life.yaml", ", signed_on, ", ", ")
    (found,) = [each for each in findings(packs, "deadline_never") if "signed_on" in each["message"]]
    assert found["key"] == "contract_filing.start"


@pytest.mark.parametrize(
    "change_to",
    [
        ("approved: true, ", ""),  # nothing writes what the rule of order asks
        ("approved: true", "approved: false"),  # what is written is never what it asks
    ],
)
def test_a_procedure_that_nothing_leads_to(packs: Path, change_to: tuple[str, str]) -> None:
    change(packs, "procedures/life.yaml", *change_to)
    (found,) = findings(packs, "unreachable")
    assert found["key"] == "contract.requires"
    assert "“立项后才能签合同”（approved_first）不可能符合" in found["message"]


def test_procedures_that_wait_for_each_other(packs: Path) -> None:
    rule(packs, "filed_first", "price_total > 0")
    change(packs, "procedures/life.yaml", "  checks: [security_share]", "  requires: [filed_first]")
    found = findings(packs, "unreachable")
    assert {each["key"] for each in found} == {"review.requires", "contract.requires"}


def test_a_condition_that_no_choice_meets(packs: Path) -> None:
    applies = "  applies: kind = 'fresh' AND kind = 'renewed'\n  creates: contract\n"
    change(packs, "procedures/life.yaml", "  creates: contract\n", applies)
    assert [each["key"] for each in findings(packs, "unreachable")] == ["contract.applies"]


FIGURES = """
low: {title: 低, type: money, value: 50 万元, cites: [5]}
high: {title: 高, type: money, value: 80 万元, cites: [5]}
"""


@pytest.mark.parametrize(
    ("small", "large", "check", "amounts"),
    [
        ("total < :low", "total > :low", "tier_gap", "恰为 50.00 万元时，没有一档"),
        ("total <= :low", "total >= :low", "tier_overlap", "恰为 50.00 万元时，同时有 2 档"),
        ("total < :low", "total >= :high", "tier_gap", "50.00 万元 至 79.999999 万元时，没有一档"),
        ("total <= :high", "total > :low", "tier_overlap", "50.000001 万元 至 80.00 万元时，同时有 2 档"),
    ],
)
def test_tiers_that_do_not_meet(packs: Path, small: str, large: str, check: str, amounts: str) -> None:
    add(packs, "parameters.yaml", FIGURES)
    rule(packs, "both_used", "price_total > :low AND price_total > :high")
    members = f"[{{role: office, when: {small}}}, {{role: finance, when: {large}}}]"
    change(packs, "procedures/life.yaml", "by: office", f"by: {members}")
    (found,) = findings(packs, check)
    assert amounts in found["message"]
    assert found["key"] == "review.steps.check.by.0.when"


def test_tiers_that_meet_are_not_told(packs: Path) -> None:
    slots(packs, one="total < :study_from")
    assert findings(packs, "tier_gap") + findings(packs, "tier_overlap") == []


def test_tiers_that_the_text_divides_badly_are_a_note(packs: Path) -> None:
    slots(packs, one="total <= :study_from")
    (found,) = findings(packs, "tier_overlap")
    assert found["severity"] == "note"  # the pack tells an anomaly of article 4
    assert "恰为 500.00 万元" in found["message"]
    change(packs, "anomalies.yaml", "cites: [4]", "cites: [8]")
    assert findings(packs, "tier_overlap")[0]["severity"] == "error"


def test_two_rules_that_no_project_meets(packs: Path) -> None:
    rule(packs, "at_most", "total <= :study_from", "is_major")
    rule(packs, "more", "total > :study_from", "kind = 'fresh'")
    (found,) = findings(packs, "contradiction")
    assert found["severity"] == "note"  # judged at no act together
    assert "（at_most）与“more”（more）不可能同时符合" in found["message"]
    assert "变化较大 是" in found["message"]
    assert "建设性质 新建" in found["message"]
    change(packs, "procedures/life.yaml", "checks: [security_share]", "checks: [at_most, more]")
    assert findings(packs, "contradiction")[0]["severity"] == "error"


def test_rules_that_never_apply_together_are_no_contradiction(packs: Path) -> None:
    rule(packs, "at_most", "total <= :study_from", "kind = 'renewed'")
    rule(packs, "more", "total > :study_from", "kind = 'fresh'")
    assert findings(packs, "contradiction") == []


def test_rules_that_only_numbers_between_the_figures_meet(packs: Path) -> None:
    rule(packs, "at_least", "total * 3 >= 100")
    rule(packs, "at_most", "total * 2 <= 90")
    assert findings(packs, "contradiction") == []


def test_a_rule_that_nothing_meets(packs: Path) -> None:
    rule(packs, "never", "total < 5 AND total > 5")
    (found,) = findings(packs, "contradiction")
    assert found["severity"] == "error"


def test_what_has_too_many_values_is_said_to_be_untried(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xunzhang.kernel.authoring.sampling.LIMIT", 3)
    (found,) = findings(packs, "contradiction_untried")
    assert "security_share" in found["message"]


def test_an_edition_that_does_not_load_is_told_beside_the_others(packs: Path) -> None:
    (packs / "sample" / "2031").mkdir()
    (packs / "sample" / "2031" / "regulation.yaml").write_text("titel: 坏\n")
    said = run_json(packs, "lint")
    assert [each["check"] for each in said["findings"] if each["severity"] == "error"] == ["loading"]
    assert len(said["editions"]) == 1


def test_locking_only_what_is_without_errors(packs: Path) -> None:
    add(packs, "facts.yaml", "  idle: {type: boolean, title: 没人用的}\n")
    assert run(packs, "lint", "--lock")[0] == 1
    assert not (packs / "LOCK").exists()
    change(packs, "facts.yaml", "  idle: {type: boolean, title: 没人用的}\n", "")
    assert run(packs, "lint", "--lock")[0] == 0
    assert (packs / "LOCK").read_text(encoding="utf-8").splitlines()[1].startswith("sample@2030 ")


def test_a_locked_edition_that_changed(packs: Path) -> None:
    (packs / "LOCK").write_text("sample@2030 abc\ngone@2020 abc\n")
    assert [each["edition"] for each in findings(packs, "lock")] == ["gone@2020", "sample@2030"]
