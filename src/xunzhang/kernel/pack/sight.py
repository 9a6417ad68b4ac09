"""Records that only some roles see: those who have to do with them are among these."""

from __future__ import annotations

from collections.abc import Mapping

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import Source
from xunzhang.kernel.pack.texts import file_of


def check_sight(edition: Edition, sources: Mapping[str, Source]) -> None:
    """Raises PackError for a role that is not there, and for one that acts on what it may not see."""
    for code, entity in edition.entities.items():
        for role in entity.seen_by:
            if role not in edition.roles:
                raise sources["facts.yaml"].error(f"没有这个角色：“{role}”", ("entities", code, "seen_by"))
        if entity.seen_by:
            _acting(edition, code, sources)


def _acting(edition: Edition, code: str, sources: Mapping[str, Source]) -> None:
    entity = edition.entities[code]
    for name, procedure in edition.procedures.items():
        if code not in (procedure.creates, procedure.about):
            continue
        for role in (*procedure.by, *(by.role for step in procedure.steps.values() for by in step.by)):
            if role not in entity.seen_by:
                title = edition.roles[role].title
                fault = f"{title}办理{entity.title}，要写在 seen_by 里，否则办不了"
                raise sources[file_of(name, sources)].error(fault, (name,))
