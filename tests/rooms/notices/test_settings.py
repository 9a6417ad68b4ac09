"""How somebody wants to hear of each kind: kept, checked, and obeyed by the list and the bell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conftest import NOW, SHANGHAI, Cast
from tests.rooms.signed import client_of
from xunzhang.journal.models import Entry
from xunzhang.notices import services
from xunzhang.notices.kinds import KINDS
from xunzhang.notices.models import Notice, Wish
from xunzhang.notices.queries import inbox, page, unread
from xunzhang.notices.wishes import wanted
from xunzhang.projects.models import Project

pytestmark = pytest.mark.django_db
PAGE = "/notices/settings/"
DUE = date(2025, 6, 20)


def form(**changes: str) -> dict[str, str]:
    """The form as it stands untouched, with changes."""
    mail = {f"mail-{kind.code}": kind.mail for kind in KINDS.values()}
    shown = {f"in-{kind.code}": "on" for kind in KINDS.values()}
    return {"email": "", **mail, **shown, **changes}


def tell(project: Project, kind: str, key: str, at: datetime = NOW) -> None:
    services.tell(
        key=key,
        kind=kind,
        project_id=project.pk,
        organisation_ids=[project.unit_id],
        code="contract_signing",
        day=DUE,
        now=at,
    )


def test_defaults_hold_until_somebody_says_otherwise(cast: Cast) -> None:
    ways = {each.kind.code: (each.in_system, each.mail) for each in wanted(cast.builder)}
    assert ways["late"] == (True, "digest")
    assert ways["returned"] == ways["escalated"] == (True, "now")
    assert "system" not in ways
    assert "system" in {each.kind.code for each in wanted(cast.admin)}


def test_what_is_set_is_kept_and_the_address_is_in_the_journal_without_its_words(cast: Cast) -> None:
    builder = client_of(cast, "builder")
    said = form(email="li@example.gov.cn", **{"mail-late": "now", "mail-returned": "none"})
    assert builder.post(PAGE, said).status_code == 302
    cast.builder.refresh_from_db()
    assert cast.builder.email == "li@example.gov.cn"
    ways = {each.kind.code: each.mail for each in wanted(cast.builder)}
    assert (ways["late"], ways["returned"], ways["ended"]) == ("now", "none", "digest")
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.data["change"]) == ("person.changed", "本人登记邮箱")
    assert builder.post(PAGE, form()).status_code == 302
    assert Entry.objects.latest("id").data["change"] == "本人删去邮箱"
    assert Wish.objects.filter(person=cast.builder).count() == len(KINDS) - 1


@pytest.mark.parametrize(
    "email", ["x", "a@b", "a b@example.com", "a@example.com\nBcc: b@example.com", "a@" + "b" * 260 + ".cn"]
)
def test_an_address_that_is_none_is_refused(cast: Cast, email: str) -> None:
    answer = client_of(cast, "builder").post(PAGE, form(email=email, **{"mail-late": "now"}))
    assert answer.status_code == 422
    cast.builder.refresh_from_db()
    assert cast.builder.email == ""
    assert not Wish.objects.exists()


def test_nonsense_in_the_form_keeps_nothing(cast: Cast) -> None:
    answer = client_of(cast, "builder").post(PAGE, form(**{"mail-late": "pigeon"}))
    assert answer.status_code == 422
    assert "请从列出的几种里选" in answer.content.decode()
    assert not Wish.objects.exists()
    with pytest.raises(KeyError):
        services.settle(person=cast.builder, email="", wishes={"late": (True, "pigeon")}, now=NOW)


def test_what_informs_may_be_muted_and_a_duty_may_not(cast: Cast, project: Project) -> None:
    for kind in ("late", "ended"):
        tell(project, kind, kind)
    muted = form()
    del muted["in-ended"], muted["in-late"]
    client_of(cast, "builder").post(PAGE, muted)
    assert {one.kind for one in inbox(cast.builder)} == {"late"}
    assert unread(cast.builder).count() == 1
    assert {one.kind for one in inbox(cast.colleague)} == {"late", "ended"}


def test_a_duty_muted_behind_the_page_is_shown_all_the_same(cast: Cast, project: Project) -> None:
    tell(project, "late", "late")
    Wish.objects.create(person=cast.builder, kind="late", in_system=False, mail="none")
    assert inbox(cast.builder).count() == 1


def test_an_administrator_gives_an_address_too(cast: Cast) -> None:
    admin = client_of(cast, "admin")
    said = {"name": "李文静", "state": "active", "is_admin": "no"}
    assert admin.post(f"/admin/people/{cast.builder.pk}/", {**said, "email": "x"}).status_code == 422
    assert admin.post(f"/admin/people/{cast.builder.pk}/", {**said, "email": "li@a.cn"}).status_code == 302
    cast.builder.refresh_from_db()
    assert cast.builder.email == "li@a.cn"
    assert Entry.objects.latest("id").data["change"] == "登记邮箱"


def test_the_page_says_when_no_letters_are_sent(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_HOST = ""  # type: ignore[attr-defined]
    assert "没有开通邮件" in client_of(cast, "builder").get(PAGE).content.decode()
    settings.EMAIL_HOST = "mail.example.gov.cn"  # type: ignore[attr-defined]
    assert "没有开通邮件" not in client_of(cast, "builder").get(PAGE).content.decode()


@pytest.mark.parametrize(("who", "method", "status"), [(None, "get", 302), (None, "post", 401)])
def test_nobody_else_comes_in(cast: Cast, who: str | None, method: str, status: int) -> None:
    assert getattr(client_of(cast, who), method)(PAGE).status_code == status


def test_the_page_is_reached_from_the_notices_and_the_own_menu(cast: Cast) -> None:
    builder = client_of(cast, "builder")
    for address in ("/notices/", "/password/"):
        assert f'href="{PAGE}"' in builder.get(address).content.decode()


def test_heaps_are_one_row_a_day_and_kind_with_their_count(cast: Cast, project: Project) -> None:
    morning = datetime.combine(DUE, time(6, 30), SHANGHAI)
    for number in range(7):
        tell(project, "late", f"late/{number}", morning)
    for number in range(5):
        tell(project, "soon", f"soon/{number}", morning + timedelta(days=3))
    groups = page(cast.builder, "", "", "").groups
    assert [(each.day, each.kind, each.count, len(each.lines)) for each in groups] == [
        (DUE + timedelta(days=3), "soon", 5, 5),
        (DUE, "late", 7, 0),
    ]
    said = client_of(cast, "builder").get("/notices/").content.decode()
    assert "共 7 件" in said
    assert "7 件未读" in said
    assert "共 5 件" not in said
    heap = client_of(cast, "builder").get(f"/notices/{groups[1].url.replace('&amp;', '&')}")
    assert heap.content.decode().count('data-l="说明"') == 7


def test_a_day_is_a_day_in_shanghai(cast: Cast, project: Project) -> None:
    tell(project, "late", "a", datetime(2025, 6, 20, 0, 10, tzinfo=SHANGHAI))
    tell(project, "late", "b", datetime(2025, 6, 19, 23, 50, tzinfo=SHANGHAI))
    assert [each.day.day for each in page(cast.builder, "", "", "").groups] == [20, 19]


def test_the_newest_shown_marks_all(cast: Cast, project: Project) -> None:
    for number in range(9):
        tell(project, "late", f"late/{number}")
    found = page(cast.builder, "", "", "")
    services.mark_read(person=cast.builder, upto=found.upto, now=NOW)
    assert not unread(cast.builder).exists()
    assert page(cast.builder, "", "", "").groups[0].fresh == 0


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ({"kind": "late"}, {"soon"}),
        ({"day": "2025-06-19"}, {"late", "soon"}),
        ({"kind": "late", "day": "2025-06-20"}, {"late", "soon"}),
        ({"kind": "x", "day": "x"}, set()),
    ],
)
def test_only_what_the_page_lists_is_marked(
    cast: Cast, project: Project, shown: dict[str, str], left: set[str]
) -> None:
    for kind, day in (("late", 20), ("soon", 20), ("late", 19)):
        tell(project, kind, f"{kind}/{day}", datetime(2025, 6, day, 9, tzinfo=SHANGHAI))
    upto = Notice.objects.latest("id").pk
    client_of(cast, "builder").post("/notices/read/", {"upto": upto, **shown})
    assert set(unread(cast.builder).values_list("kind", flat=True)) == left


@pytest.mark.parametrize("asked", ["?day=x", "?day=2025-13-01", "?kind=x&day=2025-06-20", "?page=-1"])
def test_nonsense_in_the_address_is_left_out(cast: Cast, project: Project, asked: str) -> None:
    assert client_of(cast, "builder").get(f"/notices/{asked}").status_code == 200


def test_a_list_of_heaps_takes_a_fixed_number_of_queries(
    cast: Cast, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        tell(project, "late", f"late/{number}", NOW + timedelta(days=number % 4))
        tell(project, "soon", f"soon/{number}", NOW + timedelta(days=number))
    builder = client_of(cast, "builder")
    with django_assert_max_num_queries(12):
        builder.get("/notices/")
    with django_assert_max_num_queries(8):
        builder.get(PAGE)


def test_administrators_are_told_what_concerns_them(cast: Cast) -> None:
    for _ in range(2):
        services.tell_admins(key="hook/1", text="推送停用了", address="/admin/", now=NOW)
    assert Notice.objects.count() == 1
    said = client_of(cast, "admin").get("/notices/").content.decode()
    assert "推送停用了" in said
    assert "1 条未读" in said
    assert not inbox(cast.builder).exists()
