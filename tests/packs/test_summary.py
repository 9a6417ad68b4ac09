"""The table of figures in the guide is what the commands say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.authors import add, run, run_json
from tests.packs.test_cases import EDITIONS
from tests.support import tiny
from xunzhang.kernel.authoring import summary

GUIDE = (tiny.REAL.parent / "docs" / "packs.md").read_text(encoding="utf-8")
RULE = summary.line(("---",) * len(summary.HEAD))


@pytest.mark.parametrize("identity", EDITIONS)
def test_the_guide_tells_the_figures_of_today(identity: str) -> None:
    (found,) = summary.summaries(tiny.REAL, identity)
    assert found.lint[0] == 0
    assert found.invariants[1] == 0
    assert summary.line(found.row) in GUIDE.splitlines(), "run xunzhang packs summary --write docs/packs.md"


def test_the_table_has_a_row_for_each_edition_and_no_other() -> None:
    table = GUIDE.split(f"{summary.line(summary.HEAD)}\n{RULE}\n")[1].split("\n\n")[0]
    assert [row.split(" | ")[0].strip("| ") for row in table.splitlines()] == list(EDITIONS)


def test_rows_are_written_and_written_anew(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    guide = tmp_path / "guide.md"
    guide.write_text(f"前\n\n{summary.line(summary.HEAD)}\n{RULE}\n| other@2029 | 1 |\n\n后\n")
    code, text = run(packs, "summary", "--write", str(guide))
    assert code == 0
    row = "| sample@2030 | 12 / 12 | 0 | 1 / 4 | 33 / 0 | 24 / 0 / 24 | 没有记分 | 0 / 0 | 0 / 0 |"
    assert row in text
    assert guide.read_text().splitlines()[-3:] == [row, "", "后"]
    add(
        packs,
        "cases/some.yaml",
        "- {name: 一, cites: [2], when: {judge: in_scope}, then: {result: unknown}}\n",
    )
    run(packs, "mutate", "--record", "--workers", "1")
    (said,) = run_json(packs, "summary", "--write", str(guide))
    assert (said["cases"], len(said["mutants"])) == (1, 4)
    assert guide.read_text().count("sample@2030") == 1
    assert "没有记分" not in guide.read_text()


def test_a_guide_without_the_table(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("没有表\n")
    assert "没有这个表" in run_json(tiny.copy_to(tmp_path), "summary", "--write", str(guide))["error"]
