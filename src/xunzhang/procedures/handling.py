"""What the pages of cases do when they are sent: keep every word first, then act, then say how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from xunzhang.accounts.queries import title
from xunzhang.documents.contents import NotAcceptable
from xunzhang.documents.models import Version
from xunzhang.documents.services import too_large as too_large_words
from xunzhang.documents.services import upload
from xunzhang.files.receiving import too_large
from xunzhang.kernel.facts import Value
from xunzhang.procedures import keeping, papers, services
from xunzhang.procedures.errors import ActRefused, NotAllowed, NotPossible, TakenByOther
from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.pages import draft, step
from xunzhang.procedures.pages.matter import Complaints, Matter, Turn
from xunzhang.procedures.queries import revision

FILE = "file-"
NOT_TAKEN = "有文件没有收下，原因写在该项材料下面。填写的内容都还在。"
FAULTY = "没有提交：有填错的地方，已标在该项下面。填写的内容都还在。"


class Wrong(Exception):
    """What was sent cannot be done. `status` is the answer's, `complaints` what the page shows."""

    def __init__(self, status: int, complaints: Complaints) -> None:
        super().__init__(complaints.said)
        self.status, self.complaints = status, complaints


class Again(Exception):
    """The same form was sent before; its result stands. The message is for the page."""


def typed(request: HttpRequest) -> dict[str, str]:
    return keeping.typed(request.POST.dict())


def receive(request: HttpRequest, matter: Matter, slots: Iterable[str]) -> None:
    """Take every file that was sent along for one of `slots`. Raises Wrong with what was not taken."""
    dropped, known = too_large(request), list(slots)
    complaints = {
        slot: too_large_words(dropped[f"{FILE}{slot}"]) for slot in known if f"{FILE}{slot}" in dropped
    }
    for slot in known:
        if file := request.FILES.get(f"{FILE}{slot}"):
            try:
                _give(matter, slot, file)
            except (NotAcceptable, NotPossible) as fault:
                complaints[slot] = str(fault)
    if complaints:
        raise Wrong(422, Complaints(slots=complaints, said=NOT_TAKEN))


def _give(matter: Matter, slot: str, file: UploadedFile[bytes]) -> None:
    version = upload(
        project=matter.project,
        slot=slot,
        title=papers.slot_of(matter.case, slot).title,
        file=file,
        filename=file.name or "",
        actor=matter.person,
        now=matter.now,
        place=papers.place_of(matter.case),
    )
    papers.give(case=matter.case, slot=slot, version=version, actor=matter.person, now=matter.now)


def paper(request: HttpRequest, matter: Matter, slot: str) -> None:
    """The one thing asked for a slot: take the file, reuse a version, say why not, or take it back."""
    case, person, now = matter.case, matter.person, matter.now
    match request.POST.get("do", "").split(":"):
        case ["reuse", identity] if identity.isdigit():
            found = Version.objects.select_related("document").filter(pk=int(identity)).first()
            if found is None:
                raise NotPossible("没有这一版材料")
            papers.give(case=case, slot=slot, version=found, actor=person, now=now)
        case ["waive"]:
            papers.waive(
                case=case, slot=slot, reason=request.POST.get(f"waive-{slot}", ""), actor=person, now=now
            )
        case ["withdraw"]:
            papers.withdraw(case=case, slot=slot, actor=person, now=now)
        case _:
            if f"{FILE}{slot}" not in request.FILES:
                raise NotPossible("还没有选文件：先点“选择文件”，再点“上传”")


def paper_for(request: HttpRequest, matter: Matter, slot: str, slots: Iterable[str]) -> None:
    """Files and the one thing asked. Raises Wrong."""
    receive(request, matter, slots)
    try:
        paper(request, matter, slot)
    except NotPossible as fault:
        raise Wrong(422, Complaints(slots={slot: str(fault)}, said=str(fault))) from fault


def submit(request: HttpRequest, matter: Matter, words: Mapping[str, str]) -> Case:
    """Hand a form in. Raises Wrong, Again, TakenByOther or PermissionDenied."""
    asked = draft.asked(matter, words)
    _once(matter, asked.facts)
    receive(request, matter, matter.procedure.materials)
    if asked.faults:
        raise Wrong(422, Complaints(said=FAULTY))
    try:
        return services.submit(
            case=matter.case,
            facts=asked.facts,
            actor=matter.person,
            now=matter.now,
            today=matter.today,
            reasons=draft.reasons_of(words),
        )
    except TakenByOther:
        _once(matter, asked.facts)
        raise
    except (ActRefused, NotPossible) as fault:
        raise _refused(fault) from fault
    except NotAllowed as fault:
        raise PermissionDenied(str(fault)) from fault


def _once(matter: Matter, facts: Mapping[str, Value]) -> None:
    """Raises Again if this very form has been handed in already."""
    lying = Case.objects.get(pk=matter.case.pk)
    at_starter = lying.state == "draft" or revision(lying) is not None
    if not at_starter and draft.same(matter, facts):
        raise Again(f"这份{matter.procedure.title}已于 {lying.submitted_on} 提交，没有重复提交")
    if not at_starter:
        raise TakenByOther("本单位同事", None)


def act(request: HttpRequest, turn: Turn, words: Mapping[str, str]) -> StepRun:
    """Decide a turn. Raises Wrong, Again, TakenByOther or PermissionDenied."""
    outcome, asked = words.get("outcome", ""), step.asked(turn, words)
    if outcome not in turn.step.outcomes:
        raise Wrong(422, Complaints(said="请选一个结论再提交。填写的内容都还在。"))
    _first(turn, outcome, words)
    receive(request, turn.matter, turn.step.materials)
    if step.faults_for(turn, asked, outcome):
        raise Wrong(422, Complaints(said=FAULTY))
    try:
        return services.act(
            run=turn.run,
            outcome=outcome,
            actor=turn.matter.person,
            now=turn.matter.now,
            today=turn.matter.today,
            opinion=words.get("opinion", "").strip(),
            facts=step.facts_for(turn, asked, outcome),
            reasons=draft.reasons_of(words),
        )
    except TakenByOther:
        _first(turn, outcome, words)
        raise
    except (ActRefused, NotPossible) as fault:
        raise _refused(fault) from fault
    except NotAllowed as fault:
        raise PermissionDenied(str(fault)) from fault


def _first(turn: Turn, outcome: str, words: Mapping[str, str]) -> None:
    """Raises Again if this person has already said exactly this, TakenByOther if somebody decided."""
    now = step.last_run(turn)
    if now.state == "open":
        return
    mine = now.actor_id == turn.matter.person.pk and now.outcome == outcome
    if mine and now.opinion == words.get("opinion", "").strip():
        raise Again("这个结论已经提交过，没有重复提交")
    raise TakenByOther(title(now.actor) if now.actor else "系统", now.acted_at)


def _refused(fault: ActRefused | NotPossible) -> Wrong:
    if isinstance(fault, ActRefused):
        missing = fault.check.asked if fault.check else ()
        said = "没有提交：还有不符合或没齐的，见“现在提交会怎样”。填写的内容都还在。"
        return Wrong(409, Complaints(missing=missing, said=said))
    return Wrong(422, Complaints(said=f"没有提交：{fault}。填写的内容都还在。"))
