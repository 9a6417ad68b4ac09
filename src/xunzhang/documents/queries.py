"""Reading papers: their versions, and what of them can be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.documents.models import Document, Version
from xunzhang.projects.access import project_for, veil_on
from xunzhang.projects.models import Project


def version_for(person: Person, identity: int) -> Version:
    """The version, if the person may read its project. Raises Http404."""
    found = (
        Version.objects.select_related("document__project", "document__record").filter(pk=identity).first()
    )
    if found is None:
        raise Http404("没有这份材料，或你们无权查看")
    document = found.document
    veiled = veil_on(person, project_for(person, document.project.code))
    if document.slot in veiled.slots or (document.record and document.record.entity in veiled.kinds):
        raise Http404("没有这份材料，或你们无权查看")
    return found


def newest(project: Project, slots: Iterable[str]) -> Mapping[str, Sequence[Version]]:
    """The newest version of each paper that fills one of `slots`, oldest paper first. One query."""
    found: dict[int, Version] = {}
    rows = Version.objects.filter(document__project=project, document__slot__in=list(slots))
    for version in rows.select_related("document", "uploaded_by").order_by("document_id", "number"):
        found[version.document_id] = version
    by_slot: dict[str, list[Version]] = {}
    for version in found.values():
        by_slot.setdefault(version.document.slot, []).append(version)
    return by_slot


def papers(project: Project) -> Iterable[Document]:
    """Every paper of a project with its versions, newest first. Three queries."""
    return (
        Document.objects.filter(project=project)
        .prefetch_related("versions__uploaded_by")
        .order_by("title", "id")
    )


@dataclass(frozen=True)
class Viewer:
    """One page of a version as a page shows it. `newer` and `older` are addresses of the neighbours."""

    version: Version
    page: int
    base: str

    @property
    def image(self) -> str:
        return reverse("documents:page", args=[self.version.pk, self.page])

    @property
    def before(self) -> str:
        return self._at(self.page - 1)

    @property
    def after(self) -> str:
        return self._at(self.page + 1)

    def _at(self, page: int) -> str:
        if not 1 <= page <= (self.version.pages or 0):
            return ""
        return f"{self.base}?look={self.version.pk}&page={page}#viewer"


def viewer(versions: Iterable[Version], look: str, page: str, base: str) -> Viewer | None:
    """What to show of `versions` (the first that has pages unless `look` names one), at `page`."""
    known = list(versions)
    chosen = next((version for version in known if str(version.pk) == look), None)
    chosen = chosen or next((version for version in known if version.pages), None) or next(iter(known), None)
    if chosen is None:
        return None
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Viewer(chosen, max(1, min(number, chosen.pages or 1)), base)
