"""The commands that put an edition to work: complete, mutate, explore, bpmn."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from xunzhang.kernel.authoring import demands, shelf
from xunzhang.kernel.authoring.command import Command, Said, one_edition
from xunzhang.kernel.authoring.console import Console
from xunzhang.kernel.bpmn.document import document
from xunzhang.kernel.pack import explore, mutate


def run_complete(said: Said, console: Console) -> int:
    calendar = shelf.calendar(said.packs)
    found = [demands.complete(pack, calendar) for pack in shelf.load(said.packs, said.edition)]
    faults = sum(each.faults for each in found)
    if said.json:
        console.json([_lacking(each) for each in found])
        return 1 if faults else 0
    for each in found:
        _show_completeness(each, console)
    return 1 if faults else 0


def _lacking(found: demands.Completeness) -> dict[str, object]:
    told = [{**asdict(each), "key": each.key} for each in found.lacking]
    return {**asdict(found), "demands": found.counted(), "lacking": told}


def _show_completeness(found: demands.Completeness, console: Console) -> None:
    counted = "，".join(f"{kind} {count}" for kind, count in found.counted().items())
    lacking = console.paint(f"缺 {len(found.lacking)} 个", "bad" if found.faults else "good")
    console.say(
        f"{found.edition}：应有 {len(found.demands)} 个用例（{counted}），免去 {found.exempt}，{lacking}"
    )
    for each in found.lacking:
        place = f"{each.file} 第 {each.line} 行，键 {each.key}"
        console.say(
            console.paint("  缺", "warn"), f"{each.title}：{each.want}", console.paint(place, "quiet")
        )
        console.say(f"      {'、'.join(each.articles) or '系统补充'}")
    for name in found.stale:
        console.say(console.paint("  不用免去", "warn"), name)


def run_mutate(said: Said, console: Console) -> int:
    if said.record and said.sample is not None:
        raise ValueError("抽样的得分不能记入：去掉 --sample 或 --record")
    names = [pack.id for pack in shelf.load(said.packs, said.edition)]
    tried = {"sample": said.sample, "seed": said.seed, "workers": said.workers}
    reports = [mutate.run(said.packs, name, **tried) for name in names]
    wrong = mutate.record(said.packs, reports) if said.record else []
    if said.check:
        wrong += [fault for report in reports if (fault := mutate.lower(said.packs, report))]
    if said.json:
        console.json({"reports": [_scored(report) for report in reports], "wrong": wrong})
        return 1 if wrong else 0
    for report in reports:
        _show_mutation(report, console)
    for fault in wrong:
        console.say(console.paint("错误", "bad"), fault)
    return 1 if wrong else 0


def _scored(report: mutate.Report) -> dict[str, object]:
    return {**asdict(report), "survivors": [str(each) for each in report.survivors], "score": report.score}


def _show_mutation(report: mutate.Report, console: Console) -> None:
    counts = f"变异 {report.mutants}，发现 {report.killed}，无关紧要 {report.equivalent}"
    left = console.paint(f"未发现 {len(report.survivors)}", "bad" if report.survivors else "good")
    console.say(f"{report.edition}：{counts}，{left}，得分 {report.score:.1%}，用时 {report.seconds:.0f} 秒")
    for mutant in report.survivors:
        console.say(f"  未发现  {mutant}")
    for name in report.stale:
        console.say(console.paint("  已不成立", "warn"), name)


def _mutate_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("--sample", type=int, metavar="个数", help="只试这么多个，按 --seed 抽取")
    parser.add_argument("--seed", type=int, default=0, metavar="种子", help="抽样用的种子，默认 0")
    parser.add_argument("--record", action="store_true", help="把得分记入 MUTATION，比记录差的不记")
    parser.add_argument("--check", action="store_true", help="比记录的差，或文件与记录时不同，就以 1 结束")
    parser.add_argument("--workers", type=int, metavar="个数", help="用几个进程，不写是全部核")


def run_explore(said: Said, console: Console) -> int:
    names = [pack.id for pack in shelf.load(said.packs, said.edition)]
    reports = [explore.run(said.packs, name, states=said.states, workers=said.workers) for name in names]
    faults = sum(report.faults for report in reports)
    if said.json:
        console.json([_walked(report) for report in reports])
        return 1 if faults else 0
    for report in reports:
        _show_exploration(report, console)
    return 1 if faults else 0


def _walked(report: explore.Report) -> dict[str, object]:
    found = [
        {**asdict(each), "invariant": each.invariant.name, "holds": each.holds, "reach": each.reach}
        for each in report.found
    ]
    told = {"edition": report.edition, "states": report.states, "complete": report.complete}
    return {**told, "seconds": report.seconds, "found": found}


def _show_exploration(report: explore.Report, console: Console) -> None:
    bad = console.paint(f"不成立 {report.faults}", "bad" if report.faults else "good")
    seen = f"走过 {report.states} 个状态，走完 {report.complete} 条"
    console.say(f"{report.edition}：不变式 {len(report.found)}，{bad}，{seen}，用时 {report.seconds:.0f} 秒")
    for each in report.found:
        word = console.paint(each.word, "good" if each.holds else "bad")
        console.say(f"  {word}  {each.invariant.name}（{each.reach}）")
        for number, act in enumerate(each.broken or (), 1):
            console.say(f"    {number}. {act}")


def _explore_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument(
        "--states",
        type=int,
        default=explore.STATES,
        metavar="个数",
        help=f"每条不变式至多走多少个状态，默认 {explore.STATES}",
    )
    parser.add_argument("--workers", type=int, metavar="个数", help="用几个进程，不写是全部核")


def run_bpmn(said: Said, console: Console) -> int:
    written: list[Path] = []
    for pack in shelf.load(said.packs, said.edition):
        codes = [code for code in pack.edition.procedures if said.procedure in ("", code)]
        folder = said.out / pack.id
        folder.mkdir(parents=True, exist_ok=True)
        for code in codes:
            (folder / f"{code}.bpmn").write_text(document(pack.edition, code), encoding="utf-8")
        written += [folder / f"{code}.bpmn" for code in codes]
    if not written:
        raise ValueError(f"没有“{said.procedure}”这道手续")
    if said.json:
        console.json([str(each) for each in written])
    else:
        console.say(console.paint(f"写好了 {len(written)} 个文件，在 {said.out}", "good"))
    return 0


def _bpmn_arguments(parser: argparse.ArgumentParser) -> None:
    one_edition(parser)
    parser.add_argument("--procedure", default="", metavar="手续", help="只写这一道手续")
    parser.add_argument(
        "--out", type=Path, default=Path("bpmn"), metavar="文件夹", help="写到哪里，默认 bpmn；每版一个文件夹"
    )


ENGINES = (
    Command(
        "complete",
        "每个数、每道关、每道手续要有的用例，缺哪些",
        "例：xunzhang packs complete sample@2030\n有缺的以 1 结束；没有道理的写进 exempt.yaml。",
        one_edition,
        run_complete,
    ),
    Command(
        "mutate",
        "把一版逐处改动，看用例是否发现",
        "例：xunzhang packs mutate sample@2030 --record\n没有 --check 时，有没有发现的也以 0 结束。",
        _mutate_arguments,
        run_mutate,
    ),
    Command(
        "explore",
        "走遍一版能到的状态，检查不变式；破了的给出最短的一串动作",
        "例：xunzhang packs explore sample@2030 --states 10000\n有不成立或没有遇到的，以 1 结束。",
        _explore_arguments,
        run_explore,
    ),
    Command(
        "bpmn",
        "把手续写成 BPMN 2.0 文件，带图",
        "例：xunzhang packs bpmn sample --procedure review --out 图",
        _bpmn_arguments,
        run_bpmn,
    ),
)
