"""A project under lock, everything known of it, and what one act changes. Lives inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import duties, office_of
from xunzhang.journal.services import record as journal
from xunzhang.kernel.derive import derive, row_with
from xunzhang.kernel.facts import Value, to_json
from xunzhang.kernel.flow import Stop
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import CaseState, FactRow, RecordState, Situation
from xunzhang.kernel.veil import mark
from xunzhang.notices.services import tell
from xunzhang.procedures import baseline, deadlines, rows, standstills
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import REVISE, situation
from xunzhang.projects.models import Project, Record
from xunzhang.projects.summary import is_begun, standing
from xunzhang.regulations import catalogue

ASKING = ("answer", "notify")
"""Kinds of steps at which somebody is told something, rather than asked to decide."""


class Work:
    """Lock a project, change its facts and cases, and save it with its summary, deadlines and journal."""

    def __init__(self, project_id: int, *, actor: Person | None, now: datetime, today: date) -> None:
        self.project = rows.PROJECTS.one(project_id, lock=True)
        catalogue.look_again()  # whoever changes the calendar recomputes this project after us
        self.edition: Edition = catalogue.edition(self.project.edition_id)
        self.actor, self.now, self.today = actor, now, today
        self.situation: Situation = situation(self.edition, self.project, today)
        self.moved: list[deadlines.Moved] = []
        self.ended: Case | None = None
        self._stored = {row.id: row.facts for row in self.situation.records}

    def record_of(self, case: Case) -> RecordState | None:
        return self.situation.record(case.record_id)

    def row_with(self, case: Case, typed: Mapping[str, Value]) -> FactRow:
        """What an act is judged on: everything known with what is typed in."""
        return row_with(self.edition, self.situation, self.record_of(case), typed, catalogue.calendar())

    def new_record(self, entity: str, parent_id: int | None) -> int:
        """A new contract, payment, order … of the project, numbered in its kind."""
        number = 1 + sum(row.entity == entity for row in self.situation.records)
        row = Record.objects.create(project=self.project, entity=entity, number=number, parent_id=parent_id)
        self._replace((*self.situation.records, RecordState(row.pk, entity, {}, parent_id=parent_id)))
        return row.pk

    def void_record(self, record_id: int) -> None:
        Record.objects.filter(pk=record_id).update(is_void=True)
        known = self.situation.records
        self._replace(tuple(replace(row, is_void=True) if row.id == record_id else row for row in known))

    def set(self, values: Mapping[str, Value], record_id: int | None) -> None:
        """Give facts their values, each on the project or on the record it belongs to; None clears."""
        own = {name: value for name, value in values.items() if self.edition.facts[name].entity == "project"}
        rest = {name: value for name, value in values.items() if name not in own}
        self.situation = self.situation.with_facts({**self.situation.facts, **own})
        if rest:
            known = self.situation.records
            self._replace(
                tuple(
                    replace(row, facts={**row.facts, **rest}) if row.id == record_id else row for row in known
                )
            )

    def submitted(self, case: Case) -> None:
        """A draft has become a case."""
        self._change(case, state="open", record_id=case.record_id)

    def turn_over(self, case: Case, run: StepRun) -> bool:
        """A member's turn is over. Returns whether it was the last one open at its step."""
        now = self._case(case)
        left = tuple(turn for turn in now.open_steps if turn != (run.step, run.role))
        self._change(case, open_steps=left)
        return all(step != run.step for step, _ in left)

    def open(self, case: Case, stop: Stop) -> None:
        """Let the case come to stand at a step, at its starter again, or at its end."""
        if stop.is_end:
            rows.update(Case, case.pk, {"state": stop.at, "closed_on": self.today})
            case.state, case.closed_on, self.ended = stop.at, self.today, case
            self._change(case, state=stop.at)
            self._void_what_failed(case)
            return
        if stop.at == REVISE:
            turns: list[tuple[str, int | None]] = [(case.starter_role, case.organisation_id)]
        else:
            turns = [(role, self._office(role)) for role in stop.roles]
        rows.open_turns(case.pk, stop.at, turns, self.today)
        opened = tuple((stop.at, role) for role, _ in turns)
        self._change(case, open_steps=self._case(case).open_steps + opened)
        self._tell_asked(case, stop.at, [office for _, office in turns if office])

    def settle(self, *, at: datetime | None = None) -> None:
        """Write what follows by itself: derived facts, records, summary columns, deadlines.

        `at` is when the project was last acted on, where that is not now.
        """
        self.situation = derive(self.edition, self.situation, catalogue.calendar())
        standstills.follow(self)
        for row in self.situation.records:
            self._save_record(row)
        self._save_project(deadlines.sync(self), at or self.now)

    def follow(self, why: str = "") -> int:
        """Write what follows from another day, calendar or state of the measure: nobody has acted.

        Only days that moved are entered and told, with `why`. Returns how many.
        """
        self.settle(at=self.project.changed_at)
        self._tell_moves(why)
        return len(self.moved)

    def save(self, *, verb: str, data: Mapping[str, Any]) -> None:
        """Write what changed and what follows from it, with one journal entry."""
        self.settle()
        laid = baseline.lay(self)
        said = {**data, "layer": laid} if laid else data
        journal(stream=self.project.code, verb=verb, actor=self.actor, at=self.now, data=said)
        self._tell_moves()

    def tell_starter(self, case: Case, run: StepRun, text: str) -> None:
        """What became of a case that went back to its starter, or came to its end; nothing in between."""
        kind = "ended" if case.state in ("done", "failed") else "returned"
        hidden = mark(self.edition, case.procedure)
        unit = () if hidden else (self.project.unit_id,)
        if kind == "ended" or any(step == REVISE for step, _ in self._case(case).open_steps):
            tell(
                key=f"case/{case.pk}/{run.pk}",
                kind=kind,
                project_id=self.project.pk,
                organisation_ids=(case.organisation_id, *unit),
                code=case.procedure,
                text=text,
                now=self.now,
            )

    def _tell_asked(self, case: Case, at: str, offices: Iterable[int]) -> None:
        """An office must answer, or take note of what another one did: it hears of it at once."""
        step = self.edition.procedures[case.procedure].steps.get(at)
        if step and step.kind in ASKING:
            own = {duty.organisation_id for duty in duties(self.actor)} if self.actor else set()
            tell(
                key=f"asked/{case.pk}/{at}/{self.now.isoformat()}",
                kind="asked",
                project_id=self.project.pk,
                organisation_ids=[office for office in offices if office not in own],
                code=case.procedure,
                text=f"等你们办理：{step.title}",
                now=self.now,
            )

    def _tell_moves(self, why: str = "") -> None:
        for moved in self.moved:
            self._tell_moved(moved, why)

    def _tell_moved(self, moved: deadlines.Moved, why: str) -> None:
        due, title = moved.due, moved.due.rule.title
        said = {"title": title, "code": due.code, "was": str(moved.was), "day": str(due.due_on), "why": why}
        verb = "deadline.recomputed" if why else "deadline.moved"
        journal(stream=self.project.code, verb=verb, actor=None, at=self.now, data=said)
        office = self._office(due.rule.duty_of)
        tell(
            key=f"moved/{moved.deadline_id}/{due.due_on}/{moved.was}",
            kind="moved",
            project_id=self.project.pk,
            organisation_ids=(office,) if office else (),
            code=due.code,
            day=due.due_on,
            text="，".join(filter(None, (why, f"原来是 {moved.was}"))),
            now=self.now,
        )

    def _replace(self, records: tuple[RecordState, ...]) -> None:
        self.situation = self.situation.with_records(records)

    def _case(self, case: Case) -> CaseState:
        return next(each for each in self.situation.cases if each.id == case.pk)

    def _change(self, case: Case, **changes: Any) -> None:
        """What the rows of the case and its turns say now, without reading them again."""
        cases = self.situation.cases
        self.situation = self.situation.with_cases(
            tuple(replace(each, **changes) if each.id == case.pk else each for each in cases)
        )

    def _void_what_failed(self, case: Case) -> None:
        if case.state == "failed" and case.record_id and self.edition.procedures[case.procedure].creates:
            self.void_record(case.record_id)

    def _office(self, role: str) -> int | None:
        if self.edition.roles[role].holder == "unit":
            return self.project.unit_id
        return office_of(role, self.project.area_id)

    def _save_record(self, row: RecordState) -> None:
        if row.facts == self._stored.get(row.id):
            return
        entity = self.edition.entities[row.entity]
        amount, day = row.facts.get(entity.amount or ""), row.facts.get(entity.day or "")
        said = {
            "facts": to_json(row.facts, self.edition.types),
            "amount": amount if isinstance(amount, int) else None,
            "day": day if isinstance(day, date) else None,
        }
        rows.update(Record, row.id, said)

    def _save_project(self, ahead: deadlines.Ahead, at: datetime) -> None:
        edition, now = self.edition, self.situation
        given = rows.given(self.project.pk) if is_begun(now.facts) else {}
        summary = {
            "facts": to_json(now.facts, edition.types),
            "changed_at": at,
            "returned": any(step == REVISE for case in now.cases for step, _ in case.open_steps),
            "next_due": ahead.due_on,
            "next_due_title": ahead.title,
            "wakes_on": ahead.wakes_on,
            **standing(edition, now, self.project.level, given),
        }
        rows.update(Project, self.project.pk, summary)
        for name, value in summary.items():
            setattr(self.project, name, value)
