"""Before a case: whether a procedure may be started now, and about which record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from xunzhang.kernel.moves import Move, moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.queries import Sight, sight
from xunzhang.procedures.records import record_title
from xunzhang.projects.models import Project
from xunzhang.regulations import telling
from xunzhang.web import shapes


@dataclass(frozen=True)
class Start:
    """Either a way is open (`move`), or one of `choices` must be picked, or `refusal` says why not."""

    sight: Sight
    title: str
    move: Move | None = None
    choices: tuple[tuple[int, str, shapes.Refusal | None], ...] = ()
    refusal: shapes.Refusal | None = None


def offer(edition: Edition, project: Project, move: Move, about: str = "") -> shapes.Move:
    """The button that starts a procedure on a project; `about` names the record it is about."""
    procedure = move.procedure
    return shapes.Move(
        title=f"{procedure.title}：{about}" if about else procedure.title,
        note=procedure.summary,
        link=shapes.Link(
            text=procedure.start_label or f"办理{procedure.title}",
            url=reverse("procedures:start", args=[project.code, move.code]),
        ),
        articles=telling.articles(edition, procedure.cites),
        post=True,
        record=move.record.id if move.record else None,
    )


def start(project: Project, procedure: str, record: str, today: date) -> Start:
    """What a press on “办理” comes to. Raises Http404 for a procedure that the measure does not know."""
    seen = sight(project, today)
    if procedure not in seen.edition.procedures:
        raise Http404("没有这道手续")
    title = seen.edition.procedures[procedure].title
    every = [move for move in moves(seen.edition, seen.situation, project.level) if move.code == procedure]
    wanted = [move for move in every if not record or str(move.record and move.record.id) == record]
    if not wanted:
        return Start(seen, title, refusal=_used_up(seen, procedure))
    if len(wanted) > 1:
        return Start(seen, title, choices=tuple(_choice(seen, move) for move in wanted if move.record))
    if wanted[0].state != "ready":
        return Start(seen, title, refusal=telling.why_not(seen.edition, wanted[0]))
    return Start(seen, title, move=wanted[0])


def _choice(seen: Sight, move: Move) -> tuple[int, str, shapes.Refusal | None]:
    assert move.record
    refusal = None if move.state == "ready" else telling.why_not(seen.edition, move)
    return move.record.id, record_title(seen, move.record), refusal


def _used_up(seen: Sight, code: str) -> shapes.Refusal:
    procedure = seen.edition.procedures[code]
    busy = any(case.state == "open" for case in seen.situation.cases_of(code))
    return shapes.Refusal(
        title=f"{procedure.title}：{'正在办理，不用再发起' if busy else '现在不能发起'}",
        basis=telling.articles(seen.edition, procedure.cites),
        figures=("正在办理 1 件",) if busy else ("已经办过，或者本项目不适用",),
        remedy=(shapes.Link(text="到项目页查看这道手续的经过"),),
        waiting=True,
    )
