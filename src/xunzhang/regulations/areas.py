"""Whether every area has exactly one edition on every day since its first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xunzhang.accounts.models import Area
from xunzhang.regulations.models import InForce

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Flaw:
    """Days of an area with no edition (`editions` empty) or with several. `until` None: from then on."""

    area: str
    since: date
    until: date | None
    editions: tuple[str, ...]

    def __str__(self) -> str:
        days = f"{self.since} 至 {self.until}" if self.until else f"{self.since} 起"
        what = f"同时施行 {'、'.join(self.editions)}" if self.editions else "没有施行中的办法"
        return f"{self.area}：{days} {what}"


def flaws(today: date) -> Iterator[Flaw]:
    """What is wrong in any area, by area and day. An area in which nothing was put in force is one gap."""
    rows = InForce.objects.select_related("edition__repeal").order_by("since", "edition_id")
    for area in Area.objects.order_by("code"):
        yield from _of_area(
            f"{area.name}（{area.code}）", [row for row in rows if row.area_id == area.pk], today
        )


def _of_area(name: str, rows: Sequence[InForce], today: date) -> Iterator[Flaw]:
    """Between two days on which something begins or ends, the same editions apply throughout."""
    if not rows:
        yield Flaw(name, today, None, ())
        return
    ended = {row.last + DAY for row in rows if row.last and row.last >= row.since}
    begins = {row.since for row in rows} | ended
    turns = sorted(begins)
    for since, following in zip(turns, [*turns[1:], None], strict=True):
        running = [row for row in rows if row.since <= since and (row.last is None or since <= row.last)]
        if len(running) != 1:
            until = following - DAY if following else None
            yield Flaw(name, since, until, tuple(row.edition_id for row in running))
