"""The check of the packs: the real ones are sound, released editions stay as they were, faults are told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

from tests.packs.authors import EDITION, add, run
from tests.support import tiny
from xunzhang.kernel.authoring import schemas
from xunzhang.kernel.pack import locks

REAL = tiny.REAL
GUIDE = REAL.parent / "docs" / "packs.md"
EDITIONS = sorted(
    f"{head.parent.parent.name}@{head.parent.name}" for head in REAL.glob("*/*/regulation.yaml")
)


def said(packs: Path, *arguments: str) -> tuple[int, str]:
    return run(packs, "lint", "--errors-only", *arguments)


def sound(folder: Path) -> Path:
    """The made-up measure without its one fault: a duty that nothing fulfils."""
    packs = tiny.copy_to(folder)
    file = packs / EDITION / "deadlines.yaml"
    file.write_text(file.read_text().replace("  fulfilled_by: reported_on\n", ""))
    return packs


def test_the_packs_are_sound_and_each_edition_has_its_line() -> None:
    code, text = said(REAL)
    assert code == 0, text
    assert all(f"\n{identity} " in text for identity in EDITIONS)


def test_released_editions_are_as_they_were() -> None:
    locked = locks.read_lock(REAL)
    _, text = said(REAL)
    assert text.count("，已锁定") == len(locked)
    assert "与锁定不符" not in text


def test_counts(tmp_path: Path) -> None:
    code, text = said(sound(tmp_path))
    assert code == 0
    assert "共用事实表：2 个对象，14 项事实" in text
    assert "解释口径：14 条" in text
    counts = "12 条（仅说明 2），手续 2，步骤 3，规则 5，时限 2，参数 4，角色 4，异常 2"
    assert f"sample@2030 示例市信息化项目办法：{counts}；摘要 " in text
    assert "，未锁定\n" in text


def test_locking(tmp_path: Path) -> None:
    packs = sound(tmp_path)
    assert "，现在锁定\n" in said(packs, "--lock")[1]
    assert list(locks.read_lock(packs)) == [tiny.EDITION]
    assert said(packs) == (0, said(packs)[1])
    assert "，已锁定\n" in said(packs)[1]


@pytest.mark.parametrize("arguments", [[], ["--lock"]])
def test_a_locked_edition_that_changed_is_a_fault(tmp_path: Path, arguments: list[str]) -> None:
    packs = sound(tmp_path)
    said(packs, "--lock")
    before = (packs / "LOCK").read_text()
    change(packs, "short: 示例市", "short: 示例")
    code, text = said(packs, *arguments)
    assert code == 1
    assert "regulation.yaml 第 1 行：与锁定时不同。已发布的版本不能改，请另立新版" in text
    assert "，与锁定不符\n" in text
    assert (packs / "LOCK").read_text() == before


def test_a_line_removed_by_hand_unlocks(tmp_path: Path) -> None:
    packs = sound(tmp_path)
    said(packs, "--lock")
    change(packs, "short: 示例市", "short: 示例")
    (packs / "LOCK").write_text("# 没有锁定的\n")
    assert said(packs)[0] == 0


def test_a_locked_edition_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    packs = sound(tmp_path)
    (packs / "LOCK").write_text("gone@2020 abc\n")
    code, text = said(packs)
    assert code == 1
    assert "gone@2020 已锁定，但文件夹里没有" in text


def test_every_faulty_edition_has_its_line(tmp_path: Path) -> None:
    packs = sound(tmp_path)
    for year in ("2028", "2029"):
        (packs / "sample" / year).mkdir()
        (packs / "sample" / year / "regulation.yaml").write_text("titel: 坏\n")
    code, text = said(packs)
    assert code == 1
    assert text.count("错误  ") == 2
    assert "sample@2030 示例市" in text


@pytest.mark.parametrize("file", ["vocabulary.yaml", "interpretation.yaml", "calendars/cn.yaml"])
def test_a_faulty_shared_file_ends_the_check(
    tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = tiny.copy_to(tmp_path)
    (packs / file).write_text("x: [")
    assert said(packs)[0] == 1
    assert file in capsys.readouterr().err


@pytest.mark.parametrize("file", ["invariants.yaml", "equivalent.yaml", "exempt.yaml", "cases/some.yaml"])
def test_what_is_proved_of_an_edition_can_be_read(tmp_path: Path, file: str) -> None:
    packs = tiny.copy_to(tmp_path)
    add(packs, file, "- {nmae: 一}\n")
    code, text = said(packs)
    assert code == 1
    assert f"{EDITION / file} 第 1 行" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("K4: {value", "K15: {value", "没有这个解释口径：“K15”"),
        ("K4: {value: none", "K4: {valu: none", "没有这个键"),
        ("K4: {value: none", "K4: {value: never", "“K4”只能取 next_working_day、none"),
        ("K4: {value: none", "K1: {value: none", "“K1”只能取 true、false"),
    ],
)
def test_readings_name_keys_that_there_are(tmp_path: Path, old: str, new: str, told: str) -> None:
    packs = tiny.copy_to(tmp_path)
    change(packs, old, new)
    code, text = said(packs)
    assert code == 1
    assert told in text
    assert "regulation.yaml 第" in text


def change(packs: Path, old: str, new: str) -> None:
    file = packs / "sample" / "2030" / "regulation.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """Every model that a file of a pack is made of."""
    waiting, seen = [kind], set()
    while waiting:
        here = waiting.pop()
        if isinstance(here, type) and issubclass(here, BaseModel):
            if here not in seen:
                seen.add(here)
                yield here
                waiting += [field.annotation for field in here.model_fields.values()]
        else:
            waiting += get_args(here)


KEYS = sorted(
    {
        (model.__name__, key)
        for kind in schemas.FILES.values()
        for model in models(kind)
        for key in model.model_fields
    }
)


def test_the_guide_explains_every_key() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [f"{model}.{key}" for model, key in KEYS if f"`{key}`" not in guide] == []


def test_the_guide_explains_every_fixed_word() -> None:
    text = json.dumps([TypeAdapter(kind).json_schema() for kind in schemas.FILES.values()])
    lists = re.findall(r'"enum": \[([^\]]*)\]', text)
    words = {word for words in lists for word in re.findall(r'"([^"]+)"', words)}
    guide = GUIDE.read_text(encoding="utf-8")
    assert sorted(word for word in words if f"`{word}`" not in guide) == []


def examples() -> list[Any]:
    found = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [yaml.safe_load(example) for example in found]


def test_the_examples_of_the_guide_stand_in_the_sample_pack() -> None:
    """What the guide shows is loaded, judged and proved: it is a part of the pack that the tests use."""
    files = [
        yaml.safe_load(file.read_text(encoding="utf-8")) for file in (tiny.HERE / EDITION).rglob("*.yaml")
    ]
    shown = [example for example in examples() if isinstance(example, dict)]
    assert len(shown) >= 4
    assert [example for example in shown if not any(_is_part(example, file) for file in files)] == []


def _is_part(example: Any, whole: Any) -> bool:
    if not isinstance(example, dict):
        return bool(example == whole)
    within = isinstance(whole, dict)
    return within and all(key in whole and _is_part(value, whole[key]) for key, value in example.items())


def test_the_case_of_the_guide_runs(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    (cases,) = (example for example in examples() if isinstance(example, list))
    add(packs, "cases/guide.yaml", yaml.safe_dump(cases, allow_unicode=True))
    assert run(packs, "test", "sample") == (0, f"sample@2030 {len(cases)} 个用例，符合 {len(cases)} 个\n")
