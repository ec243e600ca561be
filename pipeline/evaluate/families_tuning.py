"""Which thresholds the aligned sets would choose, and how these do on what they were not chosen on.

A plan is left out of its set while thresholds are chosen, and then tried on: only its own pairs are counted. So is each
whole set. Chosen is the highest mean of F1 over the sets; of thresholds that do equally well the one in their middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from models.base import Frozen
from models.plan import Plan
from pipeline.compare.assigning import TUNING, Tuning
from pipeline.evaluate.counts import Counts
from pipeline.evaluate.families import AlignedSet, Json, aligned_sets, score
from pipeline.evaluate.families_run import members_of, read_plan

ALIKE = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
CONTAINED = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
STRUCTURE = (0.0, 0.05, 0.1, 0.15, 0.2)
GRID = tuple(Tuning(*each) for each in product(ALIKE, CONTAINED, STRUCTURE))
_SAME = 1e-9
"""Means of F1 nearer than this are equal."""


class Trial(Frozen):
    """Thresholds chosen without a plan or a set, and how they do on it, beside those in force."""

    left_out: str
    """The name of a plan or of a set; empty where everything chose."""
    tuning: Tuning
    mean_f1: float
    """On what they were chosen on."""
    tied: int
    """How many thresholds of the grid do as well there."""
    pairs: Counts
    """On what was left out; on everything where nothing was."""
    in_force: Counts
    """The same under the thresholds in force."""


class Trials(Frozen):
    """What everything chooses; plan by plan, and set by set, what is chosen without it."""

    everything: Trial
    plans: tuple[Trial, ...]
    sets: tuple[Trial, ...]


class _Without(NamedTuple):
    """A set, without one of its plans where one is named."""

    place: int
    plan: str | None = None


def leave_one_out(
    gold: Path, plans: Path, *, grid: Sequence[Tuning] = GRID, step: Callable[[], None] | None = None
) -> Trials:
    """Try every threshold of the grid. `step` is called once a choice (`steps` in all).

    Raises UsageError without an alignment, ReadError for a plan that cannot be read.
    """
    sets = aligned_sets(gold, plans)
    bench = _Bench(sets, {name: read_plan(file) for each in sets for name, file in each.plans.items()}, grid)
    done = step or (lambda: None)

    def told(trials: Iterator[Trial]) -> Iterator[Trial]:
        for trial in trials:
            done()
            yield trial

    return Trials(
        everything=next(told(iter([bench.everything()]))),
        plans=tuple(told(bench.plan(k, name) for k, each in enumerate(sets) for name in each.plans)),
        sets=tuple(told(bench.whole_set(k) for k in range(len(sets)))) if len(sets) > 1 else (),
    )


def steps(gold: Path, plans: Path) -> int:
    """How many choices `leave_one_out` makes."""
    sets = aligned_sets(gold, plans)
    return 1 + sum(len(each.plans) for each in sets) + (len(sets) if len(sets) > 1 else 0)


class _Bench:
    """The sets, and the scores that were taken of them."""

    def __init__(self, sets: Sequence[AlignedSet], read: Mapping[str, Plan], grid: Sequence[Tuning]) -> None:
        self.sets, self.read, self.grid = sets, read, grid
        # Most choices look at the same sets: each is aligned once under each threshold.
        self._aligned = cache(self._align)

    def everything(self) -> Trial:
        every = [_Without(k) for k in range(len(self.sets))]
        return self._trial("", every, lambda tuning: _sum(self._pairs(each, tuning) for each in every))

    def plan(self, place: int, name: str) -> Trial:
        """A set of two plans has nothing left to choose by without one of them."""
        kept = [_Without(k, name if k == place else None) for k in range(len(self.sets))]
        kept = [each for each in kept if each.place != place or len(self.sets[place].plans) > 2]
        return self._trial(name, kept, lambda tuning: self._pairs(_Without(place), tuning, only=name))

    def whole_set(self, place: int) -> Trial:
        kept = [_Without(k) for k in range(len(self.sets)) if k != place]
        return self._trial(self.sets[place].name, kept, lambda tuning: self._pairs(_Without(place), tuning))

    def _trial(self, left_out: str, kept: Sequence[_Without], tried: Callable[[Tuning], Counts]) -> Trial:
        means = {tuning: self._mean(kept, tuning) for tuning in self.grid}
        best = max(means.values())
        tied = [tuning for tuning, mean in means.items() if mean >= best - _SAME]
        chosen = middle(tied)
        return Trial(
            left_out=left_out,
            tuning=chosen,
            mean_f1=means[chosen],
            tied=len(tied),
            pairs=tried(chosen),
            in_force=tried(TUNING),
        )

    def _mean(self, kept: Sequence[_Without], tuning: Tuning) -> float:
        return sum(self._pairs(each, tuning).f1 or 0.0 for each in kept) / len(kept) if kept else 0.0

    def _pairs(self, each: _Without, tuning: Tuning, only: str | None = None) -> Counts:
        of = self.sets[each.place]
        among = set(of.plans) - {each.plan}
        return score(of.name, of.families, self._aligned(each, tuning), only=only, among=among).pairs

    def _align(self, each: _Without, tuning: Tuning) -> list[Json]:
        names = [name for name in self.sets[each.place].plans if name != each.plan]
        return members_of([self.read[name] for name in names], tuning)


def middle(tied: Sequence[Tuning]) -> Tuning:
    """The one nearest to the mean of them all, the grid's steps being equal; the first of several.

    >>> middle([Tuning(0.3, 0.5, 0.1), Tuning(0.35, 0.5, 0.1), Tuning(0.4, 0.5, 0.1)]).alike
    0.35
    """
    points = [(t.alike, t.contained, t.structure) for t in tied]
    mean = [sum(axis) / len(axis) for axis in zip(*points, strict=True)]

    def away(k: int) -> float:
        return round(sum(float(p - m) ** 2 for p, m in zip(points[k], mean, strict=True)), 9)

    return tied[min(range(len(tied)), key=away)]


def _sum(counts: Iterator[Counts]) -> Counts:
    total = Counts(0, 0, 0)
    for each in counts:
        total = total.plus(each)
    return total
