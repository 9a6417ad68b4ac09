"""What a pack may say: one frozen object per element of a measure. The YAML keys are these field names.

Every element cites its article; what the software adds is marked `origin: software` with a reason.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator

from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.elements import CalendarDay, Code, Codes, Element, Level, Span, Strict, Text
from xunzhang.kernel.pack.money import fen

# -- the measure itself ------------------------------------------------------------------------


class Day(Strict):
    """A day as the text writes it, and what it can be read as."""

    text: str | None = None
    date: CalendarDay | None = None
    candidates: tuple[CalendarDay, ...] = ()
    recommended: CalendarDay | None = None
    note: str = ""
    cites: Cites = ()


class Phase(Strict):
    code: Code
    title: str
    cites: Cites = ()


class Reference(Strict):
    title: str
    number: str = ""
    kind: Literal["repeals", "basis", "reference"]
    cites: Cites = ()


class Reading(Strict):
    """How an interpretation key K1–K14 is read here, where it differs from the default."""

    value: str | int | bool
    reason: str
    cites: Cites = ()


class Transition(Strict):
    """What happens to projects of an earlier edition, and to running duties after expiry."""

    policy: Literal["stay", "finish_current_procedure", "move_on_decision"]
    after_expiry: Literal["duties_stay", "duties_end"] = "duties_stay"
    cites: Cites = ()
    reason: str = ""


class Measure(Element):
    """A supervision measure, ranked from mild to grave."""

    rank: StrictInt


class Hold(Element):
    """While `when` holds, nothing but `except_procedures` may be started or acted on.

    With `stops_clocks` the periods of all duties stand still meanwhile; days that an act has set do not.
    """

    when: Text
    except_procedures: tuple[Code, ...] = ()
    stops_clocks: StrictBool = False


class Field_(Strict):
    """A fact asked in a form. `section` opens a new part of the form."""

    fact: Code
    required: StrictBool = True
    required_when: Text | None = None
    section: str = ""
    hint: str = ""
    cites: Cites = ()


def _fields(raw: Any) -> Any:
    return [_field(part) for part in raw] if isinstance(raw, list) else raw


def _field(part: Any) -> Any:
    if isinstance(part, str):
        return {"fact": part.rstrip("?"), "required": not part.endswith("?")}
    return part


Form = Annotated[tuple[Field_, ...], BeforeValidator(_fields, json_schema_input_type=list[str | Field_])]


class Registration(Strict):
    """What is asked when a project is entered, and the scope rules it must meet."""

    by: Codes
    cites: Cites
    form: Form
    checks: tuple[Code, ...] = ()


class Regulation(Strict):
    """The head of an edition: what the document is, and from when it applies."""

    title: str = Field(min_length=1, max_length=80)
    short: str = Field(min_length=1, max_length=20)
    number: str | None
    issuer: str
    interpreter: str | None = None
    signed: CalendarDay | None = None
    printed: CalendarDay | None = None
    effective: Day
    expiry: Day = Day()
    state: Literal["draft", "date_defect", "date_ambiguous", "issued"]
    articles: StrictInt
    source_sha256: str
    project_code: str = Field(pattern=r"^[A-Z]{1,6}$")
    references: tuple[Reference, ...] = ()
    phases: tuple[Phase, ...]
    readings: dict[str, Reading] = {}
    transition: Transition
    registration: Registration
    measures: dict[Code, Measure] = {}
    holds: dict[Code, Hold] = {}
    higher_law_prevails: Cites = ()


class Alias(Strict):
    literal: str
    cites: Cites
    note: str = ""


class RoleRoute(Strict):
    when: Text | None = None
    role: Code


class Role(Element):
    """Who acts. `holder`: the project's unit, an office of the area, a higher level, an outside body."""

    holder: Literal["unit", "area", "higher", "outside"]
    duties: str = ""
    sees: Literal["own", "area", "assigned", "none"] = "area"
    aliases: tuple[Alias, ...] = ()
    resolves: tuple[RoleRoute, ...] = ()


class Parameter(Element):
    """A figure of the law. `null` is a figure the text leaves open and the area may set.

    A boolean is one of two readings of a text: conditions name it, so that the other one is a matter of data.
    """

    type: Literal["money", "integer", "date", "boolean"]
    value: bool | int | date | str | None
    unit: str = ""
    compares: Code | None = None

    @model_validator(mode="after")
    def _typed(self) -> Parameter:
        if self.type == "money" and self.value is not None:
            object.__setattr__(self, "value", fen(self.value))
        said_bool = isinstance(self.value, bool)
        if self.type == "integer" and (said_bool or not isinstance(self.value, int | None)):
            raise ValueError(f"“{self.value}”不是整数")
        if self.type == "boolean" and not said_bool:
            raise ValueError(f"“{self.value}”应为 true 或 false")
        return self


class Anomaly(Element):
    """A defect of the text, kept as written, with its handling."""

    literal: str
    handling: str
    blocks_activation: StrictBool = False


class Article(Strict):
    """One article in our words. `informational` says why nothing in the pack rests on it."""

    gist: str
    chapter: str
    does: str = ""
    informational: str = ""


class Articles(Strict):
    chapters: dict[Code, str]
    articles: dict[int, Article]


# -- rules and deadlines -----------------------------------------------------------------------


class Rule(Element):
    """A condition on one row. `order`: a step not reached; `rule`: the law's test; `notice`: a remark.

    `refusal`, `remedy`: what the clerk reads; `solve` names the fact whose least sufficient value is shown.
    """

    on: Code = "project"
    kind: Literal["order", "rule", "notice"] = "rule"
    strength: Literal["hard", "soft"] = "hard"
    when: Text | None = None
    require: Text
    refusal: str
    remedy: str
    remedy_procedure: Code | None = None
    solve: Code | None = None
    override_by: Codes = ()

    @model_validator(mode="after")
    def _soft_has_owner(self) -> Rule:
        if (self.strength == "soft") != bool(self.override_by):
            raise ValueError("软性规则要写 override_by（谁可以说明理由后放行），硬性规则不写")
        return self


class Window(Strict):
    opens: Span
    closes: Span


class Deadline(Element):
    """When a duty runs out. Its start and its fulfilment are date facts of the row it stands on.

    A duty that recurs is kept in order, or, with `serves` (a date fact beside `fulfilled_by`), by the record
    that names it: the first occurrence ending on or after that day. None ends after the day `until`.
    A day that stands as a fact (`due_fact`) may have an earliest day beside it (`opens_fact`).
    """

    on: Code = "project"
    duty_of: Code
    procedure: Code | None = None
    when: Text | None = None
    start: tuple[Code, ...] = ()
    within: Span | None = None
    at_least: Span | None = None
    window: Window | None = None
    every: Span | None = None
    calendar_days: tuple[str, ...] = ()
    due_fact: Code | None = None
    opens_fact: Code | None = None
    unquantified: str = ""
    interval_parameter: Code | None = None
    fulfilled_by: Code | None = None
    serves: Code | None = None
    until: Code | None = None
    note: str = ""
    compares: Code | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Deadline:
        kinds = {"within", "at_least", "window", "every", "calendar_days", "due_fact", "unquantified"}
        if len(kinds & self.model_fields_set) != 1:
            raise ValueError("期限要恰好写一种：" + "、".join(sorted(kinds)))
        if not self.start and {"within", "at_least", "window", "every"} & self.model_fields_set:
            raise ValueError("要写 start：从哪个日期事实起算")
        if {"serves", "until"} & self.model_fields_set and not (self.every or self.calendar_days):
            raise ValueError("serves 和 until 只用于一再发生的期限（every、calendar_days）")
        if self.opens_fact and not self.due_fact:
            raise ValueError("opens_fact 只与 due_fact 一起写")
        if self.serves and not self.fulfilled_by:
            raise ValueError("写了 serves 就要写 fulfilled_by")
        return self

    @property
    def figures(self) -> frozenset[str]:
        """The parameters that its days are reckoned with."""
        spans = [self.within, self.at_least, self.every]
        spans += [self.window.opens, self.window.closes] if self.window else []
        named = (*(span.length for span in spans if span), self.interval_parameter)
        return frozenset(name for name in named if isinstance(name, str))


# -- procedures --------------------------------------------------------------------------------


class Slot(Element):
    """A paper to hand in. `one_of` groups alternatives; `produced_by` is a procedure whose result counts."""

    when: Text | None = None
    one_of: Code | None = None
    optional: StrictBool = False
    not_applicable_allowed: StrictBool = False
    produced_by: Code | None = None
    hint: str = ""


class Outcome(Element):
    """How a step can end. `to`: a step, `next`, `revise` (back to the starter), `done` or `failed`."""

    to: Code = "next"
    set: dict[Code, int | str | bool | date | None] = {}
    checks: tuple[Code, ...] = ()
    form: Form = ()
    opinion_required: StrictBool = False
    follows: str = ""
    measure: Code | None = None


class Member(Strict):
    role: Code
    when: Text | None = None


def _members(raw: Any) -> Any:
    parts = [raw] if isinstance(raw, str | dict) else raw
    return [{"role": part} if isinstance(part, str) else part for part in parts]


StepKind = Literal[
    "check", "review", "decision", "opinions", "external", "filing", "notify", "sign", "publish", "record",
    "pay", "evaluate", "report", "order", "answer", "recheck", "government", "entrust",
]  # fmt: skip


class Step(Element):
    """One station of a procedure. Several members act side by side and are joined when all have acted.

    Among several outcomes of a join the one declared last in `outcomes` decides (declare mild before grave).
    `by_another`: whoever handed the case in may not act here, though their office may.
    """

    by: Annotated[
        tuple[Member, ...],
        BeforeValidator(_members, json_schema_input_type=Code | Member | list[Code | Member]),
    ]
    kind: StepKind
    by_another: StrictBool = False
    when: Text | None = None
    form: Form = ()
    materials: dict[Code, Slot] = {}
    phrases: tuple[str, ...] = ()
    outcomes: dict[Code, Outcome]


class Procedure(Element):
    """What is started by somebody and runs through steps to an end.

    `requires` are rules of order (not yet startable), `checks` rules of law (would be refused),
    `foresees` rules that a later step settles: only a plain failure refuses at the start.
    """

    phase: Code
    level: Level = "project"
    recurrence: Literal["once", "repeatable", "any_time", "per_record", "yearly", "periodic"]
    on_demand: StrictBool = False
    applies: Text | None = None
    by: Codes
    creates: Code | None = None
    about: Code | None = None
    about_when: Text | None = None
    requires: tuple[Code, ...] = ()
    checks: tuple[Code, ...] = ()
    foresees: tuple[Code, ...] = ()
    form: Form = ()
    materials: dict[Code, Slot] = {}
    set: dict[Code, int | str | bool | date | None] = {}
    steps: dict[Code, Step] = {}
    start_label: str = ""
    summary: str = ""
