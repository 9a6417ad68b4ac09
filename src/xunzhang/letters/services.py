"""Keeping what became of letters, and sending one again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from xunzhang.accounts.models import Person
from xunzhang.administration.errors import NotPossible
from xunzhang.jobs.services import enqueue
from xunzhang.journal.services import SYSTEM, record
from xunzhang.letters.models import Letter

OVER = ("sent", "dropped")


@dataclass(frozen=True)
class End:
    """What became of a delivery: a state of Delivery.STATES, with the reason unless it was sent."""

    state: str
    fault: str = ""


def reason_to_drop(letter: Letter) -> str:
    """Why a letter is not to be sent any more, "" if it is."""
    if not settings.EMAIL_HOST:
        return "没有设发信服务器"
    if not letter.person.is_active:
        return "账号已停用"
    return "" if letter.person.email else "邮箱已删去"


def settle(*, key: str, end: End, now: datetime) -> None:
    """Keep how a letter ended. Called in the stride of its job."""
    tried = 0 if end.state == "dropped" else 1
    Letter.objects.filter(key=key).exclude(state__in=OVER).update(
        state=end.state, fault=end.fault, attempts=F("attempts") + tried, ended_at=now
    )


@transaction.atomic
def again(*, letter: Letter, actor: Person, now: datetime) -> None:
    """Let a letter that could not be delivered be tried anew. Raises NotPossible for any other."""
    moved = Letter.objects.filter(pk=letter.pk, state="failed").update(
        state="waiting", attempts=0, ended_at=None
    )
    if not moved:
        raise NotPossible("只有未送达的可以再寄")
    key = f"letter/{letter.key}/{now.isoformat()}"
    enqueue(kind="letter", key=key, args={"key": letter.key}, title=f"再寄给{letter.person.name}", now=now)
    said = {"name": letter.person.name, "subject": letter.subject}
    record(stream=SYSTEM, verb="letter.resent", actor=actor, at=now, data=said)
