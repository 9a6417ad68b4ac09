"""Running many cases on an edition and on its small changes: answers are remembered, readings noted.

A change of something that a case never read, or of a condition that answers the same on every row on which
the case asked it, leaves the run of the case as it was: only the other cases need to be run on the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.source import Path_
from xunzhang.kernel.predicates import RowJudge, RowTable
from xunzhang.kernel.situation import FactRow

PARTS = ("regulation", "roles", "parameters", "facts", "procedures", "rules", "deadlines")
Answers = Mapping[str, bool | None]


class Memory:
    """The rows on which the conditions of an edition were judged, each once, with the answers."""

    def __init__(self, edition: Edition) -> None:
        self.predicates = edition.predicates
        names = {name for predicate in edition.predicates.values() for name in predicate.names}
        names |= {
            fact.derived.band_of for fact in edition.facts.values() if fact.derived and fact.derived.band_of
        }
        self.rows = RowTable(names, edition.types)
        self.answers: list[Answers] = []
        self._judge = RowJudge(edition.predicates, edition.types)
        self._numbers: dict[frozenset[tuple[str, Value]], int] = {}

    def number(self, row: Mapping[str, Value]) -> int:
        """The number of a row in `rows` and `answers`."""
        key = frozenset(row.items())
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self.rows.number(row)
            if number == len(self.answers):
                self.answers.append(self._judge.judge(row))
        return number


@dataclass(frozen=True)
class Remembered(Edition):
    """An edition, or a change of it, that judges no row twice; only changed conditions are asked anew."""

    memory: Memory

    def truths(self, row: Mapping[str, Value]) -> Answers:
        if not isinstance(row, FactRow):
            return self.answers(row)
        if not hasattr(row, "truths"):
            row.truths = self.answers(row)
        return row.truths

    def answers(self, row: Mapping[str, Value]) -> Answers:
        known = self.memory.answers[self.memory.number(row)]
        return {**known, **self._changed.judge(row)} if self._changed else known

    @cached_property
    def _changed(self) -> RowJudge | None:
        """The judge of the conditions that are not those of the memory."""
        known = self.memory.predicates
        new = {text: said for text, said in self.predicates.items() if known.get(text) is not said}
        return RowJudge(new, self.types) if new else None


@dataclass
class Notes:
    """`read`: places of the edition (`rules`, code, key …); `asked`: conditions, each with its rows."""

    read: set[Path_] = field(default_factory=set)
    asked: dict[str, set[int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many answers were asked for: how long the run is."""
        return sum(map(len, self.asked.values()))


@dataclass(frozen=True)
class _Noting(Remembered):
    notes: Notes

    def answers(self, row: Mapping[str, Value]) -> Answers:
        return _Asked(super().answers(row), self.memory.number(row), self.notes)


class _Asked(Mapping[str, bool | None]):
    """The answers on one row, each noted when it is looked at."""

    def __init__(self, answers: Answers, number: int, notes: Notes) -> None:
        self._answers, self._number, self._notes = answers, number, notes

    def __getitem__(self, text: str) -> bool | None:
        answer = self._answers[text]
        self._notes.asked.setdefault(text, set()).add(self._number)
        return answer

    def __iter__(self) -> Iterator[str]:
        raise TypeError("answers are asked for one by one")

    def __len__(self) -> int:
        return len(self._answers)


class Watch:
    """An edition whose readings are noted, run by run."""

    def __init__(self, memory: Memory, edition: Edition) -> None:
        self._memory, self._notes = memory, Notes()
        self._places: dict[int, Path_] = {}
        self._kinds: dict[type[BaseModel], type[BaseModel]] = {}
        watched = {part: self._watched(getattr(edition, part), (part,)) for part in PARTS}
        self._fields = {each.name: getattr(edition, each.name) for each in fields(Edition)} | watched

    def fresh(self) -> tuple[Edition, Notes]:
        """The edition for one run, and the notes of what this run reads of it."""
        self._notes = Notes()
        return _Noting(**self._fields, memory=self._memory, notes=self._notes), self._notes

    def _note(self, node: int, key: str) -> None:
        self._notes.read.add((*self._places[node], key))

    def _watched(self, node: Any, place: Path_) -> Any:
        """A copy of a part of the edition that tells of every key that is read of it."""
        if isinstance(node, tuple):
            return tuple(self._watched(each, (*place, number)) for number, each in enumerate(node))
        if isinstance(node, Mapping):
            return {key: self._watched(each, (*place, key)) for key, each in node.items()}
        if not isinstance(node, BaseModel):
            return node
        values = {key: self._watched(getattr(node, key), (*place, key)) for key in type(node).model_fields}
        fresh = self._kind(type(node)).model_construct(set(node.model_fields_set), **values)
        self._places[id(fresh)] = place
        return fresh

    def _kind(self, kind: type[BaseModel]) -> type[BaseModel]:
        if kind not in self._kinds:
            self._kinds[kind] = _telling(kind, self._note)
        return self._kinds[kind]


def remembered(edition: Edition, memory: Memory) -> Edition:
    """The same edition, its answers remembered; so are those of every change made of it."""
    return Remembered(**{each.name: getattr(edition, each.name) for each in fields(Edition)}, memory=memory)


def _telling(kind: type[BaseModel], note: Callable[[int, str], None]) -> type[BaseModel]:
    """The same model, but each reading of a field is told."""
    keys = frozenset(kind.model_fields)

    class Telling(kind):  # type: ignore[misc, valid-type]
        def __getattribute__(self, name: str) -> Any:
            if name in keys:
                note(id(self), name)
            return super().__getattribute__(name)

    return Telling
