"""Which days are working days, why, and which years are only presumed (reading K2).

The base is the `holidays` library: statutory days, days off in lieu and make-up working days
(调休上班). A YAML file adds what only people can know: the years for which the State Council's
General Office has published its arrangement, and single days that differ from the base.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NoReturn

import holidays
import yaml

DAY = timedelta(days=1)
SATURDAY = 5
MAKE_UP = "调休上班"
WEEKDAY = "工作日"
WEEKEND = {SATURDAY: "周六", SATURDAY + 1: "周日"}


@dataclass(frozen=True)
class DayKind:
    """What a day is: worked or not, and the Chinese word for why (周六, 春节, 调休上班, 工作日 …)."""

    working: bool
    reason: str


@dataclass(frozen=True)
class Notice:
    """A published holiday arrangement; `number` (文号) is None where it was not verified."""

    title: str
    number: str | None = None

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else self.title


@dataclass(frozen=True)
class Override:
    """A single day that differs from the base, and the notice which says so."""

    working: bool
    reason: str
    notice: str


@dataclass(frozen=True)
class WorkCalendar:
    """A working-day calendar. A year without a notice is presumed: its days are not settled.

    `next_notice_from` is (month, day): the notice for a year may move days at the end of the year
    before, so from that day on a year is settled only once the next year is announced too.
    """

    code: str
    title: str
    announced: Mapping[int, tuple[Notice, ...]]
    overrides: Mapping[date, Override]
    next_notice_from: tuple[int, int]

    def day(self, day: date) -> DayKind:
        """Whether `day` is worked, with the reason; overrides win over the base."""
        override = self.overrides.get(day)
        if override:
            return DayKind(override.working, override.reason)
        return _base_year(day.year).get(day) or ordinary(day)

    def without(self, first: date, until: date, reason: str) -> WorkCalendar:
        """The same calendar on which the days from `first` up to the one before `until` do not count."""
        days = ((first + DAY * number) for number in range((until - first).days))
        left = {day: Override(False, reason, "") for day in days}
        return replace(self, overrides={**self.overrides, **left})

    def is_working(self, day: date) -> bool:
        return self.day(day).working

    def is_make_up(self, day: date) -> bool:
        """A Saturday or Sunday that is worked."""
        return day.weekday() >= SATURDAY and self.is_working(day)

    def is_announced(self, year: int) -> bool:
        return year in self.announced

    def is_settled(self, day: date) -> bool:
        """Whether no notice still to come can be expected to change `day`."""
        if day in self.overrides:
            return True
        reached = (day.month, day.day) >= self.next_notice_from
        return self.is_announced(day.year) and (not reached or self.is_announced(day.year + 1))


def ordinary(day: date) -> DayKind:
    """What its weekday says of a day."""
    weekend = WEEKEND.get(day.weekday())
    return DayKind(False, weekend) if weekend else DayKind(True, WEEKDAY)


@cache
def _base_year(year: int) -> Mapping[date, DayKind]:
    """The days of `year` which differ from what their weekday says, according to the library."""
    # The neighbours are needed: a notice reaches back into December, and a block may cross New Year.
    base = holidays.country_holidays("CN", years=(year - 1, year, year + 1), expand=False, language="zh_CN")
    kinds = {day: DayKind(False, _festivals(base, day)) for day in base if day.year == year}
    kinds |= {day: DayKind(True, MAKE_UP) for day in base.weekend_workdays if day.year == year}
    return kinds


def _festivals(base: holidays.HolidayBase, day: date) -> str:
    """The festivals of the unbroken run of rest days around `day`, as a notice would name the block.

    Days in lieu carry no festival of their own in the library, hence the walk over the block.
    """
    while not base.is_working_day(day - DAY):
        day -= DAY
    names: dict[str, None] = {}
    while not base.is_working_day(day):
        # The library sorts two festivals on one day by name; the notices put 国庆节 before 中秋节.
        names.update(dict.fromkeys(_festival(label) for label in reversed(base.get_list(day))))
        day += DAY
    return "、".join(name for name in names if name)


def _festival(label: str) -> str:
    """`春节（补假）` → 春节; empty for a day in lieu, which has no name of its own."""
    name = re.sub("（.*）", "", label)
    return {"休息日": "", "农历除夕": "春节", "春节延长假期": "春节"}.get(name, name)


class CalendarError(ValueError):
    """A calendar file that cannot be taken as it is: names file, line (from 1) and key."""

    def __init__(self, file: Path, line: int, key: str, message: str) -> None:
        super().__init__(f"{file}:{line}: {key or '（文件）'}：{message}")
        self.file, self.line, self.key = file, line, key


def load_calendar(path: Path) -> WorkCalendar:
    """Read a calendar file strictly. Raises CalendarError (file, line, key) and OSError."""
    keys = ("calendar", "title", "next_notice_from", "announced", "overrides")
    top = _At(path, "", _compose(path)).record(*keys)
    overrides = {at.as_day(): _override(value) for at, value in top["overrides"].pairs()}
    return WorkCalendar(
        code=top["calendar"].text(),
        title=top["title"].text(),
        announced=_announced(top["announced"], {day.year for day in overrides}),
        overrides=overrides,
        next_notice_from=top["next_notice_from"].as_month_day(),
    )


def _compose(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CalendarError(path, line, "", f"不是合格的 YAML：{error.problem}") from error
    if node is None:
        raise CalendarError(path, 1, "", "文件是空的")
    return node


def _announced(at: _At, overridden: set[int]) -> dict[int, tuple[Notice, ...]]:
    """Notices by year. A year without any make-up day anywhere was never entered: only its notice was."""
    years = {year.as_year(): (year, value) for year, value in at.pairs()}
    base = holidays.country_holidays("CN", years=years, expand=False)
    known = overridden | {day.year for day in base.weekend_workdays}
    for number, (year, _) in years.items():
        if number not in known:
            year.fail("底本（holidays 库）没有这一年的调休安排：请升级该库，或在 overrides 中逐日写明")
    return {number: tuple(map(_notice, value.items())) for number, (_, value) in years.items()}


def _notice(at: _At) -> Notice:
    fields = at.record("title", optional=("number",))
    return Notice(fields["title"].text(), fields["number"].text() if "number" in fields else None)


def _override(at: _At) -> Override:
    fields = at.record("day", "reason", "notice")
    kind = fields["day"].text()
    if kind not in ("work", "rest"):
        fields["day"].fail(f"只能是 work 或 rest，不是 {kind}")
    return Override(kind == "work", fields["reason"].text(), fields["notice"].text())


@dataclass(frozen=True)
class _At:
    """A YAML node with the place it stands at, so that every refusal can name it."""

    file: Path
    key: str
    node: yaml.Node

    def fail(self, message: str) -> NoReturn:
        raise CalendarError(self.file, self.node.start_mark.line + 1, self.key, message)

    def pairs(self) -> list[tuple[_At, _At]]:
        """Keys with their values; a key given twice is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("应为键值表")
        found: dict[str, tuple[_At, _At]] = {}
        for key_node, value_node in self.node.value:
            key = f"{self.key}.{key_node.value}".lstrip(".")
            at = _At(self.file, key, key_node)
            if at.text() in found:
                at.fail("重复的键")
            found[at.text()] = (at, _At(self.file, key, value_node))
        return list(found.values())

    def record(self, *required: str, optional: tuple[str, ...] = ()) -> dict[str, _At]:
        """A mapping with exactly the `required` keys, and perhaps `optional` ones."""
        fields = {at.text(): (at, value) for at, value in self.pairs()}
        for name, (at, _) in fields.items():
            if name not in required + optional:
                at.fail("未知的键")
        for name in required:
            if name not in fields:
                self.fail(f"缺少 {name}")
        return {name: value for name, (_, value) in fields.items()}

    def items(self) -> list[_At]:
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.fail("应为非空列表")
        return [_At(self.file, f"{self.key}[{n}]", item) for n, item in enumerate(self.node.value)]

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.fail("应为非空文字")
        return str(self.node.value)

    def as_year(self) -> int:
        return int(self._matching(r"\d{4}", "应为四位年份"))

    def as_day(self) -> date:
        message = "应为 YYYY-MM-DD 形式的日期"
        return self._real_day(self._matching(r"\d{4}-\d\d-\d\d", message), message)

    def as_month_day(self) -> tuple[int, int]:
        message = "应为 MM-DD 形式的日期"
        text = self._matching(r"\d\d-\d\d", message)
        day = self._real_day(f"2000-{text}", message)
        return day.month, day.day

    def _matching(self, pattern: str, message: str) -> str:
        return self.text() if re.fullmatch(pattern, self.text()) else self.fail(message)

    def _real_day(self, text: str, message: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fail(message)
