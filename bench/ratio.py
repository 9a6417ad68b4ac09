"""Ratios of medians, measured in turns in one run, so that a busy machine disturbs both sides alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Ratio:
    """Seconds per call of both sides; `aim` is the ratio wanted of their medians.

    The fastest tenths are told too: where a busy disk makes commits slow, the medians compare little else.
    """

    name: str
    ours: list[float]
    baseline: list[float]
    aim: float

    @property
    def value(self) -> float:
        return median(self.ours) / median(self.baseline)

    @property
    def quiet(self) -> float:
        return _fastest(self.ours) / _fastest(self.baseline)

    def __str__(self) -> str:
        met = "reached" if self.value <= self.aim else "missed"
        times = f"{median(self.ours) * 1e6:.0f} µs against {median(self.baseline) * 1e6:.0f}"
        said = f"(aim ≤ {self.aim:g} ×, {met}; {times}; {self.quiet:.2f} × quiet)"
        return f"{self.name:<60} {self.value:5.2f} × {said}"


def _fastest(samples: list[float]) -> float:
    """The median of the fastest tenth."""
    return median(sorted(samples)[: max(1, len(samples) // 10)])


def in_turns(
    name: str, ours: Callable[[], object], baseline: Callable[[], object], *, aim: float, rounds: int
) -> Ratio:
    """Call both sides alternately `rounds` times."""
    samples: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, kept in zip((ours, baseline), samples, strict=True):
            begun = perf_counter()
            side()
            kept.append(perf_counter() - begun)
    return Ratio(name, samples[0], samples[1], aim)
