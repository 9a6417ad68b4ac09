"""Pushes to a real HTTP server: signed, retried, logged, stopped; and never into our own house."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pytest_django import DjangoAssertNumQueries as Asserting

from tests.conftest import NOW, Cast
from tests.rooms.letters.neighbour import Got, Neighbour
from tests.rooms.signed import client_of
from xunzhang.jobs import worker
from xunzhang.jobs.models import Job
from xunzhang.journal.models import Entry
from xunzhang.kernel.veil import veil
from xunzhang.letters import hooks, pushing, wire
from xunzhang.letters.models import Hook, Push
from xunzhang.notices import services
from xunzhang.notices.kinds import KINDS
from xunzhang.notices.models import Notice
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(__file__).parents[3] / "docs/push.schema.json").read_text())
Place = tuple[Neighbour, str]


@pytest.fixture
def hook(cast: Cast, neighbour: Place) -> Hook:
    """The area's notices of limits missed and papers sent back go to the neighbour."""
    return add(cast, neighbour[1], area=cast.area)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XUNZHANG_NOW", NOW.isoformat())
    return


def add(cast: Cast, address: str, **of: Any) -> Hook:
    given = {"area": None, "organisation": None, **of}
    return hooks.add(
        title="政务云", address=address, kinds=["late", "returned"], actor=cast.admin, now=NOW, **given
    )


def tell(project: Project, kind: str = "late", key: str = "one") -> None:
    services.tell(
        key=key,
        kind=kind,
        project_id=project.pk,
        organisation_ids=[project.unit_id],
        code="contract_signing",
        day=date(2025, 5, 30),
        now=NOW,
    )


def work(moment: datetime = NOW) -> None:
    worker.run_all(lambda: moment)


def verified(got: Got, secret: str) -> bool:
    """The check as docs/letters.md tells the other side to do it, with nothing of ours."""
    signed = hmac.new(
        secret.encode(), f"{got.headers['x-xunzhang-timestamp']}.".encode() + got.body, "sha256"
    )
    return hmac.compare_digest(got.headers["x-xunzhang-signature"], f"sha256={signed.hexdigest()}")


def test_a_notice_is_pushed_signed_in_the_form_that_is_documented(
    cast: Cast, project: Project, hook: Hook, neighbour: Place
) -> None:
    tell(project)
    work()
    got = neighbour[0].got[0]
    said = json.loads(got.body)
    jsonschema.validate(said, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert got.path == "/in?from=xunzhang"
    assert said["articles"] == ["第28条"]
    assert said["project"] == {
        "code": project.code,
        "name": project.name,
        "unit": "社会治理服务中心",
        "area": "370871",
        "trial": False,
    }
    assert (said["kind"], said["day"]) == ("late", "2025-05-30")
    assert said["url"].startswith("https://xunzhang.example.gov.cn/projects/")
    assert got.headers["x-xunzhang-delivery"] == said["delivery"]
    assert got.headers["x-xunzhang-timestamp"] == str(int(NOW.timestamp()))
    assert verified(got, pushing.secret_of(hook))
    kept = Push.objects.get()
    assert (kept.state, kept.status, kept.excerpt, kept.attempts) == ("sent", 200, "收到", 1)


def test_a_wrong_secret_a_changed_body_and_a_changed_moment_are_told(
    cast: Cast, project: Project, hook: Hook, neighbour: Place
) -> None:
    tell(project)
    work()
    got, secret = neighbour[0].got[0], pushing.secret_of(hook)
    assert not verified(got, secret + "x")
    assert not verified(Got(got.path, got.headers, got.body + b" "), secret)
    later = {**got.headers, "x-xunzhang-timestamp": "1"}
    assert not verified(Got(got.path, later, got.body), secret)
    hooks.renew(hook=hook, actor=cast.admin, now=NOW)
    hook.refresh_from_db()
    assert not verified(got, pushing.secret_of(hook))


def test_no_table_holds_the_secret(hook: Hook) -> None:
    secret = pushing.secret_of(hook)
    assert len(secret) == 2 * hashlib.sha256().digest_size
    assert secret not in str(vars(hook))


@pytest.mark.parametrize("status", [500, 404, 302])
def test_an_answer_that_is_no_success_is_tried_again_with_the_same_number(
    cast: Cast, project: Project, hook: Hook, neighbour: Place, status: int
) -> None:
    neighbour[0].answers, neighbour[0].says = [status, status], "忙\r\n<b>稍后</b>".encode()
    tell(project)
    work()
    kept, job = Push.objects.get(), Job.objects.get(kind="push")
    assert (kept.state, kept.attempts, kept.status) == ("waiting", 1, status)
    assert (kept.fault, kept.excerpt) == (f"对方应答 {status}", "忙 <b>稍后</b>")
    work(job.due_at)
    job.refresh_from_db()
    assert job.due_at == NOW + timedelta(seconds=45)
    work(job.due_at)
    kept.refresh_from_db()
    assert (kept.state, kept.attempts, kept.status, kept.fault) == ("sent", 3, 200, "")
    assert len({each.headers["x-xunzhang-delivery"] for each in neighbour[0].got}) == 1
    assert len({each.headers["x-xunzhang-timestamp"] for each in neighbour[0].got}) == 3
    assert {each.path for each in neighbour[0].got} == {"/in?from=xunzhang"}


def test_a_neighbour_that_drips_is_cut_off(
    cast: Cast, project: Project, hook: Hook, neighbour: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.4)
    neighbour[0].drips = True
    tell(project)
    work()
    assert Push.objects.get().fault == "0.4 秒内没有答完"


def test_nobody_there_and_no_tls_are_told(cast: Cast, project: Project, neighbour: Place) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        add(cast, f"http://127.0.0.1:{closed.getsockname()[1]}/", area=cast.area)
        add(cast, neighbour[1].replace("http:", "https:"), area=cast.area)
        tell(project)
        work()
    faults = list(Push.objects.order_by("hook").values_list("fault", flat=True))
    assert faults[0].startswith("连接失败")
    assert faults[1].startswith("证书或加密连接不对")


def test_a_hook_hears_of_its_kinds_and_its_own_alone(
    cast: Cast, project: Project, hook: Hook, neighbour: Place
) -> None:
    other = add(cast, neighbour[1], organisation=cast.other)
    own = add(cast, neighbour[1], organisation=cast.unit)
    still = add(cast, neighbour[1], area=cast.area)
    Hook.objects.filter(pk=still.pk).update(is_active=False)
    tell(project, "late")
    tell(project, "soon", "two")
    services.tell_admins(key="x", text="x", address="/", now=NOW)
    work()
    assert sorted(Push.objects.values_list("hook", flat=True)) == [hook.pk, own.pk]
    assert not Push.objects.filter(hook=other).exists()
    assert not Notice.objects.filter(is_posted=False).exists()


def test_no_hook_hears_of_what_only_some_may_see(
    cast: Cast, project: Project, hook: Hook, neighbour: Place
) -> None:
    hidden = veil(catalogue.edition(project.edition_id), ()).procedures
    Hook.objects.update(kinds=["ended"])
    for code in (min(hidden), "contract_filing"):
        services.tell(
            key=code,
            kind="ended",
            project_id=project.pk,
            organisation_ids=[project.unit_id],
            code=code,
            now=NOW,
        )
    work()
    assert [json.loads(each.body)["title"] for each in neighbour[0].got] == ["合同备案"]


def test_after_three_days_without_success_it_stands_still_and_administrators_hear_of_it(
    cast: Cast, project: Project, hook: Hook, neighbour: Place
) -> None:
    neighbour[0].answers = [500] * 99
    moment = NOW
    for number in range(8):
        tell(project, key=f"k{number}")
        work(moment)
        moment += timedelta(hours=12)
    hook.refresh_from_db()
    assert (hook.is_active, hook.failing_since) == (False, NOW)
    told = Notice.objects.get(kind="system")
    assert "连续 3 天没有一次送达，已停用" in told.text
    assert told.person == cast.admin
    assert client_of(cast, "admin").get(told.code).status_code == 200
    work(moment + timedelta(days=1))
    assert set(Push.objects.values_list("state", flat=True)) <= {"dropped", "failed"}


def test_a_success_in_between_begins_anew(cast: Cast, project: Project, hook: Hook, neighbour: Place) -> None:
    neighbour[0].answers = [500]
    tell(project)
    work()
    hook.refresh_from_db()
    assert hook.failing_since == NOW
    work(NOW + timedelta(minutes=1))
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_a_name_that_moves_into_our_house_gets_nothing(
    cast: Cast, project: Project, hook: Hook, neighbour: Place, settings: Any
) -> None:
    settings.HOOKS_ALLOW = []
    tell(project)
    work()
    kept = Push.objects.get()
    assert (kept.state, neighbour[0].got) == ("failed", [])
    assert "内部网络" in kept.fault


# -- pages ---------------------------------------------------------------------------------------


def form(cast: Cast, to: str, **changes: Any) -> dict[str, Any]:
    said = {"title": "政务云", "address": to, "kinds": ["late"], "area": cast.area.pk}
    return {**said, "organisation": "", **changes}


def test_the_secret_is_shown_once(cast: Cast, neighbour: Place) -> None:
    admin = client_of(cast, "admin")
    answer = admin.post("/admin/hooks/", form(cast, neighbour[1]))
    made = Hook.objects.get()
    assert answer["Location"] == f"/admin/hooks/{made.pk}/"
    secret = pushing.secret_of(made)
    assert secret in admin.get(answer["Location"]).content.decode()
    assert secret not in admin.get(answer["Location"]).content.decode()
    admin.post(f"/admin/hooks/{made.pk}/secret/")
    made.refresh_from_db()
    assert pushing.secret_of(made) != secret
    assert pushing.secret_of(made) in admin.get(answer["Location"]).content.decode()
    entries = list(Entry.objects.filter(verb__startswith="hook.").order_by("id"))
    assert [each.verb for each in entries] == ["hook.added", "hook.changed"]
    assert entries[0].data["host"] == "127.0.0.1"
    assert "from=xunzhang" not in str(entries[0].data)


@pytest.mark.parametrize(
    "changes",
    [
        {"area": ""},
        {"organisation": "own"},
        {"kinds": []},
        {"kinds": ["system"]},
        {"title": ""},
        {"address": "x"},
        {"area": "999999"},
    ],
)
def test_a_form_that_says_too_little_or_too_much_makes_nothing(
    cast: Cast, neighbour: Place, changes: dict[str, Any]
) -> None:
    said = form(cast, neighbour[1], **changes)
    said["organisation"] = cast.unit.pk if said["organisation"] == "own" else said["organisation"]
    assert client_of(cast, "admin").post("/admin/hooks/", said).status_code in (409, 422)
    assert not Hook.objects.exists()


def test_a_test_is_delivered_and_a_message_sent_again(cast: Cast, hook: Hook, neighbour: Place) -> None:
    admin, page = client_of(cast, "admin"), f"/admin/hooks/{hook.pk}/"
    admin.post(f"{page}test/")
    work()
    kept = Push.objects.get()
    jsonschema.validate(json.loads(neighbour[0].got[0].body), SCHEMA)
    assert kept.state == "sent"
    admin.post(f"/admin/pushes/{kept.pk}/again/")
    admin.post(f"/admin/pushes/{kept.pk}/again/")  # it is on its way
    work()
    assert len(neighbour[0].got) == 2
    assert {json.loads(each.body)["delivery"] for each in neighbour[0].got} == {kept.delivery}
    said = admin.get(page).content.decode()
    assert kept.delivery in said
    assert "收到" in said


def test_a_hook_is_changed_stopped_and_goes_on(cast: Cast, hook: Hook, neighbour: Place) -> None:
    admin, page = client_of(cast, "admin"), f"/admin/hooks/{hook.pk}/"
    said = {"title": "政务云二期", "address": hook.address, "kinds": ["soon", "late"], "state": "inactive"}
    assert admin.post(page, said).status_code == 302
    hook.refresh_from_db()
    assert (hook.title, hook.kinds, hook.is_active) == ("政务云二期", ["soon", "late"], False)
    assert Entry.objects.latest("id").data["change"] == "改名为“政务云二期”、改种类、停用"
    admin.post(f"{page}test/")
    assert not Push.objects.exists()
    Hook.objects.update(failing_since=NOW)
    admin.post(page, {**said, "state": "active"})
    hook.refresh_from_db()
    assert (hook.is_active, hook.failing_since, hook.stopped_at) == (True, None, None)
    assert admin.post(page, {**said, "address": "https://x y/"}).status_code == 409


PAGES = ["/admin/hooks/", "/admin/hooks/{hook}/"]
ACTS = ["/admin/hooks/{hook}/test/", "/admin/hooks/{hook}/secret/", "/admin/pushes/1/again/"]
RIGHTS = [
    *((None, "get", page, 302) for page in PAGES),
    *((None, "post", page, 401) for page in ACTS),
    *(("builder", "get", page, 403) for page in PAGES),
    *(("lead_body", "post", page, 403) for page in (*PAGES, *ACTS)),
    *(("admin", "get", page, 200) for page in PAGES),
    *(("admin", "get", page, 405) for page in ACTS),
    ("admin", "get", "/admin/hooks/999999/", 404),
    ("admin", "post", "/admin/pushes/999999/again/", 404),
]


@pytest.mark.parametrize(("who", "method", "page", "status"), RIGHTS)
def test_rights(cast: Cast, hook: Hook, who: str | None, method: str, page: str, status: int) -> None:
    assert getattr(client_of(cast, who), method)(page.format(hook=hook.pk)).status_code == status


def test_pages_take_a_fixed_number_of_queries(
    cast: Cast, project: Project, hook: Hook, neighbour: Place, django_assert_max_num_queries: Asserting
) -> None:
    for number in range(5):
        tell(project, key=f"k{number}")
        add(cast, neighbour[1], organisation=cast.unit)
    work()
    admin = client_of(cast, "admin")
    with django_assert_max_num_queries(8):
        admin.get("/admin/hooks/")
    with django_assert_max_num_queries(9):
        admin.get(f"/admin/hooks/{hook.pk}/")


def test_the_schema_knows_every_kind() -> None:
    known = set(SCHEMA["properties"]["kind"]["enum"])
    assert known == {code for code in KINDS if code != "system"} | {"test"}
