"""The pictures of the workbench: counted in the database, each bar leading to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from xunzhang.desk.workbench.scope import YEAR, Scope
from xunzhang.procedures.models import StepRun
from xunzhang.regulations import catalogue
from xunzhang.web import shapes
from xunzhang.web.context import address
from xunzhang.web.words import wan

ROOM, ROW, MOST = 270, 34, 6


@dataclass(frozen=True)
class Strip:
    """A bar under its title, with its place in the drawing."""

    title: str
    text: str
    url: str
    y: int
    bar_y: int
    value_y: int
    width: int
    value_x: int


@dataclass(frozen=True)
class Chart:
    """One picture: bars beside their titles (`bars`) or under them (`strips`), or what to say instead."""

    title: str
    note: str
    url: str
    label: str
    empty: str
    bars: shapes.BarChart | None = None
    strips: Sequence[Strip] = ()
    height: int = 0


def charts(scope: Scope) -> list[Chart]:
    """Three queries. Only for those who oversee an area."""
    return [phases(scope), on_time(scope), returns(scope)]


def phases(scope: Scope) -> Chart:
    """Projects of each phase: how many, and their money in 万元."""
    rows = scope.projects().values_list("edition", "phase").annotate(Count("id"), Sum("amount"))
    counted: Counter[str] = Counter()
    money: Counter[str] = Counter()
    codes = _phases(scope, [row[0] for row in rows])
    for _, phase, count, total in rows:
        counted[phase] += count
        money[phase] += total or 0
    library = address("projects:library")
    bars = [
        shapes.Bar(
            title=title,
            value=counted[code],
            url=f"{library}?phase={code}" if library else "",
            side=wan(money[code]),
        )
        for code, title in codes.items()
    ]
    label = "各阶段项目：" + "，".join(f"{bar.title} {bar.value} 个 {bar.side} 万元" for bar in bars)
    chart = shapes.BarChart(label=label, bars=bars) if counted else None
    return Chart("各阶段项目", "个数，万元", library, label, "还没有项目。", chart)


def _phases(scope: Scope, used: Iterable[str]) -> dict[str, str]:
    """The phases of the editions that have projects, in their order."""
    editions = [catalogue.edition(identity) for identity in sorted(set(used))]
    return {phase.code: phase.title for edition in editions for phase in edition.regulation.phases}


def on_time(scope: Scope) -> Chart:
    """Of the limits counted in working days that ran out in the last year: how many were kept."""
    counted = scope.where(lambda rule: bool(rule.within and rule.within.working_days))
    late = Q(done_on__gt=F("due_on")) | Q(done_on__isnull=True)
    rows = (
        scope.limits()
        .filter(counted, due_on__gte=scope.today - YEAR)
        .exclude(done_on__isnull=True, due_on__gte=scope.today)
        .values_list("project__edition", "code")
        .annotate(total=Count("id"), missed=Count("id", filter=late))
        .order_by("code")
    )
    page = reverse("desk:limits")
    shares: list[tuple[str, int, str, str]] = []
    for edition, code, total, missed in rows:
        title = catalogue.edition(edition).deadlines[code].title
        share = 100 * (total - missed) // total
        shares.append((title, share, f"{share}%（{total - missed} / {total}）", f"{page}?code={code}"))
    label = "工作日时限按期率：" + "，".join(f"{title} {text}" for title, _, text, _ in shares)
    return _chart(
        "工作日时限按期率",
        "近 12 个月",
        f"{page}?year=1",
        label,
        shares,
        100,
        "近 12 个月没有到期的工作日时限。",
    )


def returns(scope: Scope) -> Chart:
    """Why cases were sent back this year: the phrase of the step in the opinion, else the step."""
    reasons = Counter(reason for reason, _ in returned(scope))
    page = reverse("desk:returns")
    most = reasons.most_common(MOST)
    shares = [
        (reason, count, str(count), f"{page}?{urlencode({'reason': reason})}") for reason, count in most
    ]
    label = "退回原因：" + "，".join(f"{reason} {count} 次" for reason, count in most)
    note = f"{scope.today.year} 年，{reasons.total()} 次"
    top = most[0][1] if most else 1
    return _chart("退回原因", note, page, label, shares, top, f"{scope.today.year} 年没有退回过。")


def returned(scope: Scope) -> list[tuple[str, StepRun]]:
    """This year's steps that sent a case back, newest first, each with its reason. One query."""
    found = frozenset(scope.revising_outcomes())
    runs = StepRun.objects.filter(
        case__project__in=scope.projects(),
        state="done",
        outcome__in={outcome for *_, outcome in found},
        acted_at__date__gte=date(scope.today.year, 1, 1),
    )
    chosen = runs.select_related("case__project__unit", "organisation", "actor").order_by("-acted_at", "-id")
    return [
        (reason_of(run), run)
        for run in chosen
        if (run.case.project.edition_id, run.case.procedure, run.step, run.outcome) in found
    ]


def reason_of(run: StepRun) -> str:
    """The first of the step's phrases that the opinion uses; else which step it was."""
    procedure = catalogue.edition(run.case.project.edition_id).procedures[run.case.procedure]
    step = procedure.steps[run.step]
    used = (phrase for phrase in step.phrases if phrase.rstrip("。") in run.opinion)
    return next(used, f"{procedure.title}·{step.title}").rstrip("。")


def _chart(
    title: str,
    note: str,
    url: str,
    label: str,
    shares: Sequence[tuple[str, int, str, str]],
    full: int,
    empty: str,
) -> Chart:
    strips = [
        Strip(name, text, link, ROW * at + 14, ROW * at + 19, ROW * at + 28, width, width + 6)
        for at, (name, share, text, link) in enumerate(shares[:MOST])
        for width in [max(1, ROOM * share // full)]
    ]
    return Chart(title, note, url, label, empty, None, strips, ROW * max(1, len(strips)) + 4)
