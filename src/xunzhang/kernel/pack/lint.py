"""Checking the packs from the command line: `python -m xunzhang.kernel.pack.lint packs`.

One line for the vocabulary, the interpretation keys and every edition, with counts or its first fault;
with `--prove` every case of every edition is run as well.
`--lock` enters the digests of editions that packs/LOCK does not know yet; a locked edition that has changed
is a fault until its line is removed by hand. `--schema` writes the JSON Schema of every file of a pack.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.pack.cases import PackCase, load_cases
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import EditionFacts, Vocabulary
from xunzhang.kernel.pack.interpretation import Interpretation, Key, check_readings, load_interpretation
from xunzhang.kernel.pack.invariants import Invariant, load_invariants
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.kernel.pack.model import (
    Anomaly,
    Articles,
    Deadline,
    Parameter,
    Procedure,
    Regulation,
    Role,
    Rule,
)
from xunzhang.kernel.pack.mutate import Equivalent
from xunzhang.kernel.pack.prove import faults as disagreements
from xunzhang.kernel.pack.source import PackError

FILES: dict[str, Any] = {
    "vocabulary.yaml": Vocabulary,
    "interpretation.yaml": Interpretation,
    "regulation.yaml": Regulation,
    "roles.yaml": dict[str, Role],
    "parameters.yaml": dict[str, Parameter],
    "facts.yaml": EditionFacts,
    "rules.yaml": dict[str, Rule],
    "deadlines.yaml": dict[str, Deadline],
    "anomalies.yaml": dict[str, Anomaly],
    "articles.yaml": Articles,
    "procedures/*.yaml": dict[str, Procedure],
    "cases/*.yaml": list[PackCase],
    "invariants.yaml": list[Invariant],
    "equivalent.yaml": list[Equivalent],
}


def check(packs: Path, *, lock: bool = False, prove: bool = False) -> tuple[list[str], int]:
    """The lines to print and the number of faults.

    With `lock`, new digests are entered in LOCK if all is well; with `prove`, the cases are run.
    """
    lines: list[str] = []
    try:
        vocabulary = load_vocabulary(packs / "vocabulary.yaml")
        keys = load_interpretation(packs / "interpretation.yaml")
        calendar = load_calendar(packs / "calendars" / "cn.yaml")
    except (PackError, ValueError) as fault:
        return [f"错误  {fault}"], 1
    lines.append(f"共用事实表：{len(vocabulary.entities)} 个对象，{len(vocabulary.facts)} 项事实")
    lines.append(f"解释口径：{len(keys)} 条")
    found, faults = _editions(packs, vocabulary, keys)
    for edition in found.values() if prove else ():
        faults += _proved(packs, edition, calendar)
    known = read_lock(packs)
    for identity, edition in found.items():
        line, changed = _against_lock(edition, known.get(identity), lock)
        lines.append(line)
        faults += [changed] if changed else []
    gone = sorted(set(known) - {_identity(head) for head in _heads(packs)})
    faults += [f"{packs / 'LOCK'}：{identity} 已锁定，但文件夹里没有" for identity in gone]
    if lock and not faults:
        write_lock(packs, known | {identity: edition.digest for identity, edition in found.items()})
    return [*lines, *(f"错误  {fault}" for fault in faults)], len(faults)


def _editions(
    packs: Path, vocabulary: Vocabulary, keys: dict[str, Key]
) -> tuple[dict[str, Edition], list[str]]:
    found: dict[str, Edition] = {}
    faults: list[str] = []
    for head in _heads(packs):
        try:
            edition = load_edition(head.parent, vocabulary)
            check_readings(edition, keys, head.parent)
            load_invariants(head.parent, edition)
            found[edition.id] = edition
        except PackError as fault:
            faults.append(str(fault))
    return found, faults


def _proved(packs: Path, edition: Edition, calendar: WorkCalendar) -> Iterator[str]:
    """What the cases of an edition find; a case that cannot be read is a fault too."""
    try:
        for source, number, case in load_cases(packs / edition.id.replace("@", "/"), edition):
            for fault in disagreements(edition, calendar, case):
                yield str(source.error(f"用例“{case.name}”：{fault}", (number,)))
    except PackError as broken:
        yield str(broken)


def _heads(packs: Path) -> list[Path]:
    return sorted(packs.glob("*/*/regulation.yaml"))


def _identity(head: Path) -> str:
    return f"{head.parent.parent.name}@{head.parent.name}"


def _against_lock(edition: Edition, locked: str | None, lock: bool) -> tuple[str, str]:
    """The line of an edition, and the fault if it is not what was locked."""
    said = describe(edition)
    if locked is None:
        return f"{said}，{'现在锁定' if lock else '未锁定'}", ""
    if locked == edition.digest:
        return f"{said}，已锁定", ""
    words = "与锁定时不同。已发布的版本不能改，请另立新版；确未发布的，先从 LOCK 里手工删去这一行"
    return f"{said}，与锁定不符", f"{edition.id}：{words}"


def describe(edition: Edition) -> str:
    """An edition in one line: how many of what, and its digest."""
    regulation = edition.regulation
    plain = sum(bool(article.informational) for article in edition.articles.articles.values())
    steps = sum(len(procedure.steps) for procedure in edition.procedures.values())
    counts = [
        f"{regulation.articles} 条（仅说明 {plain}）",
        f"手续 {len(edition.procedures)}",
        f"步骤 {steps}",
        f"规则 {len(edition.rules)}",
        f"时限 {len(edition.deadlines)}",
        f"参数 {len(edition.parameters)}",
        f"角色 {len(edition.roles)}",
        f"异常 {len(edition.anomalies)}",
    ]
    return f"{edition.id} {regulation.title}：{'，'.join(counts)}；摘要 {edition.digest[:12]}"


def read_lock(packs: Path) -> dict[str, str]:
    """Digests of the released editions by id; nothing without a LOCK."""
    file = packs / "LOCK"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {row[0]: row[-1] for row in rows}


def write_lock(packs: Path, digests: dict[str, str]) -> None:
    head = "# 已发布各版的摘要。改动已锁定的版本是错误；新版用 lint --lock 记入，确未发布的才可手工删行。\n"
    rows = "".join(f"{identity} {digests[identity]}\n" for identity in sorted(digests))
    (packs / "LOCK").write_text(head + rows, encoding="utf-8")


def schema() -> dict[str, object]:
    """The JSON Schema of every file of a pack, by file name."""
    return {name: TypeAdapter(kind).json_schema() for name, kind in FILES.items()}


def main(arguments: list[str] | None = None, write: Callable[[str], object] = print) -> int:
    """Exit code 0 if all is well, 1 for any fault."""
    parser = argparse.ArgumentParser(prog="lint", description="检查 packs 文件夹")
    parser.add_argument("packs", nargs="?", type=Path, default=Path("packs"))
    parser.add_argument("--lock", action="store_true", help="把还没有锁定的版本记入 LOCK")
    parser.add_argument("--prove", action="store_true", help="把每版的用例都跑一遍")
    parser.add_argument("--schema", action="store_true", help="输出各文件的 JSON Schema")
    said = parser.parse_args(arguments)
    if said.schema:
        write(json.dumps(schema(), ensure_ascii=False, indent=1))
        return 0
    lines, faults = check(said.packs, lock=said.lock, prove=said.prove)
    write("\n".join(lines))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
