"""The explorer proves invariants on a made-up measure, and finds the shortest way that breaks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.authors import change, run, run_json
from tests.support import tiny
from xunzhang.kernel.pack import explore
from xunzhang.kernel.pack.source import PackError

APPROVED_FIRST = "{name: 立项之前没有合同, cites: [5], acts: [[contract]], before: approved}"
DAY_KNOWN = "{name: 立项就有立项日, cites: [5], never: approved AND approved_on IS NULL}"
STOPPED = "{name: 停了只能评审, cites: [10], during: is_major AND NOT approved, only: [review]}"


def packs_with(folder: Path, *invariants: str) -> Path:
    packs = tiny.copy_to(folder)
    text = "".join(f"- {each}\n" for each in invariants)
    (packs / "sample" / "2030" / "invariants.yaml").write_text(text)
    return packs


def test_a_sound_measure_keeps_its_invariants_in_every_state(tmp_path: Path) -> None:
    report = explore.run(packs_with(tmp_path, APPROVED_FIRST, DAY_KNOWN), tiny.EDITION, workers=1)
    assert report.faults == 0
    assert [(each.holds, each.complete, each.met > 0) for each in report.found] == [(True, True, True)] * 2


def test_a_missing_order_is_found_at_once(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, APPROVED_FIRST)
    change(packs, "procedures/life.yaml", "  requires: [approved_first]\n", "")
    change(packs, "procedures/life.yaml", "checks: [price_within]", "checks: [price_within, approved_noted]")
    said = "kind: notice, require: approved, refusal: 没有, remedy: 办"
    rule = f"approved_noted: {{title: 立项, cites: [5], {said}}}\n"
    at = packs / "sample" / "2030" / "rules.yaml"
    at.write_text(at.read_text() + rule)
    (found,) = explore.run(packs, tiny.EDITION, workers=1).found
    assert found.broken is not None
    assert [act.split("（")[0] for act in found.broken] == ["登记", "提交合同备案"]


def test_what_breaks_it_later_comes_back_as_the_shortest_way(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, DAY_KNOWN)
    accept = "accept: {title: 受理, "
    change(packs, "procedures/life.yaml", accept, accept + "set: {approved: true}, ")
    code, text = run(packs, "explore")
    assert code == 1
    acts = [line.split(". ", 1)[1].split("（")[0] for line in text.splitlines() if ". " in line]
    assert acts[-2:] == ["提交评审立项", "评审立项－形式审查：受理"]
    assert "不成立  立项就有立项日" in text
    assert run_json(packs, "explore")[0]["found"][0]["holds"] is False


def test_a_hold_that_lets_too_much_through(tmp_path: Path) -> None:
    stopped = STOPPED.replace("}", ", given: {is_major: true, approved: false}}")
    packs = packs_with(tmp_path, stopped)
    assert explore.run(packs, tiny.EDITION, workers=1).faults == 0
    change(packs, "regulation.yaml", "except_procedures: [review]", "except_procedures: [review, contract]")
    change(packs, "procedures/life.yaml", "requires: [approved_first]", "checks: [approved_first]")
    change(packs, "procedures/life.yaml", "  checks: [price_within]\n", "")
    change(packs, "rules.yaml", "  kind: order\n  require: approved", "  kind: notice\n  require: approved")
    (found,) = explore.run(packs, tiny.EDITION, workers=1).found
    assert found.broken is not None
    assert found.broken[-1].startswith("提交合同备案")


def test_what_was_never_met_proves_nothing(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, STOPPED)
    (found,) = explore.run(packs, tiny.EDITION, workers=1).found
    assert (found.broken, found.met, found.holds) == (None, 0, False)


def test_the_bound_is_kept_and_told(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, DAY_KNOWN)
    (found,) = explore.run(packs, tiny.EDITION, states=2, workers=1).found
    assert not found.complete
    assert f"{found.states} 个状态后停下，0 步以内的都看过" in found.reach
    (said,) = run_json(packs, "explore", "--states", "2")
    assert (said["complete"], said["states"], said["found"][0]["depth"]) == (0, found.states, 0)
    code, text = run(packs, "explore", "sample@2030")
    assert code == 0
    assert "走完 1 条" in text
    assert f"全部 {run_json(packs, 'explore')[0]['states']} 个状态，至多 3 步" in text


@pytest.mark.parametrize(
    ("invariant", "told"),
    [
        ("{name: 两种, cites: [5], never: approved, during: approved}", "要恰好写一种"),
        ("{name: 没有动作, cites: [5], before: approved}", "acts 与 before 要一起写"),
        ("{name: 没有事实, cites: [5], never: aproved}", "aproved"),
        ("{name: 没有手续, cites: [5], acts: [[pay]], before: approved}", "没有这个手续：“pay”"),
        ("{name: 没有结论, cites: [5], acts: [[review, check, pass]], before: approved}", "acts 写作"),
        ("{name: 别的对象, cites: [5], never: price > 0}", "不属于这里的对象"),
        ("{name: 没有对象, cites: [5], on: payment, never: approved}", "没有这个对象"),
        ("{name: 没有已知, cites: [5], never: approved, given: {aproved: true}}", "没有这个事实：“aproved”"),
    ],
)
def test_a_wrong_invariant_is_told(tmp_path: Path, invariant: str, told: str) -> None:
    with pytest.raises(PackError, match=told):
        explore.run(packs_with(tmp_path, invariant), tiny.EDITION, workers=1)
