"""What was sent to whom, when, and why not; and what waits for the letter of the day."""

from __future__ import annotations

from datetime import datetime

from django.db import models

TRIES = 20
"""Attempts of a delivery; with the back-off of the queue they stretch over a day."""


class Delivery(models.Model):
    """Something that leaves the house. `key` makes it once; `fault` is why the last attempt failed."""

    STATES = [("waiting", "待送"), ("sent", "已送达"), ("failed", "未送达"), ("dropped", "不送了")]

    key = models.CharField(max_length=120, unique=True)
    state = models.CharField("状态", max_length=8, choices=STATES, default="waiting")
    attempts = models.PositiveSmallIntegerField("试过", default=0)
    fault = models.CharField("原因", max_length=400, blank=True)
    made_at = models.DateTimeField("写成")
    ended_at = models.DateTimeField("送达或放弃", null=True)

    class Meta:
        abstract = True

    def miss(self, fault: str, now: datetime) -> None:
        """Note an attempt that failed, unsaved: the queue will try again, the last one is the end."""
        self.attempts += 1
        self.fault = fault
        if self.attempts >= TRIES:
            self.state, self.ended_at = "failed", now


class Letter(Delivery):
    """An e-mail to one person. `message_id` stays the same however often it is sent (decision 0009)."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="letters")
    address = models.EmailField("邮箱")
    subject = models.CharField("主题", max_length=200)
    text = models.TextField()
    html = models.TextField()
    message_id = models.CharField(max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "邮件"
        indexes = [models.Index(fields=["state", "-id"], name="letters_by_state")]


class Pending(models.Model):
    """A notice that goes into the person's next letter of the day."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey("notices.Notice", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "待汇总"
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="pending_once")]


class Hook(models.Model):
    """Another system that is told what an area's or an organisation's notices say.

    `kinds` are the kinds of notices that go there. The secret is derived from `nonce` and kept nowhere. It
    stands still (`stopped_at`) when nothing could be delivered for long since `failing_since`.
    """

    title = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=400)
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kinds = models.JSONField(default=list)
    nonce = models.CharField(max_length=32)
    is_active = models.BooleanField("启用", default=True)
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, organisation__isnull=True)
                | models.Q(area__isnull=True, organisation__isnull=False),
                name="hook_of_one",
            )
        ]

    @property
    def of(self) -> str:
        """The area or the organisation whose notices go there."""
        return str(self.area or self.organisation)


class Push(Delivery):
    """One message to a hook. `delivery` and `body` stay the same however often it is sent."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="pushes")
    delivery = models.CharField(max_length=36, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    status = models.PositiveSmallIntegerField("应答", null=True)
    excerpt = models.CharField("应答摘录", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送记录"
        indexes = [models.Index(fields=["hook", "-id"], name="pushes_by_hook")]
