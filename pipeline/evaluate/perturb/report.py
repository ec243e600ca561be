"""How much worse each kind gets under each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import fmean
from typing import NamedTuple

from models.base import Frozen
from pipeline.evaluate.confidence import Calibration
from pipeline.evaluate.counts import KINDS, Counts, PlanScore, total

MOST_FALL = 0.03
"""How far the F1 of a kind may fall under a fault, on the mean of the seeds."""


class Run(NamedTuple):
    """One plan scored under one fault (none: as found) with one seed."""

    fault: str | None
    seed: int
    score: PlanScore


class Cell(Frozen):
    """One kind under one fault: F1 over all plans that the fault changes, clean and over the seeds."""

    fault: str
    kind: str
    clean: float
    mean: float
    worst: float
    worst_plan: str
    worst_seed: int
    examples: tuple[str, ...]
    """What is missed (−) and told too much (+) there and not in the same plan as found."""

    @property
    def fall(self) -> float:
        return self.clean - self.mean

    @property
    def flagged(self) -> bool:
        return self.fall > MOST_FALL


class PerturbReport(Frozen):
    """The falls by fault and kind, and what confidences were worth over all perturbed plans."""

    seeds: int
    runs: int
    cells: tuple[Cell, ...]
    confidence: tuple[Calibration, ...]
    invented: tuple[str, ...] = ()
    """What was claimed that the gold knows to be absent, or why nothing could be extracted, by fault and plan."""

    @property
    def flagged(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.flagged)


def claims(runs: Iterable[Run]) -> tuple[str, ...]:
    """Inventions and failures, each with the number of seeds that show it."""
    said = Counter(
        f"{run.fault}: {run.score.plan}: {line}"
        for run in runs
        for line in (*run.score.invented, *([f"failed: {run.score.failed}"] if run.score.failed else []))
    )
    return tuple(f"{line} ({seeds} seeds)" for line, seeds in said.items())


def fall_table(faults: Iterable[str], clean: dict[str, PlanScore], runs: list[Run]) -> tuple[Cell, ...]:
    """A cell for each fault and kind with gold or findings; a fault that changes no plan has none."""
    cells = []
    for fault in faults:
        mine = [run for run in runs if run.fault == fault]
        cells += [cell for kind in KINDS if mine and (cell := _cell(fault, kind, clean, mine))]
    return tuple(cells)


def _cell(fault: str, kind: str, clean: dict[str, PlanScore], runs: list[Run]) -> Cell | None:
    plans = sorted({run.score.plan for run in runs})
    before = total([clean[name].counts for name in plans])[kind].f1
    by_seed = [total([r.score.counts for r in runs if r.seed == seed])[kind].f1 for seed in {r.seed for r in runs}]
    after = [f1 for f1 in by_seed if f1 is not None]
    if before is None or not after:
        return None
    worst = max(runs, key=lambda run: _errors(run.score.counts[kind]) - _errors(clean[run.score.plan].counts[kind]))
    return Cell(
        fault=fault,
        kind=kind,
        clean=before,
        mean=fmean(after),
        worst=min(after),
        worst_plan=worst.score.plan,
        worst_seed=worst.seed,
        examples=_examples(kind, clean[worst.score.plan], worst.score),
    )


def _errors(counts: Counts) -> int:
    return counts.gold + counts.predicted - 2 * counts.hit


def _examples(kind: str, clean: PlanScore, worst: PlanScore, most: int = 6) -> tuple[str, ...]:
    if worst.failed:
        return (worst.failed,)
    missed = [f"− {x}" for x in worst.misses.get(kind, ()) if x not in clean.misses.get(kind, ())]
    extra = [f"+ {x}" for x in worst.extras.get(kind, ()) if x not in clean.extras.get(kind, ())]
    return tuple(missed[:most] + extra[:most])
