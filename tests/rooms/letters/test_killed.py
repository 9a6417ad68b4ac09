"""Workers killed in the middle of sending: no letter is lost, and one sent twice is known by its number."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connections

from tests.conftest import NOW
from tests.rooms.letters.post_office import PostOffice
from xunzhang.accounts.models import Person
from xunzhang.jobs import services, worker
from xunzhang.jobs.models import Job
from xunzhang.letters.models import Letter

KILLS, WORKERS, LETTERS = 25, 2, 120
LONGEST_SECONDS = 0.15


def spawn(now: datetime) -> int:
    """A worker in a process of its own. Returns its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        while True:
            worker.run_all(lambda: now)
    finally:
        os._exit(1)


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


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
    chance, moment, at_work = random.Random(20261128), NOW, 0
    running = [spawn(moment) for _ in range(WORKERS)]
    for _ in range(KILLS):
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        kill(running.pop(0))
        at_work += Job.objects.filter(state="running").exists()
        moment += services.HOLD + timedelta(seconds=1)  # whoever was killed has fallen silent by now
        running.append(spawn(moment))
    for child in running:
        kill(child)
    assert at_work >= KILLS // 5
    worker.run_all(lambda: moment + services.HOLD * 2)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
    assert set(Job.objects.filter(kind="letter").values_list("state", flat=True)) == {"done"}
    got = Counter(str(each["message-id"]) for each in office.took)
    assert set(got) == {f"<{number}@example.gov.cn>" for number in range(LETTERS)}
    assert sum(got.values()) - LETTERS <= KILLS + WORKERS  # at most one letter twice for each worker killed
