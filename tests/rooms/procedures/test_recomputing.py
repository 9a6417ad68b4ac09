"""What changes by the day alone, and what follows from a repeal: once, told, and seen on its page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.conftest import EDITION, NOW, SHANGHAI, TODAY, Cast, make_project
from xunzhang.jobs import worker
from xunzhang.jobs.models import Job
from xunzhang.journal.models import Entry
from xunzhang.notices.models import Notice
from xunzhang.procedures import recomputing
from xunzhang.procedures.models import Deadline
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.regulations.repeals import record_repeal, withdraw_repeal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour, 5), SHANGHAI)


def night(day: date) -> None:
    worker.run_all(lambda: at(day))


def know(project: Project, cast: Cast, **facts: object) -> None:
    """Facts of a project as some act has written them."""
    work = Work(project.pk, actor=cast.builder, now=NOW, today=TODAY)
    work.set(facts, None)  # type: ignore[arg-type]
    work.save(verb="fact.found", data={"fact": "x", "name": "x", "value": "x", "reason": "x"})


def in_use(project: Project, cast: Cast, day: date) -> None:
    know(project, cast, final_accepted_on=day, in_use_on=day)


def evaluations(project: Project) -> list[date | None]:
    rows = Deadline.objects.filter(project=project, code="self_evaluation").order_by("occurrence")
    return list(rows.values_list("due_on", flat=True))


def test_a_recurring_duty_grows_though_nobody_acts(cast: Cast, project: Project) -> None:
    in_use(project, cast, date(2024, 6, 10))
    before, changed = Entry.objects.count(), Project.objects.get(pk=project.pk).changed_at
    assert evaluations(project) == [date(2025, 6, 10)]
    night(date(2025, 6, 10))
    assert evaluations(project) == [date(2025, 6, 10)]
    night(date(2025, 6, 11))
    assert evaluations(project) == [date(2025, 6, 10), date(2026, 6, 10)]
    night(date(2027, 6, 12))  # nobody worked for two years
    assert evaluations(project)[2:] == [date(2027, 6, 10), date(2028, 6, 12)]
    after = Project.objects.get(pk=project.pk)
    assert (after.changed_at, after.wakes_on) == (changed, date(2028, 6, 13))
    assert Entry.objects.count() == before


def test_only_projects_that_may_change_are_looked_at(cast: Cast, project: Project) -> None:
    other = make_project(cast, "另一个项目")
    know(other, cast, final_acceptance_due_on=TODAY + 10 * DAY)
    in_use(project, cast, date(2024, 6, 10))

    def woken(day: date) -> set[int]:
        return set(recomputing.waking(day).values_list("pk", flat=True))

    assert not woken(TODAY)
    assert woken(date(2025, 6, 11)) == {project.pk}
    assert woken(TODAY + 10 * DAY) == {project.pk, other.pk}
    night(TODAY + 10 * DAY)
    assert woken(TODAY + 11 * DAY) == {other.pk}


def test_a_condition_that_turns_is_counted_in_the_library(cast: Cast, project: Project) -> None:
    edition = catalogue.edition(EDITION)
    assert "final_acceptance_due_on" in edition.compared_with_today
    know(project, cast, final_acceptance_due_on=TODAY + 5 * DAY)
    stands = []
    for day in (TODAY + n * DAY for n in range(9)):
        night(day)
        fresh = Project.objects.get(pk=project.pk)
        live = Work(project.pk, actor=None, now=at(day), today=day)
        live.settle()
        acted = Project.objects.get(pk=project.pk)
        stands.append((fresh.failing, fresh.unknown, fresh.wakes_on))
        assert stands[-1] == (acted.failing, acted.unknown, acted.wakes_on)


def test_the_night_is_planned_once_and_before_the_reminders(cast: Cast, project: Project) -> None:
    in_use(project, cast, date(2024, 6, 10))
    for hour in (0, 3, 8):
        worker.run_all(lambda hour=hour: at(date(2025, 6, 11), hour))
    own = Job.objects.filter(kind__in=("waking", "reminders"))
    jobs = own.order_by("id").values_list("kind", "state", "result__told")
    assert jobs[0] == ("waking", "done", "推算 1 个项目，0 项期限变动。")
    assert [kind for kind, _, _ in jobs] == ["waking", "reminders"]
    assert Deadline.objects.filter(code="self_evaluation").count() == 2


def test_strides_meet_every_project_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "STRIDE", 2)
    for number in range(5):
        in_use(make_project(cast, f"项目{number}"), cast, date(2024, 6, 10))
    night(date(2025, 6, 11))
    job = Job.objects.get(kind="waking")
    assert (job.done, job.of, job.state) == (5, 5, "done")
    assert Deadline.objects.filter(code="self_evaluation").count() == 10


def test_a_pack_that_is_gone_stops_nobody_else(cast: Cast, project: Project) -> None:
    gone = make_project(cast, "没有办法的项目")
    for one in (gone, project):
        in_use(one, cast, date(2024, 6, 10))
    lost = gone.edition
    lost.pk = "gone@1999"
    lost.save(force_insert=True)
    Project.objects.filter(pk=gone.pk).update(edition="gone@1999")
    night(date(2025, 6, 11))
    told = Job.objects.get(kind="waking").result["told"]
    assert told == "推算 1 个项目，0 项期限变动，1 个项目的办法读不出，没有推算。"
    assert len(evaluations(project)) == 2


def test_a_repeal_lets_the_projects_follow(cast: Cast, project: Project) -> None:
    said = {"identity": EDITION, "actor": cast.admin}
    record_repeal(**said, since=date(2026, 1, 1), document="某令", reason="", now=NOW)
    withdraw_repeal(**said, reason="登记错了", now=NOW + DAY)
    jobs = Job.objects.filter(kind="recompute").order_by("id")
    assert [job.owner for job in jobs] == [cast.admin] * 2
    assert "自 2026-01-01 起废止" in jobs[0].title
    worker.run_all(lambda: NOW + DAY)
    assert {job.result["told"] for job in jobs.all()} == {"推算 1 个项目，0 项期限变动。"}
    assert not Notice.objects.exists()
