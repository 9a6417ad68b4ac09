"""What is installed here: the state of each edition on a day, its decisions and where it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from xunzhang.accounts.models import Area
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.pack.validity import STATES, applies_from, permitted
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import DateResolution, InForce, InstalledEdition, Repeal
from xunzhang.regulations.standing import UNREADABLE, Standing, standing


@dataclass(frozen=True)
class Installed:
    """An installed edition with its pack, or with the fault that keeps the pack from being read."""

    id: str
    title: str
    edition: Edition | None
    standing: Standing
    resolution: DateResolution | None
    areas: Sequence[InForce]
    fault: str = ""
    repeal: Repeal | None = None

    @property
    def begins(self) -> date | None:
        """From when it applies at the earliest; None while its date is open, or for a draft."""
        chosen = self.resolution.chosen if self.resolution else None
        return applies_from(self.edition.regulation, chosen) if self.edition else None

    @property
    def may_start(self) -> bool:
        """Whether a first day can be asked for at all; the day itself is judged by the table of states."""
        return self.standing.law == "draft" or self.begins is not None

    @property
    def may_be_repealed(self) -> bool:
        """Whether a repeal can be recorded: it is no draft, and none is known."""
        return self.repeal is None and self.standing.law not in ("", "draft")


def shelf(today: date) -> tuple[Installed, ...]:
    """All installed editions by id. Three queries however many there are."""
    return tuple(_installed(row, today) for row in _rows())


def installed(identity: str, today: date) -> Installed | None:
    """One installed edition, None if there is no such."""
    row = _rows().filter(pk=identity).first()
    return _installed(row, today) if row else None


def open_areas(identity: str) -> list[Area]:
    """The areas in which the edition may still be put in force; a draft only where nothing is real."""
    draft = catalogue.edition(identity).regulation.state == "draft"
    reach = STATES["draft" if draft else "in_force"].activation
    free = Area.objects.exclude(editions__edition=identity).order_by("code")
    return [area for area in free if permitted(reach, trial=area.is_sandbox)]


def _rows() -> QuerySet[InstalledEdition]:
    running = InForce.objects.select_related("area", "activated_by").order_by("since", "area_id")
    decided = DateResolution.objects.select_related("person")
    return (
        InstalledEdition.objects.select_related("repeal__person")
        .prefetch_related(Prefetch("areas", running), Prefetch("resolutions", decided))
        .order_by("id")
    )


def _installed(row: InstalledEdition, today: date) -> Installed:
    resolution = next(iter(row.resolutions.all()), None)
    areas = list(row.areas.all())
    try:
        edition: Edition | None = catalogue.edition(row.pk)
        fault = "" if edition and edition.digest == row.digest else "文件与安装时不同，请换回安装时的文件"
    except PackError as broken:
        edition, fault = None, str(broken)
    repeal: Repeal | None = getattr(row, "repeal", None)
    said = standing(edition, today, resolution, repeal, areas) if edition else UNREADABLE
    return Installed(row.pk, row.title, edition, said, resolution, areas, fault, repeal)
