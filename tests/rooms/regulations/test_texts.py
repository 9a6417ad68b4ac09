"""The office's own text: read, compared, confirmed, shown beside the gists, replaced and removed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from tests.rooms.regulations.conftest import EDITION, HOME, NOW, Room, forget
from tests.rooms.regulations.test_pages import rewrite, text_of
from tests.support import office_files, tiny
from xunzhang.accounts.models import Person
from xunzhang.files import receiving, words
from xunzhang.journal.models import Entry
from xunzhang.kernel.pack.load import load_edition, load_vocabulary
from xunzhang.regulations import catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.importing import examine
from xunzhang.regulations.models import OfficeText
from xunzhang.regulations.texts import import_text, preview

SOURCES = Path(__file__).resolve().parents[4] / "shared" / "regulations" / "source"
PAGE = f"{HOME}text/"
HEAD = "示例市信息化项目办法\n第一章 总则\n"
ARTICLES = [
    f"第{numeral}条　{words}"
    for numeral, words in (
        ("一", "为规范信息化项目，制定本办法。"),
        ("二", "新建和改建的项目适用本办法。\n涉及 <b>保密</b> 的除外。"),
        ("三", "建设单位应当：\n（一）申报；\n（二）建设。"),
        ("四", "市主管部门组织评审。"),
        *((numeral, f"第 {numeral} 项规定。") for numeral in "五 六 七 八 九 十 十一".split()),
        ("十二", "本办法自 2030 年 4 月 31 日起施行。"),
    )
]
TEXT = HEAD + "\n".join(ARTICLES)


def send(client: Client, data: bytes, name: str = "办法.txt") -> str:
    """Preview a file and give the page back."""
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)}).content.decode()


def sealed_in(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    return found[1]


def bring(room: Room, data: bytes = TEXT.encode(), name: str = "办法.txt") -> OfficeText:
    """Preview and confirm."""
    answer = room.admin.post(f"{PAGE}import/", {"sealed": sealed_in(send(room.admin, data, name))})
    assert answer.status_code == 302
    return OfficeText.objects.get(ended_at=None)


def test_a_preview_writes_nothing_and_tells_what_would_come(room: Room) -> None:
    page = send(room.admin, TEXT.encode())
    assert "对照结果，还没有导入" in page
    assert "在相应的条里找到 3 处" in page
    assert "对得上" in page
    assert "市主管部门组织评审。" in page
    assert not OfficeText.objects.exists()
    assert not Entry.objects.filter(verb__startswith="edition.text").exists()


def test_a_confirmed_text_stands_beside_the_gists(room: Room) -> None:
    row = bring(room)
    assert (row.count, row.filename, row.person) == (12, "办法.txt", room.person)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.data["sha256"]) == ("edition.text_imported", row.sha256)
    listed = room.clerk.get(HOME).content.decode()
    assert listed.count("原文（本单位导入）") > 12
    assert "涉及 &lt;b&gt;保密&lt;/b&gt; 的除外。" in listed
    assert "（二）建设。" in listed
    alone = room.clerk.get(f"{HOME}articles/4/").content.decode()
    assert "市主管部门组织评审。" in alone
    assert "我们归纳，不是原文" in alone
    assert "市主管部门组织评审。" not in room.clerk.get(f"{HOME}?text=off&article=1").content.decode()
    said = text_of(room.clerk, PAGE)
    assert row.sha256 in said
    assert "不是同一个文件" in said
    assert "撤下" not in said


@pytest.mark.parametrize("kind", ["docx", "pdf", "gb18030"])
def test_other_kinds_of_files_bring_the_same_articles(room: Room, tmp_path: Path, kind: str) -> None:
    made = {
        "docx": lambda: office_files.word(TEXT.splitlines()),
        "pdf": lambda: office_files.pdf(TEXT, tmp_path),
        "gb18030": lambda: TEXT.encode("gb18030"),
    }
    found = bring(room, made[kind](), f"办法.{kind if kind != 'gb18030' else 'txt'}")
    plain = examine(catalogue.edition(EDITION), "办法.txt", TEXT.encode())
    kept = plain.to_json()["articles"]
    assert {number: _bare(parts) for number, parts in found.articles.items()} == {
        number: _bare(parts) for number, parts in kept.items()
    }


def _bare(parts: list[dict[str, object]]) -> str:
    return re.sub(r"\s", "", str(parts))


def test_before_an_import_the_pages_say_what_to_do(room: Room) -> None:
    assert "把本单位的办法文件导进来" in text_of(room.admin, HOME)
    assert "请系统管理员导入" in text_of(room.clerk, HOME)
    assert "在下面选本单位的办法文件" in text_of(room.admin, PAGE)
    assert "请系统管理员在这里导入" in text_of(room.clerk, PAGE)


def test_the_source_of_the_pack_is_known_by_its_digest(room: Room) -> None:
    rewrite(room.packs, '"0000"', f'"{hashlib.sha256(TEXT.encode()).hexdigest()}"')
    assert "同一个文件" in send(room.admin, TEXT.encode())
    bring(room)
    assert "逐字节相同" in text_of(room.clerk, PAGE)


def test_articles_that_are_missing_or_beyond_the_pack(room: Room) -> None:
    text = HEAD + "\n".join(one for one in ARTICLES if "第五条" not in one) + "\n第十三条　多的。\n"
    page = send(room.admin, text.encode())
    assert "没有找到第5条，这些条只显示要点" in page
    assert "多出第13条，不导入" in page
    assert "请核对" in page
    assert set(bring(room, text.encode()).articles) == {str(n) for n in range(1, 13)} - {"5"}
    assert "导入的文件里没有这一条" in text_of(room.clerk, f"{HOME}articles/5/")


def test_a_new_import_replaces_and_the_old_stays_as_history(room: Room) -> None:
    old = bring(room)
    new = bring(room, TEXT.replace("组织评审", "负责评审").encode(), "办法（新）.txt")
    old.refresh_from_db()
    assert (old.end, old.ended_by, old.articles) == ("replaced", room.person, {})
    assert Entry.objects.latest("id").data["replaced"] == old.sha256
    said = text_of(room.clerk, PAGE)
    assert "以前导入的" in said
    assert f"换成新的：{room.person.name}" in said
    assert new.filename in said


def test_a_text_is_removed(room: Room) -> None:
    bring(room)
    assert room.admin.post(f"{PAGE}remove/").status_code == 302
    assert OfficeText.objects.get().articles == {}
    assert Entry.objects.latest("id").verb == "edition.text_removed"
    assert "原文还没有导入" in text_of(room.clerk, HOME)
    again = room.admin.post(f"{PAGE}remove/")
    assert (again.status_code, Entry.objects.filter(verb="edition.text_removed").count()) == (409, 1)


def other_text() -> bytes:
    return TEXT.replace("示例市信息化项目办法", "另一市信息化项目办法").encode()


BAD = {
    "nothing chosen": (None, "", "还没有选文件"),
    "no articles": ("说明：本文没有条文。".encode(), "办法.txt", "没有找到第一条"),
    "big5": (TEXT.encode("big5", "ignore"), "办法.txt", "先另存为 UTF-8 文本"),
    "another": (other_text(), "办法.txt", "不像是示例市信息化项目办法的这一版，看名称像是《另一市"),
    "empty": (b"", "办法.txt", "空文件（0 字节）"),
    "scanned": (office_files.scanned_pdf(), "办法.pdf", "多半是扫描件"),
    "not a word file": (b"x", "办法.docx", "内容不是 Word 文档"),
    "old word": (office_files.OLD_WORD, "办法.doc", "请另存为 docx"),
}


@pytest.mark.parametrize(("data", "name", "told"), BAD.values(), ids=list(BAD))
def test_bad_files_write_nothing(room: Room, data: bytes | None, name: str, told: str) -> None:
    files = {} if data is None else {"file": SimpleUploadedFile(name, data)}
    answer = room.admin.post(PAGE, files)
    assert answer.status_code == 422
    assert escape(told) in answer.content.decode()
    assert not OfficeText.objects.exists()


def test_files_over_a_limit(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LIMIT", 10)
    assert "请只留办法的正文" in send(room.admin, TEXT.encode())
    monkeypatch.setattr(receiving, "LIMIT", 5)
    assert "请只留办法的正文" in send(room.admin, TEXT.encode())


def test_another_text_is_known_by_what_the_pack_quotes(room: Room) -> None:
    """Its name alone does not make a file the text: another edition of the measure has the same name."""
    roles = room.packs / "sample" / "2030" / "roles.yaml"
    quoted = "、".join(f"第 {numeral} 项规定" for numeral in "五 六 七".split())
    more = "    - {literal: 市主管部门, cites: [4]}\n    - {literal: " + quoted + ", cites: [5, 6, 7]}\n"
    roles.write_text(roles.read_text().replace("    - {literal: 市主管部门, cites: [4]}\n", more))
    forget()
    assert "找到 6 处" in send(room.admin, TEXT.encode())
    older = TEXT.replace("项规定", "条写法").replace("市主管部门", "经信委").replace("4 月 31", "3 月 1")
    assert "系统照录的 6 处原文，在相应的条里只找到 0 处" in send(room.admin, older.encode())


def test_a_preview_is_confirmed_only_by_its_reader_in_time_and_once(room: Room) -> None:
    other = Person.objects.create_person(username="second", name="孙丽", password=None, is_admin=True)
    said = {"edition": catalogue.edition(EDITION), "filename": "办法.txt", "data": TEXT.encode()}
    _, sealed = preview(actor=room.person, **said)
    act = {"identity": EDITION, "now": NOW}
    for actor, text in ((other, sealed), (room.person, sealed[:-2]), (room.person, "")):
        with pytest.raises(NotPossible, match="预览已经过期或不完整"):
            import_text(sealed=text, actor=actor, **act)
    import_text(sealed=sealed, actor=room.person, **act)
    with pytest.raises(NotPossible, match="别人动过这一版的原文"):
        import_text(sealed=sealed, actor=room.person, **act)
    assert OfficeText.objects.count() == 1


def test_an_old_preview_is_not_confirmed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealed_in(send(room.admin, TEXT.encode()))
    monkeypatch.setattr("xunzhang.regulations.texts.KEPT", -1)
    answer = room.admin.post(f"{PAGE}import/", {"sealed": sealed})
    assert answer.status_code == 409
    assert "预览已经过期" in answer.content.decode()


RIGHTS = [
    ("nobody", "get", PAGE, 302),
    ("clerk", "get", PAGE, 200),
    ("clerk", "post", PAGE, 403),
    ("admin", "get", PAGE, 200),
    ("clerk", "post", f"{PAGE}import/", 403),
    ("clerk", "post", f"{PAGE}remove/", 403),
    ("admin", "get", f"{PAGE}import/", 405),
    ("admin", "get", f"{PAGE}remove/", 405),
    ("nobody", "post", f"{PAGE}remove/", 401),
    ("admin", "get", "/regulations/other@2030/text/", 404),
]


@pytest.mark.parametrize(("who", "method", "page", "answer"), RIGHTS)
def test_rights(room: Room, who: str, method: str, page: str, answer: int) -> None:
    assert getattr(getattr(room, who), method)(page).status_code == answer


@pytest.mark.parametrize("identity", [head.parent for head in sorted(tiny.REAL.glob("*/*/regulation.yaml"))])
def test_the_real_texts_are_known_and_no_other_is(identity: Path) -> None:
    if not SOURCES.is_dir():
        pytest.skip(f"the texts of the regulations are not at {SOURCES}: imports are NOT tested on them")
    edition = load_edition(identity, load_vocabulary(tiny.REAL / "vocabulary.yaml"))
    for file in sorted(SOURCES.glob("*.txt")):
        if not file.name.startswith(identity.parent.name):
            with pytest.raises(NotPossible, match="不像是"):
                examine(edition, file.name, file.read_bytes())
            continue
        found = examine(edition, file.name, file.read_bytes())
        assert found.is_source
        changed = examine(edition, "办法.txt", file.read_text(encoding="utf-8").encode("gb18030"))
        assert (changed.is_source, changed.is_named, changed.missing, changed.extra) == (False, True, (), ())
