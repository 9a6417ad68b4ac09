"""时限: every duty with its day, and how the day was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xunzhang.desk.project.sheet import Sheet
from xunzhang.kernel import wording
from xunzhang.kernel.derive import period
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline as Rule
from xunzhang.kernel.pack.validity import last_day
from xunzhang.kernel.periods import Derivation, overdue_working_days
from xunzhang.procedures.models import Deadline
from xunzhang.regulations import catalogue, telling
from xunzhang.web import shapes


@dataclass(frozen=True)
class Limit:
    """One duty. Without `due_on` the text sets no day; `unset` says in what words it leaves it open."""

    key: int
    title: str
    articles: tuple[shapes.Article, ...]
    office: str
    about: str
    due_on: date | None
    opens_on: date | None
    done_on: date | None
    late: int | None
    unset: str
    note: str
    soft: str
    is_provisional: bool
    deriving: shapes.Deriving | None

    @property
    def is_open(self) -> bool:
        return self.done_on is None


@dataclass(frozen=True)
class Limits:
    """What is still to be done, next day first, and what was done, latest first."""

    open: Sequence[Limit]
    done: Sequence[Limit]


def limits(sheet: Sheet) -> Limits:
    every = [limit(sheet, row) for row in sheet.deadlines]
    waiting = sorted((each for each in every if each.is_open), key=lambda each: each.due_on or date.max)
    kept = sorted((each for each in every if each.done_on), key=lambda each: each.done_on or date.min)
    return Limits(waiting, kept[::-1])


def open_count(sheet: Sheet) -> int:
    return sum(row.due_on is not None and row.done_on is None for row in sheet.deadlines)


def is_late(sheet: Sheet) -> bool:
    return any(row.due_on and not row.done_on and row.due_on < sheet.today for row in sheet.deadlines)


def limit(sheet: Sheet, row: Deadline) -> Limit:
    rule = sheet.edition.deadlines[row.code]
    times = f"第 {row.occurrence} 次" if rule.every or rule.calendar_days else ""
    return Limit(
        key=row.pk,
        title=rule.title + (f"（{times}）" if times else ""),
        articles=telling.articles(sheet.edition, rule.cites),
        office=sheet.role_title(rule.duty_of),
        about=sheet.record_title(row.record_id),
        due_on=row.due_on,
        opens_on=row.opens_on,
        done_on=row.done_on,
        late=days_late(row, sheet.today),
        unset=wording.unset(sheet.edition, rule) or _stands(row),
        note=_note(sheet, rule, row),
        soft=rule.reason,
        is_provisional=row.is_provisional and row.done_on is None,
        deriving=_deriving(sheet.edition, rule, row),
    )


def _stands(row: Deadline) -> str:
    """Since when a duty without a day stands still."""
    since = Derivation.from_json(row.derivation).stands_since if row.derivation else None
    return f"自 {since} 起停止计算，恢复后继续" if since and row.due_on is None else ""


def _note(sheet: Sheet, rule: Rule, row: Deadline) -> str:
    """The note of the pack, and whether the duty outlives the measure that it rests on."""
    repealed = sheet.project.edition.repealed_on
    last = last_day(sheet.edition.regulation, repealed)
    beyond = last and row.due_on and row.due_on > last
    ended = repealed and last == repealed - timedelta(days=1)
    why = f"自 {repealed} 起废止" if ended else f" {last} 到期"
    outlives = f"本办法{why}，期限在其后届满，请确认依据" if beyond else ""
    return "；".join(part for part in (rule.note, outlives) if part)


def days_late(row: Deadline, today: date) -> int | None:
    """Working days past the limit; None where it is not late or has no day."""
    end = row.done_on or today
    if row.due_on is None or end <= row.due_on:
        return None
    return overdue_working_days(row.due_on, end, catalogue.calendar())


def most_relevant(found: Limits) -> Limit | None:
    """The limit whose derivation is worth showing: the next open one, else the latest that was kept."""
    return next((each for each in (*found.open, *found.done) if each.deriving), None)


def _deriving(edition: Edition, rule: Rule, row: Deadline) -> shapes.Deriving | None:
    if row.derivation is None:
        return None
    span = rule.within or rule.at_least or rule.every or (rule.window.closes if rule.window else None)
    starts = "、".join(edition.facts[name].title for name in rule.start)
    return shapes.Deriving(
        title=rule.title,
        derivation=Derivation.from_json(row.derivation),
        length=str(period(edition, span)) if span else "",
        start_reason=f"{starts}，当日不计" if starts else "",
        articles=telling.articles(edition, rule.cites),
        done_on=row.done_on,
        note=rule.note,
    )
