"""What supervision writes itself: circulars as they were issued."""

from __future__ import annotations

from django.db import models


class Circular(models.Model):
    """One circular as issued. `content` holds the rows behind every figure (`circular.drawn`).

    Rows never change (triggers): what is done afterwards is told by the next one.
    """

    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="circulars")
    edition = models.ForeignKey("regulations.InstalledEdition", on_delete=models.PROTECT, related_name="+")
    period = models.CharField("通报时段", max_length=8)
    title = models.CharField("标题", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("序号")
    basis = models.CharField("依据", max_length=200, blank=True)
    opinion = models.TextField("意见和要求", blank=True)
    content = models.JSONField()
    issued_on = models.DateField("发布日")
    issued_at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    person_words = models.CharField("发布人", max_length=160)
    office = models.CharField("发布单位", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        constraints = [
            models.UniqueConstraint(fields=["area", "year", "number"], name="circular_number_once"),
        ]

    @property
    def reference(self) -> str:
        return f"{self.year}年第{self.number}号"
