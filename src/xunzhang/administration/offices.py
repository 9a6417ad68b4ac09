"""Writing areas, organisations, and who exercises which role. Each act is one transaction with its entry."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from xunzhang.accounts.models import Area, Organisation, Person, RoleBinding
from xunzhang.administration.errors import NotPossible
from xunzhang.administration.queries import roles
from xunzhang.journal.services import SYSTEM, record


@transaction.atomic
def add_area(*, code: str, name: str, actor: Person, now: datetime, is_sandbox: bool = False) -> Area:
    """A new area, for ever real or for trying drafts (`is_sandbox`). Raises NotPossible for a code in use."""
    if found := Area.objects.filter(code=code).first():
        raise NotPossible(f"区划代码 {code} 已是“{found.name}”")
    area = Area.objects.create(code=code, name=name, is_sandbox=is_sandbox)
    said = {"name": name, "code": code, "kind": "试用区" if is_sandbox else "区域"}
    record(stream=SYSTEM, verb="area.added", actor=actor, at=now, data=said)
    return area


@transaction.atomic
def rename_area(*, area: Area, name: str, actor: Person, now: datetime) -> None:
    if area.name == name:
        return
    said = {"name": area.name, "code": area.code, "change": f"改名为“{name}”"}
    Area.objects.filter(pk=area.pk).update(name=name)
    record(stream=SYSTEM, verb="area.changed", actor=actor, at=now, data=said)


def add_organisation(
    *, area: Area, name: str, parent: Organisation | None, actor: Person, now: datetime
) -> Organisation:
    """A unit or an office. Raises NotPossible if the area has one of this name."""
    try:
        with transaction.atomic():
            made = Organisation.objects.create(area=area, name=name, parent=parent)
            said = {"name": name, "area": area.name, "parent": parent.name if parent else None}
            record(stream=SYSTEM, verb="organisation.added", actor=actor, at=now, data=said)
    except IntegrityError:
        raise NotPossible(f"{area.name}已有名为“{name}”的机构") from None
    return made


def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    parent: Organisation | None,
    is_active: bool,
    actor: Person,
    now: datetime,
) -> None:
    """Rename, move under another body, close or reopen.

    Raises NotPossible for a circle of bodies, a name twice, or one closed that still has roles or people.
    """
    changes = _changes(organisation, name, parent, is_active)
    if not changes:
        return
    _check_parent(organisation, parent)
    if organisation.is_active and not is_active:
        _check_closing(organisation)
    try:
        with transaction.atomic():
            said = {"name": organisation.name, "change": "、".join(changes)}
            Organisation.objects.filter(pk=organisation.pk).update(
                name=name, parent=parent, is_active=is_active
            )
            record(stream=SYSTEM, verb="organisation.changed", actor=actor, at=now, data=said)
    except IntegrityError:
        raise NotPossible(f"同一区域已有名为“{name}”的机构") from None


@transaction.atomic
def bind_role(*, area: Area, role: str, organisation: Organisation, actor: Person, now: datetime) -> None:
    """Let an organisation exercise a role in an area. Raises NotPossible for a role that no edition knows."""
    known = roles().get(role)
    if known is None:
        raise NotPossible("已装的办法里没有这个角色，不能绑定")
    if known.role.holder == "unit":
        raise NotPossible(f"{known.role.title}就是项目的申报单位，不用绑定")
    if known.role.resolves:
        raise NotPossible(f"{known.role.title}按每个项目转给别的角色，不用绑定")
    _, is_new = RoleBinding.objects.get_or_create(area=area, role=role, organisation=organisation)
    if not is_new:
        raise NotPossible(f"{organisation.name}已经担任{area.name}的{known.role.title}")
    said = {"area": area.name, "role": known.role.title, "code": role, "organisation": organisation.name}
    record(stream=SYSTEM, verb="role.bound", actor=actor, at=now, data=said)


@transaction.atomic
def unbind_role(*, binding: RoleBinding, actor: Person, now: datetime) -> None:
    """End a binding. Turns that the organisation was given stay with it."""
    known = roles().get(binding.role)
    said = {
        "area": binding.area.name,
        "role": known.role.title if known else binding.role,
        "code": binding.role,
        "organisation": binding.organisation.name,
    }
    binding.delete()
    record(stream=SYSTEM, verb="role.unbound", actor=actor, at=now, data=said)


def _changes(
    organisation: Organisation, name: str, parent: Organisation | None, is_active: bool
) -> list[str]:
    """What a change comes to, in Chinese."""
    found = [f"改名为“{name}”"] if organisation.name != name else []
    if organisation.parent != parent:
        found.append(f"上级改为{parent.name}" if parent else "不再有上级")
    if organisation.is_active != is_active:
        found.append("启用" if is_active else "停用")
    return found


def _check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    """A body does not belong to itself or to one of its own parts."""
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise NotPossible(f"{parent}是{organisation.name}自己或它的下级，不能作上级")
        above = above.parent


def _check_closing(organisation: Organisation) -> None:
    """A closed organisation leaves no role without an owner and nobody without a post."""
    bindings = organisation.bindings.count()
    if bindings:
        raise NotPossible(f"{organisation.name}还担任 {bindings} 个角色，请先在“角色”里改由别的机构担任")
    people = organisation.posts.filter(person__is_active=True).values("person").distinct().count()
    if people:
        raise NotPossible(f"还有 {people} 人在{organisation.name}任职，请先撤去他们的岗位")
