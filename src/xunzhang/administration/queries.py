"""Reading what the administrator looks after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from xunzhang.accounts.models import Area, Organisation, Person, Post, RoleBinding
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Role
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InstalledEdition
from xunzhang.regulations.telling import articles
from xunzhang.web.shapes import Article, Tab

PLACES = (
    ("人员", "administration:index"),
    ("机构", "administration:organisations"),
    ("角色", "administration:roles"),
    ("区域", "administration:areas"),
    ("工作日历", "procedures:calendar"),
    ("后台任务", "jobs:queue"),
    ("投递记录", "letters:letters"),
    ("推送", "letters:hooks"),
    ("日志核验", "journal:check"),
)
OWN_PLACES = (("修改密码", "administration:own_password"), ("通知设置", "notices:settings"))
HOLDERS = {
    "unit": "项目申报单位自己",
    "area": "本区域的部门",
    "higher": "上级单位",
    "outside": "外部机构",
}


def tabs(here: str) -> tuple[Tab, ...]:
    """The places of administration."""
    return tuple(Tab(title=title, url=reverse(name), here=name == here) for title, name in PLACES)


def own_tabs(here: str) -> tuple[Tab, ...]:
    """What everybody sets for themselves."""
    return tuple(Tab(title=title, url=reverse(name), here=name == here) for title, name in OWN_PLACES)


@dataclass(frozen=True)
class AreaLine:
    """An area with its organisations counted and the editions in force there, by name and first day."""

    area: Area
    offices: int
    laws: tuple[tuple[str, str, date], ...]

    @property
    def level(self) -> str:
        """What its code says: the last four or two figures of a province or a city are zeros."""
        code = self.area.code
        return "省级" if code.endswith("0000") else "市级" if code.endswith("00") else "县级"


def area_lines() -> tuple[AreaLine, ...]:
    """Every area. Two queries."""
    found = Area.objects.annotate(offices=Count("organisations")).order_by("code")
    return tuple(
        AreaLine(
            area,
            area.offices,
            tuple((_name(row.edition_id), row.edition_id, row.since) for row in area.editions.all()),
        )
        for area in found.prefetch_related("editions")
    )


def _name(identity: str) -> str:
    known = identity in catalogue.available()
    return catalogue.edition(identity).name if known else identity


def editions(area: str | None = None) -> Iterator[Edition]:
    """The installed editions whose packs are still there. One query.

    Those of the area come first, then those in force anywhere, then the others, the newest of each first.
    """
    present = set(catalogue.available())
    own = Count("areas", filter=Q(areas__area=area))
    found = InstalledEdition.objects.annotate(own=own, used=Count("areas"))
    for identity in found.order_by("-own", "-used", "-installed_at", "-id").values_list("id", flat=True):
        if identity in present:
            yield catalogue.edition(identity)


@dataclass(frozen=True)
class KnownRole:
    """A role of the installed editions, with the first edition that knows it."""

    code: str
    edition: Edition
    role: Role

    @property
    def holder(self) -> str:
        return HOLDERS[self.role.holder]

    @property
    def articles(self) -> tuple[Article, ...]:
        return articles(self.edition, self.role.cites)


def roles(area: str | None = None) -> dict[str, KnownRole]:
    """Every role that an installed edition knows, by code, in the words of the area's own edition."""
    found: dict[str, KnownRole] = {}
    for edition in editions(area):
        for code, role in edition.roles.items():
            found.setdefault(code, KnownRole(code, edition, role))
    return found


def role_titles(area: str | None = None) -> dict[str, str]:
    """Role code → title, as the edition of the area has it."""
    return {code: known.role.title for code, known in roles(area).items()}


def acting_roles(area: str | None = None) -> dict[str, KnownRole]:
    """The roles that somebody exercises; one that each project hands on to another role is none of them."""
    return {code: known for code, known in roles(area).items() if not known.role.resolves}


def all_titles() -> dict[str, str]:
    """Role code → every title that the installed editions give it, for roles that somebody exercises."""
    found: dict[str, dict[str, None]] = {}
    for edition in editions():
        for code, role in edition.roles.items():
            if not role.resolves:
                found.setdefault(code, {})[role.title] = None
    return {code: "、".join(titles) for code, titles in found.items()}


# -- people --------------------------------------------------------------------------------------


def people(search: str) -> QuerySet[Person]:
    """People with their posts, the active ones first. Two queries when read."""
    found = Person.objects.prefetch_related("posts__organisation").order_by("-is_active", "name", "id")
    for word in search.split()[:8]:
        test = Q(name__icontains=word) | Q(username__icontains=word)
        posted = Person.objects.filter(posts__organisation__name__icontains=word).values("id")
        found = found.filter(test | Q(id__in=posted))
    return found


@dataclass(frozen=True)
class Held:
    """A post as the page of a person shows it. `bound` is False where the office does not hold the role."""

    id: int
    organisation: str
    role: str
    bound: bool


def posts_of(person: Person) -> tuple[Held, ...]:
    """The posts of a person, each in the words of its area. Two queries, and one for each of their areas."""
    known = cache(roles)
    posts = list(person.posts.select_related("organisation").order_by("id"))
    bound = set(
        RoleBinding.objects.filter(organisation__in=[one.organisation_id for one in posts]).values_list(
            "role", "organisation"
        )
    )

    def told(post: Post) -> Held:
        role = known(post.organisation.area_id).get(post.role)
        held = (post.role, post.organisation_id) in bound or (role is not None and role.role.holder == "unit")
        return Held(post.pk, post.organisation.name, role.role.title if role else post.role, held)

    return tuple(told(post) for post in posts)


# -- organisations and roles ---------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """An organisation in the tree; `depth` is how many bodies stand above it."""

    organisation: Organisation
    depth: int
    people: int


def tree() -> tuple[Branch, ...]:
    """All organisations, area by area, each under the body it belongs to. One query."""
    rows = Organisation.objects.select_related("area").order_by("area", "id")
    counted = rows.annotate(people=Count("posts__person", distinct=True))
    children: dict[int | None, list[Organisation]] = {}
    for row in counted:
        children.setdefault(row.parent_id, []).append(row)
    return tuple(_branches(children, None, 0))


def _branches(
    children: dict[int | None, list[Organisation]], parent: int | None, depth: int
) -> Iterator[Branch]:
    for one in children.get(parent, ()):
        yield Branch(one, depth, getattr(one, "people", 0))
        yield from _branches(children, one.pk, depth + 1)


@dataclass(frozen=True)
class Charge:
    """A role with the organisations that exercise it in one area."""

    known: KnownRole
    bindings: tuple[RoleBinding, ...]


def charges(area: Area) -> tuple[Charge, ...]:
    """The roles that need an organisation in this area: those of its own measures, of any while it has none.

    Three queries.
    """
    bound: dict[str, list[RoleBinding]] = {}
    for binding in RoleBinding.objects.filter(area=area).select_related("organisation__area").order_by("id"):
        bound.setdefault(binding.role, []).append(binding)
    own = set(area.editions.values_list("edition", flat=True))
    return tuple(
        Charge(one, tuple(bound.get(code, ())))
        for code, one in acting_roles(area.code).items()
        if one.role.holder != "unit" and (not own or one.edition.id in own or code in bound)
    )
