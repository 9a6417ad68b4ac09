"""Playing lives: acts, one after the other, through the services, with the papers that the measure asks for.

Demonstrations and tests use the same player; each says who acts and what a paper looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.db.models import Q

from xunzhang.accounts.models import Person
from xunzhang.documents.services import upload
from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import produced, view
from xunzhang.kernel.pack.model import Slot
from xunzhang.procedures import keeping, papers, services
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, Material, StepRun
from xunzhang.procedures.queries import situation
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue
from xunzhang.web import words

SHANGHAI = ZoneInfo("Asia/Shanghai")
REVISE, DRAFT, FIND = "revise", "draft", "find"
AGREED = "材料齐全，同意。"


@dataclass(frozen=True)
class Act:
    """One act. `who` is a role. Without `step` the procedure is handed in; step `revise` hands it in again.

    Step `draft` leaves the form typed in and not sent; step `find` records the facts as findings, with the
    opinion as their reason. `record` is the number of the record it is about (or that its case stands on)
    among those that are not void, newest if left out; `reasons` set soft rules aside, `waived` says of which
    papers why they do not apply, `papers` are slots handed in anew (of a draft: the only ones handed in).
    """

    day: date
    who: str
    procedure: str
    step: str = ""
    outcome: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    opinion: str = AGREED
    record: int | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    at: time = time(10)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, self.at, SHANGHAI)


@dataclass(frozen=True)
class Asked:
    """A paper that an act has to hand in: for which case and slot, and what is typed beside it."""

    case: Case
    slot: str
    title: str
    facts: Mapping[str, Value]
    act: Act


@dataclass(frozen=True)
class Player:
    """Plays acts. `person` says who exercises the role of an act, `paper` makes the bytes of a PDF."""

    person: Callable[[Project, Act], Person]
    paper: Callable[[Asked], bytes]

    def play(
        self, project: Project, acts: Iterable[Act], changed: Mapping[str, Value] | None = None
    ) -> Project:
        """Play acts in their order. Raises what the services raise."""
        for act in acts:
            self.play_act(project, act, changed)
        project.refresh_from_db()
        return project

    def play_act(self, project: Project, act: Act, changed: Mapping[str, Value] | None = None) -> Case | None:
        """Play one act; `changed` replaces facts wherever the act states them. Returns its case.

        Raises what the services raise; a refusal carries a note of what stood in the way.
        """
        facts = {name: (changed or {}).get(name, value) for name, value in act.facts.items()}
        person = self.person(project, act)
        try:
            if act.step == FIND:
                _find(project, act, facts, person)
                return None
            return self._on_case(_case(project, act, person), act, facts, person)
        except ActRefused as refused:
            refused.add_note(told(act, refused))
            raise

    def _on_case(self, case: Case, act: Act, facts: Mapping[str, Value], person: Person) -> Case:
        procedure = catalogue.edition(case.project.edition_id).procedures[case.procedure]
        if act.step == DRAFT:
            return self._keep(case, procedure.materials, facts, person, act)
        if act.step in ("", REVISE):
            self.hand_in(case, procedure.materials, facts, person, act)
            return services.submit(
                case=case, facts=facts, reasons=act.reasons, actor=person, now=act.now, today=act.day
            )
        step = procedure.steps[act.step]
        if step.outcomes[act.outcome].to not in ("revise", "failed"):
            self.hand_in(case, step.materials, facts, person, act)
        services.act(
            run=StepRun.objects.get(case=case, step=act.step, state="open", role=act.who),
            outcome=act.outcome,
            opinion=act.opinion,
            facts=facts,
            reasons=act.reasons,
            actor=person,
            now=act.now,
            today=act.day,
        )
        return case

    def hand_in(
        self, case: Case, slots: Mapping[str, Slot], facts: Mapping[str, Value], person: Person, act: Act
    ) -> None:
        """Hand in every paper that is still missing, or say why it does not apply."""
        edition = catalogue.edition(case.project.edition_id)
        known = situation(edition, Project.objects.get(pk=case.project_id), act.day)
        row = known.row(known.record(case.record_id), facts)
        given = set(Material.objects.filter(case=case).values_list("slot", flat=True))
        procedure = edition.procedures[case.procedure]
        ended = produced(edition, known, procedure, known.record(case.record_id))
        for found in view(edition, slots, row, given=given, waived=act.waived, produced=ended):
            if found.state == "waived":
                reason = act.waived[found.code]
                papers.waive(case=case, slot=found.code, reason=reason, actor=person, now=act.now)
            elif found.is_missing or found.code in act.papers:
                self._give(Asked(case, found.code, found.slot.title, facts, act), person)

    def _keep(
        self, case: Case, slots: Mapping[str, Slot], facts: Mapping[str, Value], person: Person, act: Act
    ) -> Case:
        for code in act.papers:
            self._give(Asked(case, code, slots[code].title, facts, act), person)
        keeping.keep_case(case, {f"f-{name}": _typed(case, name, value) for name, value in facts.items()})
        return case

    def _give(self, asked: Asked, person: Person) -> None:
        version = upload(
            project=asked.case.project,
            slot=asked.slot,
            title=asked.title,
            file=File(BytesIO(self.paper(asked)), name=f"{asked.slot}.pdf"),
            filename=f"{asked.title}.pdf",
            actor=person,
            now=asked.act.now,
            place=papers.place_of(asked.case),
        )
        papers.give(case=asked.case, slot=asked.slot, version=version, actor=person, now=asked.act.now)


def told(act: Act, refused: ActRefused) -> str:
    """What stood in the way of an act, for whoever reads a failed test."""
    check = refused.check
    missing = [slot.code for slot in check.missing] if check else []
    asked = list(check.asked) if check else []
    where = f"{act.day} {act.procedure} {act.step} {act.outcome}"
    return f"{where}: rules {list(refused.codes)}, papers {missing}, facts {asked}"


def _find(project: Project, act: Act, facts: Mapping[str, Value], person: Person) -> None:
    for fact, value in facts.items():
        services.find_fact(
            project=project,
            fact=fact,
            value=value,
            reason=act.opinion,
            record_id=None,
            actor=person,
            now=act.now,
            today=act.day,
        )


def _case(project: Project, act: Act, person: Person) -> Case:
    """The case that the act is about: a new draft, or the newest one that is open."""
    procedure = catalogue.edition(project.edition_id).procedures[act.procedure]
    if act.step not in ("", DRAFT):
        found = Case.objects.filter(project=project, procedure=act.procedure, state="open")
        if act.record:
            record = _record(project, procedure.about or str(procedure.creates), act.record)
            found = found.filter(Q(record=record) | Q(record__parent=record))
        return found.latest("id")
    return services.draft(
        project=project,
        procedure=act.procedure,
        record_id=_record(project, procedure.about, act.record) if procedure.about else None,
        actor=person,
        now=act.now,
    )


def _record(project: Project, entity: str, number: int | None) -> int:
    """The record of a kind with this number among those that count, from 1; the newest without one."""
    found = Record.objects.filter(project=project, entity=entity, is_void=False).order_by("number")
    return found[number - 1].pk if number else found.latest("number").pk


def _typed(case: Case, name: str, value: Value) -> str:
    """A value as somebody types it."""
    kind = catalogue.edition(case.project.edition_id).types[name]
    if kind == "money" and isinstance(value, int):
        return words.wan_exact(value, separators=False)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
