"""When the clocks of a project stand still: while a hold that stops them lasts, where the measure has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xunzhang.journal.services import record as journal
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.periods import Pause
from xunzhang.procedures.models import Standstill
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

if TYPE_CHECKING:
    from xunzhang.procedures.work import Work


def of(edition: Edition, project_id: int) -> tuple[Pause, ...]:
    """The times of a project, oldest first. No query where no hold of the edition stops clocks."""
    if not _stopping(edition):
        return ()
    found = Standstill.objects.filter(project=project_id).order_by("began_on", "id")
    return tuple(Pause(began, ended) for began, ended in found.values_list("began_on", "ended_on"))


def many(projects: Iterable[Project]) -> Mapping[int, tuple[Pause, ...]]:
    """The times of many projects. One query, none where no hold of their editions stops clocks."""
    own = [each.pk for each in projects if _stopping(catalogue.edition(each.edition_id))]
    found: dict[int, tuple[Pause, ...]] = {}
    for row in Standstill.objects.filter(project__in=own).order_by("began_on", "id") if own else ():
        found[row.project_id] = (*found.get(row.project_id, ()), Pause(row.began_on, row.ended_on))
    return found


def follow(work: Work) -> None:
    """Begin or end a time as the project's facts say now, with an entry in the journal."""
    edition = work.edition
    stopping = _stopping(edition)
    if not stopping:
        return
    truths = edition.truths(work.situation.row())
    hold = next((code for code, when in stopping.items() if truths[when] is True), "")
    lasting = Standstill.objects.filter(project=work.project.pk, ended_on=None).first()
    if bool(hold) == bool(lasting):
        return
    if lasting:
        lasting.ended_on = work.today
        lasting.save(update_fields=["ended_on"])
    else:
        lasting = Standstill.objects.create(project=work.project, hold=hold, began_on=work.today)
    said = {"title": edition.regulation.holds[lasting.hold].title, "day": str(work.today)}
    verb = "clocks.stopped" if hold else "clocks.restarted"
    journal(stream=work.project.code, verb=verb, actor=work.actor, at=work.now, data=said)
    work.situation = work.situation.with_pauses(of(edition, work.project.pk))


def _stopping(edition: Edition) -> dict[str, str]:
    return {code: hold.when for code, hold in edition.regulation.holds.items() if hold.stops_clocks}
