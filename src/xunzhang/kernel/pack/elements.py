"""The words every pack is written with: elements that cite, spans of time, and facts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    model_validator,
)
from pydantic import Strict as Exactly

from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.citation import Cites


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, str | dict) else raw


def _code(raw: str) -> str:
    if not raw.replace("_", "").isalnum() or not raw.isascii() or not raw[0].isalpha() or raw != raw.lower():
        raise ValueError(f"代号“{raw}”只许用小写英文字母、数字和下划线，并以字母开头")
    return raw


Code = Annotated[str, AfterValidator(_code)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_listed, json_schema_input_type=Code | list[Code])]
CalendarDay = Annotated[date, Exactly()]
Text = str  # predicate text; parsed when the edition is assembled
Level = Literal["project", "unit", "area"]


class Strict(BaseModel):
    """Unknown keys are errors; nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Element(Strict):
    """Anything that rests on an article, or on a reason where the software adds it."""

    title: str = Field(min_length=1, max_length=80)
    cites: Cites = ()
    origin: Literal["text", "software"] = "text"
    reason: str = ""

    @model_validator(mode="after")
    def _grounded(self) -> Element:
        if self.origin == "text" and not self.cites:
            raise ValueError("没有引用条文（cites）；系统补充的要写 origin: software 和 reason")
        if self.origin == "software" and not self.reason:
            raise ValueError("系统补充的内容要写明 reason")
        return self


# -- facts -------------------------------------------------------------------------------------


class Span(Strict):
    """A length of time: exactly one unit. A name instead of a number is a parameter of the pack."""

    working_days: StrictInt | Code | None = None
    days: StrictInt | Code | None = None
    months: StrictInt | Code | None = None
    years: StrictInt | Code | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Span:
        if len(self.model_fields_set) != 1:
            raise ValueError("期间要恰好写一种单位：working_days、days、months 或 years")
        return self

    @property
    def unit(self) -> str:
        return next(iter(self.model_fields_set))

    @property
    def length(self) -> int | str:
        length = getattr(self, self.unit)
        assert length is not None
        return length  # type: ignore[no-any-return]


class Band(Strict):
    """Where a band begins: from a figure on (`at_least`) or above it (`over`), by the name of a parameter."""

    at_least: Code | None = None
    over: Code | None = None

    @property
    def figure(self) -> str | None:
        return self.at_least or self.over


class DayInYear(Strict):
    """A fixed day (`MM-DD`) of the year that an integer fact names, moved by `shift` years."""

    day: str
    year: Code
    shift: StrictInt = 0

    @model_validator(mode="after")
    def _every_year(self) -> DayInYear:
        try:
            date.fromisoformat(f"2001-{self.day}")
        except ValueError as fault:
            raise ValueError(f"“{self.day}”不是每年都有的日子，应写成 MM-DD") from fault
        return self

    def of(self, year: int) -> date | None:
        """The day for the year that the fact names; None where there is no such year."""
        found = year + self.shift
        if not date.min.year <= found <= date.max.year:
            return None
        return date.fromisoformat(f"{found:04}-{self.day}")


class Derived(Strict):
    """A fact computed from others: a sum, count or last value over records, a later day, a day moved.

    `later_of` waits until all its days are known; `last_known_of` takes the last of those that are, on the
    project and on the records that meet `where`. `first_known` takes the first named
    fact that is known.

    A day is moved by calendar; `as_deadline` moves it as a deadline is reckoned, past days of rest (K4).
    `bands` divide a number without gap or overlap: each reaches up to where the next one begins.
    """

    sum_of: Code | None = None
    count_of: Code | None = None
    latest: Code | None = None
    later_of: tuple[Code, ...] | None = None
    last_known_of: tuple[Code, ...] | None = None
    first_known: tuple[Code, ...] | None = None
    day_in_year: DayInYear | None = None
    add: Span | None = None
    to: Code | None = None
    as_deadline: StrictBool = False
    holds: Text | None = None
    band_of: Code | None = None
    bands: dict[Code, Band] = {}
    where: Text | None = None

    @model_validator(mode="after")
    def _bands_ascend(self) -> Derived:
        if (self.band_of is None) != (not self.bands):
            raise ValueError("band_of 与 bands 要一起写")
        for number, band in enumerate(self.bands.values()):
            if len(band.model_fields_set) != min(number, 1):
                raise ValueError("bands 的第一档不写下限，其余恰好写 at_least（及以上）或 over（超过）")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> Derived:
        ways = {"sum_of", "count_of", "latest", "later_of", "last_known_of", "add", "holds", "band_of"}
        ways |= {"first_known", "day_in_year"}
        if len(ways & self.model_fields_set) != 1:
            raise ValueError("推算事实要恰好写一种：" + "、".join(sorted(ways)))
        if (self.add is None) != (self.to is None):
            raise ValueError("add 与 to 要一起写")
        if self.as_deadline and self.add is None:
            raise ValueError("as_deadline 只与 add 一起写")
        return self


class Fact(Strict):
    """One fact the law asks about. `judged_by` marks a finding of an officer, never computed."""

    entity: Code = "project"
    type: FactType
    title: str
    meaning: str = ""
    unit: str = ""
    values: dict[str, str] = {}
    max_length: StrictInt | None = None
    judged_by: Code | None = None
    derived: Derived | None = None
    cites: Cites = ()

    @model_validator(mode="after")
    def _choice_has_values(self) -> Fact:
        if (self.type is FactType.CHOICE) != bool(self.values):
            raise ValueError("choice 事实要写 values，其他类型不写")
        return self


class Entity(Strict):
    """A kind of record a project may have many of; `amount` and `day` name its leading facts.

    A record of an entity with a `parent` belongs to a record of that entity: a payment to a contract.
    With `seen_by` only these roles see its records and what is done about them.
    """

    title: str
    parent: Code | None = None
    amount: Code | None = None
    day: Code | None = None
    name: Code | None = None
    seen_by: tuple[Code, ...] = ()


class Group(Strict):
    """Facts that pages show together whatever procedure asks them, for instance security and data."""

    title: str
    facts: tuple[Code, ...]


class Progress(Strict):
    """The facts that tell how far the construction has come: what is reported, and what speaks for it.

    It runs from the day `begins` to the day `ends`; `paid` is what was paid of `price`.
    """

    reported: Code
    reported_on: Code
    begins: Code
    ends: Code
    paid: Code
    price: Code


class Baseline(Strict):
    """What is kept of a project as it was approved, and of every approved change.

    `begins` is the day that makes the first layer, `number` the number of the approving document. `facts` are
    kept, each with the fact that tells what came of it (null: none). `changes` names the kinds of record that
    change a project, each with the days of which one must be known for the change to count.
    """

    begins: Code
    number: Code
    facts: dict[Code, Code | None]
    changes: dict[Code, tuple[Code, ...]] = {}

    def named(self) -> set[str]:
        """Every fact named here."""
        days = {day for each in self.changes.values() for day in each}
        return {self.begins, self.number, *self.facts, *filter(None, self.facts.values()), *days}


class Vocabulary(Strict):
    """The shared facts. `library` names the facts that fill each column of the project list, first known.

    `comparisons` are the questions under which the figures of several measures stand side by side.
    """

    library: dict[Code, tuple[Code, ...]] = {}
    comparisons: dict[Code, str] = {}
    groups: dict[Code, Group] = {}
    progress: Progress | None = None
    baseline: Baseline | None = None
    entities: dict[Code, Entity]
    facts: dict[Code, Fact]

    @model_validator(mode="after")
    def _progress_names_facts(self) -> Vocabulary:
        named = set(self.progress.model_dump().values()) if self.progress else set()
        if strange := sorted(named - set(self.facts)):
            raise ValueError(f"progress 里有没有登记的事实：{'、'.join(strange)}")
        return self

    @model_validator(mode="after")
    def _baseline_names_facts(self) -> Vocabulary:
        if self.baseline is None:
            return self
        if strange := sorted(self.baseline.named() - set(self.facts)):
            raise ValueError(f"baseline 里有没有登记的事实：{'、'.join(strange)}")
        if strange := sorted(name for name in self.baseline.facts if self.facts[name].entity != "project"):
            raise ValueError(f"baseline 只留项目的事实：{'、'.join(strange)}")
        for entity, days in self.baseline.changes.items():
            if any(self.facts[day].entity != entity for day in days):
                raise ValueError(f"baseline.changes 的“{entity}”写了别的对象的事实")
        return self

    @model_validator(mode="after")
    def _groups_name_facts(self) -> Vocabulary:
        for code, group in self.groups.items():
            if strange := sorted(set(group.facts) - set(self.facts)):
                raise ValueError(f"组“{code}”里有没有登记的事实：{'、'.join(strange)}")
        return self


class FactRefinement(Strict):
    """What an edition says more closely about a shared fact: its words, values and article."""

    title: str | None = None
    meaning: str | None = None
    values: dict[str, str] | None = None
    judged_by: Code | None = None
    derived: Derived | None = None
    cites: Cites = ()


class EntityRefinement(Strict):
    """What an edition calls a shared kind of record, and who alone may see such records, with the reason."""

    title: str = Field(min_length=1, max_length=80)
    seen_by: tuple[Code, ...] = ()
    reason: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _reasoned(self) -> EntityRefinement:
        if bool(self.seen_by) != bool(self.reason):
            raise ValueError("seen_by 和 reason 要一起写：谁可以看，为什么")
        return self


class EditionFacts(Strict):
    entities: dict[Code, EntityRefinement] = {}
    refine: dict[Code, FactRefinement] = {}
    facts: dict[Code, Fact] = {}
