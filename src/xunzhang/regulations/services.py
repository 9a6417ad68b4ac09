"""Installing editions, resolving their defective dates, and putting them in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from xunzhang.accounts.models import Area, Person
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.pack.validity import applies_from
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import DateResolution, InForce, InstalledEdition


class NotPossible(Exception):
    """An act on an edition that its state forbids. The message is for the page."""


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
    return found


@transaction.atomic
def activate(*, identity: str, area: Area, since: date, actor: Person, now: datetime) -> InForce:
    """Put an edition in force in an area; an earlier one ends the day before. Raises NotPossible."""
    edition = catalogue.edition(identity)
    begins = effective_day(edition)
    if begins is None and not may_rehearse(edition, area):
        raise NotPossible(_why_not(edition))
    if begins and since < begins:
        raise NotPossible(f"{edition.regulation.title}自 {begins} 起施行，不能早于这一天")
    last = edition.regulation.expiry.date
    if last and since > last:
        raise NotPossible(f"{edition.regulation.title}到 {last} 为止，不能从 {since} 起施行")
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
    for running in InForce.objects.select_for_update().filter(area=area, until__isnull=True):
        if running.since >= since:
            raise NotPossible(f"{area.name}自 {running.since} 起已有办法施行，新办法要晚于这一天")
        running.until = since - timedelta(days=1)
        running.save(update_fields=["until"])
        title = catalogue.edition(running.edition_id).regulation.title
        said = {"area": area.name, "title": title, "until": str(running.until)}
        record(stream=SYSTEM, verb="edition.ended", actor=actor, at=now, data=said)


def may_rehearse(edition: Edition, area: Area) -> bool:
    """Whether a draft may be tried in the area: only where nothing is real."""
    return edition.regulation.state == "draft" and area.is_sandbox


def effective_day(edition: Edition) -> date | None:
    """From when the edition applies: the day of the text, or the one recorded for a defective text."""
    found = DateResolution.objects.filter(edition=edition.id).first()
    return applies_from(edition.regulation, found.chosen if found else None)


def edition_for(area: str, day: date) -> str | None:
    """The id of the edition that applies in an area on a day."""
    running = InForce.objects.filter(area=area, since__lte=day).order_by("-since").first()
    if running is None or (running.until and running.until < day):
        return None
    return running.edition_id


def _why_not(edition: Edition) -> str:
    regulation = edition.regulation
    if regulation.state == "draft":
        return f"{regulation.title}是征求意见稿，不能办理真实项目，只能在试用区启用"
    article = regulation.effective.cites[0].label if regulation.effective.cites else "办法"
    fault = "有不止一种读法" if regulation.state == "date_ambiguous" else "不存在"
    return (
        f"{regulation.title}不能启用：{article}写的施行日期“{regulation.effective.text}”{fault}。"
        "请先由系统管理员登记日期认定（采用哪一天、理由、依据文件）"
    )
