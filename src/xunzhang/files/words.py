"""The words of a file: plain text, Word, or PDF with a text layer. Line by line, as the file has them."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from xunzhang.files import pdf
from xunzhang.files.names import ending_of
from xunzhang.files.numbering import Numbering

LIMIT = 20 * 1024 * 1024
"""The largest file whose words are read, in bytes."""
UNPACKED = 200 * 1024 * 1024
SIGNS = 500_000
PAGES = 500
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRANGE = frozenset(chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r") | {"\ufffd"}


class NotReadable(Exception):
    """A file whose words cannot be had. The message is Chinese and says what to do."""


def words(filename: str, data: bytes) -> str:
    """The words of a file, told apart by its ending. Raises NotReadable."""
    ending = ending_of(filename)
    if ending not in _READERS:
        hint = "；旧版 Word（.doc）和 WPS 文件请另存为 docx" if ending in ("doc", "wps") else ""
        raise NotReadable(f"“{filename}”不是可读的类型：请用 txt、docx 或带文字的 PDF{hint}")
    if not data:
        raise NotReadable(f"“{filename}”是空文件（0 字节），请检查后再选")
    if len(data) > LIMIT:
        raise NotReadable(too_large(filename))
    found = _READERS[ending](data)
    if not found.strip():
        raise NotReadable("文件里没有文字，请检查是不是选错了文件")
    if len(found) > SIGNS:
        raise NotReadable(f"文件里有 {len(found):,} 个字，不像一部办法；请只留办法的正文再导入")
    return found


def too_large(filename: str) -> str:
    """What is said of a file over the limit."""
    return f"“{filename}”超过 {LIMIT // 1024 // 1024} MB，请只留办法的正文（去掉图片和附件）再导入"


def _plain(data: bytes) -> str:
    known = [coding for mark, coding in _MARKS if data.startswith(mark)]
    for coding in known or ("utf-8", "gb18030"):
        try:
            found = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _STRANGE & set(found):
            return found
    raise NotReadable("认不出文字的编码：请用记事本打开，另存为 UTF-8 编码的文本再导入")


def _word(data: bytes) -> str:
    if data.startswith(_OLD_WORD):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        told = "这份 Word 文件设了打开密码：请去掉密码" if locked else "这是旧版 Word（.doc）文件，只是改了名"
        raise NotReadable(f"{told}，另存为 docx 再导入")
    broken = "内容不是 Word 文档，可能改过文件名或没有存完整；请用 Word 打开另存为 docx 再导入"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > UNPACKED:
                raise NotReadable("这份 Word 文件解开以后太大；请只留办法的正文再导入")
        return "\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    except (zipfile.BadZipFile, zlib.error, PackageNotFoundError, etree.XMLSyntaxError) as fault:
        raise NotReadable(broken) from fault
    except (AttributeError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise NotReadable(broken) from fault


def _paragraphs(document: Any) -> Iterator[str]:
    """Each paragraph with its automatic number, in tables and boxes too; what is struck out is left out."""
    numbering = Numbering(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield numbering.label(paragraph) + "".join(_runs(paragraph))


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS: Mapping[str, str] = {
    qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"
}  # fmt: skip


def _runs(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph, without those of a box inside it and those moved elsewhere."""
    for part in paragraph.iter(qn("w:t"), *_SIGNS):
        outer = next(part.iterancestors(qn("w:p")), None)
        moved = next(part.iterancestors(qn("w:moveFrom"), qn("w:del"), qn("w:pPr")), None)
        if outer is paragraph and moved is None:
            yield part.text or "" if part.tag == qn("w:t") else _SIGNS[part.tag]


def _pdf(data: bytes) -> str:
    if b"%PDF-" not in data[:1024]:
        raise NotReadable("内容不是 PDF，可能改过文件名；请选原来的文件")
    try:
        pages = pdf.texts(io.BytesIO(data), PAGES)
    except pdf.Locked:
        raise NotReadable("这份 PDF 设了打开密码；请去掉密码再导入") from None
    except pdf.Broken:
        raise NotReadable("这份 PDF 打不开，可能没有存完整；请重新导出再导入") from None
    if pages is None:
        raise NotReadable(f"这份 PDF 超过 {PAGES} 页，不像一部办法；请只留办法的正文再导入")
    if not any(page.strip() for page in pages):
        raise NotReadable(
            "这份 PDF 里只有图片，没有文字，多半是扫描件：请用办法的 Word、文本文件，或先做文字识别"
        )
    return "\n".join(pages)


_READERS: Mapping[str, Callable[[bytes], str]] = {"txt": _plain, "docx": _word, "pdf": _pdf}
