"""The commands under `xunzhang packs`: what each takes and how it shows what it found.

Those that tell what there is stand in `reports.py`, those that put an edition to work in `engines.py`.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from xunzhang.kernel.authoring import lint, proving, scaffold, schemas, splitting
from xunzhang.kernel.authoring.command import Command, Said, one_edition
from xunzhang.kernel.authoring.console import Console
from xunzhang.kernel.authoring.engines import ENGINES
from xunzhang.kernel.authoring.finding import Finding
from xunzhang.kernel.authoring.reports import REPORTS


def run_lint(said: Said, console: Console) -> int:
    if said.schema:
        written = schemas.write(said.schema)
        if said.json:
            console.json([str(each) for each in written])
        else:
            console.say(f"写好了 {len(written)} 个文件，在 {said.schema}")
        return 0
    report = lint.check(said.packs, said.edition, said.lock)
    if said.json:
        console.json({"editions": report.lines, "errors": report.errors, "findings": report.findings})
        return 1 if report.errors else 0
    for line in (*report.shared, *report.lines):
        console.say(line)
    for finding in report.findings:
        if finding.severity == "error" or not said.errors_only:
            _tell(finding, console)
    notes = len(report.findings) - report.errors
    summary = f"错误 {report.errors} 处，提示 {notes} 处"
    console.say(console.paint(summary, "bad" if report.errors else "good"))
    return 1 if report.errors else 0


def _tell(finding: Finding, console: Console) -> None:
    word = console.paint("错误", "bad") if finding.severity == "error" else console.paint("提示", "warn")
    console.say(f"{word}  {finding.place}：{finding.message}", console.paint(f"[{finding.check}]", "quiet"))


def _lint_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("--errors-only", action="store_true", help="只列错误，不列提示")
    parser.add_argument("--lock", action="store_true", help="没有错误时，把还没有锁定的版本记入 LOCK")
    parser.add_argument(
        "--schema",
        type=Path,
        metavar="文件夹",
        help="只写各种文件的 JSON Schema，给编辑器用，例如 packs/schema",
    )


def run_test(said: Said, console: Console) -> int:
    proofs = list(proving.prove(said.packs, said.edition, said.words))
    failed = sum(len(proof.failures) for proof in proofs)
    if said.json:
        console.json(proofs)
        return 1 if failed else 0
    for proof in proofs:
        for failure in proof.failures:
            told = f"{failure.file} 第 {failure.line} 行：{failure.name}"
            console.say(console.paint("不符", "bad"), told)
            for fault in failure.faults:
                console.say(f"      {fault}")
        style = "bad" if proof.failures else "good"
        passed = proof.ran - len(proof.failures)
        console.say(proof.edition, console.paint(f"{proof.ran} 个用例，符合 {max(passed, 0)} 个", style))
    return 1 if failed else 0


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("-k", dest="words", default="", metavar="字样", help="只跑名称里有这几个字的用例")


def run_new(said: Said, console: Console) -> int:
    raw = said.text.read_bytes()
    found = splitting.split(raw.decode("utf-8"))
    folder = None if said.dry_run else scaffold.write(found, raw, said.packs, said.code, said.edition)
    if said.json:
        console.json({"folder": folder, **asdict(found)})
        return 0
    chapters = f"{len(found.chapters)} 章 " if found.chapters else ""
    title = found.title or "没有认出名称"
    console.say(console.paint(f"{title}：{chapters}{len(found.articles)} 条", "strong"))
    if found.missing:
        console.say(console.paint(f"没有找到第{'、'.join(map(str, found.missing))}条", "warn"))
    if said.dry_run:
        rows = [(f"第{each.number}条", each.chapter, each.shape) for each in found.articles]
        console.table(("条", "章", "款和项"), rows)
    if folder:
        console.say(f"写好了 {folder}，先填 articles.yaml 和 regulation.yaml，再用 xunzhang packs lint 检查")
    return 0


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", type=Path, metavar="文件.txt", help="办法全文，UTF-8 文本")
    parser.add_argument("--code", required=True, metavar="代号", help="办法的文件夹名，例如 sample")
    parser.add_argument("--edition", required=True, metavar="版本", help="版本的文件夹名，例如 2030")
    parser.add_argument("--dry-run", action="store_true", help="只看分成了哪些章、条、款、项，不写文件")


ALL = (
    Command(
        "lint",
        "检查：写法，以及没有用到、走不到、分档有缺口、互相矛盾的内容",
        "检查项目：" + "、".join((*lint.CHECKS, "每天恰有一版")) + "。\n有错误时以 1 结束；提示不影响。",
        _lint_arguments,
        run_lint,
    ),
    Command("test", "跑用例，列出不符的", "有不符时以 1 结束。", _test_arguments, run_test),
    *REPORTS,
    *ENGINES,
    Command(
        "new",
        "由办法全文起草一个规则包：分好章、条、款、项，各文件带说明",
        "例：xunzhang packs new 办法.txt --code sample --edition 2030",
        _new_arguments,
        run_new,
    ),
)
