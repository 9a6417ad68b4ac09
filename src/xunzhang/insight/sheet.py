"""The what-if as an Excel workbook: one row for every difference."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from xunzhang.insight.whatif import KINDS, WhatIf, word

HEAD = ("编号", "项目", "单位", "哪一类", "事项", "现在", "改后", "依据")
WIDTHS = (14, 36, 20, 8, 36, 14, 14, 16)


def workbook(shown: WhatIf) -> bytes:
    """The bytes of the workbook; its first sheet lists the differences, its second the figures used."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("差异")
        sheet.write_row(0, 0, HEAD, bold)
        sheet.freeze_panes(1, 2)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, line in enumerate(_lines(shown), 1):
            sheet.write_row(number, 0, line)
        figures = book.add_worksheet("数字")
        figures.write_row(0, 0, ("数字", "单位", "办法", "试算"), bold)
        for number, figure in enumerate(shown.figures, 1):
            figures.write_row(number, 0, (figure.title, figure.unit, figure.was, figure.typed))
    return kept.getvalue()


def _lines(shown: WhatIf) -> list[tuple[str, ...]]:
    return [
        (
            one.project.code,
            one.project.name,
            one.project.unit.name,
            KINDS[change.kind],
            change.title,
            word(change.before),
            word(change.after),
            "、".join(cite.label for cite in change.cites),
        )
        for one in shown.played
        for change in one.changes
    ]
