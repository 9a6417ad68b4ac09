"""An entry of the demonstration while its life is played: its words, its costs, and its next act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from random import Random

from xunzhang.kernel.facts import FactType, Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.money import fen
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.site.demo.shapes import Demo, Entry, Line
from xunzhang.site.demo.values import Scope, part
from xunzhang.site.playing import AGREED, DRAFT, REVISE, Act

SEED = 20240501
DECLARED = {"security_budget": "网络安全", "crypto_budget": "密码应用"}
OPENING, CLOSING = 8 * 60 + 35, 17 * 60 + 40


class Running:
    """One entry. Everything random comes from the fixed seed and its name."""

    project: Project

    def __init__(self, entry: Entry, demo: Demo, leader: str, day: date, today: date) -> None:
        kind = entry.kind or next(iter(demo.kinds))
        self._entry, self._kind, self._story = entry, demo.kinds[kind], demo.story
        self._edition: Edition = catalogue.edition(demo.place.edition)
        self._today, self._chance = today, Random(f"{SEED}/{entry.name}/{entry.unit}")
        self._clock: tuple[date, int] = (day, 0)
        self._slip = 0
        entered = {**self._kind.register_, **entry.register_}
        own: dict[str, Value] = {
            "name": entry.name,
            "unit": entry.unit,
            "total": fen(entry.total),
            "activity": entered.get("activity"),
            "plan_year": day.year + 1,
        }
        texts: dict[str, Value] = {"leader": leader, "summary": "", **self._kind.texts, **entry.texts}
        self.words: dict[str, Value] = {**texts, **own}
        self.words |= {
            name: text.format_map(self.words) for name, text in texts.items() if isinstance(text, str)
        }

    def registered(self) -> dict[str, Value]:
        """What the registration form says."""
        raw = {**self._kind.register_, **self._entry.register_}
        return self._read(raw, self._clock[0])

    def act(self, line: Line, day: date) -> Act:
        """The act that a line means on a day."""
        procedure, _, step = line.do.partition(".")
        self._slip = fen(line.slip)
        self.words["no"] = self.project.code.rpartition("-")[2]
        own = self._entry.facts
        facts = {name: own.get(name, raw) for name, raw in line.facts.items()}
        if step in ("", REVISE, DRAFT):
            asked = {field.fact for field in self._edition.procedures[procedure].form}
            facts |= {name: raw for name, raw in own.items() if name in asked}
        return Act(
            day=day,
            who=line.by,
            procedure=procedure,
            step=step,
            outcome=line.outcome,
            facts=self._read(facts, day),
            opinion=self._opinion(line, day),
            record=line.record,
            reasons=line.reasons,
            waived=line.waived,
            papers=line.papers,
            at=self.time(day),
        )

    def total(self, known: Mapping[str, Value]) -> int:
        """The total in 分: that of the construction plan, else what was asked for."""
        return _amount(known.get("total_budget") or self.words["total"])

    def costs(self, known: Mapping[str, Value]) -> dict[str, int]:
        """The rows of the investment table in 分, which add up to the total; two are as declared.

        A line with a slip leaves that much out of the first row: the mistake for which it is sent back.
        """
        fixed = {title: _amount(known.get(name)) for name, title in DECLARED.items() if known.get(name)}
        rest, shares = self.total(known) - sum(fixed.values()), self._kind.items
        whole = sum(shares.values())
        spread = {title: part(rest, str(100 * share / whole)) for title, share in shares.items()}
        first = next(iter(spread))
        spread[first] += rest - sum(spread.values()) - self._slip
        return {**spread, **fixed}

    def time(self, day: date | None = None) -> time:
        """A moment in office hours, later than the one before on the same day."""
        day = day or self._clock[0]
        earlier = self._clock[1] if self._clock[0] == day else 0
        first = self._chance.randint(OPENING, CLOSING - 150)
        minute = earlier + self._chance.randint(6, 40) if earlier else first
        self._clock = (day, minute)
        return time(minute // 60, minute % 60, self._chance.randint(0, 59))

    def _read(self, raw: Mapping[str, object], day: date) -> dict[str, Value]:
        scope = Scope(day, self._today, self.words)
        types: Mapping[str, FactType] = self._edition.types
        return {name: scope.read(value, types[name]) for name, value in raw.items()}

    def _opinion(self, line: Line, day: date) -> str:
        if line.opinion:
            return Scope(day, self._today, self.words).text(line.opinion)
        written = self._story.opinions
        variants = written.get(f"{line.do}.{line.outcome}") or written.get(line.outcome) or (AGREED,)
        return Scope(day, self._today, self.words).text(self._chance.choice(variants))


def _amount(value: Value) -> int:
    assert isinstance(value, int)
    return value
