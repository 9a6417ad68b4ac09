"""`xunzhang packs …`: the command line for those who write packs (also `python -m xunzhang.kernel.cli`).

Exit codes: 0 all is well, 1 something was found wrong, 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from xunzhang.kernel.authoring import commands
from xunzhang.kernel.authoring.console import Console
from xunzhang.kernel.pack.source import PackError


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in Chinese; argparse writes its own words in the language of the machine."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class _Parser(argparse.ArgumentParser):
    def __init__(self, **said: Any) -> None:
        super().__init__(**said, formatter_class=_Formatter, add_help=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.format_usage()}写法不对：{message}\n详见 {self.prog} -h\n")


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    root = _Parser(prog="xunzhang", description="循章的命令行工具")
    rooms = root.add_subparsers(required=True, metavar="<对象>", title="对象", prog="xunzhang")
    packs = rooms.add_parser("packs", help="检查、比较、新写规则包", description="检查、比较、新写规则包")
    acts = packs.add_subparsers(required=True, metavar="<命令>", title="命令", prog="xunzhang packs")
    for command in commands.ALL:
        told = acts.add_parser(
            command.name, help=command.help, description=command.help, epilog=command.epilog
        )
        command.arguments(told)
        told.add_argument(
            "--packs", type=Path, default=Path("packs"), metavar="文件夹", help="规则包在哪里，默认 packs"
        )
        told.add_argument("--json", action="store_true", help="输出 JSON，给程序读")
        told.add_argument("--no-color", action="store_true", help="不用颜色")
        told.set_defaults(run=command.run)
    return root


def main(arguments: list[str] | None = None, console: Console | None = None) -> int:
    """Run one command. Returns its exit code."""
    said = parser().parse_args(arguments)
    console = console or Console(colour=False if said.no_color or said.json else None)
    try:
        if not said.packs.is_dir():
            raise ValueError(f"没有“{said.packs}”这个文件夹，用 --packs 指出规则包在哪里")
        return int(said.run(said, console))
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0
    except (PackError, ValueError, OSError) as fault:
        if said.json:
            console.json({"error": str(fault)})
        else:
            print(console.paint("错误", "bad"), fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
