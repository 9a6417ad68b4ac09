"""Reading one YAML file strictly, remembering the line of every key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
MAX_DEPTH = 50
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")  # 010 would be read as eight
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class PackError(ValueError):
    """A fault in a pack. The message names file, key and line in Chinese."""

    def __init__(self, message: str, file: Path | str, key: str = "", line: int = 0) -> None:
        self.message, self.file, self.key, self.line = message, str(file), key, line
        place = f"{self.file}" + (f" 第 {line} 行" if line else "") + (f"，键 {key}" if key else "")
        super().__init__(f"{place}：{message}")


class _StrictLoader(yaml.CSafeLoader):
    """YAML with `true/false` as the only booleans (so that `on:` stays a word) and no floats.

    Read by libyaml, eight times as fast as in Python.
    """


_StrictLoader.yaml_implicit_resolvers = {}
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(rf"^{_INT.pattern}$"), list("-+0123456789")
)
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:timestamp", re.compile(rf"^{_DAY.pattern}$"), list("0123456789")
)
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


@dataclass(frozen=True)
class Source:
    """The data of one file and the line at which each key path begins."""

    file: Path
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of the nearest enclosing key that the file writes down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, message: str, path: Path_ = ()) -> PackError:
        return PackError(message, self.file, ".".join(map(str, path)), self.line(path))


def read(file: Path) -> Source:
    """Parse `file`. Raises PackError for bad YAML, a repeated key, an anchor or a merge."""
    try:
        text = file.read_text(encoding="utf-8")
        _refuse_tabs(text, file)
        _refuse_marks(text, file)
        loader = _StrictLoader(text)
        node = loader.get_single_node()
    except FileNotFoundError as missing:
        raise PackError("文件不存在", file) from missing
    except UnicodeDecodeError as broken:
        raise PackError("不是 UTF-8 文本", file) from broken
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        problem = getattr(broken, "problem", None) or "YAML 写法不对"
        raise PackError(f"YAML 写法不对（{problem}）", file, line=mark.line + 1 if mark else 0) from broken
    lines: dict[Path_, int] = {}
    data = _build(loader, node, (), lines, file) if node is not None else None
    return Source(file, data, lines)


def _refuse_tabs(text: str, file: Path) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise PackError("缩进用了制表符，请改用空格", file, line=number)


def _refuse_marks(text: str, file: Path) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise PackError("套得太深", file, line=line)
        if getattr(event, "anchor", None):
            raise PackError("不许用锚点和别名（& *），请写全", file, line=line)
        if tag := getattr(event, "tag", None):
            raise PackError(f"不许用标签（{tag}）", file, line=line)


def _build(loader: Any, node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as broken:
        line = node.start_mark.line + 1
        raise PackError(
            f"值“{node.value}”不存在（{broken}）", file, ".".join(map(str, path)), line
        ) from broken


def _mapping(
    loader: Any, node: yaml.MappingNode, path: Path_, lines: dict[Path_, int], file: Path
) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            line = key_node.start_mark.line + 1
            raise PackError("键要写成一个词", file, ".".join(map(str, path)), line)
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if type(key) not in (str, int):
            raise PackError(f"键“{key_node.value}”要写成文字", file, ".".join(map(str, path)), line)
        if key == "<<":
            raise PackError("不许用合并键 <<，请写全", file, ".".join(map(str, path)), line)
        if key in found:
            raise PackError(f"键“{key}”写了两次", file, ".".join(map(str, (*path, key))), line)
        found[key] = _build(loader, value_node, (*path, key), lines, file)
        lines[(*path, key)] = line
    return found
