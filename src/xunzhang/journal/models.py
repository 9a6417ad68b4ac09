"""The audit journal: append-only, one hash chain per stream."""

from __future__ import annotations

from django.db import models


class Chain(models.Model):
    """The head of one stream's chain, so that a cut-off tail is noticed. One stream per project."""

    stream = models.CharField(max_length=40, primary_key=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act. `digest` covers every other column and the digest before it. Rows never change (triggers)."""

    stream = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    actor_words = models.CharField(max_length=160)
    data = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="entry_once")]
        indexes = [models.Index(fields=["-at", "-id"], name="entry_newest")]
