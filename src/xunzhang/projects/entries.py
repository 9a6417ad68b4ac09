"""What follows the entry of a project. The room that keeps deadlines reckons them; this one calls it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from xunzhang.projects.models import Project

Followed = Callable[[Project, datetime, date], None]
_followed: list[Followed] = []


def speak(followed: Followed) -> None:
    """Name the function that goes on with a new project in the same transaction. Called at the start."""
    _followed[:] = [followed]


def entered(project: Project, now: datetime, today: date) -> None:
    """A project was entered: let its first deadlines be reckoned."""
    for follow in _followed:
        follow(project, now, today)
