"""What all commands say of each edition, in one row of a table (`xunzhang packs summary`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.authoring import coverage, demands, lint, shelf
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.calendar import WorkCalendar
from xunzhang.kernel.pack import explore, mutate

STATES = 200
"""States explored for each invariant: what a summary has time for."""

HEAD = (
    "版本",
    "条",
    "用例",
    "lint 错误 / 提示",
    "内容 / 有用例",
    "应有的用例 / 免去 / 缺",
    "变异 / 发现 / 无关紧要 / 未发现",
    "不变式 / 破了",
    "走过的状态 / 走完的不变式",
)


@dataclass(frozen=True)
class Summary:
    """The figures of one edition. Those of mutation are as recorded, with the files of now or not at all."""

    edition: str
    articles: tuple[int, int]
    cases: int
    lint: tuple[int, int]
    covered: tuple[int, int]
    demanded: tuple[int, int, int]
    mutants: tuple[int, ...]
    invariants: tuple[int, int]
    explored: tuple[int, int]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of the table, below HEAD."""
        figures: tuple[tuple[int, ...], ...] = (self.articles, (self.cases,), self.lint, self.covered)
        figures += (self.demanded, self.mutants, self.invariants, self.explored)
        return self.edition, *(" / ".join(map(str, each)) or "没有记分" for each in figures)


def summaries(packs: Path, chosen: str = "") -> Iterator[Summary]:
    """A summary of each edition. Raises PackError, ValueError."""
    calendar, report = shelf.calendar(packs), lint.check(packs, chosen)
    for pack in shelf.load(packs, chosen):
        severities = [each.severity for each in report.findings if each.edition == pack.id]
        counts = severities.count("error"), severities.count("note")
        yield _summary(packs, pack, calendar, counts)


def _summary(packs: Path, pack: Pack, calendar: WorkCalendar, findings: tuple[int, int]) -> Summary:
    cover, found = coverage.cover(pack), demands.complete(pack, calendar)
    walked = explore.run(packs, pack.id, states=STATES, workers=1)
    return Summary(
        edition=pack.id,
        articles=(cover.accounted, len(cover.articles)),
        cases=cover.cases,
        lint=findings,
        covered=cover.elements,
        demanded=(len(found.demands), found.exempt, len(found.lacking)),
        mutants=_recorded(packs, pack),
        invariants=(len(walked.found), sum(each.broken is not None for each in walked.found)),
        explored=(walked.states, walked.complete),
    )


def _recorded(packs: Path, pack: Pack) -> tuple[int, ...]:
    score = mutate.recorded(packs).get(pack.id)
    if score is None or score.digest != mutate.digest(pack.folder, pack.edition):
        return ()
    return score.mutants, score.killed, score.equivalent, score.survivors


def line(cells: tuple[str, ...]) -> str:
    """A row as Markdown writes it."""
    return f"| {' | '.join(cells)} |"


def written(text: str, rows: list[Summary]) -> str:
    """A guide with fresh rows in its table; a row that is not there yet comes below the others.

    Raises ValueError for a text without the table.
    """
    if line(HEAD) not in text:
        raise ValueError(f"文件里没有这个表：{line(HEAD)}")
    for summary in rows:
        fresh = line(summary.row)
        text, count = re.subn(rf"^\| {re.escape(summary.edition)} \|.*$", fresh, text, flags=re.MULTILINE)
        if not count:
            rule = line(("---",) * len(HEAD))
            text = re.sub(rf"({re.escape(rule)}\n(?:\|.*\n)*)", rf"\g<1>{fresh}\n", text, count=1)
    return text
