"""What recurs and what outlives its measure: reports that name their period, an end, duties after expiry."""

from datetime import date
from pathlib import Path

import pytest

from tests.support import tiny
from xunzhang.kernel.calendar import WorkCalendar, load_calendar
from xunzhang.kernel.deadlines import Due, dues
from xunzhang.kernel.derive import derive
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import with_parameters
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.rules import Verdict, judge
from xunzhang.kernel.simulate import NotOpen, Simulation
from xunzhang.kernel.situation import RecordState, Situation

QUARTERS = """quarterly:
  title: 季报
  cites: [8]
  duty_of: builder
  start: [approved_on]
  calendar_days: ["03-31", "06-30", "09-30", "12-31"]
  fulfilled_by: filed_on
  serves: signed_on
  until: reported_on
"""
EXPIRY = "expiry: {text: 2030 年 12 月 31 日, date: 2030-12-31, cites: [12]}\nphases:"
STARTED: dict[str, Value] = {"approved_on": date(2030, 1, 10)}


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return load_calendar(tiny.REAL / "calendars" / "cn.yaml")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    packs = tiny.copy_to(tmp_path)
    limits = packs / "sample" / "2030" / "deadlines.yaml"
    limits.write_text(limits.read_text() + QUARTERS)
    return packs


def change(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / "sample" / "2030" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def quarters(packs: Path, calendar: WorkCalendar, today: date, *reports: tuple[date, date]) -> list[Due]:
    """The quarterly duty with reports given as (done on, done for)."""
    records = tuple(
        RecordState(number, "contract", {"filed_on": done, "signed_on": served})
        for number, (done, served) in enumerate(reports, 1)
    )
    found = dues(tiny.load(packs), Situation(STARTED, today, records), calendar)
    return [due for due in found if due.code == "quarterly"]


def test_a_report_counts_for_the_period_it_names(packs: Path, calendar: WorkCalendar) -> None:
    second = quarters(packs, calendar, date(2030, 7, 1), (date(2030, 6, 28), date(2030, 6, 30)))
    assert [due.done_on for due in second] == [None, date(2030, 6, 28), None]
    twice = ((date(2030, 3, 1), date(2030, 3, 31)), (date(2030, 3, 20), date(2030, 2, 1)))
    assert [due.done_on for due in quarters(packs, calendar, date(2030, 4, 1), *twice)] == [
        date(2030, 3, 1),
        None,
    ]


def test_without_a_named_period_the_order_counts(packs: Path, calendar: WorkCalendar) -> None:
    change(packs, "deadlines.yaml", "  serves: signed_on\n", "")
    found = quarters(packs, calendar, date(2030, 7, 1), (date(2030, 6, 28), date(2030, 6, 30)))
    assert [due.done_on for due in found] == [date(2030, 6, 28), None, None]


def test_nothing_recurs_after_the_last_day(packs: Path, calendar: WorkCalendar) -> None:
    edition = tiny.load(packs)
    for last, ends in ((date(2030, 6, 30), 2), (date(2030, 6, 29), 1)):
        found = dues(edition, Situation({**STARTED, "reported_on": last}, date(2031, 1, 1)), calendar)
        assert len([due for due in found if due.code == "quarterly"]) == ends


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("serves: signed_on", "serves: price", "不是日期"),
        ("serves: signed_on", "serves: approved_on", None),
        ("until: reported_on", "until: signed_on", "属于合同"),
        ("  fulfilled_by: filed_on\n  serves: signed_on", "  serves: signed_on", "就要写 fulfilled_by"),
        ('calendar_days: ["03-31", "06-30", "09-30", "12-31"]', "within: {days: 3}", "一再发生"),
    ],
)
def test_faults_of_recurring_duties(packs: Path, old: str, new: str, told: str | None) -> None:
    change(packs, "deadlines.yaml", old, new)
    if told is None:
        tiny.load(packs)
        return
    with pytest.raises(PackError, match=told):
        tiny.load(packs)


def test_duties_after_expiry_are_marked_or_gone(packs: Path, calendar: WorkCalendar) -> None:
    change(packs, "regulation.yaml", "phases:", EXPIRY)
    late = date(2031, 1, 5)
    assert [due.after_expiry for due in quarters(packs, calendar, late)] == [False] * 4 + [True]
    change(packs, "regulation.yaml", "policy: stay", "policy: stay, after_expiry: duties_end")
    assert [due.due_on for due in quarters(packs, calendar, late)][-1] == date(2030, 12, 31)


def test_a_day_is_moved_by_calendar_or_as_a_deadline(packs: Path, calendar: WorkCalendar) -> None:
    """2025-10-01 and the week after are days of rest; the tiny measure rolls nothing unless told."""
    change(packs, "regulation.yaml", "  K4: {value: none, reason: 条文写明末日不顺延, cites: [6]}\n", "")
    change(packs, "regulation.yaml", "readings:\n", "")
    fact = (
        "  ends_on: {type: date, title: 届满日, cites: [6],"
        " derived: {add: {months: 3}, to: approved_on%s}}\n  is_large:"
    )
    started = Situation({"approved_on": date(2025, 7, 1)}, date(2025, 7, 1))
    change(packs, "facts.yaml", "  is_large:", fact % "")
    assert derive(tiny.load(packs), started, calendar).facts["ends_on"] == date(2025, 10, 1)
    change(packs, "facts.yaml", "to: approved_on}", "to: approved_on, as_deadline: true}")
    assert derive(tiny.load(packs), started, calendar).facts["ends_on"] == date(2025, 10, 9)


LAST = (
    "  stable_since: {type: date, title: 起算日, cites: [6],"
    " derived: {last_known_of: [approved_on, filed_on], where: price > 0}}\n  is_large:"
)


def test_the_last_day_that_is_known_on_the_project_and_its_records(
    packs: Path, calendar: WorkCalendar
) -> None:
    change(packs, "facts.yaml", "  is_large:", LAST)
    edition, first = tiny.load(packs), date(2030, 1, 10)

    def since(*records: dict[str, Value], **facts: Value) -> Value:
        states = tuple(RecordState(number, "contract", each) for number, each in enumerate(records, 1))
        return derive(edition, Situation(facts, date(2030, 6, 3), states), calendar).facts.get("stable_since")

    later, earlier, other = date(2030, 3, 1), date(2030, 2, 1), date(2030, 5, 1)
    assert since() is None
    assert since(approved_on=first) == first
    assert (
        since({"filed_on": later, "price": 1}, {"filed_on": earlier, "price": 1}, approved_on=first) == later
    )
    assert since({"filed_on": other, "price": 0}, {"filed_on": other}, approved_on=first) == first
    assert since({"filed_on": earlier, "price": 1}) == earlier


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: date, title: 起算日", "type: integer, title: 起算日", "只用于项目的日期事实"),
        ("title: 起算日,", "title: 起算日, entity: contract,", "只用于项目的日期事实"),
        ("[approved_on, filed_on]", "[approved_on, price]", "不是日期"),
        ("[approved_on, filed_on]", "[approved_on, nothing]", "没有这个事实"),
    ],
)
def test_days_that_cannot_be_compared_are_faults(packs: Path, old: str, new: str, told: str) -> None:
    change(packs, "facts.yaml", "  is_large:", LAST)
    change(packs, "facts.yaml", old, new)
    with pytest.raises(PackError, match=told):
        tiny.load(packs)


def test_a_step_waits_for_every_member(packs: Path, calendar: WorkCalendar) -> None:
    project = Simulation(
        tiny.load(packs), Situation({"kind": "fresh", "total": 100}, date(2030, 6, 3)), calendar
    )
    project.submit("review", {"security": 5})
    project.act("review", "check", "accept", {})
    project.act("review", "decide", "refuse", {"is_major": False}, role="finance")
    assert project.stop_of("review").open_steps == (("decide", "office"),)
    with pytest.raises(NotOpen):
        project.act("review", "decide", "approve", {}, role="finance")
    project.act("review", "decide", "approve", {}, role="office")
    assert project.stop_of("review").state == "failed"


def test_another_figure_decides_otherwise(packs: Path) -> None:
    edition = tiny.load(packs)
    row: dict[str, Value] = {"kind": "fresh", "total": 100_000_000, "security": 5_000_000}
    stricter = with_parameters(edition, {"share": 6})
    verdicts = [judge(each, ["security_share"], row)[0].verdict for each in (edition, stricter)]
    assert verdicts == [Verdict.HOLDS, Verdict.FAILS]
    assert with_parameters(edition, {"study_from": "1 万元"}).values["study_from"] == 1_000_000
    with pytest.raises(ValueError, match="不是整数"):
        with_parameters(edition, {"share": "六"})
