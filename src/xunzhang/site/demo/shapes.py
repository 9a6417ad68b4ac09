"""What the files in `demo/` say: the place, kinds of projects, lives, and the projects themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Raw = Any
"""A value as it is written: a literal, an amount such as `12.5 万元`, or a reference such as `$total*60%`."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Someone(Strict):
    """A person: posts by organisation; `handles` are steps that this one of several colleagues takes.

    A leader hears of what the others let lie.
    """

    username: str
    name: str
    posts: Mapping[str, tuple[str, ...]] = {}
    handles: tuple[str, ...] = ()
    is_leader: bool = False


class Resolution(Strict):
    """Which day the defective date of the edition is read as, and on what ground."""

    chosen: Day
    reason: str
    document: str


class Place(Strict):
    """An area, everybody in it, and the measure that binds it. `organisations` are trees by area.

    It is set up on the day `on`; the measure is in force from `since` on. In a sandbox nothing is real.
    """

    area: str
    areas: Mapping[str, str]
    is_sandbox: bool = False
    edition: str
    on: Day
    since: Day
    resolution: Resolution | None = None
    organisations: Mapping[str, Mapping[str, Any]]
    bindings: Mapping[str, str]
    people: tuple[Someone, ...]


class Installation(Strict):
    """What all areas share: the one administrator, and the password of everybody."""

    username: str
    name: str
    password: str


class Line(Strict):
    """One act of a life. `day` counts from the beginning of its phase, `date` is a day of the calendar.

    `do` is a procedure, or `procedure.step`. `slip` is what the investment table of the paper is short of.
    """

    day: int = 0
    date: Day | None = None
    by: str
    do: str
    outcome: str = ""
    facts: Mapping[str, Raw] = {}
    opinion: str = ""
    record: int | None = None
    reasons: Mapping[str, str] = {}
    waived: Mapping[str, str] = {}
    papers: tuple[str, ...] = ()
    slip: str = "0 元"


class Stage(Strict):
    """A phase in a life and the days between the end of the one before and its beginning.

    With `over` only projects of a larger amount go through it.
    """

    phase: str
    after: int = 3
    over: str = ""


def _stage(raw: Any) -> Any:
    """`budget+10` is the phase `budget` ten days after the one before."""
    if not isinstance(raw, str):
        return raw
    phase, _, after = raw.partition("+")
    return {"phase": phase, "after": int(after)} if after else {"phase": phase}


Stages = tuple[Annotated[Stage, BeforeValidator(_stage)], ...]


class Event(Strict):
    """A phase that happens beside a life, beginning so many days ago or on a day."""

    phase: str
    ago: int = 0
    date: Day | None = None


class Kind(Strict):
    """What projects of one kind have in common. `items` are shares of the cost."""

    texts: Mapping[str, str]
    items: Mapping[str, int]
    register_: Mapping[str, Raw] = Field(alias="register")


class Entry(Strict):
    """A project (or with `level` the standing file of a unit or an area) and the life it leads.

    It begins on `start`, or so that the act `until` lies `ago` days back; nothing of the life follows that
    act. `until` may end with `#2` for the second time. `facts` replace those of the life.
    `pace` stretches the longer waits between phases. `by` enters it, the first
    who may unless said; without a `kind` it is of the first one.
    """

    name: str = ""
    level: str = "project"
    by: str = ""
    unit: str
    total: str = "0 万元"
    kind: str = ""
    life: str
    start: Day | None = None
    until: str = ""
    ago: int = 0
    pace: float = 1
    texts: Mapping[str, str] = {}
    register_: Mapping[str, Raw] = Field(default={}, alias="register")
    facts: Mapping[str, Raw] = {}
    also: tuple[Event, ...] = ()


class Template(Strict):
    """How a paper is made: a file in `papers/`, what it says, who signs it, and the fact that dates it."""

    template: str
    signed: str = "{unit}"
    day: str = ""
    paragraphs: tuple[str, ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: tuple[str, ...] = ()


class Story(Strict):
    """Everything about lives: phases, lives made of them, and what officers write."""

    phases: Mapping[str, tuple[Line, ...]]
    lives: Mapping[str, Stages]
    opinions: Mapping[str, tuple[str, ...]]


class Demo(Strict):
    """The demonstration of one area."""

    place: Place
    kinds: Mapping[str, Kind]
    story: Story
    projects: tuple[Entry, ...]
    papers: Mapping[str, Template]


@dataclass(frozen=True)
class Demonstration:
    """All areas, in the order of the days on which they are set up."""

    installation: Installation
    demos: tuple[Demo, ...]


@cache
def read(folder: Path, only: tuple[str, ...] = ()) -> Demonstration:
    """The demonstration in a folder, one folder in it for each area. Raises OSError or ValidationError."""
    names = only or tuple(path.parent.name for path in folder.glob("*/place.yaml"))
    demos = [_demo(folder / name) for name in names]
    demos.sort(key=lambda demo: (demo.place.on, demo.place.area))
    raw = yaml.safe_load((folder / "installation.yaml").read_text("utf-8"))
    return Demonstration(Installation.model_validate(raw), tuple(demos))


def _demo(folder: Path) -> Demo:
    parts = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))}
    phases = {
        code: lines for name in parts if name.startswith("phases") for code, lines in parts[name].items()
    }
    projects = [entry for name in parts if name.startswith("projects") for entry in parts[name]]
    story = {"phases": phases, "lives": parts["lives"], "opinions": parts["opinions"]}
    rest = {name: parts[name] for name in ("place", "kinds", "papers")}
    return Demo.model_validate({**rest, "story": story, "projects": projects})
