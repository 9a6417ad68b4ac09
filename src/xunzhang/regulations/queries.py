"""What is installed here: the state of each edition on a day, its decisions and where it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from xunzhang.accounts.models import Area
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import PackError
from xunzhang.regulations import catalogue
from xunzhang.regulations.models import DateResolution, InForce, InstalledEdition


@dataclass(frozen=True)
class Standing:
    """The state of an edition on a day. `state` is a code of web.states, `tone` of the banner."""

    code: str
    word: str
    text: str
    state: str
    tone: str = ""


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

    @property
    def begins(self) -> date | None:
        """From when it applies at the earliest; None while its date is open, or for a draft."""
        if self.edition is None or self.edition.regulation.state == "draft":
            return None
        if self.resolution:
            return self.resolution.chosen
        return self.edition.regulation.effective.date

    @property
    def may_start(self) -> bool:
        """Whether it may be put in force somewhere: its day is known, or it is a draft for trying."""
        draft = self.edition is not None and self.edition.regulation.state == "draft"
        return draft or self.begins is not None


def shelf(today: date) -> tuple[Installed, ...]:
    """All installed editions by id. Three queries however many there are."""
    return tuple(_installed(row, today) for row in _rows())


def installed(identity: str, today: date) -> Installed | None:
    """One installed edition, None if there is no such."""
    row = _rows().filter(pk=identity).first()
    return _installed(row, today) if row else None


def open_areas(identity: str) -> list[Area]:
    """The areas in which the edition may still be put in force; a draft only where nothing is real."""
    free = Area.objects.exclude(editions__edition=identity).order_by("code")
    draft = catalogue.edition(identity).regulation.state == "draft"
    return list(free.filter(is_sandbox=True) if draft else free)


def _rows() -> QuerySet[InstalledEdition]:
    running = InForce.objects.select_related("area", "activated_by").order_by("since", "area_id")
    decided = DateResolution.objects.select_related("person")
    return InstalledEdition.objects.prefetch_related(
        Prefetch("areas", running), Prefetch("resolutions", decided)
    ).order_by("id")


def _installed(row: InstalledEdition, today: date) -> Installed:
    resolution = next(iter(row.resolutions.all()), None)
    areas = list(row.areas.all())
    try:
        edition: Edition | None = catalogue.edition(row.pk)
        fault = "" if edition and edition.digest == row.digest else "文件与安装时不同，请换回安装时的文件"
    except PackError as broken:
        edition, fault = None, str(broken)
    standing = _standing(edition, resolution, areas, today) if edition else _UNREADABLE
    return Installed(row.pk, row.title, edition, standing, resolution, areas, fault)


_UNREADABLE = Standing("unreadable", "读不出", "办法的文件有错或不在了", "fails")


def _standing(
    edition: Edition, resolution: DateResolution | None, areas: Sequence[InForce], today: date
) -> Standing:
    regulation = edition.regulation
    if regulation.state == "draft":
        names = "、".join(each.area.name for each in areas)
        tried = f"{names}在试用，办的都不是真实项目" if names else "只能试算，或在试用区试用"
        text = f"征求意见稿：不能据以办理真实项目；{tried}"
        return Standing("draft", "征求意见稿", text, "unknown", "draft")
    last = regulation.expiry.date
    if last and last < today:
        text = f"{last} 到期：不收新项目，在办的照旧办完并逐个标明"
        return Standing("expired", "已失效", text, "not_applicable", "old")
    begins = resolution.chosen if resolution else regulation.effective.date
    if begins is None:
        fault = "有不止一种读法" if regulation.state == "date_ambiguous" else "没有这一天"
        text = f"施行日期写作“{regulation.effective.text}”，{fault}。登记日期认定之前，本版不能启用"
        return Standing("date_defect", "日期待认定", text, "unknown", "draft")
    return _dated(begins, areas, today)


def _dated(begins: date, areas: Sequence[InForce], today: date) -> Standing:
    running = [each for each in areas if each.since <= today and (each.until is None or each.until >= today)]
    if running:
        names = "、".join(each.area.name for each in running)
        return Standing("in_force", "施行中", f"{names}正按本版办理", "done")
    if any(each.since > today for each in areas):
        return Standing("coming", "尚未施行", f"自 {min(each.since for each in areas)} 起施行", "later")
    if areas:
        return Standing("ended", "已停用", "各区域都已改按新版办理", "not_applicable", "old")
    return Standing("ready", "可启用", f"自 {begins} 起可以施行，还没有区域启用", "ready")
