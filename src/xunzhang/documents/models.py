"""Papers of a project and their versions. A version's bytes never change; its digest says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """A paper that fills a slot of the measure, for instance the construction plan.

    It belongs to the project, or to one `record` of it: each contract has its own text. The papers of a case
    that is to make a record wait under the number of the case (`draft`) until the record is there.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="documents")
    record = models.ForeignKey(
        "projects.Record", on_delete=models.PROTECT, null=True, related_name="documents"
    )
    draft = models.PositiveBigIntegerField(null=True, editable=False)
    slot = models.CharField(max_length=60)
    title = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "slot"],
                condition=Q(record=None, draft=None),
                name="one_document_per_slot",
            ),
            models.UniqueConstraint(fields=["record", "slot"], name="one_document_per_slot_of_a_record"),
            models.UniqueConstraint(fields=["draft", "slot"], name="one_document_per_slot_of_a_draft"),
            models.CheckConstraint(
                condition=Q(record=None) | Q(draft=None), name="document_of_a_record_or_a_draft"
            ),
        ]


class Version(models.Model):
    """One uploaded file. `sha256` is over the stored bytes; `pages` is null where it cannot be previewed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="materials/%Y/%m/")
    filename = models.CharField("文件名", max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField("页数", null=True)
    uploaded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["document_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]
