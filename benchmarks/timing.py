"""Measuring with repeats: the median says how fast, the range how sure that is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple


class Measured(NamedTuple):
    """Repeats of one measurement: median, least, most."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Measured:
        return cls(median(values), min(values), max(values))

    def shown(self, unit: str = "", scale: float = 1.0, digits: int = 1) -> str:
        middle, low, high = (f"{value * scale:.{digits}f}" for value in self)
        return f"{middle}{unit} ({low}–{high})"


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def repeated(work: Callable[[], object], repeats: int) -> list[float]:
    return [seconds(work) for _ in range(repeats)]


def ratio(work: Callable[[], object], yardstick: Callable[[], object], repeats: int) -> Measured:
    """How many times as long as the yardstick, measured in turn so that a busy machine slows both."""
    return Measured.of([seconds(work) / seconds(yardstick) for _ in range(repeats)])


def in_turn(works: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Seconds of each, measured in turn so that a busy machine slows all of them."""
    rounds = [{name: seconds(work) for name, work in works.items()} for _ in range(repeats)]
    return {name: [took[name] for took in rounds] for name in works}
