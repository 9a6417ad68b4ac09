"""Keeping papers: every upload is a new version; bytes that are kept never change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from xunzhang.accounts.models import Person
from xunzhang.documents.contents import Kind, NotAcceptable, kind_of
from xunzhang.documents.models import Document, Version
from xunzhang.files.names import LIMIT, clean_name, ending_of
from xunzhang.journal.services import record as journal
from xunzhang.kernel.veil import mark_slot
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """To whom a paper belongs: to the project, to a record of it, or to a draft that is to make a record."""

    record_id: int | None = None
    draft: int | None = None


WHOLE = Place()


def upload(
    *,
    project: Project,
    slot: str,
    title: str,
    file: File[bytes],
    filename: str,
    actor: Person,
    now: datetime,
    place: Place = WHOLE,
) -> Version:
    """Keep a file as the next version of the paper that fills `slot` there. `title` names the paper.

    The same bytes sent twice in a row stay one version. Raises NotAcceptable with the reason: empty, over
    100 MB, an ending that is not taken, content that does not match it, a PDF that is broken or locked.
    """
    name = clean_name(filename)
    kind = kind_of(name)
    pages, digest = _examined(kind, name, file), _sha256(file)
    with transaction.atomic():
        document = _document(project, place, slot, title)
        last = document.versions.order_by("-number").first()
        if last and last.sha256 == digest:
            return last
        version = Version(
            document=document,
            number=last.number + 1 if last else 1,
            filename=name,
            media_type=kind.media_type,
            size=file.size,
            sha256=digest,
            pages=pages,
            uploaded_by=actor,
            uploaded_at=now,
        )
        _keep(version, file, f"{digest[:32]}.{ending_of(name)}")
        said = {"slot": title, "code": slot, "version": version.number, "filename": name, "sha256": digest}
        said |= mark_slot(catalogue.edition(project.edition_id), slot)
        journal(stream=project.code, verb="material.uploaded", actor=actor, at=now, data=said)
    return version


def _examined(kind: Kind, name: str, file: File[bytes]) -> int | None:
    if not file.size:
        raise NotAcceptable(f"“{name}”是空文件（0 字节），请检查后再传")
    if file.size > LIMIT:
        raise NotAcceptable(too_large(name))
    file.seek(0)
    return kind.examine(file)


def too_large(name: str) -> str:
    """What is said of a file over the limit."""
    return f"“{name}”超过 {LIMIT // 1024 // 1024} MB，请压缩或分卷后再传"


def _sha256(file: File[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def attach(draft: int, record_id: int) -> None:
    """The papers of a draft belong to the record that was made of it."""
    Document.objects.filter(draft=draft).update(draft=None, record_id=record_id)


def release(draft: int, project: Project) -> None:
    """A draft is gone: its papers stay with the project, unless the project has such a paper of its own."""
    taken = Document.objects.filter(project=project, record=None, draft=None).values("slot")
    free = Document.objects.filter(draft=draft).exclude(slot__in=list(taken.values_list("slot", flat=True)))
    free.update(draft=None)


def _document(project: Project, place: Place, slot: str, title: str) -> Document:
    """The paper, locked through its project, so that two uploads get two numbers."""
    Project.objects.select_for_update().get(pk=project.pk)
    found = Document.objects.filter(project=project, record=place.record_id, draft=place.draft, slot=slot)
    return found.first() or Document.objects.create(
        project=project, record_id=place.record_id, draft=place.draft, slot=slot, title=title
    )


def _keep(version: Version, file: File[bytes], name: str) -> None:
    """Write the bytes, then the row; without the row the bytes go again."""
    file.seek(0)
    version.file.save(name, File(file), save=False)
    try:
        version.save(force_insert=True)
    except BaseException:
        version.file.delete(save=False)
        raise
