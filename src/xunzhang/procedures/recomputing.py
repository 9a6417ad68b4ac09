"""Letting projects follow what nobody of them did: another day, another calendar, a repeal. In strides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from xunzhang.jobs.registry import Stride, Task
from xunzhang.kernel.pack.source import PackError
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project

STRIDE = 50
"""How many projects are locked and written in one transaction: whoever acts on one of them waits so long."""


@dataclass(frozen=True)
class Reached:
    """How far a recomputation has come; the cursor of its job. `left_out`: their pack cannot be read."""

    after: int = 0
    of: int = 0
    done: int = 0
    moved: int = 0
    left_out: int = 0

    @property
    def told(self) -> str:
        rest = f"，{self.left_out} 个项目的办法读不出，没有推算" if self.left_out else ""
        return f"推算 {self.done} 个项目，{self.moved} 项期限变动{rest}。"


def waking(today: date) -> QuerySet[Project]:
    """The projects that may stand differently today than when they were last looked at."""
    return Project.objects.filter(wakes_on__lte=today)


def of_edition(identity: str) -> QuerySet[Project]:
    return Project.objects.filter(edition=identity)


def stride(task: Task, chosen: QuerySet[Project], why: str = "") -> Stride:
    """The next projects of those chosen. Each is computed as an act would, and entered where a day moved."""
    reached = Reached(**task.cursor) if task.cursor else Reached(of=chosen.count())
    ids = list(chosen.filter(pk__gt=reached.after).order_by("pk").values_list("pk", flat=True)[:STRIDE])
    moves = [_followed(pk, task.now, why) for pk in ids]
    made = [moved for moved in moves if moved is not None]
    reached = Reached(
        after=ids[-1] if ids else reached.after,
        of=reached.of,
        done=reached.done + len(made),
        moved=reached.moved + sum(made),
        left_out=reached.left_out + len(moves) - len(made),
    )
    more = len(ids) == STRIDE
    done = reached.done + reached.left_out
    told = {} if more else {"told": reached.told}
    return Stride(asdict(reached), done, max(reached.of, done), more, told)


def _followed(pk: int, now: datetime, why: str) -> int | None:
    """How many days of a project moved; None where its pack cannot be read, and nothing was written."""
    try:
        work = Work(pk, actor=None, now=now, today=now.date())
    except PackError:
        return None
    return work.follow(why)
