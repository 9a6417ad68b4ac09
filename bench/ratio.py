"""Ratios of medians, measured in turns in one run, so that a busy machine disturbs both sides alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Ratio:
    """`ours` and `baseline` are medians in seconds per call; `aim` is the ratio wanted."""

    name: str
    ours: float
    baseline: float
    aim: float

    @property
    def value(self) -> float:
        return self.ours / self.baseline

    def __str__(self) -> str:
        met = "reached" if self.value <= self.aim else "missed"
        times = f"{self.ours * 1e6:9.1f} µs against {self.baseline * 1e6:9.1f} µs"
        return f"{self.name:<58} {self.value:5.2f} × (aim ≤ {self.aim:g} ×, {met})   {times}"


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
    return Ratio(name, median(samples[0]), median(samples[1]), aim)
