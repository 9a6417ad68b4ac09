"""Orders of one project: the finding, its limit, the answers and re-checks, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.kernel.moves import Move, moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.periods import overdue_working_days
from xunzhang.kernel.situation import RecordState, Situation
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.pages import story
from xunzhang.procedures.pages.start import offer
from xunzhang.procedures.queries import may_act, starting_post
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.names import ORDER, measure_title, procedures_of
from xunzhang.web import shapes

_STATES = {"open": "open", "answered": "open", "closed": "done", "failing": "fails", "measured": "done"}


@dataclass(frozen=True)
class Turn:
    """A step that waits; `url` is given to the person whose turn it is."""

    title: str
    office: str
    since: date
    url: str


@dataclass(frozen=True)
class Todo:
    """What may be started now: by this person, by others (in words), and what may not with the reason."""

    mine: Sequence[shapes.Move]
    others: Sequence[str]
    held: Sequence[shapes.Refusal]


@dataclass(frozen=True)
class Order:
    """One order. `late` counts working days past the limit, None where it is kept or still runs."""

    finding: str
    requirement: str
    issuer: str
    field: str
    source: str
    issued_on: date | None
    due_on: date | None
    answered_on: date | None
    late: int | None
    state: str
    word: str
    measures: Sequence[str]
    steps: Sequence[shapes.StepLine]
    turns: Sequence[Turn]
    todo: Todo
    url: str


@dataclass(frozen=True)
class Reading:
    """A project read for one person (None: for no one in particular), with its cases of supervision."""

    project: Project
    situation: Situation
    edition: Edition
    person: Person | None
    cases: Sequence[Case]

    def turns(self, cases: Sequence[Case]) -> Iterator[Turn]:
        for case in cases:
            for run in case.runs.all():
                if run.state == "open":
                    yield self._turn(run)

    def todo(self, record: RecordState | None) -> Todo:
        """What may be started about a record, or about the project itself."""
        found = [move for move in self._moves() if (move.record and move.record.id) == (record and record.id)]
        ready = [move for move in found if move.state == "ready"]
        mine = [move for move in ready if self._may_start(move)]
        return Todo(
            mine=tuple(self._start(move) for move in mine),
            others=tuple(self._starters(move) for move in ready if move not in mine),
            held=tuple(
                telling.why_not(self.edition, move)
                for move in found
                if move.state != "ready" and not move.lacks_record
            ),
        )

    def _moves(self) -> Iterator[Move]:
        wanted = procedures_of(self.edition)
        return (
            move for move in moves(self.edition, self.situation, self.project.level) if move.code in wanted
        )

    def _may_start(self, move: Move) -> bool:
        return self.person is not None and bool(starting_post(self.project, move.procedure, self.person))

    def _start(self, move: Move) -> shapes.Move:
        return offer(self.edition, self.project, move)

    def _starters(self, move: Move) -> str:
        offices = "、".join(self.edition.roles[role].title for role in move.procedure.by)
        return f"{move.procedure.title}可以由{offices}发起"

    def _turn(self, run: StepRun) -> Turn:
        mine = self.person is not None and may_act(self.person, run, self.project)
        return Turn(
            title=story.line(self.edition, run).title,
            office=run.organisation.name if run.organisation else self.edition.roles[run.role].title,
            since=run.opened_on,
            url=reverse("procedures:step", args=[run.pk]) if mine else "",
        )


def orders(reading: Reading) -> tuple[Order, ...]:
    """Newest first."""
    by_record: dict[int | None, list[Case]] = {}
    for case in reading.cases:
        by_record.setdefault(case.record_id, []).append(case)
    records = reversed(list(reading.situation.live(ORDER)))
    return tuple(_order(reading, record, by_record.get(record.id, [])) for record in records)


def _order(reading: Reading, record: RecordState, cases: Sequence[Case]) -> Order:
    def told(name: str) -> str:
        known = record.facts.get(name) is not None
        return telling.value_text(reading.edition, name, record.facts.get(name)) if known else ""

    due_on, answered = _day(record.facts, "order_due_on"), _day(record.facts, "order_answered_on")
    late = days_late(due_on, answered, reading.situation.today)
    state = _STATES.get(str(record.facts.get("order_state")), "open")
    return Order(
        finding=told("order_finding"),
        requirement=told("order_requirement"),
        issuer=told("order_issuer"),
        field=told("order_field"),
        source=told("order_source"),
        issued_on=_day(record.facts, "order_issued_on"),
        due_on=due_on,
        answered_on=answered,
        late=late,
        state="late" if late is not None and answered is None and state == "open" else state,
        word="" if late is not None and answered is None and state == "open" else told("order_state"),
        measures=tuple(_measures(reading.edition, cases)),
        steps=tuple(line for case in cases for line in _lines(reading.edition, case)),
        turns=tuple(reading.turns(cases)),
        todo=reading.todo(record),
        url=reverse("procedures:case", args=[cases[0].pk]) if cases else "",
    )


def days_late(due_on: date | None, done_on: date | None, today: date) -> int | None:
    """Working days past a limit; None where there is none, or it is kept, or it still runs."""
    end = done_on or today
    if due_on is None or end <= due_on:
        return None
    return overdue_working_days(due_on, end, catalogue.calendar())


def _lines(edition: Edition, case: Case) -> Iterator[shapes.StepLine]:
    yield story.handed_in(case)
    for run in sorted(case.runs.all(), key=lambda run: run.pk):
        if run.state != "dropped":
            yield story.line(edition, run)


def _measures(edition: Edition, cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        for run in case.runs.all():
            if title := measure_title(edition, case.procedure, run.step, run.outcome):
                yield title


def _day(facts: Mapping[str, object], name: str) -> date | None:
    value = facts.get(name)
    return value if isinstance(value, date) else None
