"""Reading the supervision of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xunzhang.procedures.models import Case
from xunzhang.procedures.queries import history
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue


@dataclass(frozen=True)
class Supervised:
    """The runs of procedures in the last phase of the life, newest first."""

    cases: Sequence[tuple[str, Case]]


def of_project(project: Project) -> Supervised:
    edition = catalogue.edition(project.edition_id)
    last = edition.regulation.phases[-1].code
    titles = {code: each.title for code, each in edition.procedures.items() if each.phase == last}
    return Supervised(
        [(titles[case.procedure], case) for case in history(project) if case.procedure in titles]
    )
