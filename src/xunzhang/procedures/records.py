"""What records are called on the pages of cases."""

from __future__ import annotations

from xunzhang.kernel.situation import RecordState
from xunzhang.procedures.queries import Sight
from xunzhang.regulations import telling


def record_title(seen: Sight, record: RecordState) -> str:
    """A record as a clerk knows it: kind, name, day and amount, behind what it belongs to."""
    entity = seen.edition.entities[record.entity]
    names = [name for name in (entity.name, entity.day, entity.amount) if name]
    known = [
        telling.value_text(seen.edition, name, record.facts[name])
        for name in names
        if record.facts.get(name) is not None
    ]
    own = f"{entity.title} {' · '.join(known) or f'编号 {record.id}'}"
    parent = seen.situation.parent(record)
    return f"{record_title(seen, parent)}：{own}" if parent else own
