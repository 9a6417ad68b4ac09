"""Taking a regulation's text apart, and the scaffold of a pack made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.packs.authors import run, run_json
from tests.support import tiny
from xunzhang.kernel.authoring import shelf
from xunzhang.kernel.authoring.splitting import number_of, split

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "regulations" / "source"
ARTICLES = {"jining": 47, "anqiu": 44, "taizhou": 25, "zhanhe": 25, "zhengzhou": 43}

TEXT = """\
示例市人民政府
关于印发《示例市信息化项目办法》的通知

第一章 总 则

第一条 为规范管理，根据有关规定，按照本办法

第二条的精神，制定本办法。

—2—

第２条　 项目单位应当做到下列事项：

（—）编制方案，总投资500万元及以上的，另交可行性研究

报告；
(2)报主管部门—3—审核；
（三）签订合同。
主管部门收到后10个工作日内答复。

第二章 附则

第三条 本办法自发布之日起施行。
此件发至各单位。

抄送：各部门。
第四条 这里已经不是正文。
"""


def test_chapters_articles_paragraphs_and_items() -> None:
    found = split(TEXT)
    assert found.title == "示例市信息化项目办法"
    assert found.chapters == {1: "总则", 2: "附则"}
    assert [(each.number, each.chapter, each.shape) for each in found.articles] == [
        (1, 1, "1 款"),
        (2, 1, "2 款，第1款 3 项"),
        (3, 2, "2 款"),
    ]


def test_broken_sentences_are_whole_again() -> None:
    first, second, _ = split(TEXT).articles
    assert first.paragraphs[0].text == "为规范管理，根据有关规定，按照本办法第二条的精神，制定本办法。"
    assert second.paragraphs[0].items == [
        "编制方案，总投资500万元及以上的，另交可行性研究报告；",
        "报主管部门审核；",
        "签订合同。",
    ]
    assert second.paragraphs[1].text == "主管部门收到后10个工作日内答复。"


def test_numerals() -> None:
    told = {"一": 1, "十": 10, "十二": 12, "二十": 20, "四十七": 47, "一百零三": 103, "〇": 0, "7": 7, "—": 1}
    assert {numeral: number_of(numeral) for numeral in told} == told


def test_a_text_without_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "text.txt"
    file.write_text("没有条文")
    assert run(tmp_path, "new", str(file), "--code", "x", "--edition", "1")[0] == 1
    assert "没有找到第一条" in capsys.readouterr().err


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tiny.copy_to(tmp_path)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "办法.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def new(packs: Path, text: Path, *more: str) -> tuple[int, str]:
    return run(packs, "new", str(text), "--code", "sixth", "--edition", "2030", *more)


def test_a_scaffold_copies_no_words_but_tells_figures_and_shape(packs: Path, text: Path) -> None:
    code, said = new(packs, text)
    folder = packs / "sixth" / "2030"
    assert code == 0
    assert "示例市信息化项目办法：2 章 3 条" in said
    articles = (folder / "articles.yaml").read_text(encoding="utf-8")
    assert '  2: {chapter: c1, gist: "", does: "", informational: ""}  # 2 款，第1款 3 项\n' in articles
    assert "制定本办法" not in articles
    assert "# 第2条：500万元、10个工作日\n" in (folder / "parameters.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load((folder / "regulation.yaml").read_text(encoding="utf-8"))["articles"] == 3


def test_an_unfilled_scaffold_does_not_load_and_a_filled_one_does(packs: Path, text: Path) -> None:
    new(packs, text)
    found = run_json(packs, "lint")["findings"]
    told = [each["message"] for each in found if each["check"] == "loading"]
    assert told == ["第2条没有被引用，也没有写 informational 的理由"]
    fill(packs / "sixth" / "2030")
    know_summary(packs)
    (pack,) = shelf.load(packs, "sixth")
    assert pack.edition.regulation.title == "示例市信息化项目办法"
    assert run(packs, "lint", "sixth")[0] == 0
    assert run(packs, "test", "sixth") == (0, "sixth@2030 0 个用例，符合 0 个\n")


def know_summary(packs: Path) -> None:
    """The scaffold asks for the summary, which the small vocabulary does not have."""
    shared = packs / "vocabulary.yaml"
    text = shared.read_text(encoding="utf-8")
    shared.write_text(text + "  project_summary: {type: longtext, title: 摘要}\n", encoding="utf-8")


def fill(folder: Path) -> None:
    """Every article but the first, on which the entering rests, is told to be words only."""
    file = folder / "articles.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    filled = [
        line.replace(', informational: ""', "")
        if line.startswith("  1:")
        else line.replace('informational: ""', "informational: 只有文字")
        for line in lines
    ]
    file.write_text("\n".join(filled) + "\n", encoding="utf-8")


def test_what_is_there_is_not_written_over(
    packs: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new(packs, text)
    assert new(packs, text)[0] == 1
    assert "已经有了" in capsys.readouterr().err


@pytest.mark.parametrize(("code", "edition"), [("../x", "2030"), ("X", "2030"), ("x", "a/b"), ("x", "")])
def test_names_that_are_no_folder(packs: Path, text: Path, code: str, edition: str) -> None:
    before = sorted(packs.rglob("*"))
    assert run(packs, "new", str(text), "--code", code, "--edition", edition)[0] == 1
    assert sorted(packs.rglob("*")) == before


def test_a_look_before_writing(packs: Path, text: Path) -> None:
    code, said = new(packs, text, "--dry-run")
    assert code == 0
    assert "第2条  1   2 款，第1款 3 项" in said
    assert not (packs / "sixth").exists()
    data = run_json(packs, "new", str(text), "--code", "sixth", "--edition", "1", "--dry-run")
    assert [len(article["paragraphs"]) for article in data["articles"]] == [1, 2, 2]


@pytest.mark.parametrize(("measure", "articles"), ARTICLES.items())
def test_the_five_texts(tmp_path: Path, measure: str, articles: int) -> None:
    if not SOURCES.is_dir():
        pytest.skip(f"the texts of the regulations are not at {SOURCES}: the splitting is NOT tested on them")
    (file,) = SOURCES.glob(f"{measure}*.txt")
    found = split(file.read_text(encoding="utf-8"))
    assert [each.number for each in found.articles] == list(range(1, articles + 1))
    assert list(found.chapters) == list(range(1, len(found.chapters) + 1))
    packs = tiny.copy_to(tmp_path)
    assert run(packs, "new", str(file), "--code", "made", "--edition", "1")[0] == 0
    fill(packs / "made" / "1")
    know_summary(packs)
    assert shelf.load(packs, "made")[0].edition.regulation.articles == articles


@pytest.mark.parametrize("measure", ARTICLES)
def test_what_the_packs_cite_stands_in_the_texts(measure: str) -> None:
    """Every paragraph and item that a pack cites is one that the splitting finds."""
    if not SOURCES.is_dir():
        pytest.skip(
            f"the texts of the regulations are not at {SOURCES}: citations are NOT compared with them"
        )
    (file,) = SOURCES.glob(f"{measure}*.txt")
    shapes = [
        [len(each.items) for each in article.paragraphs] for article in split(file.read_text()).articles
    ]
    chosen = [head.parent for head in shelf.heads(tiny.REAL) if head.parent.parent.name.startswith(measure)]
    strange = [
        f"{kind} {code}: {cite}"
        for folder in chosen
        for pack in shelf.load(tiny.REAL, f"{folder.parent.name}@{folder.name}")
        for kind, code, element in pack.edition.elements()
        for cite in element.cites
        if cite.paragraph > len(shapes[cite.article - 1]) or cite.item > max(shapes[cite.article - 1])
    ]
    assert strange == []


def test_a_number_left_out_does_not_swallow_the_rest() -> None:
    found = split("第一条 甲。\n第二条 乙。\n第四条 丁，按照\n第九条 办理。\n第五条 戊。\n第七条 庚。")
    assert [each.number for each in found.articles] == [1, 2, 4, 5, 7]
    assert found.missing == (3, 6)
    assert found.articles[2].words == "丁，按照第九条 办理。"


def test_numbers_that_stand_close_to_their_words() -> None:
    found = split(
        "第一条为规范。\n第二条本办法所称的，\n是指\n第一条规定的。\n第三条项目。\n第二条规定的除外。"
    )
    assert [each.words for each in found.articles] == [
        "为规范。",
        "本办法所称的，是指第一条规定的。",
        "项目。第二条规定的除外。",
    ]


def test_the_scaffold_tells_of_numbers_left_out(packs: Path, tmp_path: Path) -> None:
    file = tmp_path / "gap.txt"
    file.write_text("第一条 甲。\n第三条 丙。\n", encoding="utf-8")
    assert "没有找到第2条" in new(packs, file, "--dry-run")[1]
