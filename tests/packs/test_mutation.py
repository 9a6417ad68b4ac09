"""The cases notice changes: a sample never does worse than recorded, and the tool tells what it finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.packs.authors import add, run, run_json
from tests.packs.test_cases import EDITIONS
from tests.support import tiny
from xunzhang.kernel.pack import mutate
from xunzhang.kernel.pack.cases import load_cases
from xunzhang.kernel.pack.load import read_sources
from xunzhang.kernel.pack.mutants import mutants, mutated
from xunzhang.kernel.pack.prove import faults
from xunzhang.kernel.pack.source import PackError

SHARE = """
- name: 恰为 5%
  cites: [7]
  given: {project: {kind: fresh, total: 600 万元, security: 30 万元}}
  when: {judge: security_share}
  then: {result: holds}
"""


def test_every_edition_has_a_score_for_the_files_as_they_are() -> None:
    """`make check` reaches the scores anew; here only that none was forgotten."""
    recorded = mutate.recorded(tiny.REAL)
    files = {name: mutate.digest(edition_folder(name), edition) for name, edition in EDITIONS.items()}
    assert {name: score.digest for name, score in recorded.items()} == files


def edition_folder(identity: str) -> Path:
    return tiny.REAL / identity.replace("@", "/")


@pytest.mark.parametrize("identity", EDITIONS)
def test_a_case_that_is_not_run_would_not_have_noticed(identity: str) -> None:
    bench = mutate.Bench(tiny.REAL, identity)
    cases = [case for _, _, case in load_cases(edition_folder(identity), bench.edition)]
    for mutant in random.Random(7).sample(bench.mutants, 3):
        edition = mutated(bench.edition, mutant)
        touched = {case.name for case in bench.touched(mutant, edition)}
        untouched = [case for case in cases if case.name not in touched]
        assert [case.name for case in untouched if faults(edition, bench.calendar, case)] == [], str(mutant)


def packs_with(folder: Path, cases: str, equivalent: str = "") -> Path:
    packs = tiny.copy_to(folder)
    edition = packs / "sample" / "2030"
    (edition / "cases").mkdir()
    (edition / "cases" / "share.yaml").write_text(cases)
    if equivalent:
        (edition / "equivalent.yaml").write_text(equivalent)
    return packs


def survivors(packs: Path) -> set[str]:
    return {str(mutant) for mutant in mutate.run(packs, tiny.EDITION, workers=1).survivors}


def test_a_case_kills_what_it_sees_and_nothing_else(tmp_path: Path) -> None:
    found = survivors(packs_with(tmp_path, SHARE))
    assert "rules.yaml security_share.require：第 1 个“>=”改为“>”" not in found
    assert "rules.yaml security_share.when：第 1 个“=”改为“<>”" not in found
    assert "parameters.yaml share.value：多 1 %" not in found
    assert "parameters.yaml share.value：少 1 %" in found
    assert "rules.yaml security_share.strength：hard 改为 soft" in found


def test_every_kind_of_change_is_made(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    found = {str(mutant) for mutant in mutants(tiny.load(packs), read_sources(packs / "sample" / "2030"))}
    life = "procedures/life.yaml"
    assert {
        "parameters.yaml study_from.value：多 1 分",
        "deadlines.yaml contract_filing.within.working_days：短 1 working_days",
        "deadlines.yaml contract_filing.fulfilled_by：去掉 filed_on",
        "rules.yaml price_within.strength：soft 改为 hard",
        "regulation.yaml registration.checks.0：去掉 in_scope",
        f"{life} review.checks.0：去掉 security_share",
        f"{life} review.materials.plan：去掉 plan",
        f"{life} review.steps.check.when：跳过这一步",
        f"{life} review.steps.check.by.0：office 改为 finance",
        f"{life} review.steps.decide.outcomes.approve.set.approved：去掉 approved",
        f"{life} contract.requires.0：去掉 approved_first",
        f"{life} contract.set.filed_on：去掉 filed_on",
        "roles.yaml deciding_body.resolves.0.when：第 1 个“=”改为“<>”",
        "facts.yaml facts.is_large.derived.holds：第 1 个“>=”改为“>”",
    } <= found


def test_a_mutant_differs_in_one_place_and_the_edition_stays_as_it_was(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    edition = tiny.load(packs)
    for mutant in mutants(edition, read_sources(packs / "sample" / "2030")):
        assert mutated(edition, mutant) != edition, str(mutant)
    assert edition == tiny.load(packs)


def test_an_equivalent_change_is_no_survivor_and_a_stale_one_is_told(tmp_path: Path) -> None:
    key = "{file: parameters.yaml, key: share.value, change: %s 1 %%, reason: 试}\n"
    packs = packs_with(tmp_path, SHARE, "- " + key % "少" + "- " + key % "多")
    report = mutate.run(packs, tiny.EDITION, workers=1)
    assert report.equivalent == 1
    assert "parameters.yaml share.value：少 1 %" not in {str(mutant) for mutant in report.survivors}
    assert report.stale == ("parameters.yaml share.value 多 1 %",)
    assert "已不成立" in mutate.lower(packs, report)


def test_scores_only_rise(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, SHARE)
    assert run(packs, "mutate", "--record")[0] == 0
    before = mutate.recorded(packs)[tiny.EDITION]
    assert before.mutants == before.killed + before.equivalent + before.survivors
    assert run(packs, "mutate", "--check", "--workers", "1")[0] == 0
    file = packs / "MUTATION"
    better = before.survivors - 1
    file.write_text(file.read_text().replace(f" {before.survivors} ", f" {better} "))
    for flag in ("--check", "--record"):
        code, text = run(packs, "mutate", flag, "--workers", "1")
        assert code == 1
        assert f"{before.survivors} 个变异没有被发现，记录是 {better} 个" in text
    assert mutate.recorded(packs)[tiny.EDITION].survivors == better


def test_the_record_tells_what_there_is(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, SHARE)
    run(packs, "mutate", "--record", "--workers", "1")
    file = packs / "MUTATION"
    file.write_text(file.read_text().replace("sample@2030 ", "sample@2030 1"))
    code, text = run(packs, "mutate", "--check", "--workers", "1")
    assert code == 1
    assert "得分与记录不同" in text
    assert "抽样的得分不能记入" in run_json(packs, "mutate", "--record", "--sample", "3")["error"]


def test_two_recorded_editions_stand_apart(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, SHARE)
    (packs / "MUTATION").write_text("other@2029 3 3 0 0 abc\n")
    run(packs, "mutate", "--record", "--workers", "1")
    _, first, second = (packs / "MUTATION").read_text().split("\n\n")
    assert first == "other@2029 3 3 0 0 abc"
    assert second.startswith("sample@2030 ")


@pytest.mark.parametrize("file", ["cases/share.yaml", "rules.yaml", "equivalent.yaml"])
def test_a_score_counts_only_for_the_files_it_was_reached_with(tmp_path: Path, file: str) -> None:
    packs = packs_with(tmp_path, SHARE, "[]")
    run(packs, "mutate", "--record", "--workers", "1")
    add(packs, file, "# 说明\n")
    found = run_json(packs, "mutate", "--check", "--workers", "1")
    assert ["还没有重新记分" in fault for fault in found["wrong"]] == [True]


def test_a_case_that_fails_as_it_is_proves_nothing(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, SHARE.replace("holds", "fails"))
    with pytest.raises(PackError, match="恰为 5%"):
        mutate.run(packs, tiny.EDITION, workers=1)
