"""Letting projects follow what nobody of them did: another day, another calendar, a repeal. In strides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xunzhang.jobs.registry import Stride, Task
from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.source import PackError
from xunzhang.procedures.models import Deadline
from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue

STRIDE = 20
"""How many projects are locked and written in one transaction: whoever acts on one of them waits so long."""
Each = Callable[[int], int]
"""Something done to one project; how many of its days move. Raises PackError where its pack is gone."""


@dataclass(frozen=True)
class Reached:
    """How far the work has come; the cursor of its job. `left_out`: their pack cannot be read."""

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


def touched_by(first: date, last: date) -> QuerySet[Project]:
    """The projects with a day that may move when the calendar differs from `first` to `last`.

    A period runs from its start to its end, so one that ended before, was kept, or began later stays.
    """
    ends = Q(due_on__gte=first) | Q(opens_on__gte=first)
    begins = Q(start_on=None) | Q(start_on__lte=last)
    open_ = Deadline.objects.filter(ends, begins, done_on=None)
    computed = Q(pk__in=open_.values("project"))
    for condition in _with_computed_days(first):
        computed |= condition
    return Project.objects.filter(computed)


def _with_computed_days(first: date) -> Iterator[Q]:
    """Projects with a fact that the measure computes with the calendar and that lies behind a day."""
    for identity in Project.objects.order_by().values_list("edition", flat=True).distinct():
        try:
            edition = catalogue.edition(identity)
        except PackError:
            continue
        for name, fact in edition.facts.items():
            derived = fact.derived
            if fact.type is not FactType.DATE or derived is None or derived.add is None:
                continue
            if derived.as_deadline or derived.add.unit == "working_days":
                late = {f"facts__{name}__gte": str(first)}
                own = Record.objects.filter(entity=fact.entity, **late).values("project")
                on = Q(**late) if fact.entity == "project" else Q(pk__in=own)
                yield Q(edition=identity) & on


def stride(task: Task, chosen: QuerySet[Project], each: Each) -> Stride:
    """Do the same to the next projects of those chosen."""
    reached = Reached(**task.cursor) if task.cursor else Reached(of=chosen.count())
    ids = list(chosen.filter(pk__gt=reached.after).order_by("pk").values_list("pk", flat=True)[:STRIDE])
    moves = [_tried(each, pk) for pk in ids]
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


def follow(task: Task, why: str = "") -> Each:
    """Compute a project anew as an act would, and enter and tell the days that moved."""

    def one(pk: int) -> int:
        return Work(pk, actor=None, now=task.now, today=task.now.date()).follow(why)

    return one


def _tried(each: Each, pk: int) -> int | None:
    """None where the pack of a project cannot be read: then nothing was written."""
    try:
        return each(pk)
    except PackError:
        return None
