"""The supervision centre: figures open their lists, lists page by key, everybody sees the own share."""

from datetime import date, timedelta
from io import BytesIO
from urllib.parse import parse_qsl
from zipfile import ZipFile

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from tests.conftest import NOW, TODAY, Cast, make_project
from tests.rooms import lives
from tests.rooms.lifecycle import play, run
from xunzhang.accounts.models import Person
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.supervision import paging, sheets
from xunzhang.supervision.ages import BANDS, Band
from xunzhang.supervision.centre import Centre, centre
from xunzhang.supervision.centre import read as asked_of
from xunzhang.supervision.lists import LISTS
from xunzhang.web.downloads import EXCEL
from xunzhang.web.shapes import Figure

PAGE = "/supervision/"


def read(person: Person, today: date, **asked: str) -> Centre:
    return centre(Person.objects.get(pk=person.pk), today, asked)


def figures(found: Centre) -> list[int]:
    return [int(figure.value) for figure in found.figures]


@pytest.fixture
def ordered(cast: Cast, project: Project) -> Project:
    """A project whose contract is not signed in time and whose order runs out."""
    project = run(cast, project, "procurement")
    return play(cast, project, lives.order(project.changed_at.date(), limit=10))


def test_nothing_to_supervise(cast: Cast, project: Project) -> None:
    found = read(cast.lead, TODAY)
    assert [figure.value for figure in found.figures] == ["0"] * 5
    assert found.rows == []
    assert found.empty.title == "没有逾期的时限。"
    assert found.offices is None


@pytest.fixture
def everything(cast: Cast, ordered: Project) -> tuple[Project, date]:
    """One row at least in every list: the day is far behind all limits."""
    today = ordered.changed_at.date() + timedelta(days=40)
    Project.objects.filter(pk=ordered.pk).update(
        failing=2,
        started_on=today - timedelta(days=200),
        acceptance_due=today - timedelta(days=30),
        paid_amount=1_000_000_00,
        reported=80,
        evidence=30,
        divergence=50,
        reported_on=today - timedelta(days=100),
    )
    Deadline.objects.create(
        project=ordered, code="progress_report", occurrence=2, due_on=today - timedelta(days=10)
    )
    Deadline.objects.create(
        project=ordered, code="contract_filing", occurrence=2, due_on=today + timedelta(days=3)
    )
    unconfirmed(cast, ordered, today - timedelta(days=4))
    stopped = make_project(cast, "停下来的项目")
    Project.objects.filter(pk=stopped.pk).update(status="suspended")
    return ordered, today


def test_every_figure_opens_exactly_its_list(cast: Cast, everything: tuple[Project, date]) -> None:
    today = everything[1]
    found = read(cast.lead, today)
    shown = [*found.figures, *found.tabs]
    assert len(found.tabs) == len(LISTS)
    for each in shown:
        code = each.url.partition("list=")[2].partition("#")[0]
        opened = read(cast.lead, today, list=code)
        told = each.value if isinstance(each, Figure) else each.count
        assert len(opened.rows) == opened.count == int(told) > 0, code


def test_every_bar_opens_exactly_its_list(cast: Cast, everything: tuple[Project, date]) -> None:
    today = everything[1]
    found = read(cast.lead, today)
    assert found.ages
    assert found.offices
    assert sum(bar.value for bar in found.ages.bars) == int(found.figures[0].value)
    for bar in (*found.ages.bars, *found.offices.bars):
        asked = dict(parse_qsl(bar.url.removeprefix("?").removesuffix("#list")))
        assert read(cast.lead, today, **asked).count == bar.value


def test_every_list_is_narrowed_to_an_office(cast: Cast, everything: tuple[Project, date]) -> None:
    today = everything[1]
    for code in LISTS:
        whole = read(cast.lead, today, list=code).count
        own = read(cast.lead, today, list=code, office=cast.unit.name)
        assert own.asked.office == cast.unit.name
        assert own.count == len(own.rows) == whole
        assert read(cast.lead, today, list=code, office=cast.other.name).asked.office == ""


def test_bands_count_working_days(db: None) -> None:
    calendar = catalogue.calendar()
    for today in (date(2026, 2, 23), date(2026, 10, 8), date(2026, 11, 22)):
        for back in range(1, 120):
            due = today - timedelta(days=back)
            late = overdue_working_days(due, today, calendar)
            fits = [code for code, band in BANDS.items() if _within(band, due, today)]
            wanted = next(code for code, band in BANDS.items() if band.upto is None or late <= band.upto)
            assert fits == [wanted], (today, due, late)


def _within(band: Band, due: date, today: date) -> bool:
    bounds = dict(
        child for child in band.test(today, catalogue.calendar()).children if isinstance(child, tuple)
    )
    return due <= bounds["due_on__lte"] and due > bounds.get("due_on__gt", date.min)


def test_reports_paid_and_divergence_are_told(cast: Cast, everything: tuple[Project, date]) -> None:
    project, today = everything
    (stale,) = read(cast.lead, today, list="stale").rows
    assert (stale.due_on, stale.days, stale.note) == (today - timedelta(days=10), 100, "欠报 1 次")
    (paid,) = read(cast.lead, today, list="unaccepted").rows
    assert (paid.paid, paid.due_on) == (1_000_000_00, today - timedelta(days=30))
    (apart,) = read(cast.lead, today, list="diverging").rows
    assert (apart.reported, apart.evidence, apart.divergence) == (80, 30, 50)
    assert apart.url == f"/projects/{project.code}/progress/#tabs"
    other = make_project(cast, "报得太少的项目")
    Project.objects.filter(pk=other.pk).update(started_on=today, reported=0, evidence=70, divergence=-70)
    shown = read(cast.lead, today, list="diverging").rows
    assert [row.divergence for row in shown] == [-70, 50]


def test_an_accepted_project_owes_no_acceptance(cast: Cast, everything: tuple[Project, date]) -> None:
    project, today = everything
    Project.objects.filter(pk=project.pk).update(accepted_on=today)
    for code in ("unaccepted", "diverging", "reports"):
        assert read(cast.lead, today, list=code).count == 0, code


def test_every_list_goes_to_excel(client: Client, cast: Cast, everything: tuple[Project, date]) -> None:
    project, today = everything
    person = Person.objects.get(pk=cast.lead.pk)
    for code, each in LISTS.items():
        made = sheets.workbook(person, asked_of({"list": code}), today)
        rows = cells(made)
        assert len(rows) == 1 + read(cast.lead, today, list=code).count, code
        assert rows[0][:4] == ["项目编号", "项目", "项目单位", "事项"]
        assert [head for head in rows[0] if head == each.columns[0].title]
    (head, row) = cells(sheets.workbook(person, asked_of({"list": "unaccepted"}), today))
    assert row[head.index("已付（万元）")] == 100.0
    due = (today - timedelta(days=30) - date(1899, 12, 30)).days
    assert row[head.index("验收时间")] == due
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/supervision/list.xlsx?list=late")
    assert answer["Content-Type"] == EXCEL
    assert cells(answer.content)[0][0] == "项目编号"


@pytest.mark.parametrize("query", ["list=late&office=%00", "list=nothing", "band=x&list=late", "office=没有"])
def test_bad_addresses_of_excel_are_no_errors(
    client: Client, cast: Cast, ordered: Project, query: str
) -> None:
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/supervision/list.xlsx?{query}").status_code == 200


def test_excel_holds_the_own_share_only(cast: Cast, everything: tuple[Project, date]) -> None:
    person = Person.objects.get(pk=cast.stranger.pk)
    assert len(cells(sheets.workbook(person, asked_of({"list": "late"}), everything[1]))) == 1


def cells(workbook: bytes) -> list[list[str | float | None]]:
    """The cells of the first sheet, numbers as numbers."""
    with ZipFile(BytesIO(workbook)) as file:
        names = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        shared = etree.fromstring(file.read("xl/sharedStrings.xml")).findall("m:si", names)
        texts = ["".join(part.itertext()) for part in shared]
        rows = etree.fromstring(file.read("xl/worksheets/sheet1.xml")).findall(".//m:row", names)
        width = len(rows[0])
        found: list[list[str | float | None]] = []
        for row in rows:
            line: list[str | float | None] = [None] * width
            for cell in row:
                place = ord(cell.get("r", "A")[0]) - ord("A")
                value = cell.findtext("m:v", namespaces=names) or ""
                line[place] = texts[int(value)] if cell.get("t") == "s" else float(value)
            found.append(line)
        return found


def test_late_duties_by_office_open_their_list(cast: Cast, ordered: Project) -> None:
    today = ordered.changed_at.date() + timedelta(days=40)
    found = read(cast.lead, today)
    assert found.offices
    (bar,) = found.offices.bars
    assert (bar.title, bar.value) == (cast.unit.name, 2)
    narrowed = read(cast.lead, today, list="late", office=cast.unit.name)
    assert narrowed.title == f"逾期时限：{cast.unit.name}"
    assert narrowed.count == 2
    assert {row.office for row in narrowed.rows} == {cast.unit.name}
    assert all(row.late for row in narrowed.rows)


def test_a_suspended_project_stands_in_its_list(cast: Cast, ordered: Project) -> None:
    day = ordered.changed_at.date() + timedelta(days=20)
    play(cast, ordered, lives.overdue_measure(day, "suspend"))
    found = read(cast.lead, day, list="held")
    assert found.count == 1
    assert [row.what for row in found.rows] == ["项目已暂停建设"]
    assert str(found.rows[0].articles[0].cite) == "41"


def test_failing_rules_are_counted_by_project(cast: Cast, project: Project) -> None:
    other = make_project(cast, "另一个项目")
    Project.objects.filter(pk=project.pk).update(failing=2, unknown=1)
    Project.objects.filter(pk=other.pk).update(failing=3)
    found = read(cast.lead, TODAY, list="failing")
    assert figures(found)[4] == found.count == 2
    assert [row.what for row in found.rows] == ["3 条不符合", "2 条不符合"]


def test_everybody_sees_the_own_share(cast: Cast, ordered: Project) -> None:
    today = ordered.changed_at.date() + timedelta(days=40)
    for role in ("lead_body", "finance_office", "cyberspace_office", "audit_office"):
        assert figures(read(cast.officers[role], today))[:4:3] == [2, 1], role
    assert figures(read(cast.builder, today))[:4:3] == [2, 1]
    assert figures(read(cast.stranger, today)) == [0, 0, 0, 0, 0]
    assert figures(read(cast.admin, today)) == [0, 0, 0, 0, 0]


def test_lists_page_by_key_while_rows_come(
    cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging.page, "__defaults__", (2,))
    Deadline.objects.bulk_create(
        Deadline(project=project, code="contract_signing", occurrence=n, due_on=TODAY - timedelta(days=9 - n))
        for n in range(1, 6)
    )
    first = read(cast.lead, TODAY, list="late")
    assert len(first.rows) == 2
    assert first.pager.older
    assert not first.pager.newer
    Deadline.objects.create(
        project=project, code="contract_signing", occurrence=9, due_on=TODAY - timedelta(days=99)
    )
    mark = first.pager.older.partition("after=")[2].partition("#")[0].replace("%7E", "~")
    second = read(cast.lead, TODAY, list="late", after=mark)
    assert [row.due_on for row in second.rows] == [TODAY - timedelta(days=n) for n in (6, 5)]
    assert second.pager.newer == "?list=late#list"
    mark = second.pager.older.partition("after=")[2].partition("#")[0].replace("%7E", "~")
    third = read(cast.lead, TODAY, list="late", after=mark)
    assert len(third.rows) == 1
    assert not third.pager.older


def unconfirmed(cast: Cast, project: Project, day: date) -> None:
    """A contract lies with the office that should confirm its filing."""
    case = Case.objects.create(
        project=project,
        procedure="contract_filing",
        number=9,
        state="open",
        starter=cast.builder,
        starter_role="builder",
        organisation=cast.unit,
        drafted_at=NOW,
        submitted_on=day,
    )
    office = cast.lead.posts.get().organisation
    StepRun.objects.create(case=case, step="filing", role="lead_body", organisation=office, opened_on=day)


@pytest.mark.parametrize("several", [1, 4])
@pytest.mark.parametrize("code", list(LISTS))
def test_the_number_of_queries_does_not_grow(
    cast: Cast,
    project: Project,
    several: int,
    code: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    day = TODAY
    for number in range(several):
        own = make_project(cast, f"项目 {number}")
        play(cast, own, lives.order(day, limit=1))
    last = day - timedelta(days=9)
    told = {"failing": 1, "status": "suspended", "started_on": last, "acceptance_due": last, "paid_amount": 1}
    Project.objects.update(**told)
    for own in Project.objects.all():
        Deadline.objects.create(project=own, code="progress_report", occurrence=2, due_on=last)
        Deadline.objects.create(project=own, code="contract_filing", occurrence=2, due_on=last)
        unconfirmed(cast, own, last)
    person = Person.objects.get(pk=cast.lead.pk)
    with django_assert_max_num_queries(20):
        found = centre(person, day + timedelta(days=30), {"list": code})
    assert len(found.rows) >= several


RIGHTS = [
    ("lead_body", "get", 200),
    ("finance_office", "get", 200),
    ("cyberspace_office", "get", 200),
    ("audit_office", "get", 200),
    ("builder", "get", 200),
    ("stranger", "get", 200),
    ("admin", "get", 200),
    ("nobody", "get", 302),
    ("lead_body", "post", 405),
]


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}list.xlsx"])
@pytest.mark.parametrize(("who", "method", "answer"), RIGHTS)
def test_rights(
    client: Client, cast: Cast, project: Project, who: str, method: str, answer: int, page: str
) -> None:
    people = {"builder": cast.builder, "stranger": cast.stranger, "admin": cast.admin, **cast.officers}
    if who in people:
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
    assert getattr(client, method)(page).status_code == answer


BAD = [
    "list=nothing",
    "list=late&after=x",
    "list=late&after=2026-02-30~1",
    "list=late&after=2025-01-01~99999999999999999999",
    "list=late&office=没有这个单位",
    "list=failing&after=-1~2",
    "list=held&after=%00~1",
    "list=orders&after=１~1",
    "office=" + "长" * 5000,
    "list=late&band=most",
    "list=late&office=%00",
    "list=diverging&after=-5~1",
    "list=filings&after=9999-12-31~1",
    "list=unaccepted&band=5&after=x~y",
]


@pytest.mark.parametrize("query", BAD)
def test_bad_addresses_are_no_errors(client: Client, cast: Cast, ordered: Project, query: str) -> None:
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert "监督" in answer.content.decode()


def test_the_page_names_the_rows(client: Client, cast: Cast, ordered: Project) -> None:
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(f"{PAGE}?list=orders").content.decode()
    assert "两类数据没有归集到区数据集中管理平台" in text
    assert ordered.name in text
    assert f"/projects/{ordered.code}/supervision/#tabs" in text
