"""Repeals: told by another edition or recorded, from the page to new projects, areas and the journal."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from django.test import Client

from tests.conftest import NOW as CAST_NOW
from tests.conftest import ORDINARY, Cast
from tests.rooms import lifecycle
from tests.rooms.regulations.conftest import EDITION, HOME, NOW, Room, forget
from tests.rooms.regulations.test_pages import put_in_force, rewrite, text_of
from tests.rooms.signed import client_of
from xunzhang.journal.models import Entry
from xunzhang.projects.models import Project
from xunzhang.projects.services import NoEdition, edition_on, register
from xunzhang.regulations.areas import flaws
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import InForce, Repeal
from xunzhang.regulations.repeals import record_repeal
from xunzhang.regulations.services import activate, edition_for, install, resolve_date

OLD, OLD_NUMBER = "sample@2020", "示政发〔2020〕2号"
GOOD = {"since": "2030-06-03", "document": "示政发〔2030〕9号", "reason": ""}


def write_old(room: Room, number: str = OLD_NUMBER) -> None:
    """The measure that the made-up one repeals: in force since 2020, with the same contents."""
    folder = room.packs / "sample"
    for file in (folder / "2030").rglob("*.yaml"):
        target = folder / "2020" / file.relative_to(folder / "2030")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text())
    head = folder / "2020" / "regulation.yaml"
    said = yaml.safe_load(head.read_text()) | {"title": "旧办法", "number": number, "state": "issued"}
    said |= {"references": [], "effective": {"date": date(2020, 5, 1), "cites": [12]}}
    head.write_text(yaml.safe_dump(said, allow_unicode=True))
    forget()


def decide(room: Room, chosen: date = date(2030, 5, 1)) -> None:
    said = {"reason": "较晚", "document": "复函", "actor": room.person, "now": NOW}
    resolve_date(identity=EDITION, chosen=chosen, **said)


def test_an_edition_repeals_another_from_its_first_day(room: Room) -> None:
    write_old(room)
    install(identity=OLD, actor=room.person, now=NOW)
    activate(identity=OLD, area=room.area, since=date(2020, 5, 1), actor=room.person, now=NOW)
    assert not Repeal.objects.exists()
    decide(room)
    assert Repeal.objects.get().since == date(2030, 5, 1)
    assert edition_for(room.area.code, date(2030, 4, 30)) == OLD
    assert edition_for(room.area.code, date(2030, 5, 1)) is None
    said = text_of(room.clerk, f"/regulations/{OLD}/")
    assert "已废止自 2030-05-01 起废止，依据示例市信息化项目办法 示政发〔2030〕1号" in said
    assert "示例区自 2020-05-01 周五起按本版办理，到 2030-04-30 周二止" in said
    assert Entry.objects.latest("id").verb == "edition.repealed"


@pytest.mark.parametrize("number", [OLD_NUMBER, "示政发［2020］2号", "示政发 (2020) 2 号"])
def test_one_installed_later_is_repealed_at_once(room: Room, number: str) -> None:
    decide(room)
    write_old(room, number)
    install(identity=OLD, actor=None, now=NOW)
    assert Repeal.objects.get().edition_id == OLD


def test_another_number_is_another_document(room: Room) -> None:
    decide(room)
    write_old(room, "示政发〔2020〕12号")
    install(identity=OLD, actor=None, now=NOW)
    assert not Repeal.objects.exists()


def test_a_draft_repeals_nothing(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "state: draft")
    write_old(room)
    install(identity=OLD, actor=None, now=NOW)
    assert not Repeal.objects.exists()


def test_an_unreadable_pack_keeps_no_other_from_being_installed(room: Room) -> None:
    write_old(room)
    rewrite(room.packs, "short: 示例市", "shrt: 示例市")
    assert install(identity=OLD, actor=None, now=NOW).id == OLD


def test_a_repeal_is_recorded_and_journaled(room: Room) -> None:
    put_in_force(room)
    found = room.admin.post(f"{HOME}repeal/", GOOD, follow=True)
    assert "已登记：示例市信息化项目办法自 2030-06-03 起废止" in found.content.decode()
    assert Entry.objects.latest("id").data["document"] == GOOD["document"]
    assert "已废止" in text_of(room.clerk, "/regulations/")
    assert "在办项目一直按本办法办完；已有的义务还在" in text_of(room.clerk, HOME)
    assert "登记废止" not in text_of(room.admin, HOME)
    assert "陈志远，" in text_of(room.admin, f"{HOME}repeal/")


def test_a_repeal_to_come_is_told_and_an_administrator_finds_it_again(room: Room) -> None:
    put_in_force(room)
    room.admin.post(f"{HOME}repeal/", GOOD | {"since": "2030-07-01"})
    for client, link in ((room.clerk, False), (room.admin, True)):
        page = client.get(HOME).content.decode()
        assert "将废止" in page
        assert "自 2030-07-01 起废止，依据示政发〔2030〕9号" in page
        assert (f'href="{HOME}repeal/"' in page) == link


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("since", "", "请填写从哪一天起废止"),
        ("since", "2030-02-30", "2030 年 2 月没有 30 日"),
        ("document", " ", "请填写依据文件"),
        ("document", "长" * 161, "最多 160 字"),
        ("reason", "长" * 301, "最多 300 字"),
    ],
)
def test_bad_input(room: Room, key: str, value: str, told: str) -> None:
    put_in_force(room)
    found = room.admin.post(f"{HOME}repeal/", GOOD | {key: value})
    assert found.status_code == 422
    assert told in found.content.decode()
    assert not Repeal.objects.exists()


@pytest.mark.parametrize(("since", "status"), [("2030-05-01", 409), ("2030-05-02", 302)])
def test_a_repeal_comes_after_the_first_day(room: Room, since: str, status: int) -> None:
    put_in_force(room)
    found = room.admin.post(f"{HOME}repeal/", GOOD | {"since": since})
    assert found.status_code == status
    assert Repeal.objects.exists() == (status == 302)


def test_twice_and_a_draft_are_refused(room: Room) -> None:
    put_in_force(room)
    room.admin.post(f"{HOME}repeal/", GOOD)
    found = room.admin.post(f"{HOME}repeal/", GOOD | {"since": "2030-07-01"})
    assert (found.status_code, Repeal.objects.get().since) == (409, date(2030, 6, 3))
    Repeal.objects.all().delete()
    rewrite(room.packs, "state: date_defect", "state: draft")
    assert "谈不上废止" in text_of(room.admin, f"{HOME}repeal/")
    with pytest.raises(NotPossible, match="谈不上废止"):
        record_repeal(
            identity=EDITION, since=date(2031, 1, 1), document="x", reason="", actor=room.person, now=NOW
        )


def test_a_mistake_is_taken_back_with_a_reason(room: Room) -> None:
    put_in_force(room)
    room.admin.post(f"{HOME}repeal/", GOOD)
    assert room.admin.post(f"{HOME}repeal/withdraw/", {"reason": ""}).status_code == 422
    assert room.admin.post(f"{HOME}repeal/withdraw/", {"reason": "认错了文件"}).status_code == 302
    assert not Repeal.objects.exists()
    assert Entry.objects.latest("id").data["reason"] == "认错了文件"
    assert edition_for(room.area.code, NOW.date()) == EDITION
    assert room.admin.post(f"{HOME}repeal/withdraw/", {"reason": "再来"}).status_code == 409


def test_what_a_document_says_is_not_taken_back(room: Room) -> None:
    decide(room)
    write_old(room)
    install(identity=OLD, actor=None, now=NOW)
    said = text_of(room.admin, f"/regulations/{OLD}/repeal/")
    assert "该办法自己写明" in said
    assert "撤销" not in said
    found = room.admin.post(f"/regulations/{OLD}/repeal/withdraw/", {"reason": "试试"})
    assert (found.status_code, Repeal.objects.count()) == (409, 1)


def test_an_area_cannot_begin_with_a_repealed_edition(room: Room) -> None:
    decide(room)
    room.admin.post(f"{HOME}repeal/", GOOD)
    said = {"identity": EDITION, "area": room.area, "actor": room.person, "now": NOW}
    with pytest.raises(NotPossible, match="自 2030-06-03 起废止，不能从 2030-06-03 起施行"):
        activate(since=date(2030, 6, 3), **said)
    assert activate(since=date(2030, 6, 2), **said).last == date(2030, 6, 2)


def test_days_without_an_edition_after_a_repeal_are_a_flaw(room: Room) -> None:
    put_in_force(room)
    assert not list(flaws(NOW.date()))
    room.admin.post(f"{HOME}repeal/", GOOD)
    assert [str(flaw) for flaw in flaws(NOW.date())] == ["示例区（999901）：2030-06-03 起 没有施行中的办法"]


def test_the_next_edition_ends_one_that_has_a_last_day_of_its_own(room: Room) -> None:
    rewrite(room.packs, "state: date_defect", "expiry: {date: 2035-04-30}\nstate: date_defect")
    put_in_force(room)
    write_old(room, "示政发〔2031〕1号")
    install(identity=OLD, actor=None, now=NOW)
    activate(identity=OLD, area=room.area, since=date(2031, 1, 1), actor=room.person, now=NOW)
    assert InForce.objects.get(edition=EDITION).until == date(2030, 12, 31)


def test_the_shelf_tells_what_each_state_permits(room: Room) -> None:
    said = text_of(room.clerk, "/regulations/")
    assert "已废止从废止日起，别的文件已经废止它不能不能照过渡规定办完" in said


RIGHTS = [
    ("nobody", "get", "repeal/", 302),
    ("clerk", "get", "repeal/", 403),
    ("admin", "get", "repeal/", 200),
    ("clerk", "post", "repeal/", 403),
    ("clerk", "post", "repeal/withdraw/", 403),
    ("admin", "get", "repeal/withdraw/", 405),
    ("nobody", "post", "repeal/withdraw/", 401),
]


@pytest.mark.parametrize(("who", "method", "page", "answer"), RIGHTS)
def test_rights(room: Room, who: str, method: str, page: str, answer: int) -> None:
    assert getattr(getattr(room, who), method)(HOME + page, GOOD).status_code == answer
    assert not Repeal.objects.exists()


@pytest.fixture
def repealed(cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The measure of the cast is repealed from the day after the project was entered."""
    record_repeal(
        identity=project.edition_id,
        since=date(2025, 6, 4),
        document="管委会〔2025〕9号",
        reason="",
        actor=cast.admin,
        now=CAST_NOW,
    )
    monkeypatch.setenv("XUNZHANG_NOW", "2025-06-04T10:00")
    return client_of(cast, "builder")


def test_no_new_project_from_the_day_of_the_repeal_on(cast: Cast, repealed: Client) -> None:
    assert edition_on(cast.area.code, date(2025, 6, 3)).id == "jining-hitech@2024"
    with pytest.raises(NoEdition, match="自 2025-06-04 起废止（管委会〔2025〕9号）.*在办的项目照旧办理"):
        edition_on(cast.area.code, date(2025, 6, 4))
    found = repealed.get("/projects/new/")
    assert found.status_code == 403
    assert "还没有启用接续的办法，不能登记新项目" in found.content.decode()
    with pytest.raises(NoEdition):
        register(
            area=cast.area,
            unit=cast.unit,
            name="新的",
            facts=ORDINARY,
            actor=cast.builder,
            now=CAST_NOW,
            today=date(2025, 6, 4),
        )
    assert Project.objects.count() == 1


def test_a_project_under_way_goes_on_with_a_banner(cast: Cast, project: Project, repealed: Client) -> None:
    page = repealed.get(f"/projects/{project.code}/").content.decode()
    assert "自 2025-06-04 起废止，依据管委会〔2025〕9号：不收新项目。手头这道手续按本办法办完" in page
    lived = lifecycle.run(cast, project, until="demand_review")
    assert lived.edition_id == project.edition_id
    assert lived.changed_at.date() > date(2025, 6, 4)
