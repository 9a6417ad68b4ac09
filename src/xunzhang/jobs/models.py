"""The queue: one row for each piece of work, from the moment it is asked for until long after it is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """A piece of work. `key` names it once and for all: the same work is never in the queue twice.

    It is done in strides, each one transaction that also moves `cursor`, `done` and `of` on. A worker holds
    it with `token` until `held_until`; whoever finds that moment past may take it over where it stands.
    """

    STATES = [
        ("waiting", "等待"),
        ("running", "进行中"),
        ("done", "完成"),
        ("failed", "失败"),
        ("cancelled", "已取消"),
    ]

    kind = models.CharField("种类", max_length=40)
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField("名称", max_length=120)
    args = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=STATES, default="waiting")
    cursor = models.JSONField(null=True)
    done = models.PositiveIntegerField("已办", default=0)
    of = models.PositiveIntegerField("共", null=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField("失败次数", default=0)
    fault = models.TextField("最近一次失败", blank=True)
    due_at = models.DateTimeField("最早开始")
    token = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True)
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出")
    ended_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["waiting", "running"]), name="jobs_to_take"
            ),
            models.Index(fields=["state", "-id"], name="jobs_by_state"),
        ]
