"""办理全程图: the life of a project as the map draws it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from xunzhang.desk.project.next_steps import anchor
from xunzhang.desk.project.sheet import Sheet
from xunzhang.kernel.life import Node, PhaseView
from xunzhang.kernel.pack.citation import chinese_numeral
from xunzhang.kernel.rules import Verdict
from xunzhang.procedures.models import Case
from xunzhang.procedures.queries import REVISE
from xunzhang.regulations import telling
from xunzhang.web import shapes


def life_map(sheet: Sheet) -> shapes.LifeMap:
    """The phases with their procedures; exactly one is `now`."""
    current = next((number for number, view in enumerate(sheet.phases) if view.is_current), 0)
    ahead = _first_ahead(sheet, current)
    finished = sum(view.done for view in sheet.phases)
    return shapes.LifeMap(
        phases=[
            _phase(sheet, number, view, _phase_state(number, current, ahead))
            for number, view in enumerate(sheet.phases)
        ],
        fold=f"展开或收起已办的 {finished} 项手续",
    )


def counts(sheet: Sheet) -> str:
    """21 项手续，已办 11 项，在办 1 项，可办 1 项."""
    states: list[str] = [node.state for view in sheet.phases for node in view.nodes]
    words = {"done": "已办", "open": "在办", "ready": "可办"}
    told = [f"{word} {states.count(code)} 项" for code, word in words.items()]
    return "，".join([f"{len(states)} 项手续", *told])


def _first_ahead(sheet: Sheet, current: int) -> int | None:
    """The first phase after the current one in which something may be started."""
    for number, view in enumerate(sheet.phases):
        if number > current and any(node.state == "ready" for node in view.nodes):
            return number
    return None


def _phase_state(number: int, current: int, ahead: int | None) -> str:
    if number == current:
        return "now"
    if number < current:
        return "done"
    return "next" if number == ahead else "later"


def _phase(sheet: Sheet, number: int, view: PhaseView, state: str) -> shapes.Phase:
    duties = [node for node in view.nodes if node.state != "on_demand"]
    note = f"{view.done} / {len(duties)} 已办" if duties else "按需"
    if state == "now":
        note = "进行中，" + note
    if state == "next":
        note = "下一步在这里"
    title = f"{chinese_numeral(number + 1)} {view.phase.title}"
    nodes = [_node(sheet, node) for node in view.nodes]
    return shapes.Phase(title=title, state=state, note=note, nodes=nodes)


def _node(sheet: Sheet, node: Node) -> shapes.Node:
    cases = list(sheet.cases_of(node.code))
    shown = next((case for case in cases if node.case and case.pk == node.case.id), None)
    return shapes.Node(
        title=node.procedure.title,
        state=node.state,
        url=_place(sheet, node, shown),
        when=_when(sheet, node, shown, len(cases)),
        articles=telling.articles(sheet.edition, node.procedure.cites[:2]),
        office=_office(sheet, node, shown),
        lines=tuple(_lines(sheet, node, cases)),
    )


def _place(sheet: Sheet, node: Node, case: Case | None) -> str:
    """The last case of a procedure; where there is none, the place where this person starts it."""
    if case:
        return reverse("procedures:case", args=[case.pk])
    return anchor(sheet, node.code) if node.state in ("ready", "on_demand") else ""


def _when(sheet: Sheet, node: Node, case: Case | None, times: int) -> str:
    """The date or limit of a node, as its state asks for it."""
    if node.state == "done" and case:
        return str(case.closed_on or case.submitted_on)
    if node.state == "open" and case:
        return f"{case.submitted_on} 起"
    if node.state == "ready":
        return _limit(sheet, node.code) or "现在可办"
    if node.state == "refused":
        return "现在会被拒"
    if node.state == "on_demand":
        return f"已办 {times} 次" if times else ""
    return _limit(sheet, node.code)


def _limit(sheet: Sheet, code: str) -> str:
    days = [
        row.due_on
        for row in sheet.deadlines
        if row.due_on and not row.done_on and sheet.edition.deadlines[row.code].procedure == code
    ]
    return f"限 {min(days)}" if days else ""


def _office(sheet: Sheet, node: Node, case: Case | None) -> str:
    """Who has the turn, else who decides the procedure, else who starts it."""
    if case and node.state == "open":
        waiting = [run for run in case.runs.all() if run.state == "open"]
        names = [run.organisation.name if run.organisation else sheet.role_title(run.role) for run in waiting]
        steps = [sheet.step_title(case, run) for run in waiting]
        return "、".join(dict.fromkeys(names)) + (f"，{'、'.join(dict.fromkeys(steps))}" if steps else "")
    deciding = [step for step in node.procedure.steps.values() if step.kind not in ("filing", "notify")]
    roles = [member.role for member in deciding[-1].by] if deciding else node.procedure.by
    return "、".join(sheet.role_title(role) for role in roles)


def _lines(sheet: Sheet, node: Node, cases: list[Case]) -> Iterator[str]:
    if node.state in ("waiting", "refused") and node.move:
        yield from _reasons(sheet, node)
    if node.state in ("done", "open"):
        yield from _story(cases)
        yield from _kept(sheet, node)


def _reasons(sheet: Sheet, node: Node) -> Iterator[str]:
    """What a blocked procedure waits for, or what forbids it."""
    move = node.move
    assert move
    if move.hold:
        yield move.hold.title
    elif move.lacks_record:
        yield f"等：{sheet.edition.entities[str(move.procedure.about)].title}"
    elif node.state == "waiting":
        blocking = [finding.rule.title for finding in move.findings if finding.blocks]
        yield f"等：{blocking[0]}" + (f"等 {len(blocking)} 项" if len(blocking) > 1 else "")
    else:
        failing = [
            finding for finding in move.findings if finding.verdict is Verdict.FAILS and finding.blocks
        ]
        yield failing[0].rule.refusal if failing else "条文不允许"


def _story(cases: list[Case]) -> Iterator[str]:
    """第 2 次通过，退回 1 次."""
    back = sum(run.step == REVISE for case in cases for run in case.runs.all())
    parts = [f"共 {len(cases)} 次"] if len(cases) > 1 else []
    if back:
        parts.append(f"退回 {back} 次")
    if parts:
        yield "，".join(parts)


def _kept(sheet: Sheet, node: Node) -> Iterator[str]:
    """The limit beside what was done last, and whether it was kept."""
    about = node.case.record_id if node.case else None
    for row in sheet.deadlines:
        same = row.record_id == about and sheet.edition.deadlines[row.code].procedure == node.code
        if same and row.due_on:
            yield f"限 {row.due_on}" + ("，逾期" if _is_late(row.done_on, row.due_on, sheet.today) else "")
            return


def _is_late(done: date | None, due: date, today: date) -> bool:
    return (done or today) > due
