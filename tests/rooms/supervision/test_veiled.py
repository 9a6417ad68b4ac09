"""Sanctions of persons, under each measure: recorded, and shown to those only whom the edition names."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rooms.supervision.test_every_measure import DAY, LATER, town_of
from tests.rooms.test_pack_lives import Town
from xunzhang.accounts.models import Person
from xunzhang.desk.project.sheet import read
from xunzhang.documents.models import Version
from xunzhang.insight.behind import behind
from xunzhang.insight.touched import counts
from xunzhang.journal.models import Entry
from xunzhang.journal.services import faults
from xunzhang.journal.verbs import VEILED_WORDS
from xunzhang.kernel.facts import Value
from xunzhang.kernel.veil import veil
from xunzhang.notices.models import Notice
from xunzhang.procedures.models import Case
from xunzhang.procedures.queries import starting_post
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.site.playing import Act

ALL = ("anqiu@2020", "jining-hitech@2024", "taizhou-gaogang@2025-draft", "zhanhe@2022", "zhengzhou@2020")
SECRETS = ("监察委员会驻点组", "经办人擅自变更采购方式")
TABS = (
    "facts",
    "procedures",
    "materials",
    "deadlines",
    "compliance",
    "supervision",
    "journal",
    "security",
    "money",
)


def said(town: Town) -> dict[str, Value]:
    """The form of the sanction as that edition asks it."""
    known: dict[str, Value] = {
        "sanction_kind": "discipline",
        "sanction_body": SECRETS[0],
        "sanction_on": DAY,
        "sanction_note": SECRETS[1],
        "sanction_procedure_skipped": True,
        "sanction_serious_result": False,
        "sanction_funds_diverted": False,
    }
    asked = town.edition.procedures["sanction_record"].form
    choices = {one.fact: town.edition.facts[one.fact].values for one in asked}
    return {
        one.fact: known.get(one.fact, next(iter(choices[one.fact]), None))
        for one in asked
        if one.fact in known or choices[one.fact]
    }


def sanctioned(identity: str) -> tuple[Town, Project, Case]:
    town, project, player = town_of(identity)
    recorder = town.starter(project, "sanction_record")[0]
    case = player.play_act(project, Act(LATER, recorder, "sanction_record", facts=said(town)))
    assert case
    assert case.state == "done"
    project.refresh_from_db()
    return town, project, case


def entitled(town: Town) -> tuple[str, ...]:
    return town.edition.entities["sanction"].seen_by


def others(town: Town) -> list[Person]:
    """Everybody else who may open projects: the unit, and offices that see the whole area."""
    seeing = [
        role
        for role, defined in town.edition.roles.items()
        if role not in entitled(town) and defined.sees in ("own", "area")
    ]
    return [town.people[role][0] for role in seeing]


def reached(client: Client, person: Person, project: Project, case: Case) -> str:
    """Everything the person can open that could speak of it, put together."""
    client.force_login(person)
    places = [f"/projects/{project.code}/", *(f"/projects/{project.code}/{tab}/" for tab in TABS)]
    places += [
        "/",
        "/projects/",
        "/notices/",
        "/limits/",
        "/supervision/",
        f"/regulations/{case.project.edition_id}/",
    ]
    places += [f"/supervision/?list={code}" for code in ("late", "orders", "overdue", "held", "failing")]
    places += [f"/cases/{case.pk}/"]
    return "".join(client.get(place).content.decode() for place in places)


@pytest.mark.parametrize("identity", ALL)
def test_only_the_named_roles_see_it(db: None, client: Client, identity: str) -> None:
    town, project, case = sanctioned(identity)
    version = Version.objects.get(document__record=case.record)
    assert set(town.edition.procedures["sanction_record"].by) <= set(entitled(town))
    for role in entitled(town):
        text = reached(client, town.people[role][1], project, case)
        assert all(secret in text for secret in SECRETS), role
        assert client.get(f"/documents/{version.pk}/").status_code == 200
    for person in others(town):
        text = reached(client, person, project, case)
        assert not any(secret in text for secret in (*SECRETS, version.filename)), person
        assert client.get(f"/cases/{case.pk}/").status_code == 404
        assert client.get(f"/cases/{case.pk}/form/").status_code == 404
        assert client.get(f"/documents/{version.pk}/").status_code == 404
        assert client.get(f"/documents/{version.pk}/pages/1.png").status_code == 404


@pytest.mark.parametrize("identity", ALL)
def test_it_is_in_no_count_list_or_notice_of_others(db: None, identity: str) -> None:
    town, project, case = sanctioned(identity)
    edition = catalogue.edition(identity)
    cites = {cite.article for cite in edition.procedures["sanction_record"].cites}
    for person in others(town):
        sheet = read(person, project.code, LATER)
        assert case.pk not in {each.pk for each in sheet.cases}
        assert all(record.entity != "sanction" for record in sheet.situation.records)
        for article in cites:
            rows = behind(person, edition, article, "touched").rows
            assert not any("追责" in row.what for row in rows)
            found = counts(person, edition).get(article)
            assert (found.touched if found else 0) == len(rows)
    assert not Notice.objects.filter(project=project, organisation=town.unit).exists()
    seeing = town.people[entitled(town)[0]][0]
    assert any("追责" in row.what for row in behind(seeing, edition, min(cites), "touched").rows)


def test_the_journal_keeps_it_and_tells_others_only_that_something_is_there(db: None, client: Client) -> None:
    town, project, case = sanctioned("jining-hitech@2024")
    client.force_login(town.people["builder"][0])
    diary = client.get(f"/projects/{project.code}/journal/").content.decode()
    marked = Entry.objects.filter(stream=project.code, data__veiled="sanction")
    assert diary.count(VEILED_WORDS) == marked.count() >= 3
    assert "校验相符" in diary
    assert list(faults(project.code)) == []
    client.force_login(town.people["audit_office"][0])
    assert "提交追责登记" in client.get(f"/projects/{project.code}/journal/").content.decode()


def test_the_administrator_checks_the_chain_and_reads_nothing_of_it(db: None, client: Client) -> None:
    _, project, _ = sanctioned("jining-hitech@2024")
    client.force_login(Person.objects.get(username="admin"))
    page = client.get(f"/admin/journal/?stream={project.code}").content.decode()
    assert VEILED_WORDS in page
    assert not any(secret in page for secret in (*SECRETS, "提交追责登记"))


def test_somebody_with_two_posts_counts_as_the_one_who_sees_less(db: None) -> None:
    town, _, _ = sanctioned("jining-hitech@2024")
    assert veil(town.edition, {"builder"}).procedures == {"sanction_record"}
    assert veil(town.edition, {"builder", "audit_office"}).procedures == frozenset()
    assert veil(town.edition, ()).slots == {"sanction_document"}


def test_others_cannot_record_one(db: None) -> None:
    town, project, _ = town_of("jining-hitech@2024")
    procedure = town.edition.procedures["sanction_record"]
    for person in others(town):
        assert starting_post(project, procedure, person) is None
