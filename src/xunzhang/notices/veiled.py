"""Notices of what not everybody may know who sees the project: procedures under a veil and their limits."""

from __future__ import annotations

from functools import cache

from django.db.models import Q

from xunzhang.accounts.models import Person
from xunzhang.kernel.veil import veil
from xunzhang.notices.models import Notice
from xunzhang.projects.access import veil_over
from xunzhang.regulations import catalogue


def veiled_from(person: Person) -> Q:
    """The notices that the person must not see, by what their posts do not let them see."""
    test = Q(pk__in=[])
    for identity in catalogue.available():
        hidden = veil_over(person, catalogue.edition(identity)).procedures
        if hidden:
            test |= Q(project__edition=identity, code__in=_codes(identity, hidden))
    return test


def is_for_everybody(notice: Notice) -> bool:
    """Whether a notice about a project may go to whoever sees the project."""
    assert notice.project
    identity = notice.project.edition_id
    return notice.code not in _codes(identity, veil(catalogue.edition(identity), ()).procedures)


@cache
def _codes(identity: str, procedures: frozenset[str]) -> frozenset[str]:
    """These procedures and the limits that they fulfil, as notices name them."""
    limits = catalogue.edition(identity).deadlines.items()
    return procedures | {code for code, rule in limits if rule.procedure in procedures}
