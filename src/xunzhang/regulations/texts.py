"""The office's own text of an edition: previewed, imported, replaced, removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.journal.services import SYSTEM, record
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations import catalogue
from xunzhang.regulations.errors import NotPossible
from xunzhang.regulations.importing import Examined, examine
from xunzhang.regulations.models import InstalledEdition, OfficeText

SALT = "regulations.texts"
KEPT = 24 * 3600
"""For so many seconds a preview may be confirmed."""


def current(identity: str) -> OfficeText | None:
    """The text that stands beside the edition now. One query."""
    return OfficeText.objects.filter(edition=identity, ended_at=None).select_related("person").first()


def history(identity: str) -> tuple[OfficeText, ...]:
    """The texts that stood there before, latest first."""
    rows = OfficeText.objects.filter(edition=identity).exclude(ended_at=None)
    return tuple(rows.defer("articles").select_related("person", "ended_by").order_by("-id"))


def preview(*, edition: Edition, filename: str, data: bytes, actor: Person) -> tuple[Examined, str]:
    """What a file would bring, and the same sealed for its confirmation. Writes nothing.

    Raises NotPossible for a file that cannot be read or is another text.
    """
    examined = examine(edition, filename, data)
    standing = OfficeText.objects.filter(edition=edition.id, ended_at=None).values_list("id", flat=True)
    said = {"edition": edition.id, "person": actor.pk, "before": standing.first(), **examined.to_json()}
    return examined, signing.dumps(said, salt=SALT, compress=True)


@transaction.atomic
def import_text(*, identity: str, sealed: str, actor: Person, now: datetime) -> OfficeText:
    """Let a previewed text stand beside the edition, in place of an older one.

    Raises NotPossible where the preview is not this person's, too old, or overtaken by another import.
    """
    said = _opened(identity, sealed, actor)
    InstalledEdition.objects.select_for_update().get(pk=identity)
    before = OfficeText.objects.filter(edition=identity, ended_at=None).first()
    if (before.pk if before else None) != said["before"]:
        raise NotPossible("预览以后，别人动过这一版的原文；请重新选文件再看一遍")
    if before:
        _end(before, "replaced", actor, now)
    made = OfficeText.objects.create(
        edition_id=identity,
        filename=said["filename"],
        size=said["size"],
        sha256=said["sha256"],
        count=len(said["articles"]),
        articles=said["articles"],
        person=actor,
        at=now,
    )
    told = _told(made) | {"replaced": before.sha256 if before else ""}
    record(stream=SYSTEM, verb="edition.text_imported", actor=actor, at=now, data=told)
    return made


@transaction.atomic
def remove_text(*, identity: str, actor: Person, now: datetime) -> OfficeText:
    """Take the text away; its line of history stays. Raises NotPossible where there is none."""
    InstalledEdition.objects.select_for_update().get(pk=identity)
    found = OfficeText.objects.filter(edition=identity, ended_at=None).first()
    if found is None:
        raise NotPossible("没有导入过原文，或已经撤下")
    _end(found, "removed", actor, now)
    record(stream=SYSTEM, verb="edition.text_removed", actor=actor, at=now, data=_told(found))
    return found


def _opened(identity: str, sealed: str, actor: Person) -> dict[str, Any]:
    try:
        said: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        said = {}
    if (said.get("edition"), said.get("person")) != (identity, actor.pk):
        raise NotPossible("预览已经过期或不完整；请重新选文件再看一遍")
    return said


def _end(row: OfficeText, how: str, actor: Person, now: datetime) -> None:
    row.end, row.ended_by, row.ended_at, row.articles = how, actor, now, {}
    row.save(update_fields=["end", "ended_by", "ended_at", "articles"])


def _told(row: OfficeText) -> dict[str, Any]:
    title = catalogue.edition(row.edition_id).regulation.title
    return {"title": title, "filename": row.filename, "sha256": row.sha256, "count": row.count}
