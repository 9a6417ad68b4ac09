"""The five figures at the head of the workbench, each leading to the rows it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse

from xunzhang.desk.workbench.scope import Scope
from xunzhang.desk.workbench.tasks import Task
from xunzhang.web import shapes
from xunzhang.web.context import address
from xunzhang.web.words import day_text, wan

SOON = timedelta(days=7)


def limit_counts(scope: Scope) -> dict[str, Any]:
    """Open limits: `late`, `soon` (within seven days), the `first` day ahead, the `oldest`. One query."""
    today = scope.today
    return scope.open_limits().aggregate(
        late=Count("id", filter=Q(due_on__lt=today)),
        soon=Count("id", filter=Q(due_on__gte=today, due_on__lte=today + SOON)),
        first=Min("due_on", filter=Q(due_on__gte=today)),
        oldest=Min("due_on"),
    )


def figures(scope: Scope, counts: Mapping[str, Any], todo: Sequence[Task]) -> list[shapes.Figure]:
    """Limits from `counts`, tasks from `todo`, projects and their money in one query."""
    return [*_limits(counts), _tasks(todo), *_projects(scope)]


def _limits(counts: Mapping[str, Any]) -> list[shapes.Figure]:
    page, late, first = reverse("desk:limits"), counts["late"], counts["first"]
    oldest = f"最早 {day_text(counts['oldest'])}" if late else "没有逾期的时限"
    next_ = f"最近 {day_text(first)}" if first else "没有将到的时限"
    return [
        shapes.Figure(
            label="逾期", value=f"{late}", unit="项", url=f"{page}?late=1", note=oldest, alarm=late > 0
        ),
        shapes.Figure(
            label="7 天内到期", value=f"{counts['soon']}", unit="项", url=f"{page}?within=7", note=next_
        ),
    ]


def _tasks(todo: Sequence[Task]) -> shapes.Figure:
    unset = sum(task.due_on is None for task in todo)
    note = f"其中 {unset} 件条文未设期限" if unset else "都有期限" if todo else "都办完了"
    return shapes.Figure(label="等我办理", value=str(len(todo)), unit="件", url="#tasks", note=note)


def _projects(scope: Scope) -> list[shapes.Figure]:
    library = address("projects:library") or reverse("desk:workbench")
    sums = scope.projects().aggregate(all=Count("id"), money=Sum("amount"), known=Count("amount"))
    unknown = sums["all"] - sums["known"]
    counted = f"{unknown} 个金额待补充" if unknown else "金额都已填写"
    summed = f"不含待补充的 {unknown} 个" if unknown else "全部项目"
    label = "在库项目" if scope.oversees else "你们的项目"
    money = wan(sums["money"] or 0)
    return [
        shapes.Figure(label=label, value=str(sums["all"]), unit="个", url=library, note=counted),
        shapes.Figure(
            label="申报或立项金额合计", value=money, unit="万元", url=f"{library}?sort=-amount", note=summed
        ),
    ]
