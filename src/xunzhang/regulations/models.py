"""Installed editions, from when they apply in which area, and how defects of their dates were resolved."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q, QuerySet


class InstalledEdition(models.Model):
    """An edition whose pack was read here. `id` is `measure@edition`; `digest` freezes its bytes."""

    id = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    title = models.CharField("名称", max_length=120)
    installed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "已装办法"

    @property
    def repealed_on(self) -> date | None:
        """From which day it is repealed. Ask with `select_related("repeal")`."""
        found: Repeal | None = getattr(self, "repeal", None)
        return found.since if found else None


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


class Repeal(models.Model):
    """From which day an edition is repealed: as `by`, another edition, says, or as recorded here."""

    edition = models.OneToOneField(InstalledEdition, on_delete=models.PROTECT, related_name="repeal")
    since = models.DateField("废止日")
    document = models.CharField("依据文件", max_length=160)
    reason = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(InstalledEdition, on_delete=models.PROTECT, null=True, related_name="repeals")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "废止"


class OfficeText(models.Model):
    """The office's own text of an edition, as an administrator imported it.

    `articles` has the paragraphs of each article by its number: [{"text": …, "items": […]}]. A text that was
    replaced or removed stays as a line of history, without its words.
    """

    ENDS = [("replaced", "换成新的"), ("removed", "撤下")]

    edition = models.ForeignKey(InstalledEdition, on_delete=models.PROTECT, related_name="texts")
    filename = models.CharField("文件名", max_length=160)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    count = models.PositiveSmallIntegerField("条数")
    articles = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    end = models.CharField("去向", max_length=8, choices=ENDS, blank=True)
    ended_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的原文"
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(ended_at__isnull=True), name="one_text_of_an_edition"
            )
        ]


class InForceDays(QuerySet["InForce"]):
    """Which editions apply where."""

    def on(self, day: date) -> InForceDays:
        """Those that apply on a day: begun, not ended, and not repealed."""
        open_ = Q(until__isnull=True) | Q(until__gte=day)
        standing = Q(edition__repeal__isnull=True) | Q(edition__repeal__since__gt=day)
        return self.filter(open_, standing, since__lte=day)


class InForce(models.Model):
    """The days on which an edition applies in an area. `until` is the last day, null if open.

    `last` is asked for with `select_related("edition__repeal")`: a repeal may end it earlier.
    """

    objects = InForceDays.as_manager()

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

    @property
    def last(self) -> date | None:
        """The last day: `until`, or the day before the edition is repealed. None while it is open."""
        repealed = self.edition.repealed_on
        days = (self.until, repealed - timedelta(days=1) if repealed else None)
        return min((day for day in days if day), default=None)


class HolidayNotice(models.Model):
    """Days off and make-up working days as an administrator read them from a notice (or a table).

    `days` has what it names: {"2027-01-01": [worked, why]}; `whole`: it arranges the year, so other days of
    it are ordinary. It counts from `confirmed_at` until `ended_at`, a later one over an earlier one. Rows
    stay: one that ended without counting was discarded, one that counted was taken back.
    """

    year = models.PositiveSmallIntegerField("年份")
    whole = models.BooleanField("全年安排")
    title = models.CharField("名称", max_length=160)
    number = models.CharField("文号", max_length=60, blank=True)
    source = models.CharField("来源", max_length=160)
    text = models.TextField("原文")
    days = models.JSONField()
    digest = models.CharField(max_length=64)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField("撤回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(confirmed_at__isnull=False, ended_at__isnull=True),
                name="notices_that_count",
            )
        ]
