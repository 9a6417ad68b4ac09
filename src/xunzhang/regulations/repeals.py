"""Repeals: what the installed editions say of each other, and what an administrator records.

A repeal ends nothing by itself: `InForce.objects.on` and the table of states in the kernel look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.jobs.services import enqueue
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.pack.validity import applies_from
from xunzhang.regulations import catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.models import DateResolution, InstalledEdition, Repeal

_BRACKETS = str.maketrans("[［【（()）】］]", "〔〔〔〔〔〕〕〕〕〕")


def note_repeals(*, actor: Person | None, now: datetime) -> None:
    """Record what installed editions whose first day is known repeal, by the number of the document."""
    editions = dict(_readable())
    chosen = dict(DateResolution.objects.values_list("edition", "chosen"))
    begins = {code: applies_from(one.regulation, chosen.get(code)) for code, one in editions.items()}
    known = set(Repeal.objects.values_list("edition", flat=True))
    for code, (by, since) in _named(editions, begins).items():
        if code not in known:
            law = editions[by].regulation
            document = " ".join(filter(None, (law.title, law.number)))
            row = Repeal(edition_id=code, since=since, document=document, by_id=by, at=now)
            _keep(row, editions[code].regulation.title, actor)


@transaction.atomic
def record_repeal(
    *, identity: str, since: date, document: str, reason: str, actor: Person, now: datetime
) -> Repeal:
    """Record from which day an edition is repealed. Raises NotPossible: a draft, too early, twice."""
    row = InstalledEdition.objects.select_for_update().get(pk=identity)  # two who record at once take turns
    law = catalogue.edition(identity).regulation
    if law.state == "draft":
        raise NotPossible(f"{law.title}是征求意见稿，没有施行，谈不上废止")
    if Repeal.objects.filter(edition=row).exists():
        raise NotPossible("已经登记过废止；登记错了的，先撤销再重新登记")
    resolution = DateResolution.objects.filter(edition=row).first()
    begins = applies_from(law, resolution.chosen if resolution else None)
    if begins and since <= begins:
        raise NotPossible(f"{law.title}自 {begins} 起施行，废止日要晚于这一天")
    found = Repeal(edition=row, since=since, document=document, reason=reason, person=actor, at=now)
    return _keep(found, law.title, actor)


@transaction.atomic
def withdraw_repeal(*, identity: str, reason: str, actor: Person, now: datetime) -> None:
    """Take back what an administrator recorded by mistake. Raises NotPossible for what a document says."""
    InstalledEdition.objects.select_for_update().get(pk=identity)
    found = Repeal.objects.filter(edition=identity).first()
    if found is None:
        raise NotPossible("没有登记过废止")
    if found.by_id:
        raise NotPossible(f"废止是{found.document}写明的，不是登记的，不能撤销")
    said = {"title": catalogue.edition(identity).regulation.title, "since": str(found.since)}
    key = f"{found.pk}/withdrawn"
    found.delete()
    record(
        stream=SYSTEM, verb="edition.repeal_withdrawn", actor=actor, at=now, data={**said, "reason": reason}
    )
    _recompute(identity, key, f"{said['title']}的废止登记已撤销", actor, now)


def _keep(row: Repeal, title: str, actor: Person | None) -> Repeal:
    row.save(force_insert=True)
    said = {"title": title, "since": str(row.since), "document": row.document, "reason": row.reason}
    record(stream=SYSTEM, verb="edition.repealed", actor=actor, at=row.at, data=said)
    _recompute(row.edition_id, f"{row.pk}/recorded", f"{title}自 {row.since} 起废止", actor, row.at)
    return row


def _recompute(identity: str, key: str, why: str, actor: Person | None, now: datetime) -> None:
    """Let the duties of the edition's projects follow; the room of procedures does it in the background."""
    enqueue(
        kind="recompute",
        key=f"recompute/repeal/{key}",
        title=f"重算时限：{why}"[:120],
        args={"edition": identity, "why": why},
        owner=actor,
        now=now,
    )


def _readable() -> Iterator[tuple[str, Edition]]:
    """The installed editions; a pack that cannot be read repeals nothing."""
    for code in InstalledEdition.objects.order_by("id").values_list("id", flat=True):
        try:
            yield code, catalogue.edition(code)
        except PackError:
            continue


def _named(editions: Mapping[str, Edition], begins: Mapping[str, date | None]) -> dict[str, tuple[str, date]]:
    """By edition: which other one repeals it first, and from when."""
    numbers = {_plain(one.regulation.number): code for code, one in editions.items() if one.regulation.number}
    found: dict[str, tuple[str, date]] = {}
    for by, edition in editions.items():
        since = begins[by]
        for reference in edition.regulation.references:
            code = numbers.get(_plain(reference.number)) if reference.kind == "repeals" else None
            if since and code and code != by and (code not in found or since < found[code][1]):
                found[code] = (by, since)
    return found


def _plain(number: str | None) -> str:
    """A number of a document without blanks, its brackets as they should be."""
    return re.sub(r"\s", "", (number or "").translate(_BRACKETS))
