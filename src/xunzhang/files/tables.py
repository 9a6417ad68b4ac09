"""A small table as text: CSV as it is, of an Excel sheet one line a row, its cells joined by commas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from xunzhang.files.names import ending_of
from xunzhang.files.words import UNPACKED, NotReadable, words

ROWS, COLUMNS = 2000, 20
"""More than this is no small table; what lies beyond is not read."""


def table_text(filename: str, data: bytes) -> str:
    """The lines of a csv or xlsx file, as many as it has rows. Raises NotReadable."""
    if ending_of(filename) == "csv":
        return words(f"{filename}.txt", data)
    try:
        found = "\n".join(_lines(data))
    except (InvalidFileException, KeyError, OSError, ValueError, zipfile.BadZipFile) as fault:
        hint = "内容不是 Excel 表格（xlsx），可能改过文件名、设了密码或没有存完整；请用 Excel 另存为 xlsx"
        raise NotReadable(f"“{filename}”打不开：{hint}") from fault
    if not found.strip():
        raise NotReadable(f"“{filename}”的第一张表是空的")
    return found


def _lines(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > UNPACKED:
            raise NotReadable("这份表格解开以后太大；请只留要导入的那张表")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True)
        for row in rows:
            yield ",".join(_cell(value) for value in row).rstrip(",")
    finally:
        book.close()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return str(value.date())
    if isinstance(value, date):
        return str(value)
    return "" if value is None else " ".join(str(value).split())
