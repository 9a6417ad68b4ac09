"""First known facts, fixed days of a named year, duties with a first day, readings as parameters."""

from datetime import date
from pathlib import Path

import pytest

from tests.support import tiny
from xunzhang.kernel.calendar import load_calendar
from xunzhang.kernel.deadlines import dues
from xunzhang.kernel.derive import derive, row_with
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.source import PackError
from xunzhang.kernel.situation import Situation

TODAY = date(2030, 6, 3)
CALENDAR = load_calendar(tiny.REAL / "calendars" / "cn.yaml")
FACTS = """  plan_year: {type: integer, title: 计划年度, cites: [4]}
  designed_on: {type: date, title: 设计批复日, cites: [4]}
  clock_on:
    type: date
    title: 起算日
    derived: {first_known: [designed_on, approved_on]}
    cites: [4]
  opens_on:
    type: date
    title: 申报开始日
    derived: {day_in_year: {day: "07-01", year: plan_year, shift: -1}}
    cites: [4]
  closes_on:
    type: date
    title: 申报截止日
    derived: {day_in_year: {day: "12-31", year: plan_year, shift: -1}}
    cites: [4]
  counts:
    type: boolean
    title: 算
    derived: {holds: "total > :study_from OR (:at_figure AND total = :study_from)"}
    cites: [4]
"""
DUTY = """declaration:
  title: 申报
  cites: [4]
  duty_of: builder
  opens_fact: opens_on
  due_fact: closes_on
"""
READING = "at_figure: {title: 恰为界线就算, type: boolean, value: false, cites: [4]}\n"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    packs = tiny.copy_to(tmp_path)
    for file, text in (("facts", FACTS), ("deadlines", DUTY), ("parameters", READING)):
        path = packs / "sample" / "2030" / f"{file}.yaml"
        path.write_text(path.read_text() + text)
    return packs


def change(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / "sample" / "2030" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def facts(packs: Path, **known: Value) -> dict[str, Value]:
    return dict(derive(tiny.load(packs), Situation(known, TODAY), CALENDAR).facts)


def test_the_first_known_is_in_the_order_of_the_pack_not_of_time(packs: Path) -> None:
    early, late = date(2030, 1, 7), date(2030, 5, 6)
    assert facts(packs).get("clock_on") is None
    assert facts(packs, approved_on=early)["clock_on"] == early
    assert facts(packs, approved_on=early, designed_on=late)["clock_on"] == late


def test_a_fixed_day_of_the_year_that_a_fact_names(packs: Path) -> None:
    found = facts(packs, plan_year=2031)
    assert (found["opens_on"], found["closes_on"]) == (date(2030, 7, 1), date(2030, 12, 31))
    assert facts(packs).get("opens_on") is None
    assert facts(packs, plan_year=0).get("opens_on") is None
    typed = row_with(tiny.load(packs), Situation({}, TODAY), None, {"plan_year": 2032}, CALENDAR)
    assert typed["closes_on"] == date(2031, 12, 31)


def test_a_duty_with_a_first_and_a_last_day(packs: Path) -> None:
    edition = tiny.load(packs)
    situation = derive(edition, Situation({"plan_year": 2031}, TODAY), CALENDAR)
    (due,) = [due for due in dues(edition, situation, CALENDAR) if due.code == "declaration"]
    assert (due.opens_on, due.due_on) == (date(2030, 7, 1), date(2030, 12, 31))


def test_a_reading_of_the_text_is_a_parameter(packs: Path) -> None:
    assert facts(packs, total=500_000_000)["counts"] is False
    assert facts(packs, total=500_000_001)["counts"] is True
    change(packs, "parameters.yaml", "value: false", "value: true")
    assert facts(packs, total=500_000_000)["counts"] is True


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("facts.yaml", '"07-01"', '"02-29"', "不是每年都有的日子"),
        ("facts.yaml", '"07-01", year: plan_year', '"07-01", year: total', "不合"),
        ("facts.yaml", "[designed_on, approved_on]", "[designed_on, plan_year]", "不合"),
        ("facts.yaml", "[designed_on, approved_on]", "[designed_on, nothing]", "没有这个事实"),
        ("deadlines.yaml", "  due_fact: closes_on\n", "  unquantified: 及时\n", "opens_fact 只与 due_fact"),
        ("deadlines.yaml", "opens_fact: opens_on", "opens_fact: plan_year", "不是日期"),
        ("parameters.yaml", "value: false", "value: 0", "应为 true 或 false"),
        ("parameters.yaml", "type: boolean, value: false", "type: integer, value: true", "不是整数"),
    ],
)  # fmt: skip
def test_faults(packs: Path, file: str, old: str, new: str, told: str) -> None:
    change(packs, file, old, new)
    with pytest.raises(PackError, match=told):
        tiny.load(packs)
