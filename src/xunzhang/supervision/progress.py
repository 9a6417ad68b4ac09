"""The progress of a project: what is reported beside what evidence speaks for, and every report made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xunzhang.kernel.evidence import Evidence, Part, divergence
from xunzhang.kernel.life import PhaseView
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.situation import RecordState, Situation
from xunzhang.procedures import rows
from xunzhang.projects.models import Project
from xunzhang.projects.summary import spoken_for
from xunzhang.regulations import catalogue, telling
from xunzhang.supervision.names import report_duties, report_entity
from xunzhang.web import shapes
from xunzhang.web.words import wan


@dataclass(frozen=True)
class Share:
    """One part of the evidence in words; `percent` is None where nothing speaks."""

    title: str
    counted: str
    percent: int | None
    meaning: str


@dataclass(frozen=True)
class Report:
    """One report made: its day, the per cent it tells, and whatever else was asked, in words."""

    day: date | None
    percent: int | None
    said: Sequence[str]


@dataclass(frozen=True)
class Standing:
    """What the page shows. `apart` is the difference in words, "" where one side is unknown.

    `days` counts calendar days since the last report, or since the start where there is none.
    """

    begun_on: date | None
    accepted_on: date | None
    reported: int | None
    evidence: int | None
    apart: str
    last_on: date | None
    days: int | None
    asked: bool
    duties: Sequence[tuple[str, tuple[shapes.Article, ...], str]]
    shares: Sequence[Share]
    chart: shapes.BarChart
    reports: Sequence[Report]


def standing(
    project: Project, situation: Situation, edition: Edition, phases: tuple[PhaseView, ...]
) -> Standing:
    """One query: what was handed in."""
    found = spoken_for(edition, situation, phases, rows.given(project.pk))
    last = project.reported_on or project.started_on
    shares = tuple(_shares(found))
    return Standing(
        begun_on=project.started_on,
        accepted_on=project.accepted_on,
        reported=project.reported,
        evidence=found.percent,
        apart=apart(divergence(project.reported, found)),
        last_on=project.reported_on,
        days=(situation.today - last).days if last else None,
        asked=bool(report_entity(edition)),
        duties=tuple(_duties(edition)),
        shares=shares,
        chart=_chart(project.reported, found, shares),
        reports=tuple(_report(edition, record) for record in _made(edition, situation)),
    )


def apart(points: int | None) -> str:
    """多报 12 个百分点; "" where it is not known."""
    if points is None:
        return ""
    if not points:
        return "一致"
    return f"{'多' if points > 0 else '少'}报 {abs(points)} 个百分点"


def _shares(found: Evidence) -> Iterator[Share]:
    yield _share("手续", "项", found.steps, "从开工到竣工验收要办一次的手续，办成的占几成")
    yield _share("资金", "万元", found.money, "累计已付占已签合同总额几成，超过的算满")
    yield _share("材料", "份", found.papers, "这些手续必交的材料，交了的占几成；不适用、可不交的不算")


def _share(title: str, unit: str, part: Part | None, meaning: str) -> Share:
    if part is None:
        return Share(title, "还没有可算的", None, meaning)
    told = [wan(number) if unit == "万元" else str(number) for number in (part.done, part.of)]
    return Share(title, f"{told[0]} / {told[1]} {unit}", part.percent, meaning)


def _chart(reported: int | None, found: Evidence, shares: Sequence[Share]) -> shapes.BarChart:
    known = [("填报", reported), ("证据", found.percent), *((each.title, each.percent) for each in shares)]
    bars = [
        shapes.Bar(title=title, value=max(0, value), text=f"{value}%")
        for title, value in known
        if value is not None
    ]
    label = "，".join(f"{bar.title} {bar.text}" for bar in bars) or "还没有可比的"
    return shapes.BarChart(label=label, bars=bars)


def _duties(edition: Edition) -> Iterator[tuple[str, tuple[shapes.Article, ...], str]]:
    for code in sorted(report_duties(edition.id)):
        rule = edition.deadlines[code]
        yield rule.title, telling.articles(edition, rule.cites), rule.unquantified or ""


def _made(edition: Edition, situation: Situation) -> list[RecordState]:
    """The reports, newest first."""
    entity = report_entity(edition)
    return list(reversed(list(situation.live(entity)))) if entity else []


def _report(edition: Edition, record: RecordState) -> Report:
    named = catalogue.vocabulary().progress
    leading = edition.facts[named.reported].derived if named else None
    percent = record.facts.get(leading.latest) if leading and leading.latest else None
    entity = edition.entities[record.entity]
    day = record.facts.get(entity.day or "")
    shown = {entity.day, leading.latest if leading else None}
    return Report(
        day=day if isinstance(day, date) else None,
        percent=percent if isinstance(percent, int) else None,
        said=tuple(
            f"{edition.facts[name].title}：{telling.value_text(edition, name, value)}"
            for name, value in record.facts.items()
            if value is not None and name not in shown
        ),
    )
