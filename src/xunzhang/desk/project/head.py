"""The head of a project page: what it is, its figures, its next day, and how it stands with the articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xunzhang.desk.project.sheet import Sheet
from xunzhang.kernel.pack.citation import chinese_numeral
from xunzhang.kernel.rules import Verdict
from xunzhang.regulations import catalogue, telling
from xunzhang.regulations.standing import over
from xunzhang.web import shapes
from xunzhang.web.words import day_text

TOLD = ("activity", "system_category", "funding_source", "hosting")


@dataclass(frozen=True)
class Head:
    """What stands above everything else. `share` is the part of the contract paid, in per cent."""

    words: tuple[str, ...]
    phase: str
    place: str
    amount: int | None
    amount_title: str
    contract: int | None
    paid: int | None
    share: str
    due_on: date | None
    due_title: str
    weekday: str
    days_left: int | None
    fails: int
    unknown: int
    holds: int
    banners: tuple[shapes.Banner, ...]


def head(sheet: Sheet) -> Head:
    """The figures come from the same columns as the library's; a sum over no records is no figure."""
    project = sheet.project
    verdicts = [finding.verdict for finding in sheet.findings]
    title, amount = _amount(sheet)
    phase, place = _phase(sheet)
    return Head(
        words=tuple(_words(sheet)),
        phase=phase,
        place=place,
        amount=amount,
        amount_title=title,
        contract=project.contract_amount or None,
        paid=project.paid_amount or None,
        share=_share(project.paid_amount, project.contract_amount),
        due_on=project.next_due,
        due_title=project.next_due_title,
        weekday=day_text(project.next_due)[11:] if project.next_due else "",
        days_left=(project.next_due - sheet.today).days if project.next_due else None,
        fails=verdicts.count(Verdict.FAILS),
        unknown=verdicts.count(Verdict.UNKNOWN),
        holds=verdicts.count(Verdict.HOLDS),
        banners=tuple(_banners(sheet)),
    )


def _words(sheet: Sheet) -> list[str]:
    known = [sheet.situation.facts.get(name) for name in TOLD]
    told = [
        telling.value_text(sheet.edition, name, value)
        for name, value in zip(TOLD, known, strict=True)
        if value is not None and name in sheet.edition.facts
    ]
    return [sheet.project.unit.name, *told]


def _phase(sheet: Sheet) -> tuple[str, str]:
    """建设实施, 五 / 八."""
    for number, view in enumerate(sheet.phases, 1):
        if view.is_current:
            return view.phase.title, f"{chinese_numeral(number)} / {chinese_numeral(len(sheet.phases))}"
    return "", ""


def _amount(sheet: Sheet) -> tuple[str, int | None]:
    """The amount with the name of the fact it comes from: 立项金额 before 总预算 before 申报总额."""
    names = catalogue.vocabulary().library.get("amount", ())
    for name in names:
        value = sheet.situation.facts.get(name)
        if isinstance(value, int):
            return sheet.edition.facts[name].title, value
    return (sheet.edition.facts[names[-1]].title if names else "金额"), None


def _share(paid: int | None, contract: int | None) -> str:
    if paid is None or not contract:
        return ""
    tenths = (paid * 2000 + contract) // (2 * contract)
    return f"{tenths // 10}.{tenths % 10}%"


REHEARSAL = shapes.Banner(word="试用区", text="这不是真实项目：只用来试用征求意见稿", tone="draft")


def _banners(sheet: Sheet) -> list[shapes.Banner]:
    """A measure that is over and a hold over the project, told before anything else."""
    first = [REHEARSAL] if sheet.project.area.is_sandbox else []
    repeal = getattr(sheet.project.edition, "repeal", None)
    if said := over(sheet.edition.regulation, sheet.today, repeal):
        first.append(shapes.Banner(word=said[0], text=said[1], tone="old"))
    holds = {move.hold.title: move.hold for move in sheet.moves if move.hold}
    return first + [
        shapes.Banner(word=title, text=f"依据{hold.cites[0].label}，除监督事项外不能办理手续", tone="old")
        for title, hold in holds.items()
    ]
