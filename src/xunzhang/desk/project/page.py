"""The project page put together: head, next steps, map, and the tab that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from xunzhang.desk.project import compliance, diary, facts, head, lifemap, limits, next_steps, papers, runs
from xunzhang.desk.project import security as security_
from xunzhang.desk.project.sheet import Sheet
from xunzhang.funds import queries as funds
from xunzhang.kernel.rules import Verdict
from xunzhang.supervision import baseline, progress
from xunzhang.supervision import queries as supervision
from xunzhang.web import shapes

Query = Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """What the template shows. `life` is None on the standing file of a unit or an area."""

    sheet: Sheet
    head: head.Head
    next: next_steps.Next
    life: shapes.LifeMap | None
    life_counts: str
    tabs: Sequence[shapes.Tab]
    tab: str
    template: str
    digest: str


@dataclass(frozen=True)
class _Tab:
    """`count` tells what stands beside the title, with whether it is an alarm; `body` reads the tab."""

    title: str
    body: Callable[[Sheet, Query], dict[str, Any]]
    count: Callable[[Sheet], tuple[str, bool]] = lambda sheet: ("", False)
    everywhere: bool = True


def page(sheet: Sheet, tab: str) -> Page:
    """Raises Http404 for a tab that this project does not have."""
    shown = _shown(sheet)
    if tab not in shown:
        raise Http404("没有这一页")
    whole = sheet.project.level == "project"
    return Page(
        sheet=sheet,
        head=head.head(sheet),
        next=next_steps.next_steps(sheet),
        life=lifemap.life_map(sheet) if whole else None,
        life_counts=lifemap.counts(sheet) if whole else "",
        tabs=[_tab(sheet, code, each, tab) for code, each in shown.items()],
        tab=tab,
        template="funds/project.html" if tab == "money" else f"desk/tabs/{tab}.html",
        digest=diary.last_digest(sheet),
    )


def body(sheet: Sheet, tab: str, query: Query) -> dict[str, Any]:
    """What the open tab shows, by the names that its template uses."""
    return _TABS[tab].body(sheet, query)


def _shown(sheet: Sheet) -> dict[str, _Tab]:
    whole = sheet.project.level == "project"
    found = {code: each for code, each in _TABS.items() if whole or each.everywhere}
    if security_.group() is None:
        found.pop("security", None)
    return found


def _tab(sheet: Sheet, code: str, each: _Tab, here: str) -> shapes.Tab:
    url = reverse("desk:tab", args=[sheet.project.code, code])
    count, alarm = each.count(sheet)
    return shapes.Tab(title=each.title, url=f"{url}#tabs", count=count, here=code == here, alarm=alarm)


def _compliance_count(sheet: Sheet) -> tuple[str, bool]:
    fails = sum(finding.verdict is Verdict.FAILS for finding in sheet.findings)
    return (f"{fails} 不符合", True) if fails else (str(len(sheet.findings)), False)


def _limits_count(sheet: Sheet) -> tuple[str, bool]:
    count = limits.open_count(sheet)
    return (str(count) if count else ""), limits.is_late(sheet)


def _divergence(sheet: Sheet) -> tuple[str, bool]:
    points = sheet.project.divergence if sheet.project.accepted_on is None else None
    return (f"{'多' if points > 0 else '少'}报 {abs(points)}" if points else ""), False


def _newest(query: Query) -> int | None:
    """A page of the journal; what is no number is the newest page."""
    wanted = query.get("newest", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0 else None


_TABS: dict[str, _Tab] = {
    "facts": _Tab("概况", lambda sheet, _: {"facts": facts.facts(sheet)}),
    "procedures": _Tab(
        "手续", lambda sheet, _: {"runs": runs.runs(sheet)}, lambda sheet: (str(len(sheet.submitted)), False)
    ),
    "materials": _Tab(
        "材料",
        lambda sheet, _: {"papers": papers.papers(sheet)},
        lambda sheet: (str(papers.slot_count(sheet)), False),
    ),
    "money": _Tab(
        "资金",
        lambda sheet, _: {"money": funds.money(sheet.project, sheet.situation, sheet.edition, sheet.person)},
        everywhere=False,
    ),
    "deadlines": _Tab("时限", lambda sheet, _: {"limits": limits.limits(sheet)}, _limits_count),
    "compliance": _Tab(
        "合规",
        lambda sheet, query: {"compliance": compliance.compliance(sheet, query.get("open") == "1")},
        _compliance_count,
        everywhere=False,
    ),
    "security": _Tab(
        "安全与数据", lambda sheet, _: {"security": security_.security(sheet)}, everywhere=False
    ),
    "supervision": _Tab(
        "监督",
        lambda sheet, _: {
            "supervision": supervision.of_project(sheet.project, sheet.situation, sheet.edition, sheet.person)
        },
        everywhere=False,
    ),
    "progress": _Tab(
        "进度",
        lambda sheet, _: {
            "standing": progress.standing(sheet.project, sheet.situation, sheet.edition, sheet.phases)
        },
        _divergence,
        everywhere=False,
    ),
    "baseline": _Tab(
        "基线",
        lambda sheet, _: {"base": baseline.base(sheet.project, sheet.situation, sheet.edition)},
        everywhere=False,
    ),
    "journal": _Tab(
        "日志",
        lambda sheet, query: {"diary": diary.diary(sheet, _newest(query))},
        lambda sheet: (str(sheet.entries), False),
    ),
}
