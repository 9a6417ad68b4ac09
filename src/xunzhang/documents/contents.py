"""What a file really is: its content must match the ending of its name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError

from xunzhang.files import pdf
from xunzhang.files.names import ending_of

ENDINGS = "PDF、OFD、Word（docx）、Excel（xlsx）、JPG、PNG 或 ZIP"


class NotAcceptable(Exception):
    """A file that is not taken. The message is Chinese and says what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. `examine` gives the number of pages, None without preview. Raises NotAcceptable."""

    media_type: str
    examine: Callable[[IO[bytes]], int | None]


def kind_of(filename: str) -> Kind:
    """The kind that the ending promises. Raises NotAcceptable for an ending that is not taken."""
    ending = ending_of(filename)
    if ending not in KINDS:
        raise NotAcceptable(f"“{filename}”不是可收的类型，请交 {ENDINGS}")
    return KINDS[ending]


def _pdf(file: IO[bytes]) -> int:
    if b"%PDF-" not in file.read(1024):
        raise NotAcceptable("内容不是 PDF，可能改过文件名；请交原来的文件")
    file.seek(0)
    try:
        return pdf.pages(file)
    except pdf.Locked:
        raise NotAcceptable("这份 PDF 设了打开密码，审批人看不了；请去掉密码后再传") from None
    except pdf.Broken:
        raise NotAcceptable("这份 PDF 打不开，可能没有存完整；请重新导出后再传") from None


def _picture(form: str) -> Callable[[IO[bytes]], int]:
    def examine(file: IO[bytes]) -> int:
        try:
            with Image.open(file, formats=[form]) as picture:
                picture.verify()
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
            raise NotAcceptable(f"内容不是完好的 {form} 图片，请换一份再传") from None
        return 1

    return examine


def _archive(what: str, *members: str) -> Callable[[IO[bytes]], None]:
    """An archive that holds all of `members` (whole names, or folders ending in /)."""

    def examine(file: IO[bytes]) -> None:
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise NotAcceptable(f"内容不是{what}，可能改过文件名或没有存完整；请交原来的文件") from None
        for member in members:
            if not any(
                name == member or (member.endswith("/") and name.startswith(member)) for name in names
            ):
                raise NotAcceptable(f"内容不是{what}，可能改过文件名；请交原来的文件")

    return examine


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": Kind("application/pdf", _pdf),
    "docx": Kind(
        f"{_OFFICE}.wordprocessingml.document", _archive(" Word 文档", "[Content_Types].xml", "word/")
    ),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _archive(" Excel 表格", "[Content_Types].xml", "xl/")),
    "ofd": Kind("application/ofd", _archive(" OFD 版式文件", "OFD.xml")),
    "jpg": Kind("image/jpeg", _picture("JPEG")),
    "jpeg": Kind("image/jpeg", _picture("JPEG")),
    "png": Kind("image/png", _picture("PNG")),
    "zip": Kind("application/zip", _archive(" ZIP 压缩包")),
}
