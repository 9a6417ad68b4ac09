"""Installing editions, resolving their defective dates, and putting them in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from xunzhang.accounts.models import Area, Person
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.pack.validity import State, permitted, state_of
from xunzhang.regulations import catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import DateResolution, InForce, InstalledEdition, Repeal
from xunzhang.regulations.repeals import note_repeals


@transaction.atomic
def install(*, identity: str, actor: Person | None, now: datetime) -> InstalledEdition:
    """Read a pack and freeze its digest. A second call checks that the bytes are still the same."""
    edition = catalogue.edition(identity)
    found = InstalledEdition.objects.filter(pk=identity).first()
    if found:
        if found.digest != edition.digest:
            raise PackError(
                "文件与安装时不同；改动要另立新版", catalogue.folder() / identity.replace("@", "/")
            )
        return found
    title = edition.regulation.title
    installed = InstalledEdition.objects.create(
        id=identity, digest=edition.digest, title=title, installed_at=now
    )
    said = {"title": title, "edition": identity, "digest": edition.digest}
    record(stream=SYSTEM, verb="edition.installed", actor=actor, at=now, data=said)
    note_repeals(actor=actor, now=now)
    return installed


@transaction.atomic
def resolve_date(
    *, identity: str, chosen: date, reason: str, document: str, actor: Person, now: datetime
) -> DateResolution:
    """Record which day a defective date is read as, once. Raises NotPossible for a sound date."""
    InstalledEdition.objects.select_for_update().get(pk=identity)  # two who decide at once take turns
    edition = catalogue.edition(identity)
    day = edition.regulation.effective
    if day.date is not None:
        raise NotPossible(f"{edition.regulation.title}的施行日期没有缺陷，不用认定")
    if chosen not in day.candidates:
        choices = "、".join(map(str, day.candidates))
        raise NotPossible(f"只能在办法写法可能指的日期里选：{choices}")
    if DateResolution.objects.filter(edition=identity).exists():
        raise NotPossible("已经认定过，认定记录不能改")
    found = DateResolution.objects.create(
        edition_id=identity,
        literal=day.text or "",
        chosen=chosen,
        reason=reason,
        document=document,
        person=actor,
        at=now,
    )
    said = {"title": edition.regulation.title, "literal": day.text, "chosen": str(chosen), "reason": reason}
    record(stream=SYSTEM, verb="edition.resolved", actor=actor, at=now, data={**said, "document": document})
    note_repeals(actor=actor, now=now)
    return found


@transaction.atomic
def activate(*, identity: str, area: Area, since: date, actor: Person, now: datetime) -> InForce:
    """Put an edition in force in an area; an earlier one ends the day before. Raises NotPossible."""
    edition = catalogue.edition(identity)
    known = _decided(identity)
    state = state_of(edition.regulation, since, **known)
    if not permitted(state.activation, trial=area.is_sandbox):
        raise NotPossible(_why_not(edition, state, since, **known))
    Area.objects.select_for_update().get(pk=area.pk)
    if InForce.objects.filter(area=area, edition=identity).exists():
        raise NotPossible(f"{area.name}已经启用{edition.regulation.title}")
    end_running(area, since, actor, now)
    in_force = InForce.objects.create(
        area=area,
        edition_id=identity,
        since=since,
        until=edition.regulation.expiry.date,
        activated_by=actor,
        activated_at=now,
    )
    said = {"area": area.name, "title": edition.regulation.title, "since": str(since), "edition": identity}
    record(stream=SYSTEM, verb="edition.activated", actor=actor, at=now, data=said)
    return in_force


def end_running(area: Area, since: date, actor: Person, now: datetime) -> None:
    """Exactly one edition applies on a day: what runs on `since` ends the day before."""
    open_ = Q(until__isnull=True) | Q(until__gte=since)
    for running in InForce.objects.select_for_update().filter(open_, area=area):
        if running.since >= since:
            raise NotPossible(f"{area.name}自 {running.since} 起已有办法施行，新办法要晚于这一天")
        running.until = since - timedelta(days=1)
        running.save(update_fields=["until"])
        title = catalogue.edition(running.edition_id).regulation.title
        said = {"area": area.name, "title": title, "until": str(running.until)}
        record(stream=SYSTEM, verb="edition.ended", actor=actor, at=now, data=said)


def edition_for(area: str, day: date) -> str | None:
    """The id of the edition under which a project is entered in an area on a day. One query."""
    running = InForce.objects.on(day).filter(area=area).select_related("area").order_by("-since").first()
    if running is None:
        return None
    law = catalogue.edition(running.edition_id).regulation
    state = state_of(law, day, resolved=running.since)
    return running.edition_id if permitted(state.entry, trial=running.area.is_sandbox) else None


def why_nothing_applies(area: str, day: date) -> str:
    """Why no project can be entered in an area on a day."""
    begun = InForce.objects.filter(area=area, since__lte=day).select_related("edition__repeal", "area")
    newest = begun.order_by("-since").first()
    if newest is None:
        return f"{day} 没有施行中的管理办法，不能登记项目；请联系系统管理员"
    title, repeal = newest.edition.title, getattr(newest.edition, "repeal", None)
    over = f"到 {newest.until} 为止"
    if repeal and repeal.since <= day:
        over = f"自 {repeal.since} 起废止（{repeal.document}）"
    return f"{title}{over}，{newest.area.name}还没有启用接续的办法，不能登记新项目；在办的项目照旧办理"


def _decided(identity: str) -> dict[str, date | None]:
    """What is recorded here of the days of an edition, as the table of states wants it."""
    chosen = DateResolution.objects.filter(edition=identity).values_list("chosen", flat=True).first()
    since = Repeal.objects.filter(edition=identity).values_list("since", flat=True).first()
    return {"resolved": chosen, "repealed": since}


def _why_not(
    edition: Edition, state: State, since: date, *, resolved: date | None, repealed: date | None
) -> str:
    law = edition.regulation
    article = law.effective.cites[0].label if law.effective.cites else "办法"
    fault = "有不止一种读法" if state.code == "date_ambiguous" else "不存在"
    reasons = {
        "draft": "是征求意见稿，不能办理真实项目，只能在试用区启用",
        "coming": f"自 {law.effective.date or resolved} 起施行，不能早于这一天",
        "expired": f"到 {law.expiry.date} 为止，不能从 {since} 起施行",
        "repealed": f"自 {repealed} 起废止，不能从 {since} 起施行",
    }
    undated = (
        f"不能启用：{article}写的施行日期“{law.effective.text}”{fault}。"
        "请先由系统管理员登记日期认定（采用哪一天、理由、依据文件）"
    )
    return law.title + reasons.get(state.code, undated)
