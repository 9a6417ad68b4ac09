"""Malformed packs: each small change to a sound measure gives exactly one error with file, key and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.support import tiny
from xunzhang.kernel.pack.source import PackError


@dataclass(frozen=True)
class Fault:
    """In `file`, `old` becomes `new`; `said` is part of the message, `key` the key that it names.

    The line that the error must name carries the mark `#!`.
    """

    file: str
    old: str
    new: str
    key: str
    said: str


FAULTS = sorted((Path(__file__).parent / "faults").glob("*.yaml"))


def broken(folder: Path, fault: Fault) -> tuple[Path, PackError]:
    """The file that was changed and the error that loading gives."""
    packs = tiny.copy_to(folder)
    file = (packs / "sample" / "2030" / fault.file).resolve()
    text = file.read_text()
    assert fault.old in text, "the sound measure has changed"
    file.write_text(text.replace(fault.old, fault.new, 1))
    with pytest.raises(PackError) as told:
        tiny.load(packs)
    return file, told.value


@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.stem)
def test_a_fault_is_told_with_file_key_and_line(tmp_path: Path, kind: Path) -> None:
    fault = Fault(**yaml.safe_load(kind.read_text()))
    file, error = broken(tmp_path, fault)
    lines = file.read_text().splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.endswith("#!")]
    assert fault.said in error.message
    assert error.key == fault.key
    assert Path(error.file).resolve() == file
    assert error.line >= 1
    if marked:
        assert [error.line] == marked
    assert str(error).startswith(f"{error.file} 第 {error.line} 行")


def test_the_measure_is_sound(tmp_path: Path) -> None:
    assert tiny.load(tiny.copy_to(tmp_path)).id == tiny.EDITION


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= 60


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    (packs / "sample" / "2030" / "rules.yaml").unlink()
    with pytest.raises(PackError, match=r"rules\.yaml：缺少这个文件"):
        tiny.load(packs)


def test_an_unknown_file_is_named(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    (packs / "sample" / "2030" / "rule.yaml").write_text("{}")
    with pytest.raises(PackError, match=r"rule\.yaml：没有这种文件"):
        tiny.load(packs)


def test_a_procedure_told_in_two_files_is_refused(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    folder = packs / "sample" / "2030" / "procedures"
    (folder / "other.yaml").write_text((folder / "life.yaml").read_text())
    with pytest.raises(PackError, match="手续“review”在别的文件里已经写过"):
        tiny.load(packs)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "应为“键: 值”的映射"),
        (b"- a\n- b\n", "应为“键: 值”的映射"),
        (b"just words\n", "应为“键: 值”的映射"),
        ("title: 示例".encode("gbk"), "不是 UTF-8 文本"),
        (b"title: a\x00b\n", "YAML 写法不对"),
        (b"[" * 5000 + b"]" * 5000, "套得太深"),
    ],
)
def test_a_file_that_is_no_mapping(tmp_path: Path, content: bytes, said: str) -> None:
    packs = tiny.copy_to(tmp_path)
    (packs / "sample" / "2030" / "rules.yaml").write_bytes(content)
    with pytest.raises(PackError, match=said) as told:
        tiny.load(packs)
    assert told.value.file.endswith("rules.yaml")


def test_cases_are_no_part_of_the_digest(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    before = tiny.load(packs).digest
    cases = packs / "sample" / "2030" / "cases"
    cases.mkdir()
    (cases / "more.yaml").write_text("[]")
    assert tiny.load(packs).digest == before


def test_every_other_byte_is(tmp_path: Path) -> None:
    packs = tiny.copy_to(tmp_path)
    before = tiny.load(packs).digest
    file = packs / "sample" / "2030" / "rules.yaml"
    file.write_text(file.read_text() + "\n")
    assert tiny.load(packs).digest != before
