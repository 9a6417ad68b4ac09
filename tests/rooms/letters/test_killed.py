"""Workers killed in the middle of sending: no letter is lost, and one sent twice is known by its number."""

from __future__ import annotations

import pytest

from tests.conftest import NOW
from tests.rooms.letters.post_office import PostOffice
from tests.support.workers import kill_workers
from xunzhang.accounts.models import Person
from xunzhang.jobs import services
from xunzhang.jobs.models import Job
from xunzhang.letters.models import Letter

KILLS, LETTERS = 25, 120
LONGEST_SECONDS = 0.15


def write(person: Person, number: int) -> None:
    key = f"notice/{number}/person/{person.pk}"
    Letter.objects.create(
        key=key,
        person=person,
        address=person.email,
        subject=f"第 {number} 封",
        text="正文",
        html="<p>正文</p>",
        message_id=f"<{number}@example.gov.cn>",
        made_at=NOW,
    )
    services.enqueue(kind="letter", key=f"letter/{key}", args={"key": key}, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_no_letter_is_lost_and_twins_are_known(office: PostOffice) -> None:
    person = Person.objects.create_person(username="li", name="李文静", password=None)
    Person.objects.filter(pk=person.pk).update(email="li@example.gov.cn")
    person.refresh_from_db()
    for number in range(LETTERS):
        write(person, number)
    at_work = kill_workers(kills=KILLS, longest_seconds=LONGEST_SECONDS)
    assert at_work >= KILLS // 5
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
    assert set(Job.objects.filter(kind="letter").values_list("state", flat=True)) == {"done"}
    # some came twice: their worker died, or was taken for dead; always under the same number
    assert {str(each["message-id"]) for each in office.took} == {
        f"<{number}@example.gov.cn>" for number in range(LETTERS)
    }
