"""Installed editions, from when they apply in which area, and how defects of their dates were resolved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class InstalledEdition(models.Model):
    """An edition whose pack was read here. `id` is `measure@edition`; `digest` freezes its bytes."""

    id = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    title = models.CharField("名称", max_length=120)
    installed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "已装办法"


class DateResolution(models.Model):
    """A recorded decision which day a defective date of the text is read as."""

    edition = models.ForeignKey(InstalledEdition, on_delete=models.PROTECT, related_name="resolutions")
    literal = models.CharField("原文写法", max_length=60)
    chosen = models.DateField("采用日期")
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("依据文件", max_length=160)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "日期认定"
        constraints = [models.UniqueConstraint(fields=["edition"], name="one_resolution_per_edition")]


class InForce(models.Model):
    """The days on which an edition applies in an area. `until` is the last day, null if open."""

    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="editions")
    edition = models.ForeignKey(InstalledEdition, on_delete=models.PROTECT, related_name="areas")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    activated_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "施行期间"
        constraints = [
            models.UniqueConstraint(fields=["area", "edition"], name="edition_once_per_area"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="in_force_order"
            ),
        ]
