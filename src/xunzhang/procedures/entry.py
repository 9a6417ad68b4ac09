"""A project that was just entered: the deadlines that run from the first day."""

from __future__ import annotations

from datetime import date, datetime

from xunzhang.procedures.work import Work
from xunzhang.projects.models import Project


def reckon(project: Project, now: datetime, today: date) -> None:
    """Reckon what is due and bring the columns of the library in line; no journal entry of its own."""
    work = Work(project.pk, actor=None, now=now, today=today)
    work.settle()
    project.refresh_from_db()
