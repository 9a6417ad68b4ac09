"""Writing people and their posts. Each act is one transaction with its journal entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from xunzhang.accounts.models import FeedKey, Organisation, Person, Post
from xunzhang.administration.errors import NotPossible
from xunzhang.administration.queries import acting_roles, role_titles
from xunzhang.journal.services import SYSTEM, record

LAST_ADMIN = "至少要有一名启用的系统管理员；请先把另一个人设为系统管理员"


def add_person(
    *, username: str, name: str, password: str, is_admin: bool, actor: Person, now: datetime
) -> Person:
    """A person who may sign in. Raises NotPossible for a taken account or a weak password."""
    _check_password(password, Person(username=username, name=name))
    try:
        with transaction.atomic():
            person = Person.objects.create_person(
                username=username, name=name, password=password, is_admin=is_admin
            )
            said = {"name": name, "username": username, "is_admin": is_admin}
            record(stream=SYSTEM, verb="person.added", actor=actor, at=now, data=said)
    except IntegrityError:
        raise NotPossible(f"账号“{username}”已经有人用，请换一个") from None
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    name: str,
    is_active: bool,
    is_admin: bool,
    actor: Person,
    now: datetime,
    email: str | None = None,
) -> None:
    """Rename, deactivate or take back, make an administrator or not, give an address (None: as it is).

    Raises NotPossible for the last administrator. Who is deactivated loses the feed's address too.
    """
    held = (
        Person.objects.select_for_update().filter(is_admin=True, is_active=True).values_list("pk", flat=True)
    )
    others = [pk for pk in held if pk != person.pk]
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.is_admin and locked.is_active and not (is_admin and is_active) and not others:
        raise NotPossible(LAST_ADMIN)
    email = locked.email if email is None else email
    changes = _changes(locked, name, is_active, is_admin) + _moved(locked.email, email)
    if not changes:
        return
    locked.name, locked.is_active, locked.is_admin, locked.email = name, is_active, is_admin, email
    locked.save(update_fields=["name", "is_active", "is_admin", "email"])
    if not is_active:
        FeedKey.objects.filter(person=locked).delete()
    _changed(locked, "、".join(changes), actor, now)


@transaction.atomic
def give_email(*, person: Person, email: str, actor: Person, now: datetime) -> None:
    """Where letters to a person go, "" for nowhere."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    changes = _moved(locked.email, email)
    if changes:
        Person.objects.filter(pk=locked.pk).update(email=email)
        _changed(locked, "本人" + "、".join(changes), actor, now)


@transaction.atomic
def reset_password(*, person: Person, password: str, actor: Person, now: datetime) -> None:
    """Give a new password, end the person's sessions and lift a lock. Raises NotPossible if it is weak."""
    _check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    unlock(username=person.username)
    own = person.pk == actor.pk
    _changed(person, "本人修改密码" if own else "重设密码", actor, now)


@transaction.atomic
def give_post(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    actor: Person,
    now: datetime,
    is_leader: bool = False,
) -> Post:
    """Let a person exercise a role in an organisation, perhaps as its leader.

    Raises NotPossible if the role is unknown or given already.
    """
    if role not in acting_roles():
        raise NotPossible("已装的办法里没有这个可以担任的角色")
    titles = role_titles(organisation.area_id)
    post, is_new = Post.objects.get_or_create(
        person=person, organisation=organisation, role=role, defaults={"is_leader": is_leader}
    )
    if not is_new:
        raise NotPossible(f"{person.name}已经担任{organisation.name}的{titles[role]}")
    record(stream=SYSTEM, verb="post.given", actor=actor, at=now, data=_said(post, titles))
    return post


@transaction.atomic
def take_post(*, post: Post, actor: Person, now: datetime) -> None:
    """End a post. What was done in it stays as it is."""
    said = _said(post, role_titles(post.organisation.area_id))
    post.delete()
    record(stream=SYSTEM, verb="post.taken", actor=actor, at=now, data=said)


def _said(post: Post, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "name": post.person.name,
        "username": post.person.username,
        "organisation": post.organisation.name,
        "role": titles.get(post.role, post.role) + ("（负责人）" if post.is_leader else ""),
        "code": post.role,
    }


def _changes(person: Person, name: str, is_active: bool, is_admin: bool) -> list[str]:
    """What a change comes to, in Chinese."""
    found = [f"姓名由“{person.name}”改为“{name}”"] if person.name != name else []
    if person.is_active != is_active:
        found.append("启用" if is_active else "停用")
    if person.is_admin != is_admin:
        found.append("设为系统管理员" if is_admin else "不再是系统管理员")
    return found


def _moved(was: str, email: str) -> list[str]:
    """The journal never forgets, so it is not told the address itself."""
    if was == email:
        return []
    return ["删去邮箱" if not email else "改邮箱" if was else "登记邮箱"]


def _changed(person: Person, change: str, actor: Person, now: datetime) -> None:
    said = {"name": person.name, "username": person.username, "change": change}
    record(stream=SYSTEM, verb="person.changed", actor=actor, at=now, data=said)


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise NotPossible("".join(fault.messages)) from fault
