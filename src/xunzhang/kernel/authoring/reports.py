"""The commands that tell what there is: coverage, summary, diff."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from xunzhang.kernel.authoring import coverage, difference, shelf, summary
from xunzhang.kernel.authoring.command import Command, Said, one_edition
from xunzhang.kernel.authoring.console import Console
from xunzhang.kernel.authoring.coverage_page import page
from xunzhang.kernel.pack.edition import Edition


def run_coverage(said: Said, console: Console) -> int:
    covers = [coverage.cover(pack) for pack in shelf.load(said.packs, said.edition)]
    if said.html:
        said.html.write_text(page(covers), encoding="utf-8")
    if said.json:
        console.json(
            [{**asdict(cover), "accounted": cover.accounted, "elements": cover.elements} for cover in covers]
        )
        return 0
    for cover in covers:
        _show_cover(cover, console, said.all)
    if said.html:
        console.say(f"写好了 {said.html}")
    return 0


def _show_cover(cover: coverage.Cover, console: Console, everything: bool) -> None:
    wanting, having = cover.elements
    accounted = f"{len(cover.articles)} 条已交代 {cover.accounted} 条"
    style = "good" if wanting == having else "warn"
    elements = console.paint(f"内容 {wanting} 项，有用例 {having} 项", style)
    console.say(console.paint(f"{cover.edition} {cover.title}", "strong"))
    console.say(f"{accounted}；{elements}；用例 {cover.cases} 个")
    shown = [article for article in cover.articles if everything or article.bare]
    rows = [
        (
            f"第{article.number}条",
            len(article.elements),
            article.citing,
            "、".join(f"{coverage.KINDS[each.kind]} {each.code}" for each in article.bare) or "—",
        )
        for article in shown
    ]
    if rows:
        console.table(("条", "内容", "引用它的用例", "没有用例的内容"), rows)


def _coverage_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("--html", type=Path, metavar="文件", help="另写成网页：每条、每项内容、每个用例")
    parser.add_argument("--all", action="store_true", help="也列出内容都有用例的条")


def run_summary(said: Said, console: Console) -> int:
    found = list(summary.summaries(said.packs, said.edition))
    if said.write:
        text = summary.written(said.write.read_text(encoding="utf-8"), found)
        said.write.write_text(text, encoding="utf-8")
    if said.json:
        console.json(found)
        return 0
    for each in (summary.HEAD, *(one.row for one in found)):
        console.say(summary.line(each))
    return 0


def _summary_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("--write", type=Path, metavar="文件.md", help="写进说明里的表，例如 docs/packs.md")


def run_diff(said: Said, console: Console) -> int:
    left, right = (_one(said.packs, name) for name in (said.left, said.right))
    lines = difference.difference(left, right)
    if said.json:
        console.json({"left": left.id, "right": right.id, "lines": lines})
        return 0
    groups = difference.counts(left, right)
    rows = [(group, *numbers) for group, numbers in groups.items()]
    console.table(("", left.regulation.short, right.regulation.short, "相同"), rows)
    for group in difference.GROUPS:
        shown = [line for line in lines if line.group == group]
        if shown:
            console.say("\n" + console.paint(group, "strong"))
        for line in shown:
            _show_line(line, left.regulation.short, right.regulation.short, console)
    if not lines:
        console.say(console.paint("没有不同", "good"))
    return 0


def _show_line(line: difference.Line, left: str, right: str, console: Console) -> None:
    console.say(f"  {line.title}", console.paint(line.code, "quiet"))
    for name, words, style in ((left, line.left, "warn"), (right, line.right, "good")):
        console.say(f"    {console.paint(name, style)}：{words if words is not None else '没有'}")


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("left", metavar="甲", help="办法@版本，或只有一版的办法")
    parser.add_argument("right", metavar="乙", help="同上")


def _one(packs: Path, name: str) -> Edition:
    found = shelf.load(packs, name)
    if len(found) > 1:
        raise ValueError(f"“{name}”有 {len(found)} 版，请写明：{'、'.join(pack.id for pack in found)}")
    return found[0].edition


REPORTS = (
    Command(
        "coverage",
        "条文 → 内容 → 用例，哪些内容没有用例",
        "例：xunzhang packs coverage sample --html coverage.html",
        _coverage_arguments,
        run_coverage,
    ),
    Command(
        "summary",
        "各个命令的数，一版一行",
        "例：xunzhang packs summary --write docs/packs.md\n"
        f"不变式每条只走 {summary.STATES} 个状态；变异用记下的得分。",
        _summary_arguments,
        run_summary,
    ),
    Command(
        "diff",
        "两版办法并排比较，用中文说",
        "例：xunzhang packs diff sample@2030 sample@2031",
        _diff_arguments,
        run_diff,
    ),
)
