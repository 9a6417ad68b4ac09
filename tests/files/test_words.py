"""The words of real files, and what is said of files that have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms.documents.samples import DOCX, EXE, LOCKED, XLSX
from tests.support import office_files
from xunzhang.files import words as reading
from xunzhang.files.words import NotReadable, words
from xunzhang.kernel.authoring.splitting import split

TEXT = """示例市信息化项目办法
第一条　为规范管理，根据有关规定和示例市的实际情况，制定本办法，凡是本市的项目都要照办。
第二条　项目单位应当做到下列事项：
（一）编制方案；
（二）签订合同。
"""
SHAPES = ["1 款", "1 款，第1款 2 项"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_in_its_encoding(coding: str) -> None:
    assert words("办法.TXT", TEXT.encode(coding)) == TEXT


def test_a_word_document(tmp_path: Path) -> None:
    found = split(words("办法.docx", office_files.word(TEXT.splitlines())))
    assert [each.shape for each in found.articles] == SHAPES


def test_a_word_document_that_numbers_its_articles_itself() -> None:
    data = office_files.numbered_word(["为规范。", "应当：", "*编制；", "*签订。", "施行。"])
    assert words("办法.docx", data).splitlines() == [
        "第一条 为规范。",
        "第二条 应当：",
        "（一） 编制；",
        "（二） 签订。",
        "第三条 施行。",
    ]


def test_what_is_struck_out_of_a_word_document_is_gone() -> None:
    assert words("办法.docx", office_files.edited_word("第一条 保留", "插入", "删去")) == "第一条 保留插入"


def test_a_pdf_with_a_text_layer(tmp_path: Path) -> None:
    found = split(words("办法.pdf", office_files.pdf(TEXT, tmp_path)))
    assert [each.shape for each in found.articles] == SHAPES
    assert found.articles[0].words.endswith("制定本办法，凡是本市的项目都要照办。")


BROKEN = {
    "old word": ("办法.doc", b"x", "旧版 Word（.doc）和 WPS 文件请另存为 docx"),
    "another kind": ("办法.jpg", b"x", "不是可读的类型：请用 txt、docx 或带文字的 PDF"),
    "no ending": ("办法", b"x", "不是可读的类型"),
    "empty": ("办法.txt", b"", "空文件（0 字节）"),
    "blank": ("办法.txt", b" \r\n ", "没有文字"),
    "a program": ("办法.txt", EXE, "认不出文字的编码"),
    "torn": ("办法.txt", "第一条".encode()[:-1] + b"\xff\xff", "认不出文字的编码"),
    "utf-16 without its mark": ("办法.txt", TEXT.encode("utf-16-le"), "认不出文字的编码"),
    "renamed old word": ("办法.docx", office_files.OLD_WORD, "旧版 Word（.doc）文件，只是改了名"),
    "locked word": ("办法.docx", office_files.LOCKED_WORD, "设了打开密码"),
    "text as word": ("办法.docx", TEXT.encode(), "内容不是 Word 文档"),
    "hollow word": ("办法.docx", DOCX, "内容不是 Word 文档"),
    "sheet as word": ("办法.docx", XLSX, "内容不是 Word 文档"),
    "half a word": ("办法.docx", office_files.word(["第一条 甲"])[:3000], "内容不是 Word 文档"),
    "word without words": ("办法.docx", office_files.word([]), "没有文字"),
    "text as pdf": ("办法.pdf", TEXT.encode(), "内容不是 PDF"),
    "broken pdf": ("办法.pdf", b"%PDF-1.7 broken", "打不开"),
    "locked pdf": ("办法.pdf", LOCKED, "设了打开密码；请去掉密码再导入"),
    "scanned pdf": ("办法.pdf", office_files.scanned_pdf(), "只有图片，没有文字，多半是扫描件"),
}


@pytest.mark.parametrize(("name", "data", "told"), BROKEN.values(), ids=list(BROKEN))
def test_files_without_words(name: str, data: bytes, told: str) -> None:
    with pytest.raises(NotReadable) as refused:
        words(name, data)
    assert told in str(refused.value)


def test_files_that_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, name, data, told in (
        ("SIGNS", "办法.txt", "长".encode() * 11, "有 11 个字，不像一部办法"),
        ("LIMIT", "办法.txt", b"x" * 11, "超过 0 MB"),
        ("UNPACKED", "办法.docx", office_files.swollen_word(11), "解开以后太大"),
        ("PAGES", "办法.pdf", office_files.scanned_pdf(), "超过 0 页"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(reading, limit, 0 if limit == "PAGES" else 10)
            with pytest.raises(NotReadable, match=told):
                words(name, data)
