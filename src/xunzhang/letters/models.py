"""What was sent to whom, when, and why not; and what waits for the letter of the day."""

from __future__ import annotations

from django.db import models


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
