"""The cases of a pack: given facts, an act, and what must come of it. They are run by the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, model_validator

from xunzhang.kernel.facts import PYTHON, FactType, Value, type_title
from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Code, Codes, Fact, Strict
from xunzhang.kernel.pack.money import fen
from xunzhang.kernel.pack.source import Path_, Source, read
from xunzhang.kernel.pack.validate import build
from xunzhang.kernel.situation import CaseState, RecordState, Situation

RawFacts = dict[Code, int | bool | date | str | None]
DEFAULT_DAY = date(2025, 6, 3)
HANDING_IN = ("submit", "resubmit")
"""The first word of an act of a path that hands a procedure in: at first, or again after correction."""


class GivenRecord(Strict):
    """A record there is. `parent` is the number of the record it belongs to among the given ones, from 1.

    Not written, it belongs to the record of that kind that the act is about, else to the first; `null`: none.
    """

    entity: Code
    facts: RawFacts = {}
    done: Codes = ()
    parent: StrictInt | None = None


class Given(Strict):
    """What is known. A key that is an entity (contract: …) is the record the act is about or makes.

    `parameters` are figures that the area has set otherwise, or where the text leaves them open;
    `repealed` is the day from which another document has repealed the edition.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    today: date = DEFAULT_DAY
    project: RawFacts = {}
    records: tuple[GivenRecord, ...] = ()
    done: Codes = ()
    materials: Codes | Literal["all"] = "all"
    waived: Codes = ()
    excused: Codes = ()
    resolution: date | None = None
    repealed: date | None = None
    parameters: RawFacts = {}

    @property
    def subjects(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


def _path(raw: Any) -> Any:
    if not isinstance(raw, list) or not all(isinstance(act, list) for act in raw):
        raise ValueError("path 应为列表，其中每步又是一个列表")
    return [{"act": [part for part in act if isinstance(part, str)], **_last(act)} for act in raw]


def _last(act: Any) -> dict[str, Any]:
    facts = next((part for part in act if isinstance(part, dict)), {})
    day = next((part for part in act if isinstance(part, date)), None)
    record = next((part for part in act if isinstance(part, int)), None)
    return {"facts": facts, "on": day, "record": record}


class PathAct(Strict):
    """`[submit, procedure]`, `[resubmit, procedure]` after it was sent back, or `[procedure, step, outcome]`,
    each with facts and a day if wanted.

    A number behind `[submit, procedure` says about which record of its kind it is, from 1.
    A fourth word is the role that acts: the step is decided when every member has acted.
    """

    act: Annotated[tuple[Code, ...], Field(min_length=2, max_length=4)]
    facts: RawFacts = {}
    on: date | None = None
    record: StrictInt | None = None


class When(Strict):
    judge: Code | None = None
    submit: Code | None = None
    act: tuple[Code, Code, Code] | None = None
    deadline: Code | None = None
    activate: date | None = None
    enter: Literal[True] | None = None
    moves: Literal[True] | None = None
    path: (
        Annotated[
            tuple[PathAct, ...],
            BeforeValidator(_path, json_schema_input_type=list[list[Code | RawFacts | date | StrictInt]]),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _one(self) -> When:
        if len(self.model_fields_set) != 1:
            raise ValueError("when 要恰好写一种：judge、submit、act、deadline、activate、enter、moves、path")
        return self


class Then(Strict):
    """Only what is written is compared.

    `noted`: remarks that do not stand in the way; `turns`: the roles whose turn it is; `done_on`: when a duty
    counts as kept.
    """

    result: Literal["holds", "fails", "unknown", "not_applicable"] | None = None
    allowed: bool | None = None
    refused_by: Codes | None = None
    missing: Codes | None = None
    asked: Codes | None = None
    noted: Codes | None = None
    opens: Codes | None = None
    turns: Codes | None = None
    ends: Literal["done", "failed", "revise"] | None = None
    facts: RawFacts | None = None
    due: date | None = None
    opens_on: date | None = None
    late: bool | None = None
    done_on: date | None = None
    provisional: bool | None = None
    after_expiry: bool | None = None
    occurrence: int = 1
    running: bool | None = None
    ready: Codes | None = None
    waiting: dict[Code, Codes] | None = None
    refused: dict[Code, Codes] | None = None
    used_up: Codes | None = None


class PackCase(Strict):
    name: str
    scenario: str = ""
    cites: Cites
    given: Given = Given()
    when: When
    then: Then


def load_cases(folder: Path, edition: Edition) -> Iterator[tuple[Source, int, PackCase]]:
    """Every case of the edition in `folder`, with its file and number. Raises PackError."""
    for file in sorted((folder / "cases").glob("*.yaml")):
        source = read(file)
        cases: list[PackCase] = build(source, list[PackCase])
        for number, case in enumerate(cases):
            _known(edition, source, number, case)
            yield source, number, case


def situation_of(edition: Edition, case: PackCase) -> Situation:
    """The situation a case describes. The subject of the act is the record with id 1, others follow."""
    given = case.given
    subjects = [GivenRecord(entity=entity, facts=facts) for entity, facts in given.subjects.items()]
    known = dict(enumerate((*subjects, *given.records), 1))
    records = tuple(
        RecordState(
            number,
            record.entity,
            facts_of(edition, record.facts),
            parent_id=_parent(edition, record, known, len(subjects)),
        )
        for number, record in known.items()
    )
    ended: list[tuple[str, int | None]] = [(code, None) for code in given.done]
    ended += [(code, number) for number, record in known.items() for code in record.done]
    cases = tuple(CaseState(number, code, "done", record) for number, (code, record) in enumerate(ended, 1))
    return Situation(facts_of(edition, given.project), given.today, records, cases)


def _parent(
    edition: Edition, record: GivenRecord, known: Mapping[int, GivenRecord], subjects: int
) -> int | None:
    if "parent" in record.model_fields_set:
        return record.parent and record.parent + subjects
    entity = edition.entities[record.entity].parent
    return next((number for number, each in known.items() if each.entity == entity), None)


def facts_of(edition: Edition, raw: Mapping[str, Any]) -> dict[str, Value]:
    """Facts as a case writes them: money may be `600 万元`."""
    return {
        name: fen(value) if edition.facts[name].type is FactType.MONEY and value is not None else value
        for name, value in raw.items()
    }


def _known(edition: Edition, source: Source, number: int, case: PackCase) -> None:
    """Everything that a case names is there, and its facts have values of their kind. Raises PackError."""
    _given_known(edition, source, number, case.given)
    for index, act in enumerate(case.when.path or ()):
        _act_known(edition, source, act.act, (number, "when", "path", index))
        _facts_known(edition, source, act.facts, (number, "when", "path", index))
    if case.when.act:
        _act_known(edition, source, case.when.act, (number, "when", "act"))
    _facts_known(edition, source, case.then.facts or {}, (number, "then", "facts"))
    for kind, code in (
        ("rules", case.when.judge),
        ("procedures", case.when.submit),
        ("deadlines", case.when.deadline),
        *(("parameters", name) for name in case.given.parameters),
    ):
        if code and code not in getattr(edition, kind):
            raise source.error(f"没有“{code}”", (number,))


def _given_known(edition: Edition, source: Source, number: int, given: Given) -> None:
    ended = [*given.done, *(code for record in given.records for code in record.done)]
    for key, codes, known in (("done", ended, edition.procedures), ("excused", given.excused, edition.rules)):
        if unknown := [code for code in codes if code not in known]:
            raise source.error(f"没有“{unknown[0]}”", (number, "given", key))
    for entity, facts in given.subjects.items():
        if entity not in edition.entities:
            raise source.error(f"given 里没有“{entity}”这种写法", (number, "given", entity))
        _facts_known(edition, source, facts, (number, "given", entity))
    _facts_known(edition, source, given.project, (number, "given", "project"))
    for index, record in enumerate(given.records):
        at: Path_ = (number, "given", "records", index)
        if record.entity not in edition.entities:
            raise source.error(f"没有这个对象：“{record.entity}”", (*at, "entity"))
        _facts_known(edition, source, record.facts, (*at, "facts"))


def _act_known(edition: Edition, source: Source, act: tuple[Code, ...], at: Path_) -> None:
    """The procedure, the step and its outcome that an act names."""
    code, *rest = act[1:] if act[0] in HANDING_IN else act
    procedure = edition.procedures.get(code)
    if procedure is None:
        raise source.error(f"没有这道手续：“{code}”", at)
    if act[0] in HANDING_IN:
        return
    if rest[0] not in procedure.steps:
        raise source.error(f"{procedure.title}没有“{rest[0]}”这一步", at)
    if len(rest) < 2 or rest[1] not in procedure.steps[rest[0]].outcomes:
        raise source.error(f"{procedure.steps[rest[0]].title}没有结论“{'、'.join(rest[1:2])}”", at)


def _facts_known(edition: Edition, source: Source, facts: Any, at: Path_) -> None:
    if not isinstance(facts, dict):
        raise source.error("应为“事实: 值”的映射", at)
    for name, value in facts.items():
        if name not in edition.facts:
            raise source.error(f"没有这个事实：“{name}”", (*at, name))
        if fault := _unfit(edition.facts[name], value):
            raise source.error(f"“{name}”{fault}", (*at, name))


def _unfit(fact: Fact, value: object) -> str:
    """Why a fact cannot have a value, in words; nothing where it can."""
    if value is None:
        return ""
    if fact.type is FactType.CHOICE:
        return "" if value in fact.values else f"没有“{value}”这个选项，可用：{'、'.join(fact.values)}"
    if fact.type is FactType.MONEY:
        try:
            fen(value)
        except ValueError as wrong:
            return f"：{wrong}"
        return ""
    return "" if type(value) is PYTHON[fact.type] else f"应为{type_title(fact.type)}，不是“{value}”"
