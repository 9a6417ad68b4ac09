"""Reading a defective date and putting an edition in force, from the page to the journal."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rooms.regulations.conftest import EDITION, HOME, NOW, Room
from tests.rooms.regulations.test_pages import put_in_force, rewrite, text_of
from xunzhang.accounts.models import Area
from xunzhang.journal.models import Entry
from xunzhang.regulations.models import DateResolution, InForce
from xunzhang.regulations.services import NotPossible, activate

GOOD = {"chosen": "2030-05-01", "reason": "两种读法都已施行的第一天", "document": "示政办函〔2030〕3号"}


def test_a_decision_is_recorded_and_journaled(room: Room) -> None:
    found = room.admin.post(f"{HOME}resolve/", GOOD, follow=True)
    assert "已登记：施行日期按 2030-05-01 执行" in found.content.decode()
    decided = DateResolution.objects.get()
    assert (decided.chosen, decided.person) == (date(2030, 5, 1), room.person)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.data["document"]) == ("edition.resolved", GOOD["document"])
    assert "已认定" in text_of(room.clerk, f"{HOME}anomalies/")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("chosen", "", "请选择采用哪一天"),
        ("chosen", "2030-05-02", "请从列出的各项中选一项"),
        ("chosen", "2030-04-31", "请从列出的各项中选一项"),
        ("reason", "", "请填写理由"),
        ("reason", "长" * 301, "最多 300 字"),
        ("document", "  ", "请填写依据文件"),
        ("document", "长" * 161, "最多 160 字"),
        ("document", "复函\x00", "有不能显示的字符"),
    ],
)
def test_bad_input_keeps_what_was_typed(room: Room, key: str, value: str, told: str) -> None:
    found = room.admin.post(f"{HOME}resolve/", GOOD | {key: value})
    html = found.content.decode()
    assert found.status_code == 422
    assert told in html
    assert all(typed in html for other, typed in GOOD.items() if other != key)
    assert not DateResolution.objects.exists()


def test_a_second_decision_is_refused_in_four_parts(room: Room) -> None:
    room.admin.post(f"{HOME}resolve/", GOOD)
    found = room.admin.post(f"{HOME}resolve/", GOOD | {"chosen": "2030-04-30"})
    html = found.content.decode()
    assert found.status_code == 409
    assert "已经认定过，认定记录不能改" in html
    assert all(part in html for part in ("依据", "数字", "怎么办"))
    assert DateResolution.objects.get().chosen == date(2030, 5, 1)
    assert "认定记录不能改" in text_of(room.admin, f"{HOME}resolve/")


def test_a_sound_date_needs_no_decision(room: Room) -> None:
    rewrite(room.packs, "  date: null", "  date: 2030-05-01")
    assert "没有缺陷，不用认定" in text_of(room.admin, f"{HOME}resolve/")
    assert room.admin.post(f"{HOME}resolve/", GOOD).status_code == 409


def test_without_a_decision_the_edition_cannot_be_put_in_force(room: Room) -> None:
    assert "先登记日期认定" in text_of(room.admin, f"{HOME}activate/")
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": "2030-05-01"})
    assert found.status_code == 409
    assert "不能启用：第12条写的施行日期" in found.content.decode()
    assert not InForce.objects.exists()


def test_after_the_decision_it_is_put_in_force(room: Room) -> None:
    room.admin.post(f"{HOME}resolve/", GOOD)
    assert 'value="2030-05-01"' in room.admin.get(f"{HOME}activate/").content.decode()
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": "2030-05-01"}, follow=True)
    assert "示例区自 2030-05-01 起按示例市信息化项目办法办理" in found.content.decode()
    assert Entry.objects.latest("id").verb == "edition.activated"
    assert "每个区域都已启用本办法" in text_of(room.admin, f"{HOME}activate/")
    assert "再启用一个区域" not in text_of(room.admin, HOME)
    Area.objects.create(code="999902", name="另一区")
    assert "再启用一个区域" in text_of(room.admin, HOME)
    assert "再启用一个区域" not in text_of(room.clerk, HOME)


@pytest.mark.parametrize(
    ("since", "status", "told"),
    [
        ("2030-04-30", 409, "自 2030-05-01 起施行，不能早于这一天"),
        ("2030-02-30", 422, "2030 年 2 月没有 30 日"),
        ("明天", 422, "不是日期"),
        ("", 422, "请填写从哪一天起"),
        ("2030-05-01", 302, ""),
    ],
)
def test_the_first_day_in_an_area(room: Room, since: str, status: int, told: str) -> None:
    room.admin.post(f"{HOME}resolve/", GOOD)
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": since})
    assert found.status_code == status
    assert told in found.content.decode()
    assert InForce.objects.exists() == (status == 302)


@pytest.mark.parametrize("area", ["", "000000", "999901' OR 1=1"])
def test_no_such_area(room: Room, area: str) -> None:
    room.admin.post(f"{HOME}resolve/", GOOD)
    found = room.admin.post(f"{HOME}activate/", {"area": area, "since": "2030-05-01"})
    assert found.status_code == 422


def test_twice_in_one_area_is_one(room: Room) -> None:
    put_in_force(room)
    Area.objects.create(code="999902", name="另一区")
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": "2030-05-01"})
    assert found.status_code == 422
    assert InForce.objects.filter(edition=EDITION).count() == 1


def test_a_draft_is_never_put_in_force(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "state: draft")
    said = {"area": room.area.code, "since": "2030-05-01"}
    assert room.admin.post(f"{HOME}activate/", said).status_code == 422
    assert "只能在试用区启用" in text_of(room.admin, f"{HOME}activate/")
    with pytest.raises(NotPossible, match="征求意见稿，不能办理真实项目，只能在试用区启用"):
        activate(identity=EDITION, area=room.area, since=date(2030, 5, 1), actor=room.person, now=NOW)
    assert not InForce.objects.exists()


def test_a_draft_is_tried_where_nothing_is_real(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "state: draft")
    Area.objects.create(code="999903", name="示例试用区", is_sandbox=True)
    found = room.admin.post(f"{HOME}activate/", {"area": "999903", "since": "2030-05-01"})
    assert found.status_code == 302
    assert InForce.objects.get().area_id == "999903"
    assert "示例试用区在试用，办的都不是真实项目" in text_of(room.clerk, HOME)


@pytest.mark.parametrize(("since", "status"), [("2030-09-30", 302), ("2030-10-01", 409)])
def test_an_edition_is_not_put_in_force_after_its_last_day(room: Room, since: str, status: int) -> None:
    rewrite(room.packs, "state: date_defect", "expiry: {date: 2030-09-30}\nstate: date_defect")
    room.admin.post(f"{HOME}resolve/", GOOD)
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": since})
    assert found.status_code == status
    assert ("到 2030-09-30 为止" in found.content.decode()) == (status == 409)
    assert [each.until for each in InForce.objects.all()] == ([date(2030, 9, 30)] if status == 302 else [])


def test_a_date_with_two_readings_says_so(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "state: date_ambiguous")
    assert "有不止一种读法" in text_of(room.admin, f"{HOME}activate/")
    found = room.admin.post(f"{HOME}activate/", {"area": room.area.code, "since": "2030-05-01"})
    assert "有不止一种读法" in found.content.decode()
