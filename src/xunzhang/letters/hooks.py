"""Writing the hooks of areas and organisations. Each act is one transaction with its journal entry."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.administration.errors import NotPossible
from xunzhang.journal.services import SYSTEM, record
from xunzhang.letters import pushing, wire
from xunzhang.letters.models import Hook, Push
from xunzhang.letters.writing import whole


@transaction.atomic
def add(
    *,
    title: str,
    address: str,
    area: Area | None,
    organisation: Organisation | None,
    kinds: Sequence[str],
    actor: Person,
    now: datetime,
) -> Hook:
    """A new hook of an area or of an organisation. Raises NotPossible for an address that is not allowed."""
    _check(address)
    made = Hook.objects.create(
        title=title,
        address=address,
        area=area,
        organisation=organisation,
        kinds=list(kinds),
        nonce=secrets.token_hex(16),
    )
    _record("hook.added", made, actor, now)
    return made


@transaction.atomic
def change(
    *,
    hook: Hook,
    title: str,
    address: str,
    kinds: Sequence[str],
    is_active: bool,
    actor: Person,
    now: datetime,
) -> None:
    """Rename, send elsewhere, send other kinds, stop or go on. Raises NotPossible for a wrong address."""
    held = Hook.objects.select_for_update().get(pk=hook.pk)
    if address != held.address:
        _check(address)
    found = [f"改名为“{title}”"] if title != held.title else []
    found += ["改地址"] if address != held.address else []
    found += ["改种类"] if list(kinds) != held.kinds else []
    found += ["启用" if is_active else "停用"] if is_active != held.is_active else []
    if not found:
        return
    again = is_active and not held.is_active
    Hook.objects.filter(pk=hook.pk).update(
        title=title,
        address=address,
        kinds=list(kinds),
        is_active=is_active,
        stopped_at=None if is_active else held.stopped_at or now,
        failing_since=None if again else held.failing_since,
    )
    _record("hook.changed", held, actor, now, "、".join(found))


@transaction.atomic
def renew(*, hook: Hook, actor: Person, now: datetime) -> None:
    """A new secret; what is signed with the old one is worth nothing from now on."""
    Hook.objects.filter(pk=hook.pk).update(nonce=secrets.token_hex(16))
    _record("hook.changed", hook, actor, now, "换密钥")


@transaction.atomic
def test(*, hook: Hook, actor: Person, now: datetime) -> None:
    """Send a message that tells of nothing. Raises NotPossible for a hook that stands still."""
    if not hook.is_active:
        raise NotPossible("推送已停用，启用以后才能测试")
    said = {"kind": "test", "kind_title": "测试", "at": now.isoformat(), "url": whole("/")}
    pushing.make(hook, f"test/{hook.pk}/{now.isoformat()}", "测试", said, now)
    _record("hook.changed", hook, actor, now, "发测试")


@transaction.atomic
def again(*, push: Push, actor: Person, now: datetime) -> None:
    """Send a message once more, with its own number and words. Raises NotPossible while it is on its way."""
    moved = (
        Push.objects.filter(pk=push.pk)
        .exclude(state="waiting")
        .update(state="waiting", attempts=0, ended_at=None)
    )
    if not moved:
        raise NotPossible("这一条还在路上，不用重发")
    pushing.ask(push.hook, push.key, now, f"/{now.isoformat()}")
    _record("hook.changed", push.hook, actor, now, f"重发“{push.title}”（{push.delivery}）")


def _check(address: str) -> None:
    """Raises NotPossible for an address to which nothing may be sent, or that nobody knows."""
    try:
        wire.places(wire.split(address))
    except (wire.NotAllowed, wire.NoAnswer) as fault:
        raise NotPossible(str(fault)) from fault


def _record(verb: str, hook: Hook, actor: Person, now: datetime, change: str = "") -> None:
    """The host alone: the rest of an address may be as secret as a key."""
    host = wire.split(hook.address).hostname
    said = {"name": hook.title, "of": hook.of, "host": host, "kinds": hook.kinds, "change": change}
    record(stream=SYSTEM, verb=verb, actor=actor, at=now, data=said)
