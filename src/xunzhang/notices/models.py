"""A notice to an office about a project, and who has read it."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """Told to everybody of an organisation, or to its leaders alone. `key` says the same thing only once.

    `code` is the deadline or procedure it is about, `day` the day it names, `text` what a person wrote.
    """

    KINDS = [
        ("soon", "快到期"),
        ("today", "今天到期"),
        ("late", "已逾期"),
        ("escalated", "逾期未办"),
        ("moved", "期限变动"),
        ("returned", "退回补正"),
        ("ended", "办结"),
    ]

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="notices"
    )
    leaders_only = models.BooleanField("只给负责人", default=False)
    code = models.CharField(max_length=60)
    day = models.DateField(null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        indexes = [models.Index(fields=["organisation", "-id"], name="notices_by_office")]


class Reading(models.Model):
    """A person has seen a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "已读"
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="read_once")]
