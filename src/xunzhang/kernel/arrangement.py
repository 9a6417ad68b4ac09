"""A year's holiday notice (节假日安排) read into days off and make-up working days, every doubt by its line.

Two shapes are read: the usual wording of the notices (元旦：1月1日（周四）至3日（周六）放假调休，共3天。
1月4日（周日）上班。) and a table with one day a line (2027-01-01,休,元旦). Nothing is guessed: what does not
agree is a problem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xunzhang.kernel.calendar import (
    DAY,
    MAKE_UP,
    SATURDAY,
    DayKind,
    Notice,
    Override,
    WorkCalendar,
    ordinary,
)

WEEKDAYS = "一二三四五六日"
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
LONGEST = 31
"""A span of more days than this is a slip of the pen."""
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?"
_ONE = re.compile(_DAY)
_DAYS = re.compile(rf"{_DAY}(?:(?:至|到|[-—~])+{_DAY})?")
_CLAUSE = re.compile(rf"({_DAYS.pattern}(?:[、和]{_DAYS.pattern})*)(放假|调休|补休|休息|上班)")
_ITEM = r"(?:[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十]+\))?"
_HEADING = re.compile(rf"^{_ITEM}([^:,。]{{2,12}}):(.+)$")
_TOTAL = re.compile(r"(?:共|放假)(\d+)天")
_TITLE = re.compile(r"(?:^|关于)[^。,]*?(\d{4})年[^。,]*(?:节假日|放假)")
_NUMBER = re.compile(r"^\S{2,12}[〔\[](\d{4})[〕\]]\d+号$")
_ROW = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[,\t ]+([^,\t ]+)(?:[,\t ]+([^,\t]+?))?[,\t ]*$"
)
_OFF = ("休", "放假", "休息", "休息日", "节假日", "rest")
_ON = ("班", "上班", "补班", "调休上班", "工作日", "work")
_KINDS = dict.fromkeys(_OFF, False) | dict.fromkeys(_ON, True)


@dataclass(frozen=True)
class Problem:
    """What is wrong at a line (from 1; 0: in the whole). `text` is the line as it stands in the source."""

    line: int
    text: str
    message: str


@dataclass(frozen=True)
class Arrangement:
    """What a notice says of the days of `year`; only days it names. Not to be used while it has problems."""

    year: int
    title: str
    number: str
    days: Mapping[date, DayKind]
    problems: tuple[Problem, ...]


@dataclass
class _Reader:
    """Reads line by line; the year and the month carry on from day to day, the festival from line to line."""

    year: int
    reach_from: date
    days: dict[date, DayKind] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    line: tuple[int, str] = (0, "")

    def doubt(self, message: str) -> None:
        self.problems.append(Problem(*self.line, message))

    def put(self, day: date, working: bool, reason: str) -> None:
        """A day as the notice has it, if it can be so."""
        if not (self.reach_from <= day <= date(self.year, 12, 31)):
            self.doubt(f"{day} 不在 {self.year} 年以内")
        elif working and day.weekday() < SATURDAY:
            self.doubt(f"{day} 是周{WEEKDAYS[day.weekday()]}，不是周末，不会是调休上班的日子")
        elif day in self.days and self.days[day].working is not working:
            self.doubt(f"{day} 既写了放假又写了上班")
        elif day in self.days:
            self.doubt(f"{day} 写了两次")
        else:
            self.days[day] = DayKind(working, reason)


def read_arrangement(text: str, year: int, next_notice_from: tuple[int, int], *, whole: bool) -> Arrangement:
    """Read a notice or a table about `year`. `whole`: it arranges the year, not single days of it.

    Days of the year before count from `next_notice_from` on: a notice may reach back over New Year.
    """
    reader = _Reader(year, date(year - 1, *next_notice_from))
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    title = number = ""
    for place, line in lines:
        reader.line = (place, line)
        plain = _plain(line)
        if _NUMBER.match(plain):
            number = number or line
        elif not title and (found := _TITLE.search(plain)) and not _CLAUSE.search(plain):
            title = line
            if int(found[1]) != year:
                reader.doubt(f"通知写的是 {found[1]} 年，选的是 {year} 年")
        elif row := _ROW.match(plain):
            _read_row(reader, row)
        else:
            _read_sentence(reader, plain)
    reader.line = (0, "")
    _check_whole(reader, whole)
    return Arrangement(year, title, number, dict(sorted(reader.days.items())), tuple(reader.problems))


def _plain(text: str) -> str:
    """Full-width signs as their usual ones, without blanks inside words; separators of a table stay."""
    narrow = unicodedata.normalize("NFKC", text).replace("，", ",").replace("：", ":")
    return re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", narrow) if "," not in narrow else narrow


def _read_row(reader: _Reader, row: re.Match[str]) -> None:
    day = _real(reader, *(int(part) for part in row.group(1, 2, 3)))
    working = _KINDS.get(row[4].lower())
    if working is None:
        reader.doubt(f"不认识“{row[4]}”：请写“休”或“班”")
    elif day:
        reader.put(day, working, row[5] or (MAKE_UP if working else "节假日"))


def _read_sentence(reader: _Reader, line: str) -> None:
    """One item of a notice: the festival, its days off, how many they are, and the days worked for them."""
    heading = _HEADING.match(line)
    if heading is None:
        if _CLAUSE.match(line):
            reader.doubt("这一行没有写是哪个节日：应为“春节：……放假”")
        return
    festival, said = heading[1], heading[2]
    clauses = list(_clauses(said))
    if not clauses:
        return
    off = sum(_read_clause(reader, festival, *clause) for clause in clauses)
    joined = "与周末连休" in said and _join_weekend(reader, festival)
    total = _TOTAL.search(said)
    if total and int(total[1]) != off and not joined:
        reader.doubt(f"{festival}写共 {total[1]} 天，逐日数是 {off} 天")


def _clauses(said: str) -> Iterator[tuple[str, bool]]:
    """The days of each clause and whether they are worked; sentences that only encourage are left out."""
    for sentence in re.split(r"[。;]", said):
        for part in re.split(r",", sentence):
            if found := _CLAUSE.match(part):
                yield found[1], found[0].endswith("上班")


def _read_clause(reader: _Reader, festival: str, listed: str, working: bool) -> int:
    """Put the days of a clause. Returns how many days off it names."""
    count = 0
    for first, last in _spans(reader, listed):
        length = (last - first).days + 1
        if length < 1:
            reader.doubt(f"{first} 在 {last} 之后")
        elif length > LONGEST:
            reader.doubt(f"{first} 至 {last} 有 {length} 天，不像一个假期")
        else:
            for number in range(length):
                reader.put(first + number * DAY, working, MAKE_UP if working else festival)
            count += 0 if working else length
    return count


def _spans(reader: _Reader, listed: str) -> Iterator[tuple[date, date]]:
    """First and last day of each span that a clause lists; a single day is both."""
    year, month = reader.year, 0
    for found in _DAYS.finditer(listed):
        ends: list[date] = []
        for part in _ONE.finditer(found[0]):
            year, month = int(part[1] or year), int(part[2] or month)
            if day := _real(reader, year, month, int(part[3])):
                ends.append(day)
                _check_weekday(reader, day, part[4] or "")
        if ends:
            yield ends[0], ends[-1]


def _real(reader: _Reader, year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        reader.doubt(f"没有 {year} 年 {month} 月 {day} 日" if month else f"{day} 日没有写是哪个月")
        return None


def _check_weekday(reader: _Reader, day: date, note: str) -> None:
    said = re.search(r"(?:周|星期)([一二三四五六日天])", note)
    is_ = WEEKDAYS[day.weekday()]
    if said and said[1].replace("天", "日") != is_:
        reader.doubt(f"{day} 写的是周{said[1]}，其实是周{is_}")


def _join_weekend(reader: _Reader, festival: str) -> bool:
    """A day off beside the weekend: the weekend belongs to the holiday. Whether there is one beside it."""
    own = [day for day, kind in reader.days.items() if kind.reason == festival and not kind.working]
    beside = False
    for day in own:
        for step in (DAY, -DAY):
            near = day + step
            while near.weekday() >= SATURDAY and near not in reader.days:
                if reader.reach_from <= near <= date(reader.year, 12, 31):
                    reader.put(near, False, festival)
                near, beside = near + step, True
    if not beside:
        reader.doubt(f"{festival}写与周末连休，但这一天不挨着周末")
    return beside


def _check_whole(reader: _Reader, whole: bool) -> None:
    if not reader.days:
        reader.doubt("没有读到放假或上班的日子：请贴通知的全文，或每行一天，例如“2027-01-01,休,元旦”")
    elif whole:
        named = "".join(kind.reason for kind in reader.days.values() if not kind.working)
        missing = [name for name in FESTIVALS if name not in named]
        if missing:
            reader.doubt(f"全年的安排里没有{'、'.join(missing)}；只改个别日子的，请选“个别日子”")


def overlaid(calendar: WorkCalendar, read: Arrangement, notice: Notice, *, whole: bool) -> WorkCalendar:
    """The calendar with an arrangement over it. `whole`: other days of its year are ordinary ones."""
    days = dict(read.days)
    if whole:
        first = date(read.year, 1, 1)
        every = (first + DAY * number for number in range((date(read.year + 1, 1, 1) - first).days))
        days = {day: ordinary(day) for day in every} | days
    said = {
        day: Override(kind.working, kind.reason, str(notice))
        for day, kind in days.items()
        if calendar.day(day) != kind
    }
    announced = dict(calendar.announced)
    if whole or calendar.is_announced(read.year):  # single days do not make a year firm
        announced[read.year] = (*(() if whole else announced[read.year]), notice)
    return replace(calendar, announced=announced, overrides={**calendar.overrides, **said})
