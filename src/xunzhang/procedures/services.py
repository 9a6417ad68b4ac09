"""Writing cases: draft, hand in, act, find a fact. Each is one transaction with its journal entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.accounts.queries import title
from xunzhang.documents import services as documents
from xunzhang.documents.models import Version
from xunzhang.journal.services import record as journal
from xunzhang.kernel import flow
from xunzhang.kernel.facts import Value, stored
from xunzhang.kernel.materials import produced
from xunzhang.kernel.moves import hold_on, move_for
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Field_, Procedure, Slot, Step
from xunzhang.kernel.submission import Check, check_outcome, check_submission
from xunzhang.kernel.veil import mark
from xunzhang.procedures import rows, soft
from xunzhang.procedures.errors import ActRefused, NotAllowed, NotPossible, TakenByOther
from xunzhang.procedures.models import Case, Material, StepRun
from xunzhang.procedures.queries import REVISE, Sight, may_act, starting_post
from xunzhang.procedures.refusals import noted
from xunzhang.procedures.work import Work
from xunzhang.projects.access import roles_on
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

Facts = Mapping[str, Value]


@transaction.atomic
def draft(*, project: Project, procedure: str, record_id: int | None, actor: Person, now: datetime) -> Case:
    """The draft of a procedure by the actor's organisation; the one that lies there already, if any.

    Until it is handed in a case stands on the record it is about, then on the one it has made, if any.
    Raises NotAllowed if no role of the actor may start the procedure.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    defined = catalogue.edition(project.edition_id).procedures[procedure]
    role, organisation = _starter(project, defined, actor)
    found = Case.objects.filter(
        project=project, procedure=procedure, state="draft", organisation_id=organisation
    )
    if existing := found.filter(record=record_id).first():
        return existing
    number = 1 + Case.objects.filter(project=project, procedure=procedure).count()
    case = Case.objects.create(
        project=project,
        procedure=procedure,
        record_id=record_id,
        number=number,
        starter=actor,
        starter_role=role,
        organisation_id=organisation,
        drafted_at=now,
    )
    said = {"procedure": defined.title, "code": procedure, "case": case.pk}
    said |= mark(catalogue.edition(project.edition_id), procedure)
    journal(stream=project.code, verb="case.drafted", actor=actor, at=now, data=said)
    return case


@transaction.atomic
def discard(*, case: Case, actor: Person, now: datetime) -> None:
    """Take a draft back that nobody has been told of. Raises NotPossible once it was handed in."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != "draft":
        raise NotPossible("已经提交，不能再删；需要改动请等退回补正")
    edition = catalogue.edition(case.project.edition_id)
    _starter(case.project, edition.procedures[case.procedure], actor)
    said = {"procedure": edition.procedures[case.procedure].title, **mark(edition, case.procedure)}
    locked.delete()
    documents.release(case.pk, case.project)
    journal(stream=case.project.code, verb="case.discarded", actor=actor, at=now, data=said)


@noted
@transaction.atomic
def submit(
    *,
    case: Case,
    facts: Facts,
    actor: Person,
    now: datetime,
    today: date,
    reasons: Mapping[str, str] | None = None,
) -> Case:
    """Hand a draft in, or hand in again after correction.

    `reasons` sets soft rules aside, by rule code. Raises ActRefused, NotAllowed, NotPossible or TakenByOther.
    """
    work = Work(case.project_id, actor=actor, now=now, today=today)
    case = rows.CASES.one(case.pk)
    procedure = work.edition.procedures[case.procedure]
    revision = _revision_of(work, case, actor)
    check = check_draft(work, case, facts)
    excused = soft.apply(work, case, check, reasons or {})
    if not check.allowed(excused):
        raise ActRefused(check=check)
    if procedure.creates and case.state == "draft":
        case.record_id = work.new_record(procedure.creates, case.record_id)
        documents.attach(case.pk, case.record_id)
    work.set(facts, case.record_id)
    row = work.row_with(case, {})
    work.set(flow.assigned(procedure.set, row, today), case.record_id)
    _mark_submitted(case, facts, work)
    if revision:
        _close(case, revision, work, outcome="resubmit")
    work.open(case, flow.first(work.edition, procedure, work.row_with(case, {})))
    said = {"procedure": procedure.title, "code": case.procedure, "case": case.pk, "number": case.number}
    said |= mark(work.edition, case.procedure)
    verb = "case.resubmitted" if revision else "case.submitted"
    work.save(verb=verb, data={**said, "facts": _plain(work.edition, facts)})
    return case


def check_draft(work: Work | Sight, case: Case, facts: Facts) -> Check:
    """What would happen if this were handed in now. Raises ActRefused if the start itself is not open."""
    edition, procedure = work.edition, work.edition.procedures[case.procedure]
    _only_asked(procedure.form, facts)
    if case.state == "draft":
        move = move_for(edition, work.situation, case.procedure, case.record_id)
        if move is None or move.hold or move.lacks_record:
            raise ActRefused(move=move)
    given, waived = _materials(case, procedure.materials)
    ended = produced(edition, work.situation, procedure, work.record_of(case))
    row = work.row_with(case, facts)
    return check_submission(edition, procedure, row, given=given, waived=waived, produced=ended)


@noted
@transaction.atomic
def act(
    *,
    run: StepRun,
    outcome: str,
    actor: Person,
    now: datetime,
    today: date,
    opinion: str = "",
    facts: Facts | None = None,
    reasons: Mapping[str, str] | None = None,
) -> StepRun:
    """Decide one's turn at a step: judge, move, record, in one transaction.

    Raises TakenByOther, NotAllowed, NotPossible (no such outcome, no opinion) or ActRefused.
    """
    case = rows.CASES.one(run.case_id)
    work = Work(case.project_id, actor=actor, now=now, today=today)
    run = rows.RUNS.one(run.pk)
    _still_open(run)
    _entitled(case, run, work, actor)
    step = work.edition.procedures[case.procedure].steps[run.step]
    _fits(step, outcome, opinion)
    check = check_act(work, case, step, outcome, facts or {})
    if not check.allowed(soft.apply(work, case, check, reasons or {})):
        raise ActRefused(check=check)
    work.set(facts or {}, case.record_id)
    if _close(case, run, work, outcome=outcome, opinion=opinion, facts=facts):
        _advance(work, case, run, step)
        said = "：".join(part for part in (step.outcomes[run.outcome].title, opinion) if part)
        work.tell_starter(case, run, f"{step.title}·{said}")
    procedure = work.edition.procedures[case.procedure]
    titles = {"procedure": procedure.title, "step": step.title, "outcome": step.outcomes[outcome].title}
    codes = {"case": case.pk, "run": run.pk, "code": f"{case.procedure}.{run.step}.{outcome}"}
    codes |= mark(work.edition, case.procedure)
    work.save(
        verb="step.acted",
        data={**titles, **codes, "opinion": opinion, "facts": _plain(work.edition, facts or {})},
    )
    return run


def check_act(work: Work | Sight, case: Case, step: Step, outcome: str, facts: Facts) -> Check:
    """What stands in the way of an outcome, before anything is written."""
    chosen = step.outcomes[outcome]
    _only_asked((*step.form, *chosen.form), facts)
    given, waived = _materials(case, step.materials)
    procedure = work.edition.procedures[case.procedure]
    ended = produced(work.edition, work.situation, procedure, work.record_of(case))
    row = work.row_with(case, facts)
    return check_outcome(work.edition, step, chosen, row, given=given, waived=waived, produced=ended)


@transaction.atomic
def find_fact(
    *,
    project: Project,
    fact: str,
    value: Value,
    reason: str,
    record_id: int | None,
    actor: Person,
    now: datetime,
    today: date,
    evidence: Sequence[Version] = (),
) -> None:
    """Record a finding by the officer whom the measure names for it, on kept files of the project.

    Raises NotAllowed or NotPossible.
    """
    work = Work(project.pk, actor=actor, now=now, today=today)
    defined = work.edition.facts[fact]
    if defined.judged_by is None:
        raise NotPossible(f"“{defined.title}”不是由人认定的事实")
    judge = flow.resolve(work.edition, defined.judged_by, work.situation.row())
    if judge not in roles_on(actor, work.project):
        raise NotAllowed(f"“{defined.title}”由{work.edition.roles[judge].title}认定")
    if not reason.strip():
        raise NotPossible("认定要写明理由")
    work.set({fact: value}, record_id)
    said: dict[str, Any] = {
        "fact": defined.title,
        "name": fact,
        "value": stored(fact, defined.type, value),
        "reason": reason,
    }
    if record_id:
        said["record"] = record_id
    if evidence:
        said["reason"] = f"{reason}（附件：{'、'.join(version.filename for version in evidence)}）"
        said["evidence"] = [{"version": each.pk, "sha256": each.sha256} for each in evidence]
    work.save(verb="fact.found", data=said)


def _starter(project: Project, procedure: Procedure, actor: Person) -> tuple[str, int]:
    """The role and organisation with which the actor may start. Raises NotAllowed."""
    post = starting_post(project, procedure, actor)
    if post:
        return post
    edition = catalogue.edition(project.edition_id)
    offices = "、".join(edition.roles[role].title for role in procedure.by)
    raise NotAllowed(f"{procedure.title}由{offices}发起")


def _revision_of(work: Work, case: Case, actor: Person) -> StepRun | None:
    """The open turn at which the starter corrects, None for a draft. Raises if it is neither."""
    if case.state == "draft":
        _starter(work.project, work.edition.procedures[case.procedure], actor)
        return None
    run = StepRun.objects.filter(case=case, step=REVISE).order_by("-round").select_related("actor").first()
    if run is None:
        raise TakenByOther(title(case.starter), None)
    _still_open(run)
    _entitled(case, run, work, actor)
    return run


def _still_open(run: StepRun) -> None:
    if run.state != "open":
        raise TakenByOther(title(run.actor) if run.actor else "系统", run.acted_at)


def _entitled(case: Case, run: StepRun, work: Work, actor: Person) -> None:
    if not may_act(actor, run, work.project):
        raise NotAllowed(f"这一步由{work.edition.roles[run.role].title}办理")
    step = work.edition.procedures[case.procedure].steps.get(run.step)
    if step and step.by_another and case.starter_id == actor.pk:
        raise NotAllowed("这一步要由提交人以外的人办理")
    held = hold_on(work.edition, work.situation)
    if held and case.procedure not in held[1].except_procedures:
        raise NotPossible(f"{held[1].title}（{held[1].cites[0].label}），这道手续暂不能办")


def _fits(step: Step, outcome: str, opinion: str) -> None:
    if outcome not in step.outcomes:
        raise NotPossible("请选一个结论")
    if step.outcomes[outcome].opinion_required and not opinion.strip():
        raise NotPossible(f"选“{step.outcomes[outcome].title}”要写明意见")


def _only_asked(form: tuple[Field_, ...], facts: Facts) -> None:
    strange = set(facts) - {field.fact for field in form}
    if strange:
        raise NotPossible(f"这一步不填这些内容：{'、'.join(sorted(strange))}")


def _materials(case: Case, slots: Mapping[str, Slot]) -> tuple[set[str], set[str]]:
    """The slots that are filled and those that are waived; not asked where there are none to fill."""
    if not slots:
        return set(), set()
    known = Material.objects.filter(case=case).values_list("slot", "version_id")
    return {slot for slot, version in known if version}, {slot for slot, version in known if not version}


def _mark_submitted(case: Case, facts: Facts, work: Work) -> None:
    case.state, case.submitted_on = "open", work.today
    case.facts, case.typed = _plain(work.edition, facts), {}
    kept = {"facts": case.facts, "typed": {}, "record_id": case.record_id}
    rows.update(Case, case.pk, {"state": "open", "submitted_on": work.today, **kept})
    work.submitted(case)


def _close(
    case: Case, run: StepRun, work: Work, *, outcome: str, opinion: str = "", facts: Facts | None = None
) -> bool:
    """End one's turn. Returns whether it was the last one open at its step.

    Compare and set: of two who press at once, one moves the run and the other is told.
    """
    run.state, run.actor, run.acted_at = "done", work.actor, work.now
    run.outcome, run.opinion, run.facts, run.typed = outcome, opinion, _plain(work.edition, facts or {}), {}
    if not rows.close_turn(run):
        again = rows.RUNS.one(run.pk)
        raise TakenByOther(title(again.actor) if again.actor else "系统", again.acted_at)
    return work.turn_over(case, run)


def _advance(work: Work, case: Case, run: StepRun, step: Step) -> None:
    """Go on, now that every member of the step has acted; the gravest outcome decides."""
    chosen = rows.outcomes(run) if len(step.by) > 1 else [run.outcome]
    decided = step.outcomes[flow.deciding(step, chosen)]
    row = work.row_with(case, {})
    work.set(flow.assigned(decided.set, row, work.today), case.record_id)
    row = work.row_with(case, {})
    work.open(case, flow.after(work.edition, work.edition.procedures[case.procedure], run.step, decided, row))


def _plain(edition: Edition, facts: Facts) -> dict[str, Any]:
    return {name: stored(name, edition.types[name], value) for name, value in facts.items()}
