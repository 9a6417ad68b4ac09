"""Lists of supervision as Excel workbooks: amounts as numbers in 万元, days as dates, one row a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xunzhang.accounts.models import Person
from xunzhang.kernel.facts import FactType
from xunzhang.projects.access import visible
from xunzhang.projects.models import Project
from xunzhang.supervision.baseline import Base, Laid, Line
from xunzhang.supervision.centre import Asked
from xunzhang.supervision.row import Column, Row
from xunzhang.web.states import state_of
from xunzhang.web.words import basis_text

FIRST = (("项目编号", 16), ("项目", 36), ("项目单位", 22), ("事项", 28), ("依据", 12), ("说明", 30))
WIDTH = 16


def workbook(person: Person, asked: Asked, today: date) -> bytes:
    """Every row of a list, not only those of a page; the second sheet says what was asked for and when."""
    rows = asked.rows(visible(person), today).order_by(*asked.list.key.order())
    told = (asked.list.tell(row, today) for row in rows.iterator(chunk_size=500))
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        count = write(book, "清单", asked.list.columns, told)
        about = book.add_worksheet("说明")
        about.set_column(0, 1, 40)
        for number, pair in enumerate(_about(asked, today, count)):
            about.write_row(number, 0, pair)
    return kept.getvalue()


def _about(asked: Asked, today: date, count: int) -> Iterable[tuple[str, str]]:
    yield "清单", asked.title
    yield "截至", today.isoformat()
    yield "行数", str(count)
    yield "金额单位", "万元"


def write(book: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """One sheet of rows. Returns how many there are."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = _formats(book)
    heads = [*FIRST, *((title, WIDTH) for column in columns for title in _heads(column))]
    for place, (title, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 2)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(_values(columns, row)):
            put(sheet, number, place, value, formats)
    return number


def _heads(column: Column) -> list[str]:
    """A limit is a day and how many working days it is over."""
    return [column.title, "逾期工作日"] if column.kind == "due" else [column.title]


def _values(columns: Sequence[Column], row: Row) -> Iterable[Any]:
    yield from (row.project.code, row.project.name, row.project.unit.name, row.what)
    yield basis_text(row.articles)
    yield row.note
    for column in columns:
        value = column.of(row)
        if column.kind == "state":
            yield row.word or state_of(value).word
        elif column.kind == "due":
            yield from (value, row.late)
        else:
            yield Wan(value) if column.kind == "money" and value is not None else value


VARIANCE = ("事项", "第一次批准", "最近一次批准", "两次之差", "实际", "实际值", "与第一次比", "与最近一次比")
LAYERS = ("第几层", "手续", "批准日", "文号", "批准人", "依据", "改了什么")


def baseline(project: Project, found: Base, today: date) -> bytes:
    """The baseline of a project: what it varies by, and every layer with its approval."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        formats = _formats(book)
        sheet = _sheet(book, "变化", VARIANCE)
        for number, line in enumerate(found.lines, 1):
            for place, value in enumerate(_variance(line)):
                put(sheet, number, place, value, formats)
        sheet = _sheet(book, "批准的各层", LAYERS)
        for number, laid in enumerate(found.layers, 1):
            for place, value in enumerate(_layer(laid)):
                put(sheet, number, place, value, formats)
        about = _sheet(book, "说明", ("项目", project.name))
        for number, pair in enumerate(
            (("编号", project.code), ("截至", str(today)), ("金额单位", "万元")), 1
        ):
            about.write_row(number, 0, pair)
    return kept.getvalue()


def _variance(line: Line) -> Iterable[Any]:
    yield line.title
    yield from (_cell(line, line.first), _cell(line, line.last), line.changed, line.came)
    yield from (_cell(line, line.now), line.against_first, line.against_last)


def _cell(line: Line, value: Any) -> Any:
    return Wan(value) if line.kind is FactType.MONEY and value is not None else value


def _layer(laid: Laid) -> Iterable[Any]:
    yield from (laid.number, laid.title, laid.day, laid.document, laid.person)
    yield basis_text(laid.articles)
    yield "；".join(laid.changes)


def _sheet(book: Workbook, name: str, heads: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heads) - 1, 20)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True, "bottom": 1}))
    return sheet


def _formats(book: Workbook) -> dict[str, Format]:
    return {
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "money": book.add_format({"num_format": "#,##0.00####"}),
    }


class Wan:
    """An amount in 分, to be written in 万元."""

    def __init__(self, fen: int) -> None:
        self.fen = fen


def put(sheet: Worksheet, line: int, place: int, value: Any, formats: dict[str, Format]) -> None:
    """One cell. Texts stay texts, whatever they begin with; what is not known is left empty."""
    if value is None:
        return
    if isinstance(value, Wan):
        sheet.write_number(line, place, value.fen / 1_000_000, formats["money"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value))
