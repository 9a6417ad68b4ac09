"""A notice to an office or a person, who has read it, and how somebody wants to hear of each kind."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Told to everybody of an organisation, to its leaders alone, or to one person (`person`).

    `key` says the same thing only once. `code` is the deadline or procedure it is about, `day` the day it
    names, `text` what a person wrote. `is_posted`: letters and pushes that it asks for have been made.
    """

    KINDS = [
        ("soon", "快到期"),
        ("today", "今天到期"),
        ("late", "已逾期"),
        ("escalated", "逾期未办"),
        ("moved", "期限变动"),
        ("asked", "新送达"),
        ("returned", "退回补正"),
        ("ended", "办结"),
        ("system", "系统"),
    ]

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="notices")
    leaders_only = models.BooleanField("只给负责人", default=False)
    code = models.CharField(max_length=60)
    day = models.DateField(null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    is_posted = models.BooleanField(db_default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        indexes = [
            models.Index(fields=["organisation", "-id"], name="notices_by_office"),
            models.Index(fields=["id"], condition=Q(is_posted=False), name="notices_to_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False, project__isnull=False),
                name="notice_is_to_somebody",
            )
        ]


class Reading(models.Model):
    """A person has seen a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "已读"
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="read_once")]


class Wish(models.Model):
    """How a person wants to hear of a kind of notice; kinds without a row go by their default."""

    MAIL = [("now", "马上寄"), ("digest", "并入每日汇总"), ("none", "不寄")]

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=10, choices=Notice.KINDS)
    in_system = models.BooleanField("系统内", default=True)
    mail = models.CharField("邮件", max_length=8, choices=MAIL)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_wish_per_kind")]
