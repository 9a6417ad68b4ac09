"""What is taken as a paper and what is not, and how its name is kept."""

from __future__ import annotations

import io

import pytest

from tests.rooms.documents.samples import DOCX, EXE, LOCKED, OFD, XLSX, archive, pdf, picture
from xunzhang.documents.contents import NotAcceptable, kind_of
from xunzhang.files.names import NAME_LENGTH, clean_name

TAKEN = [
    ("方案.pdf", pdf(), 2),
    ("方案.PDF", pdf(pages=3), 3),
    ("方案.docx", DOCX, None),
    ("清单.xlsx", XLSX, None),
    ("意见.ofd", OFD, None),
    ("现场.jpg", picture("JPEG"), 1),
    ("现场.jpeg", picture("JPEG"), 1),
    ("图.png", picture("PNG"), 1),
    ("附件.zip", archive("a.txt"), None),
]
REFUSED = [
    ("方案.exe", EXE, "不是可收的类型"),
    ("方案", pdf(), "不是可收的类型"),
    ("方案.pdf.exe", pdf(), "不是可收的类型"),
    ("方案.html", b"<script>", "不是可收的类型"),
    ("方案.svg", b"<svg/>", "不是可收的类型"),
    ("方案.doc", b"\xd0\xcf\x11\xe0", "不是可收的类型"),
    ("方案.pdf", EXE, "内容不是 PDF"),
    ("方案.pdf", DOCX, "内容不是 PDF"),
    ("方案.pdf", b"%PDF-1.7\n" + b"\x00" * 400, "打不开"),
    ("方案.pdf", pdf()[:200], "打不开"),
    ("方案.pdf", LOCKED, "密码"),
    ("方案.docx", EXE, "内容不是 Word 文档"),
    ("方案.docx", XLSX, "内容不是 Word 文档"),
    ("方案.docx", DOCX[: len(DOCX) // 2], "内容不是 Word 文档"),
    ("清单.xlsx", DOCX, "内容不是 Excel 表格"),
    ("意见.ofd", archive("a.txt"), "内容不是 OFD"),
    ("附件.zip", EXE, "内容不是 ZIP"),
    ("现场.jpg", EXE, "不是完好的 JPEG"),
    ("现场.jpg", picture("PNG"), "不是完好的 JPEG"),
    ("图.png", picture("PNG")[:40], "不是完好的 PNG"),
]
NAMES = [
    ("方案.pdf", "方案.pdf"),
    ("C:\\Users\\李\\方案.pdf", "方案.pdf"),
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("方\x00案\r\n.pdf", "方案.pdf"),
    ("\u202egpj.pdf", "gpj.pdf"),
    ("  .pdf", "pdf"),
    ("", "未命名"),
    ("...", "未命名"),
]


@pytest.mark.parametrize(("name", "content", "pages"), TAKEN)
def test_content_that_matches_its_ending_is_taken(name: str, content: bytes, pages: int | None) -> None:
    assert kind_of(name).examine(io.BytesIO(content)) == pages


@pytest.mark.parametrize(("name", "content", "why"), REFUSED)
def test_other_content_is_refused_with_the_reason(name: str, content: bytes, why: str) -> None:
    with pytest.raises(NotAcceptable, match=why):
        kind_of(name).examine(io.BytesIO(content))


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_names_lose_folders_and_signs_that_do_not_show(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_an_over_long_name_is_shortened_and_keeps_its_ending() -> None:
    kept = clean_name("很长的名字" * 100 + ".docx")
    assert len(kept) == NAME_LENGTH
    assert kept.endswith("….docx")
    assert len(clean_name("无后缀" * 100)) == NAME_LENGTH
