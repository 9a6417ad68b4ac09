"""The what-if as an Excel workbook: totals, one row for every difference, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from xunzhang.insight.whatif import KINDS, WhatIf

DIFFERENCES = (
    ("编号", 14),
    ("项目", 36),
    ("单位", 20),
    ("哪一类", 8),
    ("事项", 40),
    ("合同或记录", 24),
    ("现在", 16),
    ("改后", 16),
    ("依据", 16),
)
TOTALS = (("哪一类", 10), ("事项", 44), ("现在", 16), ("改后", 16), ("不同之处", 10), ("涉及项目", 10))
ASKED = (("数字", 44), ("单位", 10), ("办法", 16), ("试算", 16))


def workbook(shown: WhatIf) -> bytes:
    """The bytes of the workbook. Text is written as text, whatever it begins with."""
    book_bytes = BytesIO()
    with Workbook(book_bytes, {"in_memory": True, "strings_to_formulas": False}) as book:
        _sheet(book, "合计", TOTALS, _totals(shown))
        _sheet(book, "差异", DIFFERENCES, _differences(shown))
        _sheet(book, "试算条件", ASKED, _asked(shown))
    return book_bytes.getvalue()


def _sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[object]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, [title for title, _ in columns], book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 2)
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    for number, line in enumerate(lines, 1):
        sheet.write_row(number, 0, line)


def _totals(shown: WhatIf) -> Iterable[Sequence[object]]:
    for total in shown.totals:
        yield total.title, "合计", "", "", total.lines, total.projects
    for total in shown.commonest:
        yield KINDS[total.kind], total.title, total.before, total.after, total.lines, total.projects


def _differences(shown: WhatIf) -> Iterable[Sequence[object]]:
    for one in shown.played:
        for line in one.lines:
            articles = "、".join(cite.label for cite in line.cites)
            own = (one.project.code, one.project.name, one.project.unit.name)
            yield *own, KINDS[line.kind], line.title, line.record, line.before, line.after, articles


def _asked(shown: WhatIf) -> Iterable[Sequence[object]]:
    yield "办法", "", shown.edition.regulation.title, shown.law if shown.other else "只改数字"
    yield "按哪一天算", "", "", shown.today.isoformat()
    yield "看了多少个项目", "个", "", shown.looked_at
    for figure in shown.figures:
        yield figure.title, figure.unit, figure.before, "" if shown.other else figure.after
