"""Circulars: a figure is how many rows it opens, page, Word and PDF agree, what is issued never changes."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import NOW, TODAY, Cast, make_project
from tests.rooms import lives
from tests.rooms.lifecycle import play
from tests.rooms.signed import answer, client_of
from xunzhang.accounts.models import Area, Organisation, Person, Post
from xunzhang.journal.models import Entry
from xunzhang.procedures.models import Case, Deadline, StepRun
from xunzhang.projects.models import Project
from xunzhang.regulations.models import InForce
from xunzhang.supervision.circular import papers, queries, services
from xunzhang.supervision.circular.drawn import ALL, Drawn, draw, from_json
from xunzhang.supervision.circular.measures import MEASURES
from xunzhang.supervision.circular.periods import Period, choices, default, quarter, whole_year
from xunzhang.supervision.models import Circular
from xunzhang.web import clock

QUARTER = quarter(2025, 2)
PAGE = f"/supervision/circulars/370871/{QUARTER.code}/"
LATER = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: LATER)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=60))


@pytest.fixture
def busy(cast: Cast, project: Project) -> Project:
    """Four limits in the second quarter, one kept; a report kept; one return; an order that ran out."""
    project = play(cast, project, lives.order(TODAY, limit=7))
    days = [date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 30), date(2025, 7, 1)]
    kept = [date(2025, 4, 1), date(2025, 5, 2), None, None]
    for number, (due, done) in enumerate(zip(days, kept, strict=True), 1):
        Deadline.objects.create(
            project=project, code="contract_filing", occurrence=number, due_on=due, done_on=done
        )
    Deadline.objects.create(
        project=project, code="progress_report", occurrence=9, due_on=days[1], done_on=days[0]
    )
    Deadline.objects.create(project=project, code="final_acceptance_application", due_on=days[0])
    case = Case.objects.first()
    assert case
    StepRun.objects.create(case=case, step="revise", role="builder", opened_on=date(2025, 6, 4))
    StepRun.objects.create(case=case, step="revise", round=2, role="builder", opened_on=date(2025, 7, 1))
    return project


def counts(drawn: Drawn, unit: str = ALL) -> dict[str, int]:
    return {figure.code: figure.count for figure in drawn.line(unit).figures}


def drawn(cast: Cast, period: Period = QUARTER, today: date = LATER) -> Drawn:
    return draw(cast.area, period, today)


def issue(cast: Cast, actor: Person | None = None, opinion: str = "请各单位抓紧整改。") -> Circular:
    person = Person.objects.get(pk=(actor or cast.lead).pk)
    moment = NOW + timedelta(days=60)
    return services.issue(
        area=cast.area, period=QUARTER, opinion=opinion, actor=person, now=moment, today=LATER
    )


def test_the_periods_of_a_circular() -> None:
    found = choices(date(2026, 11, 20))
    assert list(found)[:3] == ["2026-Q4", "2026-Q3", "2026-Q2"]
    assert list(found)[-3:] == ["2026", "2025", "2024"]
    assert default(date(2026, 11, 20)).title == "2026年第三季度"
    assert default(date(2026, 1, 2)).code == "2025-Q4"
    quarters = [quarter(2028, number) for number in range(1, 5)]
    assert (quarters[0].first, quarters[-1].last) == (whole_year(2028).first, whole_year(2028).last)
    for one, following in zip(quarters, quarters[1:], strict=False):
        assert one.last + timedelta(days=1) == following.first
    assert quarters[0].as_of(date(2028, 2, 29)) == date(2028, 2, 29)
    assert quarters[0].as_of(date(2029, 1, 1)) == date(2028, 3, 31)


def test_figures_are_read_as_they_stood_at_the_end(cast: Cast, busy: Project) -> None:
    assert counts(drawn(cast)) == {
        "due": 6,
        "kept": 2,
        "returned": 1,
        "overdue": 2,
        "orders": 1,
        "orders_late": 1,
        "reports": 1,
        "reports_kept": 1,
        "unaccepted": 1,
    }
    rates = {figure.code: figure.rate for figure in drawn(cast).total.figures if figure.rate}
    assert rates == {"kept": "33.3%", "reports_kept": "100.0%"}


def test_what_was_done_afterwards_was_not_done_then(cast: Cast, busy: Project) -> None:
    before = drawn(cast)
    Deadline.objects.filter(done_on__isnull=True).update(done_on=date(2025, 7, 5))
    Case.objects.filter(procedure="supervision_order").update(state="done", closed_on=date(2025, 7, 5))
    assert counts(drawn(cast)) == counts(before)
    after = counts(drawn(cast, quarter(2025, 3)))
    assert (after["overdue"], after["orders"], after["returned"]) == (0, 0, 1)


def test_while_a_period_runs_the_figures_go_up_to_today(cast: Cast, busy: Project) -> None:
    running = drawn(cast, today=date(2025, 5, 20))
    assert running.as_of == date(2025, 5, 20)
    assert counts(running)["due"] == 4
    assert counts(running)["orders"] == 0


def test_every_figure_is_how_many_rows_it_opens(cast: Cast, busy: Project) -> None:
    make_project(cast, "没有事的项目")
    client = client_of(cast, "lead")
    person = Person.objects.get(pk=cast.lead.pk)
    shown = queries.draft(person, cast.area.code, QUARTER.code, LATER)
    opened = 0
    for row in shown.rows:
        for cell, code in zip(row.cells, MEASURES, strict=True):
            unit = "" if row.unit == ALL else row.unit
            assert len(queries.behind(person, shown, code, unit).rows) == int(cell.text)
            opened += int(cell.text)
    assert opened
    text = client.get(f"{PAGE}rows/?measure=due&unit={cast.unit.name}").content.decode()
    assert text.count(f"/projects/{busy.code}/") == counts(drawn(cast))["due"]


def test_units_that_keep_their_limits_stand_first(cast: Cast, busy: Project) -> None:
    idle = make_project(cast, "没有到期时限的项目")
    Project.objects.filter(pk=idle.pk).update(unit=cast.other)
    found = drawn(cast)
    assert [line.unit for line in found.lines] == [cast.unit.name, cast.other.name]
    assert found.total.unit == ALL


def test_page_word_and_pdf_say_the_same(cast: Cast, busy: Project) -> None:
    circular = issue(cast)
    person = Person.objects.get(pk=cast.lead.pk)
    said = queries.issued(person, circular.pk).wording
    page = client_of(cast, "lead").get(f"/supervision/circulars/issued/{circular.pk}/").content.decode()
    word = docx.Document(BytesIO(papers.made("docx", said, NOW)))
    texts = [line.text for line in word.paragraphs]
    pdf = pypdfium2.PdfDocument(papers.made("pdf", said, NOW))
    printed = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    for text in (*said.paragraphs, "请各单位抓紧整改。", circular.reference):
        assert text in page
        assert text in texts
        assert text.replace(" ", "") in printed
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert table == [list(said.heads), *(list(row) for row in said.rows)]
    for unit, *_ in said.rows:
        assert unit in page
        assert unit in printed
    assert said.office == "党政办公室（大数据）"
    assert said.basis.endswith("第46条")
    assert papers.made("pdf", said, NOW) == papers.made("pdf", said, NOW)


def test_a_draft_says_that_it_is_one(cast: Cast, busy: Project) -> None:
    client = client_of(cast, "finance_office")
    assert "草稿，没有发布" in client.get(PAGE).content.decode()
    word = docx.Document(BytesIO(client.get(f"{PAGE}paper.docx").content))
    assert word.paragraphs[0].text == "草稿，未发布"
    assert client.get(f"{PAGE}paper.pdf")["Content-Type"] == "application/pdf"


def test_issuing_numbers_and_enters_it(cast: Cast, busy: Project) -> None:
    first, second = issue(cast), issue(cast)
    assert [first.reference, second.reference] == ["2025年第1号", "2025年第2号"]
    assert first.title == "关于济宁高新区2025年第二季度政务信息化项目管理情况的通报"
    entries = Entry.objects.filter(verb="circular.issued").order_by("id")
    assert [entry.data["circular"] for entry in entries] == [first.pk, second.pk]
    assert entries[0].actor == cast.lead


def test_what_is_issued_never_changes(cast: Cast, busy: Project) -> None:
    circular = issue(cast)
    before = from_json(circular.content)
    Deadline.objects.all().delete()
    kept = from_json(Circular.objects.get().content)
    assert kept == before
    assert counts(kept)["due"] == 6
    for act in (lambda: Circular.objects.update(opinion="别的"), lambda: Circular.objects.all().delete()):
        with pytest.raises(DatabaseError, match="issued circulars never change"), transaction.atomic():
            act()


def test_a_measure_that_has_ended_leaves_its_circulars(cast: Cast, busy: Project) -> None:
    InForce.objects.update(until=TODAY)
    assert client_of(cast, "lead").get(PAGE).status_code == 200
    assert issue(cast).reference == "2025年第1号"
    InForce.objects.all().delete()
    assert client_of(cast, "lead").get(PAGE).status_code == 404
    with pytest.raises(services.NotPossible, match="没有施行过"):
        issue(cast)


def test_only_whom_the_measure_names_may_issue(cast: Cast, busy: Project) -> None:
    for person in (cast.finance, cast.builder, cast.stranger, cast.admin):
        with pytest.raises(PermissionDenied, match="发布"):
            issue(cast, person)
    assert not Circular.objects.exists()
    assert not Entry.objects.filter(verb="circular.issued").exists()


def test_issuing_from_the_page(cast: Cast, busy: Project) -> None:
    client = client_of(cast, "lead")
    refused = client.post(PAGE, {"opinion": "长" * (services.LONGEST + 1)})
    assert refused.status_code == 422
    assert "最多 3000 字" in refused.content.decode()
    assert not Circular.objects.exists()
    there = client.post(PAGE, {"opinion": "请抓紧。"})
    circular = Circular.objects.get()
    assert there["Location"] == f"/supervision/circulars/issued/{circular.pk}/"
    listed = client.get("/supervision/circulars/").content.decode()
    assert circular.title in listed
    chosen = client.get(f"/supervision/circulars/choose/?area=370871&period={QUARTER.code}")
    assert chosen["Location"] == PAGE


@pytest.fixture
def outsider(cast: Cast) -> Person:
    """Somebody of another area."""
    area = Area.objects.create(code="370999", name="别的区")
    office = Organisation.objects.create(area=area, name="别的单位")
    person = Person.objects.create_person(username="outsider", name="外区", password="x")
    Post.objects.create(person=person, organisation=office, role="builder")
    return person


ADDRESSES = ["", "rows/?measure=due", "paper.pdf", "paper.docx"]
RIGHTS = [  # who, a draft, an issued one
    (None, 302, 302),
    ("lead", 200, 200),
    ("finance_office", 200, 200),
    ("audit_office", 200, 200),
    ("builder", 404, 200),
    ("stranger", 404, 200),
    ("third_party", 404, 200),
    ("admin", 404, 404),
]


@pytest.mark.parametrize(("who", "draft", "issued"), RIGHTS)
def test_rights(cast: Cast, busy: Project, who: str | None, draft: int, issued: int) -> None:
    client, circular = client_of(cast, who), issue(cast)
    for address in ADDRESSES:
        assert answer(client, "get", PAGE + address) == draft, address
        assert answer(client, "get", f"/supervision/circulars/issued/{circular.pk}/{address}") == issued, (
            address
        )
    assert answer(client, "get", "/supervision/circulars/") == (200 if who else 302)
    assert answer(client, "post", f"/supervision/circulars/issued/{circular.pk}/") == 405


def test_people_of_another_area_know_nothing_of_it(cast: Cast, busy: Project, outsider: Person) -> None:
    circular = issue(cast)
    client = Client()
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert answer(client, "get", f"/supervision/circulars/issued/{circular.pk}/") == 404
    assert circular.title not in client.get("/supervision/circulars/").content.decode()


def test_rows_open_only_projects_one_may_see(cast: Cast, busy: Project) -> None:
    circular = issue(cast)
    there = f"/supervision/circulars/issued/{circular.pk}/"
    for who, opens in (("builder", True), ("stranger", False)):
        text = client_of(cast, who).get(f"{there}rows/?measure=due").content.decode()
        assert busy.name in text
        assert (f"/projects/{busy.code}/" in text) is opens
        assert "打开区域档案" not in client_of(cast, who).get(there).content.decode()
    assert "打开区域档案" in client_of(cast, "lead").get(there).content.decode()


POSTS = [(None, 401), ("finance_office", 403), ("builder", 404), ("lead", 302)]


@pytest.mark.parametrize(("who", "status"), POSTS)
def test_rights_to_issue(cast: Cast, busy: Project, who: str | None, status: int) -> None:
    assert answer(client_of(cast, who), "post", PAGE) == status
    assert Circular.objects.count() == (status == 302)


BAD = [
    "/supervision/circulars/370871/2031-Q1/",
    "/supervision/circulars/370871/1999/",
    "/supervision/circulars/370871/2025-Q5/",
    "/supervision/circulars/999999/2025-Q2/",
    "/supervision/circulars/issued/999999999999999/",
    "/supervision/circulars/choose/?area=%00&period=x",
    PAGE + "rows/?measure=nothing",
    PAGE + "rows/?measure=due&unit=没有这个单位",
    PAGE + "paper.odt",
]


@pytest.mark.parametrize("address", BAD)
def test_bad_addresses_are_not_found(cast: Cast, busy: Project, address: str) -> None:
    assert answer(client_of(cast, "lead"), "get", address) == 404


@pytest.mark.parametrize("several", [1, 4])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, busy: Project, several: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(several):
        other = make_project(cast, f"项目 {number}")
        play(cast, other, lives.order(TODAY, limit=1))
        Deadline.objects.create(project=other, code="progress_report", occurrence=9, due_on=date(2025, 5, 1))
    with django_assert_num_queries(10):
        drawn(cast)


def test_papers_bear_the_time_of_issue(cast: Cast, busy: Project) -> None:
    circular = issue(cast)
    said = queries.issued(Person.objects.get(pk=cast.lead.pk), circular.pk).wording
    made = docx.Document(BytesIO(papers.docx(said, circular.issued_at)))
    assert made.core_properties.created == circular.issued_at
