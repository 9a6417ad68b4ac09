"""下一步: what this person may do on the project now, and what may not be done and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from xunzhang.accounts.queries import duties
from xunzhang.desk.project.sheet import Sheet
from xunzhang.desk.project.verbs import verb
from xunzhang.kernel.moves import Move
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.pages.start import offer
from xunzhang.procedures.queries import REVISE
from xunzhang.regulations import telling
from xunzhang.web import shapes

MOVES, HELD = 5, 4
NOTHING = "现在没有轮到你们办的事项。"


@dataclass(frozen=True)
class Next:
    """The panel, whose turn it is, and how many moves the procedures tab tells besides."""

    panel: shapes.NextPanel
    whose: str
    more_moves: int
    more_held: int


def next_steps(sheet: Sheet) -> Next:
    """Own turns first, then own drafts, then what may be started; at most four reasons why not."""
    own = [*_turns(sheet), *_drafts(sheet), *startable(sheet)]
    held = list(held_moves(sheet))
    near = [move for move in held if not move.procedure.on_demand and not move.hold][:HELD]
    told = (*_whole_holds(sheet, held), *(_told(sheet, move) for move in near))
    panel = shapes.NextPanel(moves=own[:MOVES], held=told, none_text=NOTHING)
    more = sum(move.hold is None for move in held) - len(near)
    return Next(panel, _whose(sheet), max(0, len(own) - MOVES), more)


def startable(sheet: Sheet) -> list[shapes.Move]:
    """What the person may start, most urgent first; the first of several records is where links lead."""
    codes = [move.code for move in sheet.ready]
    return [
        _start(sheet, move, move.code if move.code not in codes[:place] else "")
        for place, move in enumerate(sheet.ready)
    ]


def held_moves(sheet: Sheet) -> Iterator[Move]:
    """What cannot be started now: own things first, refusals before orders, near phases before far ones."""
    held = [move for move in sheet.moves if move.state != "ready"]
    shown: set[str] = set()
    for move in sorted(held, key=lambda move: _relevance(sheet, move)):
        if move.code not in shown:
            shown.add(move.code)
            yield move


def _whole_holds(sheet: Sheet, held: Iterable[Move]) -> Iterator[shapes.Refusal]:
    """A hold over the project stands in the way of everything alike: it is told once."""
    titles: dict[str, list[Move]] = {}
    for move in held:
        if move.hold:
            titles.setdefault(move.hold.title, []).append(move)
    for title, moves in titles.items():
        told = telling.why_not(sheet.edition, moves[0])
        yield replace(told, title=f"{title}，{len(moves)} 项手续不能办")


def _told(sheet: Sheet, move: Move) -> shapes.Refusal:
    return telling.why_not(sheet.edition, move, remedy_of(sheet, move))


def tell_held(sheet: Sheet) -> tuple[shapes.Refusal, ...]:
    """Every procedure that cannot be started now, with its reason."""
    return tuple(_told(sheet, move) for move in held_moves(sheet))


def remedy_of(sheet: Sheet, move: Move) -> str:
    """Where the remedy is done: the line of this panel that starts the remedying procedure."""
    blocking = next((finding for finding in move.findings if finding.blocks), None)
    return anchor(sheet, blocking.rule.remedy_procedure if blocking else None)


def anchor(sheet: Sheet, procedure: str | None) -> str:
    """The place where the person starts a procedure: in the panel, else on its tab; "" if it is not open."""
    if procedure in [case.procedure for case in sheet.drafts]:
        return f"#do-{procedure}"
    codes = [move.code for move in sheet.ready]
    if procedure not in codes:
        return ""
    if len(sheet.my_runs) + len(sheet.drafts) + codes.index(procedure) < MOVES:
        return f"#do-{procedure}"
    return reverse("desk:tab", args=[sheet.project.code, "procedures"]) + f"#start-{procedure}"


def _relevance(sheet: Sheet, move: Move) -> tuple[bool, bool, bool, int]:
    distance = sheet.distance(move)
    far = move.state == "waiting" and distance > 1
    return far, not sheet.may_start(move), move.state != "refused", abs(distance)


def _turns(sheet: Sheet) -> Iterator[shapes.Move]:
    for case, run in sheet.my_runs:
        step, procedure = sheet.step(case, run), sheet.procedure(case)
        url = reverse("procedures:step", args=[run.pk])
        if run.step == REVISE:
            url = reverse("procedures:draft", args=[case.pk])
        yield shapes.Move(
            title=_name(sheet, case, sheet.step_title(case, run)),
            note=f"{run.opened_on} 收到",
            link=shapes.Link(text=f"办理{verb(step)}" if len(verb(step)) < 3 else verb(step), url=url),
            articles=telling.articles(sheet.edition, (step or procedure).cites),
        )


def _drafts(sheet: Sheet) -> Iterator[shapes.Move]:
    for case in sheet.drafts:
        procedure = sheet.procedure(case)
        yield shapes.Move(
            title=_name(sheet, case, "草稿"),
            note=f"{case.starter.name}起草，还没有提交",
            link=shapes.Link(text="继续填写", url=reverse("procedures:draft", args=[case.pk])),
            articles=telling.articles(sheet.edition, procedure.cites),
            key=case.procedure,
        )


def _start(sheet: Sheet, move: Move, key: str) -> shapes.Move:
    about = sheet.record_title(move.record.id) if move.record else ""
    button = offer(sheet.edition, sheet.project, move, about)
    return replace(button, key=key, on_demand=move.procedure.on_demand)


def _name(sheet: Sheet, case: Case, part: str) -> str:
    about = sheet.record_title(case.record_id)
    return f"{sheet.procedure(case).title}·{part}" + (f"（{about}）" if about else "")


def _whose(sheet: Sheet) -> str:
    """Whose turn it is: this person's, or somebody else's and at what."""
    ready = [move for move in sheet.moves if move.state == "ready" and not move.procedure.on_demand]
    if sheet.my_runs or sheet.drafts or any(sheet.may_start(move) for move in ready):
        return f"轮到你们：{duties(sheet.person)[0].organisation}"
    return _others(sheet, sorted(ready, key=sheet.urgency)) or "没有在办的手续"


def _others(sheet: Sheet, ready: Sequence[Move]) -> str:
    waits = [_waits_for(sheet, case, run) for case, run in sheet.open_runs]
    starts = [f"{move.procedure.title}由{_starters(sheet, move)}发起" for move in ready[:2]]
    return "；".join(waits or starts)


def _waits_for(sheet: Sheet, case: Case, run: StepRun) -> str:
    office = run.organisation.name if run.organisation else sheet.role_title(run.role)
    title = f"{sheet.procedure(case).title}·{sheet.step_title(case, run)}"
    return f"{title}等{office}办理（{run.opened_on} 收到）"


def _starters(sheet: Sheet, move: Move) -> str:
    return "、".join(sheet.role_title(role) for role in move.procedure.by)
