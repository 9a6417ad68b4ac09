"""Reading the queue for its pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.jobs.models import Job
from xunzhang.jobs.services import OPEN
from xunzhang.web.shapes import Tab

ROWS = 30
TONES = {
    "waiting": "later",
    "running": "open",
    "done": "done",
    "failed": "fails",
    "cancelled": "not_applicable",
}


@dataclass(frozen=True)
class Line:
    """A job as pages show it: state as a mark, and how far it has come."""

    job: Job

    @property
    def tone(self) -> str:
        return TONES[self.job.state]

    @property
    def word(self) -> str:
        retried = self.job.state == "waiting" and self.job.attempts
        return f"第 {self.job.attempts} 次失败，待重试" if retried else self.job.get_state_display()

    @property
    def reached(self) -> str:
        if self.job.of:
            return f"{self.job.done} / {self.job.of}"
        return str(self.job.done) if self.job.done else ""

    @property
    def is_open(self) -> bool:
        return self.job.state in OPEN

    @property
    def reason(self) -> str:
        """The last line of the fault: what went wrong, without where."""
        return self.job.fault.strip().rpartition("\n")[2]


def page(state: str, number: str) -> tuple[Page[Job], tuple[Line, ...]]:
    """One page of the queue, newest first; of one state or of all."""
    rows = Job.objects.select_related("owner").order_by("-id")
    found = Paginator(rows.filter(state=state) if state in TONES else rows, ROWS).get_page(number)
    return found, tuple(Line(job) for job in found)


def tabs(state: str) -> tuple[Tab, ...]:
    """The states with how many jobs are in each. One query."""
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("id")))
    home = reverse("jobs:queue")
    every = Tab(title="全部", url=home, count=str(sum(counts.values())), here=state not in TONES)
    rest = (
        Tab(title=title, url=f"{home}?state={code}", count=str(counts.get(code, 0)), here=code == state)
        for code, title in Job.STATES
    )
    return (every, *rest)


def job_for(person: Person, pk: int) -> Job:
    """A job that the person asked for, or any for an administrator. Raises Http404."""
    rows = Job.objects.select_related("owner")
    found = (rows if person.is_admin else rows.filter(owner=person)).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这项任务，或你们无权查看")
    return found
