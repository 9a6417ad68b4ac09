"""“If you submit now …”: a check told as one refusal in full and one line for everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.rules import Finding, Verdict
from xunzhang.kernel.submission import Check
from xunzhang.procedures.forms import Asked
from xunzhang.regulations import telling
from xunzhang.web import shapes, words

FEW = 6


@dataclass(frozen=True)
class Panel:
    """What would happen. `more` are rules that hold, beyond the first few."""

    at: datetime
    allowed: bool
    verdict: str
    refusals: tuple[shapes.Refusal, ...]
    rows: tuple[shapes.Check, ...]
    more: tuple[shapes.Check, ...]


def panel(
    edition: Edition, check: Check, asked: Asked, excused: Collection[str], now: datetime, act: str
) -> Panel:
    """The check in words. `act` is the verb with its object: 提交技术评审."""
    soft = [finding for finding in check.soft if finding.code not in excused]
    refusals = [
        refused(edition, finding, asked)
        for finding in (*check.blocking, *soft)
        if finding.verdict is Verdict.FAILS
    ]
    wanting = [
        *_faults(asked),
        *_unfilled(edition, check, asked),
        *_undecided(edition, check, asked, soft),
        *_papers(edition, check),
    ]
    other = list(_others(edition, check, excused))
    held = [one for one in other if one.state == "holds"]
    rest = [one for one in other if one.state != "holds"]
    open_ = len(refusals) + len(wanting)
    return Panel(
        at=now,
        allowed=not open_,
        verdict=f"可以{act}" if not open_ else _counted(len(refusals), len(wanting)),
        refusals=tuple(refusals[:1]),
        rows=(*(_one_line(each) for each in refusals[1:]), *wanting, *rest, *held[:FEW]),
        more=tuple(held[FEW:]),
    )


def mark(edition: Edition, check: Check, asked: Asked) -> None:
    """Put each failing rule under the field that settles it, with the figure wanted."""
    for finding in (*check.blocking, *check.soft):
        if finding.rule.solve and finding.verdict is Verdict.FAILS:
            told = telling.refusal(edition, finding)
            asked.mark(finding.rule.solve, told.remedy[0].text)


def refused(edition: Edition, finding: Finding, asked: Asked) -> shapes.Refusal:
    """A finding in four parts, the last of which leads to the field that settles it."""
    told = telling.refusal(edition, finding, _place(edition, finding, asked))
    if finding.needs_reason:
        offices = "、".join(edition.roles[role].title for role in finding.rule.override_by)
        way = shapes.Link(text=f"确需办理的，由{offices}说明理由后放行", url=f"#id_reason-{finding.code}")
        told = replace(told, remedy=(*told.remedy, way))
    return told


def _place(edition: Edition, finding: Finding, asked: Asked) -> str:
    """The first field of the form that the rule turns on."""
    rule = finding.rule
    names = [rule.solve] if rule.solve else []
    used = edition.predicates[rule.require].names
    names += sorted(used, key=lambda name: finding.row.get(name) is not None)
    return next((asked.anchor(name) for name in names if asked.anchor(name)), "")


def _one_line(told: shapes.Refusal) -> shapes.Check:
    figures = [words.comparison_text(one) for one in told.computed] or list(told.figures)
    remedy = told.remedy[0].text if told.remedy else ""
    note = "；".join([*figures, remedy])
    return shapes.Check(
        state="waiting" if told.waiting else "refused", text=told.title, articles=told.basis, note=note
    )


def _faults(asked: Asked) -> Iterator[shapes.Check]:
    for name, said in asked.faults.items():
        yield shapes.Check(state="fails", word="填错", text=f"{asked.form.fields[name].label}：{said}")


def _unfilled(edition: Edition, check: Check, asked: Asked) -> Iterator[shapes.Check]:
    names = [name for name in check.asked if name not in asked.faults]
    for name in names:
        cites = edition.facts[name].cites
        text = f"{edition.facts[name].title}没有填"
        yield shapes.Check(state="unknown", word="未填", text=text, articles=telling.articles(edition, cites))


def _undecided(
    edition: Edition, check: Check, asked: Asked, soft: Iterable[Finding]
) -> Iterator[shapes.Check]:
    """Rules that cannot be judged for other reasons than a field that is still empty."""
    empty = {*check.asked, *asked.faults}
    for finding in (*check.blocking, *soft):
        told = telling.row(edition, finding)
        if finding.verdict is Verdict.UNKNOWN and not empty & _used(edition, finding):
            note = "；".join(part for part in (told.outcome, told.awaits, told.note) if part)
            yield shapes.Check(state="unknown", text=told.title, articles=told.articles, note=note)


def _used(edition: Edition, finding: Finding) -> set[str]:
    texts = [text for text in (finding.rule.when, finding.rule.require) if text]
    return {name for text in texts for name in edition.predicates[text].names}


def _papers(edition: Edition, check: Check) -> Iterator[shapes.Check]:
    for view in check.missing:
        text = f"{view.slot.title}未交" if view.state == "missing" else f"{view.slot.title}是否要交还定不了"
        articles = telling.articles(edition, view.slot.cites)
        yield shapes.Check(state="unknown", word="未齐", text=text, articles=articles)


def _others(edition: Edition, check: Check, excused: Collection[str]) -> Iterator[shapes.Check]:
    """Rules that do not stand in the way: those that hold, are set aside, or are settled later."""
    told = {finding.code for finding in (*check.blocking, *check.soft)}
    for finding in check.findings:
        if finding.verdict is Verdict.NOT_APPLICABLE:
            continue
        if finding.code in excused and finding.needs_reason:
            yield replace(telling.check(edition, finding), state="holds", word="已放行")
        elif finding.code not in told:
            yield _settled(edition, finding)


def _settled(edition: Edition, finding: Finding) -> shapes.Check:
    told = telling.row(edition, finding)
    if finding.verdict is not Verdict.HOLDS:
        note = told.awaits or ("由后面的步骤认定，不影响提交" if finding.rule.kind != "notice" else told.note)
        return replace(telling.check(edition, finding), note=note)
    note = "；".join(words.comparison_text(one) for one in told.computed)
    return shapes.Check(state="holds", text=told.title, articles=told.articles, note=note)


def _counted(refusals: int, wanting: int) -> str:
    parts = [f"{refusals} 处会被拒"] if refusals else []
    parts += [f"{wanting} 处未齐"] if wanting else []
    return "现在还不能提交：" + "，".join(parts)
