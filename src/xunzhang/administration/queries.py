"""Reading what the administrator looks after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Role
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import InstalledEdition


def editions() -> Iterator[Edition]:
    """The installed editions whose packs are still there, newest first. One query."""
    present = set(catalogue.available())
    for identity in InstalledEdition.objects.order_by("-installed_at", "-id").values_list("id", flat=True):
        if identity in present:
            yield catalogue.edition(identity)


@dataclass(frozen=True)
class KnownRole:
    """A role of the installed editions, with the first edition that knows it."""

    code: str
    edition: Edition
    role: Role


def roles() -> dict[str, KnownRole]:
    """Every role that an installed edition knows, by code, in the order of the packs."""
    found: dict[str, KnownRole] = {}
    for edition in editions():
        for code, role in edition.roles.items():
            found.setdefault(code, KnownRole(code, edition, role))
    return found


def role_titles() -> dict[str, str]:
    """Role code → title."""
    return {code: known.role.title for code, known in roles().items()}
