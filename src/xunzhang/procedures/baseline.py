"""Laying the baseline: what stood approved when a case ended is kept for ever, layer upon layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xunzhang.accounts.queries import title
from xunzhang.kernel import baseline
from xunzhang.kernel.facts import from_json, to_json
from xunzhang.procedures.models import Case, Layer
from xunzhang.regulations import catalogue

if TYPE_CHECKING:
    from xunzhang.kernel.pack.elements import Baseline
    from xunzhang.kernel.situation import Facts, RecordState
    from xunzhang.procedures.work import Work


def lay(work: Work) -> int:
    """Lay a layer where the case that this act has ended approved one. Returns its number, 0 where not.

    Nothing is asked of the database unless the procedure could change what is kept.
    """
    named, case = catalogue.vocabulary().baseline, work.ended
    if named is None or case is None or case.state != "done" or work.project.level != "project":
        return 0
    if not baseline.may_change(work.edition, named, case.procedure):
        return 0
    last = Layer.objects.filter(project=work.project).order_by("-number").first()
    now = work.situation.facts
    if last is None:
        begun = baseline.begins(work.edition, named, case.procedure, now)
        return _add(work, named, case, 1, baseline.kept(work.edition, named, now)) if begun else 0
    was = from_json(last.facts, work.edition.types)
    new = baseline.rewritten(work.edition, case.procedure, was, baseline.kept(work.edition, named, now))
    if not new and not _is_new_change(named, work.record_of(case)):
        return 0
    return _add(work, named, case, last.number + 1, {**was, **new})


def _is_new_change(named: Baseline, record: RecordState | None) -> bool:
    """Whether the record is an approved change of which no layer tells yet."""
    if record is None or not baseline.is_approved(named, record):
        return False
    return not Layer.objects.filter(record=record.id).exists()


def _add(work: Work, named: Baseline, case: Case, number: int, facts: Facts) -> int:
    assert work.actor
    types, record = work.edition.types, work.record_of(case)
    changed = record if record and record.entity in named.changes else None
    Layer.objects.create(
        project=work.project,
        number=number,
        case=case,
        record_id=changed.id if changed else None,
        facts=to_json(facts, types),
        change=to_json(changed.facts, types) if changed else {},
        document=_document(work, named, case),
        day=work.today,
        at=work.now,
        person=work.actor,
        person_words=title(work.actor),
    )
    return number


def _document(work: Work, named: Baseline, case: Case) -> str:
    """The number of the approving document, where this procedure asks for it; "" where it does not."""
    known = work.situation.facts.get(named.number)
    asks = case.procedure in work.edition.writers.get(named.number, ())
    return str(known) if asks and known is not None else ""
