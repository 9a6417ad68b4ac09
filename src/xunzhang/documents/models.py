"""Papers of a project and their versions. A version's bytes never change; its digest says so."""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """A paper that fills a slot of the measure, for instance the construction plan."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="documents")
    slot = models.CharField(max_length=60)
    title = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        constraints = [models.UniqueConstraint(fields=["project", "slot"], name="one_document_per_slot")]


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
