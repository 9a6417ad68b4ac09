"""The commands test, coverage and diff, and how the command line behaves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.packs.authors import EDITION, add, change, run, run_json
from tests.packs.test_cases import EDITIONS
from tests.support import tiny
from xunzhang.kernel import cli
from xunzhang.kernel.authoring import coverage, shelf
from xunzhang.kernel.authoring.console import width

CASE = """
- name: {name}
  cites: [7]
  given: {{project: {{kind: fresh, total: 600 万元, security: 30 万元}}}}
  when: {{judge: security_share}}
  then: {{result: {result}}}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    packs = tiny.copy_to(tmp_path)
    add(packs, "cases/share.yaml", CASE.format(name="恰为 5%", result="holds"))
    return packs


def test_cases_that_agree(packs: Path) -> None:
    code, text = run(packs, "test")
    assert (code, text) == (0, "sample@2030 1 个用例，符合 1 个\n")


def test_a_case_that_fails_is_told_with_its_place(packs: Path) -> None:
    add(packs, "cases/share.yaml", CASE.format(name="说错了", result="fails"))
    code, text = run(packs, "test", "sample")
    assert code == 1
    assert "share.yaml 第 8 行：说错了\n      result：应为 fails，实为 holds" in text
    assert "2 个用例，符合 1 个" in text
    (proof,) = run_json(packs, "test")
    assert proof["failures"][0]["faults"] == ["result：应为 fails，实为 holds"]
    assert run(packs, "test", "-k", "恰为")[0] == 0


def test_cases_that_cannot_be_read(packs: Path) -> None:
    change(packs, "cases/share.yaml", "judge:", "jugde:")
    code, text = run(packs, "test")
    assert code == 1
    assert "没有这个键" in text


@pytest.mark.parametrize(
    ("given", "when", "told"),
    [
        ("{}", "{act: [review, chek, accept]}", "键 1.when.act：评审立项没有“chek”这一步"),
        ("{}", "{act: [reveiw, check, accept]}", "键 1.when.act：没有这道手续：“reveiw”"),
        ("{}", "{act: [review, check, agree]}", "键 1.when.act：形式审查没有结论“agree”"),
        ("{}", "{path: [[submit, reveiw]]}", "键 1.when.path.0：没有这道手续：“reveiw”"),
        ("{}", "{path: [[review, check]]}", "键 1.when.path.0：形式审查没有结论“”"),
        ("{}", "{path: [[submit]]}", "键 1.when.path.0：写得不全"),
        ("{}", "{path: review}", "键 1.when.path：path 应为列表"),
        ("{}", "{path: [review]}", "键 1.when.path：path 应为列表"),
        ("{}", "{path: [[resubmit, reveiw]]}", "没有这道手续：“reveiw”"),
        ("{}", "{path: [[submit, review, {securty: 1}]]}", "键 1.when.path.0.securty：没有这个事实"),
        ("{done: [reveiw]}", "{moves: true}", "键 1.given.done：没有“reveiw”"),
        ("{excused: [share]}", "{submit: review}", "键 1.given.excused：没有“share”"),
        ("{records: [{entity: invoice}]}", "{moves: true}", "键 1.given.records.0.entity：没有这个对象"),
        (
            "{project: {kind: old}}",
            "{moves: true}",
            "键 1.given.project.kind：“kind”没有“old”这个选项，可用：fresh、renewed",
        ),
        ("{project: {approved: 是}}", "{moves: true}", "“approved”应为是或否，不是“是”"),
        ("{project: {approved_on: 1}}", "{moves: true}", "“approved_on”应为日期，不是“1”"),
        ("{project: {summary: 1}}", "{moves: true}", "“summary”应为长文本，不是“1”"),
        ("{project: {total: 500万}}", "{moves: true}", "“total”：金额“500万”写法不对"),
        ("{contract: {price: true}}", "{moves: true}", "“price”：金额“True”写法不对"),
        (
            "{records: [{entity: contract, facts: {signed_on: 昨天}}]}",
            "{moves: true}",
            "键 1.given.records.0.facts.signed_on：“signed_on”应为日期",
        ),
    ],
)
def test_a_case_that_names_what_is_not_there(packs: Path, given: str, when: str, told: str) -> None:
    text = f"\n- name: 写错\n  cites: [4]\n  given: {given}\n  when: {when}\n  then: {{allowed: true}}\n"
    add(packs, "cases/share.yaml", text)
    (found,) = [each for each in run_json(packs, "lint")["findings"] if each["check"] == "loading"]
    lines = (packs / EDITION / "cases/share.yaml").read_text(encoding="utf-8").splitlines()
    assert told in f"，键 {found['key']}：{found['message']}"
    assert lines[found["line"] - 1].strip().startswith(("given:", "when:"))
    assert run(packs, "test")[0] == 1
    assert run(packs, "coverage")[0] == 1


def test_an_edition_that_is_not_there(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(packs, "test", "other")[0] == 1
    assert "里没有“other”" in capsys.readouterr().err
    assert "里没有“other”" in run_json(packs, "test", "other")["error"]


def test_coverage_counts_what_the_cases_exercise(packs: Path) -> None:
    (said,) = run_json(packs, "coverage")
    article = said["articles"][6]
    assert said["accounted"] == 12
    cases = {(each["kind"], each["code"]): each["cases"] for each in article["elements"]}
    assert cases[("rule", "security_share")] == ["恰为 5%"]
    assert cases[("parameter", "share")] == ["恰为 5%"]
    assert cases[("field", "review.security")] == []
    code, text = run(packs, "coverage")
    assert code == 0
    assert "12 条已交代 12 条；内容 " in text
    assert "第7条" in text


def test_a_path_exercises_what_it_goes_through(packs: Path) -> None:
    refused = ", ".join(f"[review, decide, refuse, {role}]" for role in ("office", "finance"))
    path = f"[[submit, review], [review, check, accept], {refused}]"
    given = "{project: {kind: fresh, total: 600 万元, summary: 好}}"
    act = f"  when: {{path: {path}}}\n  then: {{allowed: false}}\n"
    add(packs, "cases/share.yaml", f"\n- name: 走一遍\n  cites: [4]\n  given: {given}\n{act}")
    pack = shelf.load(packs)[0]
    elements = {
        (each.kind, each.code): each.cases
        for article in coverage.cover(pack).articles
        for each in article.elements
    }
    for mark in (
        ("procedure", "review"),
        ("step", "review.decide"),
        ("outcome", "review.decide.refuse"),
        ("field", "review.security"),
        ("measure", "criticism"),
        ("role", "builder"),
        ("role", "finance"),
        ("parameter", "study_from"),
    ):
        assert "走一遍" in elements[mark], mark
    assert elements[("deadline", "contract_filing")] == ()
    assert elements[("material", "review.study")] == ()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows = self.items = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.rows += tag == "tr"
        self.items += tag == "li"


def test_coverage_as_a_page(packs: Path, tmp_path: Path) -> None:
    file = tmp_path / "coverage.html"
    assert run(packs, "coverage", "--html", str(file))[1].endswith(f"写好了 {file}\n")
    text = file.read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(text)
    assert tags.rows == 13  # twelve articles and the head
    assert "恰为 5%" in text
    assert "没有用例" in text
    assert "http" not in text


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_article_of_the_real_packs_is_accounted_for(identity: str) -> None:
    (pack,) = shelf.load(tiny.REAL, identity)
    cover = coverage.cover(pack)
    assert cover.accounted == len(cover.articles) == pack.edition.regulation.articles


def test_an_edition_does_not_differ_from_itself(packs: Path) -> None:
    code, text = run(packs, "diff", "sample", "sample@2030")
    assert code == 0
    assert text.endswith("没有不同\n")


def test_two_editions_side_by_side(packs: Path) -> None:
    next_year = packs / "sample" / "2031"
    shutil.copytree(packs / EDITION, next_year)
    for file, old, new in (
        ("parameters.yaml", "500 万元", "600 万元"),
        ("rules.yaml", "when: kind = 'fresh'", "when: kind = 'renewed'"),
        ("deadlines.yaml", "working_days: signing_days", "days: signing_days"),
        ("procedures/life.yaml", "study: {title", "survey: {title"),
    ):
        text = (next_year / file).read_text()
        assert old in text
        (next_year / file).write_text(text.replace(old, new))
    lines = {line["code"]: line for line in run_json(packs, "diff", "sample@2030", "sample@2031")["lines"]}
    assert (lines["study_from"]["left"], lines["study_from"]["right"]) == ("500.00 万元", "600.00 万元")
    assert lines["security_share"]["left"].startswith("当 建设性质 ＝ “新建”；要求 网络安全预算 × 100 ≥")
    assert "10 日以内" in lines["contract_filing"]["right"]
    assert lines["review.study"]["right"] is None
    assert lines["review.survey"]["left"] is None
    assert set(lines) == {
        "study_from", "security_share", "contract_filing", "review.study", "review.survey"
    }  # fmt: skip
    text = run(packs, "diff", "sample@2030", "sample@2031")[1]
    assert "示例市：500.00 万元" in text
    assert "示例市：没有" in text


def test_a_measure_with_two_editions_must_be_named_in_full(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(packs / EDITION, packs / "sample" / "2031")
    assert run(packs, "diff", "sample", "sample@2030")[0] == 1
    assert "有 2 版，请写明：sample@2030、sample@2031" in capsys.readouterr().err


def test_real_measures_can_be_compared() -> None:
    names = list(EDITIONS)
    lines = run_json(tiny.REAL, "diff", names[0], names[-1])["lines"]
    assert {line["group"] for line in lines} >= {"数字", "手续", "步骤", "材料", "规则", "时限"}


def test_procedures_become_bpmn_files(packs: Path, tmp_path: Path) -> None:
    code, text = run(packs, "bpmn", "sample", "--out", str(tmp_path / "out"))
    found = sorted(file.stem for file in (tmp_path / "out" / "sample@2030").glob("*.bpmn"))
    assert (code, found) == (0, sorted(tiny.load(packs).procedures))
    assert f"写好了 {len(found)} 个文件" in text
    (one,) = run_json(packs, "bpmn", "--procedure", "review", "--out", str(tmp_path / "one"))
    assert "<bpmn:definitions" in Path(one).read_text(encoding="utf-8")
    assert "没有“reveiw”这道手续" in run_json(packs, "bpmn", "--procedure", "reveiw")["error"]


def test_colours_only_where_wanted(packs: Path) -> None:
    assert "\x1b[32m" in run(packs, "test", colour=True)[1]
    assert "\x1b[" not in run(packs, "test")[1]


def test_columns_line_up_under_chinese() -> None:
    assert width("第7条 a") == 7


@pytest.mark.parametrize(
    "command", [*"lint test coverage complete mutate explore bpmn summary diff new".split()]
)
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["packs", command, "-h"])
    said = capsys.readouterr().out
    assert end.value.code == 0
    assert said.startswith(f"用法：xunzhang packs {command}")
    assert "--json" in said
    assert "show this help" not in said


def test_a_command_that_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["packs", "lnit"])
    assert end.value.code == 2
    assert "写法不对" in capsys.readouterr().err


def test_no_folder_of_packs(tmp_path: Path) -> None:
    assert "这个文件夹" in run_json(tmp_path / "none", "lint")["error"]


def test_it_runs_as_a_module(packs: Path) -> None:
    command = [sys.executable, "-m", "xunzhang.kernel.cli", "packs", "test", "--packs", str(packs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "sample@2030 1 个用例，符合 1 个\n")
