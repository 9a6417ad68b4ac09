"""A list of the calendar as an Excel workbook: every row of the condition, not only one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from xunzhang.accounts.models import Person
from xunzhang.desk.calendar.asked import asked
from xunzhang.desk.calendar.entries import OPENS, Entry, entries
from xunzhang.desk.calendar.page import chosen
from xunzhang.desk.calendar.whose import whose
from xunzhang.desk.workbench.scope import Scope
from xunzhang.web.words import WEEKDAYS, basis_text

HEAD = ("日期", "星期", "状态", "时限", "依据", "编号", "项目", "单位", "谁来办", "等谁办理", "办结", "说明")
WIDTHS = (12, 6, 10, 28, 14, 16, 40, 28, 28, 36, 12, 36)
CHUNK = 500


def workbook(person: Person, today: date, query: Mapping[str, str]) -> bytes:
    """The bytes of the workbook; its sheet is called by the condition. Rows are read in strides."""
    scope, wanted = Scope(person, today), asked(query, today)
    who = whose(scope, wanted.of)
    found = list(chosen(who.rows, wanted, today))
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("时限")
        sheet.write_row(0, 0, (f"{who.chosen.title}，{wanted.said}，截至 {today}",))
        sheet.write_row(1, 0, HEAD, bold)
        sheet.freeze_panes(2, 1)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        lines = (
            _line(entry)
            for start in range(0, len(found), CHUNK)
            for entry in entries(found[start : start + CHUNK], today)
        )
        for number, line in enumerate(lines, 2):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text)
    return kept.getvalue()


def _line(entry: Entry) -> Iterator[str]:
    row, day = entry.row, entry.day
    yield day.isoformat() if day else ""
    yield f"周{WEEKDAYS[day.weekday()]}" if day else ""
    yield entry.word + (f" {entry.late} 个工作日" if entry.state == "late" and entry.late else "")
    yield entry.title + ("（最早）" if entry.kind == OPENS else "")
    yield basis_text(entry.articles)
    yield row.project.code
    yield row.project.name
    yield row.project.unit.name
    yield entry.office
    yield entry.waits
    yield row.done_on.isoformat() if row.done_on else ""
    yield entry.note
