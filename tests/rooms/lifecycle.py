"""Lives of projects, act by act through the services: `run` drives the ordinary one, `play` any list of acts.

Papers that the measure asks for are handed in as small PDF files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO

from django.core.files.base import File

from tests.conftest import SHANGHAI, Cast
from tests.rooms.lives import REVISE, Act, ordinary
from xunzhang.accounts.models import Person
from xunzhang.documents.services import upload
from xunzhang.kernel.facts import Value
from xunzhang.kernel.materials import view
from xunzhang.kernel.pack.model import Slot
from xunzhang.procedures import services
from xunzhang.procedures.errors import ActRefused
from xunzhang.procedures.models import Case, Material, StepRun
from xunzhang.procedures.queries import situation
from xunzhang.projects.models import Project, Record
from xunzhang.regulations import catalogue

TOTAL = 600_000_000


def run(
    cast: Cast,
    project: Project,
    until: str | None = "contract_filing",
    *,
    after: str | None = None,
    total: int = TOTAL,
    changed: Mapping[str, Value] | None = None,
) -> Project:
    """Live the ordinary life until a procedure has ended for the first time (None: the whole life).

    `until` and `after` name a procedure, or a step as `procedure.step`; with `after` the life goes on behind
    it. `changed` replaces facts wherever they are asked for. Returns the project as it stands then.
    """
    acts = ordinary(project.registered_on, total)
    begin = _end_of(acts, after) if after else 0
    end = _end_of(acts, until) if until else len(acts)
    return play(cast, project, acts[begin:end], changed=changed)


def play(
    cast: Cast, project: Project, acts: Iterable[Act], *, changed: Mapping[str, Value] | None = None
) -> Project:
    """Play acts in their order. Raises what the services raise."""
    for act in acts:
        try:
            play_act(cast, project, act, changed or {})
        except ActRefused as refused:
            refused.add_note(told(act, refused))
            raise
    project.refresh_from_db()
    return project


def play_act(cast: Cast, project: Project, act: Act, changed: Mapping[str, Value] | None = None) -> Case:
    """Play one act at ten o'clock of its day."""
    person, now = person_for(cast, act.who), at_ten(act.day)
    facts = {name: (changed or {}).get(name, value) for name, value in act.facts.items()}
    case = _case(project, act, person, now)
    when = {"actor": person, "now": now, "today": act.day}
    procedure = catalogue.edition(project.edition_id).procedures[case.procedure]
    if act.step in ("", REVISE):
        hand_in(case, procedure.materials, facts, person, act)
        return services.submit(case=case, facts=facts, reasons=act.reasons, **when)
    step = procedure.steps[act.step]
    if step.outcomes[act.outcome].to not in ("revise", "failed"):
        hand_in(case, step.materials, facts, person, act)
    turn = StepRun.objects.get(case=case, step=act.step, state="open", role=act.who)
    services.act(
        run=turn, outcome=act.outcome, opinion=act.opinion, facts=facts, reasons=act.reasons, **when
    )
    return case


def told(act: Act, refused: ActRefused) -> str:
    """What stood in the way of an act, for whoever reads a failed test."""
    check = refused.check
    missing = [slot.code for slot in check.missing] if check else []
    asked = list(check.asked) if check else []
    where = f"{act.day} {act.procedure} {act.step} {act.outcome}"
    return f"{where}: rules {list(refused.codes)}, papers {missing}, facts {asked}"


def person_for(cast: Cast, role: str) -> Person:
    return cast.builder if role == "builder" else cast.officers[role]


def at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)


def hand_in(case: Case, slots: Mapping[str, Slot], facts: Mapping[str, Value], person: Person, act: Act) -> None:
    """Hand in every paper that is still missing, or say why it does not apply."""
    edition = catalogue.edition(case.project.edition_id)
    known = situation(edition, Project.objects.get(pk=case.project_id), act.day)
    row = known.row(known.record(case.record_id), facts)
    given = Material.objects.filter(case=case).values_list("slot", flat=True)
    produced = {each.procedure for each in known.cases if each.state == "done"}
    for found in view(edition, slots, row, given=given, waived=act.waived, produced=produced):
        if found.state == "waived":
            reason = act.waived[found.code]
            Material.objects.create(case=case, slot=found.code, not_applicable_reason=reason)
        elif found.is_missing:
            _attach(case, found.code, found.slot.title, person, act.day)


def paper(text: str) -> bytes:
    """A valid PDF of one page whose bytes depend on the text."""
    body = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>",
    ]
    written, places = b"%PDF-1.4\n%" + text.encode().hex().encode() + b"\n", []
    for number, part in enumerate(body, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(written))
    )


def _attach(case: Case, slot: str, title: str, person: Person, day: date) -> None:
    content = BytesIO(paper(f"{case.project.code} {slot} {case.pk}"))
    version = upload(
        project=case.project,
        slot=slot,
        title=title,
        file=File(content, name=f"{slot}.pdf"),
        filename=f"{title}.pdf",
        actor=person,
        now=at_ten(day),
    )
    Material.objects.create(case=case, slot=slot, version=version)


def _case(project: Project, act: Act, person: Person, now: datetime) -> Case:
    """The case that the act is about: a new draft, or the newest one that is open."""
    if act.step:
        found = Case.objects.filter(project=project, procedure=act.procedure, state="open")
        if act.record:
            found = found.filter(record__number=act.record)
        return found.latest("id")
    entity = catalogue.edition(project.edition_id).procedures[act.procedure].about
    return services.draft(
        project=project,
        procedure=act.procedure,
        record_id=_record(project, entity, act.record) if entity else None,
        actor=person,
        now=now,
    )


def _record(project: Project, entity: str, number: int | None) -> int:
    found = Record.objects.filter(project=project, entity=entity, is_void=False)
    return found.get(number=number).pk if number else found.latest("number").pk


def _end_of(acts: Sequence[Act], name: str) -> int:
    """The place behind the first run of a procedure, or behind the first act of `procedure.step`."""
    procedure, _, step = name.partition(".")
    places = [place for place, act in enumerate(acts) if act.procedure == procedure]
    if step:
        return 1 + next(place for place in places if acts[place].step == ("" if step == "submit" else step))
    again = [place for place in places[1:] if not acts[place].step]
    return 1 + max(place for place in places if not again or place < again[0])
