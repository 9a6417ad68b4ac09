"""The words of a circular: one set for its page, its Word file and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.supervision.circular.drawn import ALL, Drawn, Line
from xunzhang.supervision.circular.measures import MEASURES

HEADS = ("单位", *(measure.title for measure in MEASURES.values()), "按期率", "按期报率")


@dataclass(frozen=True)
class Wording:
    """`reference` is the number, "" before it is issued; `office` and `day` stand at the end."""

    title: str
    reference: str
    office: str
    day: str
    basis: str
    paragraphs: Sequence[str]
    opinion: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    draft: bool


def title(area: str, period: str) -> str:
    return f"关于{area}{period}政务信息化项目管理情况的通报"


def wording(
    drawn: Drawn, area: str, basis: str, opinion: str, reference: str, office: str, issued_on: date | None
) -> Wording:
    return Wording(
        title=title(area, drawn.period),
        reference=reference,
        office=office,
        day=chinese_day(issued_on) if issued_on else "",
        basis=basis,
        paragraphs=tuple(paragraphs(drawn, area)),
        opinion=[line.strip() for line in opinion.splitlines() if line.strip()],
        heads=HEADS,
        rows=[cells(line) for line in (*drawn.lines, drawn.total)],
        notes=[f"{each.title}：{each.how}。" for each in MEASURES.values()],
        draft=issued_on is None,
    )


def cells(line: Line) -> list[str]:
    """A line of the table: the unit, its counts, and the two rates; ／ where nothing fell due."""
    rates = [figure.rate or "／" for figure in line.figures if MEASURES[figure.code].of]
    return [line.unit, *(str(figure.count) for figure in line.figures), *rates]


def paragraphs(drawn: Drawn, area: str) -> list[str]:
    """What the figures come to, in three sentences."""
    count = {code: drawn.counts[ALL, code] for code in MEASURES}
    rate = {figure.code: figure.rate for figure in drawn.total.figures}
    told = f"，按期率 {rate['kept']}" if rate["kept"] else ""
    reports = f"，其中按期报的 {count['reports_kept']} 次" if count["reports"] else ""
    return [
        f"{drawn.period}（{drawn.first} 至 {drawn.last}），{area}有项目 {drawn.projects} 个，"
        f"涉及单位 {len(drawn.units)} 个。",
        f"期内由项目单位办的时限到期 {count['due']} 项，按期办到 {count['kept']} 项{told}；"
        f"被退回补正 {count['returned']} 次；应报进展 {count['reports']} 次{reports}。",
        f"截至 {drawn.as_of}，逾期没有办到的 {count['overdue']} 项，没有了结的整改通知 {count['orders']} 件，"
        f"其中逾期没有答复 {count['orders_late']} 件，验收逾期 {count['unaccepted']} 项。",
    ]


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
