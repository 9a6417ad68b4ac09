"""The page that checks the journal finds what was altered behind the back of the services."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import NOW, Cast, make_project
from tests.rooms.signed import client_of
from xunzhang.journal import queries
from xunzhang.journal.models import Chain, Entry
from xunzhang.journal.services import SYSTEM, record
from xunzhang.projects.models import Project

PAGE = "/admin/journal/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return client_of(cast, "admin")


def test_the_system_comes_first(admin: Client, project: Project) -> None:
    page = admin.get(PAGE).content.decode()
    assert [one.stream for one in queries.streams()] == [SYSTEM, project.code]
    assert "系统日志" in page
    assert "安装" in page
    assert "陈志远" in page


def test_entries_of_a_project(admin: Client, project: Project) -> None:
    page = admin.get(PAGE, {"stream": project.code}).content.decode()
    assert f"{project.code} 的日志" in page
    assert "登记项目" in page
    assert "李文静（社会治理服务中心）" in page


def test_what_is_whole_is_called_whole(admin: Client, project: Project) -> None:
    whole = admin.post(PAGE).content.decode()
    assert "各条链从头到尾没有缺失和改动" in whole
    assert "读了 2 条链、4 条记录" in whole
    one = admin.post(f"{PAGE}?stream={project.code}", {"stream": project.code}).content.decode()
    assert "这条链从头到尾没有缺失和改动" in one


def _unlocked(sql: str, *values: object) -> None:
    """Do what somebody with the database in hand could do: lift the triggers and write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (
            "UPDATE journal_entry SET actor_words = '别人' WHERE stream = %s AND number = 2",
            "第 2 号记录与校验码不符",
        ),
        ("UPDATE journal_entry SET data = '{}' WHERE stream = %s AND number = 1", "第 1 号记录与校验码不符"),
        ("DELETE FROM journal_entry WHERE stream = %s AND number = 1", "第 1 号记录缺失"),
        ("DELETE FROM journal_entry WHERE stream = %s AND number = 3", "末尾记录缺失"),
        ("DELETE FROM journal_chain WHERE stream = %s", "末尾记录缺失"),
    ],
)
def test_what_was_altered_is_found(admin: Client, cast: Cast, sql: str, fault: str) -> None:
    project = make_project(cast)
    for number in (2, 3):
        said = {"procedure": f"第{number}道", "code": "x", "case": number}
        record(stream=project.code, verb="case.drafted", actor=cast.builder, at=NOW, data=said)
    _unlocked(sql, project.code)
    found = queries.check()
    assert (project.code, fault) in found.faults
    page = admin.post(PAGE).content.decode()
    assert f"{project.code}：{fault}" in page
    assert "请停止使用该库" in page


def test_pages_of_a_long_chain(admin: Client, cast: Cast) -> None:
    for number in range(120):
        said = {"kind": "区域", "name": f"第{number}", "code": str(number)}
        record(stream=SYSTEM, verb="area.added", actor=cast.admin, at=NOW, data=said)
    length = Chain.objects.get(stream=SYSTEM).length
    numbers: list[int] = []
    newest: int | None = None
    while True:
        found, pager = queries.lines(SYSTEM, newest)
        numbers += [line.number for line in found]
        if not pager.older:
            break
        newest = int(pager.older.rpartition("=")[2])
    assert numbers == list(range(length, 0, -1))
    assert Entry.objects.filter(stream=SYSTEM).count() == length


@pytest.mark.parametrize(
    "address",
    [
        "stream=nothing",
        "stream=%00",
        "newest=x",
        "newest=-1",
        "newest=0",
        "newest=99999999999",
        "q=%00",
        "page=zz",
        "q=x&page=9",
    ],
)
def test_strange_addresses_are_no_errors(admin: Client, address: str) -> None:
    assert admin.get(f"{PAGE}?{address}").status_code == 200
    assert admin.post(f"{PAGE}?{address}", {"stream": "\x00"}).status_code == 200
