"""认定: the form in which the officer whom the measure names states a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404

from xunzhang.accounts.models import Person
from xunzhang.documents.contents import NotAcceptable
from xunzhang.documents.models import Version
from xunzhang.documents.services import Place, too_large, upload
from xunzhang.kernel import flow
from xunzhang.kernel.pack.elements import Fact
from xunzhang.kernel.pack.model import Field_
from xunzhang.procedures import forms, services
from xunzhang.procedures.errors import NotAllowed, NotPossible
from xunzhang.procedures.queries import Sight, sight
from xunzhang.procedures.records import record_title
from xunzhang.projects.access import roles_on, veil_on
from xunzhang.projects.models import Project
from xunzhang.regulations import telling
from xunzhang.web import shapes

LONGEST = 500
MOST_FILES = 9
Files = Sequence["UploadedFile[bytes]"]


@dataclass
class FindingPage:
    """The form as it stands. `records` are what a fact of contracts, orders … may be stated of."""

    seen: Sight
    person: Person
    now: datetime
    name: str
    fact: Fact
    asked: forms.Asked
    records: list[tuple[int, str]]
    record: str
    reason: str
    evidence: str
    articles: tuple[shapes.Article, ...]
    judge: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.fact.title

    @property
    def bound(self) -> object:
        return self.asked.form[self.name]


def page(project: Project, name: str, person: Person, typed: Mapping[str, str], now: datetime) -> FindingPage:
    """Raises Http404 for a fact that nobody judges, PermissionDenied for anyone but its judge."""
    seen = sight(project, now.date())
    fact = seen.edition.facts.get(name)
    veiled = veil_on(person, project).kinds
    if fact is None or fact.judged_by is None or fact.entity in veiled:
        raise Http404("没有这项认定")
    judge = flow.resolve(seen.edition, fact.judged_by, seen.situation.row())
    if judge not in roles_on(person, seen.project):
        raise PermissionDenied(f"“{fact.title}”由{seen.edition.roles[judge].title}认定")
    records = [(each.id, record_title(seen, each)) for each in seen.situation.live(fact.entity)]
    record = typed.get("record", "") or (str(records[0][0]) if len(records) == 1 else "")
    chosen = seen.situation.record(int(record)) if record.isdigit() else None
    row = seen.situation.row(chosen)
    asked = forms.read(seen.edition, [Field_(fact=name, required=True)], row, typed, [name])
    asked.require(seen.edition, row)
    return FindingPage(
        seen=seen,
        person=person,
        now=now,
        name=name,
        fact=fact,
        asked=asked,
        records=records,
        record=record,
        reason=typed.get("reason", ""),
        evidence=typed.get("evidence", ""),
        articles=telling.articles(seen.edition, fact.cites),
        judge=seen.edition.roles[judge].title,
    )


def record(it: FindingPage, files: Files = (), dropped: str = "") -> bool:
    """Write the finding with the files it rests on. False with `errors` filled if something is missing.

    `dropped` names a file that was too large to be received. Nothing is kept unless everything is.
    """
    it.errors = _errors(it)
    if dropped:
        it.errors["files"] = too_large(dropped)
    if len(files) > MOST_FILES:
        it.errors["files"] = f"一次最多 {MOST_FILES} 个文件"
    if it.errors:
        return False
    evidence = it.evidence.strip()
    try:
        with transaction.atomic():
            services.find_fact(
                project=it.seen.project,
                fact=it.name,
                value=it.asked.facts[it.name],
                reason=it.reason.strip() + (f"（依据：{evidence}）" if evidence else ""),
                record_id=_record_id(it),
                actor=it.person,
                now=it.now,
                today=it.now.date(),
                evidence=[_kept(it, file) for file in files],
            )
    except NotAcceptable as fault:
        it.errors = {"files": str(fault)}
    except (NotAllowed, NotPossible) as fault:
        it.errors = {"all": str(fault)}
    return not it.errors


def _record_id(it: FindingPage) -> int | None:
    return int(it.record) if it.records else None


def _kept(it: FindingPage, file: UploadedFile[bytes]) -> Version:
    """One file of evidence, kept as the next version of the papers that this finding rests on."""
    return upload(
        project=it.seen.project,
        slot=f"finding-{it.name}"[:60],
        title=f"认定依据：{it.title}"[:80],
        file=file,
        filename=file.name or "",
        actor=it.person,
        now=it.now,
        place=Place(record_id=_record_id(it)),
    )


def _errors(it: FindingPage) -> dict[str, str]:
    found: dict[str, str] = {}
    if it.asked.facts[it.name] is None:
        found["value"] = it.asked.faults.get(it.name) or "请选定认定的结果"
        it.asked.complain([it.name])
    if not it.reason.strip():
        found["reason"] = "认定要写明理由"
    for name, text in (("reason", it.reason), ("evidence", it.evidence)):
        if len(text) > LONGEST:
            found[name] = f"最多 {LONGEST} 字，已写 {len(text)} 字"
    if it.fact.entity != "project" and it.record not in {str(identity) for identity, _ in it.records}:
        found["record"] = "请选定认定的是哪一件" if it.records else "本项目还没有这类记录，不能认定"
    return found
