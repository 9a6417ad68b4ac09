"""From notices to other systems: which hooks hear of what, the body they get, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac

from xunzhang.jobs.services import enqueue
from xunzhang.letters import wire
from xunzhang.letters.models import Hook, Push
from xunzhang.letters.writing import whole
from xunzhang.notices.models import Notice
from xunzhang.notices.services import tell_admins
from xunzhang.notices.telling import Line, line
from xunzhang.notices.veiled import is_for_everybody
from xunzhang.web.words import article_text

LONG = timedelta(days=3)
"""After so long without one success a hook stands still."""


def push(batch: Sequence[Notice], now: datetime) -> None:
    """Make what the hooks shall hear of these notices. One query for the hooks, two for each message."""
    hooks = list(Hook.objects.filter(is_active=True))
    if not hooks:
        return
    for each in batch:
        for hook in hooks:
            if wants(hook, each):
                told = line(each, now.date())
                make(hook, f"notice/{each.pk}/hook/{hook.pk}", told.title, body(told), now)


def wants(hook: Hook, notice: Notice) -> bool:
    """Whether a hook hears of a notice: of its kinds, of its area or to its organisation, and no secret."""
    if notice.project is None or notice.kind not in hook.kinds or not is_for_everybody(notice):
        return False
    if hook.area_id is not None:
        return notice.project.area_id == hook.area_id
    return notice.organisation_id == hook.organisation_id


def body(told: Line) -> dict[str, Any]:
    """What a notice says to other systems (docs/push.schema.json)."""
    notice, project = told.notice, told.notice.project
    assert project
    return {
        "kind": notice.kind,
        "kind_title": told.kind.title,
        "title": told.title,
        "words": told.words,
        "articles": [article_text(each.cite) for each in told.articles],
        "day": _text(notice.day),
        "at": notice.at.isoformat(),
        "leaders_only": notice.leaders_only,
        "organisation": str(notice.organisation),
        "project": {
            "code": project.code,
            "name": project.name,
            "unit": str(project.unit),
            "area": project.area_id,
            "trial": project.area.is_sandbox,
        },
        "url": whole(told.url),
    }


def make(hook: Hook, key: str, title: str, said: dict[str, Any], now: datetime) -> None:
    """Write a message and ask for it to be sent, once under this key."""
    delivery = str(uuid5(NAMESPACE_URL, whole(f"/{key}")))
    text = json.dumps({"delivery": delivery, **said}, ensure_ascii=False)
    made = Push(key=key, hook=hook, delivery=delivery, title=title[:200], body=text, made_at=now)
    Push.objects.bulk_create([made], ignore_conflicts=True)
    ask(hook, key, now)


def ask(hook: Hook, key: str, now: datetime, again: str = "") -> None:
    enqueue(
        kind="push", key=f"push/{key}{again}", args={"key": key}, title=f"推送到{hook.title}"[:120], now=now
    )


def secret_of(hook: Hook) -> str:
    """What both sides know: derived from the key of the site, so that no table holds it."""
    return salted_hmac("xunzhang.letters.hook", hook.nonce, algorithm="sha256").hexdigest()


def deliver(made: Push, now: datetime) -> wire.Answer:
    """Send one message. Raises wire.NotAllowed or wire.NoAnswer."""
    timestamp, content = str(int(now.timestamp())), made.body.encode()
    signed = wire.signature(secret_of(made.hook), timestamp, content)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "xunzhang",
        "X-Xunzhang-Delivery": made.delivery,
        "X-Xunzhang-Timestamp": timestamp,
        "X-Xunzhang-Signature": f"sha256={signed}",
    }
    return wire.send(made.hook.address, content, headers)


@transaction.atomic
def missed(made: Push, fault: str, answer: wire.Answer | None, now: datetime) -> None:
    """Keep that an attempt failed, although the queue will try again; too long, and the hook stands still."""
    made.miss(fault[:400], now)
    made.status, made.excerpt = _said(answer)
    made.save(update_fields=["attempts", "fault", "status", "excerpt", "state", "ended_at"])
    hook = Hook.objects.select_for_update().get(pk=made.hook_id)
    if hook.failing_since is None:
        Hook.objects.filter(pk=hook.pk).update(failing_since=now)
    elif hook.is_active and now - hook.failing_since >= LONG:
        _stop(hook, fault, now)


@transaction.atomic
def reached(made: Push, answer: wire.Answer, now: datetime) -> None:
    """Keep that a message arrived."""
    status, said = _said(answer)
    Push.objects.filter(pk=made.pk).update(
        state="sent", fault="", attempts=made.attempts + 1, status=status, excerpt=said, ended_at=now
    )
    Hook.objects.filter(pk=made.hook_id).update(failing_since=None)


@transaction.atomic
def given_up(made: Push, state: str, fault: str, now: datetime) -> None:
    """Keep that a message will not be sent (any more)."""
    Push.objects.filter(pk=made.pk).update(state=state, fault=fault[:400], ended_at=now)


def _stop(hook: Hook, fault: str, now: datetime) -> None:
    Hook.objects.filter(pk=hook.pk).update(is_active=False, stopped_at=now)
    tell_admins(
        key=f"hook/{hook.pk}/{now.isoformat()}",
        text=f"推送“{hook.title}”连续 {LONG.days} 天没有一次送达，已停用。最近一次：{fault}",
        address=f"/admin/hooks/{hook.pk}/",
        now=now,
    )


def _said(answer: wire.Answer | None) -> tuple[int | None, str]:
    return (answer.status, answer.excerpt) if answer else (None, "")


def _text(day: date | None) -> str | None:
    return str(day) if day else None
