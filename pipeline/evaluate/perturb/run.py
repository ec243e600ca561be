"""Running the suite: every fault, several seeds, every plan, over all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from models.document import RawFile
from pipeline.evaluate.confidence import Outcome, calibrate, outcomes
from pipeline.evaluate.counts import KINDS, Counts, PlanScore
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.perturb.registry import FAULTS, Fault
from pipeline.evaluate.perturb.report import PerturbReport, Run, claims, fall_table
from pipeline.evaluate.perturb.specimen import Specimen, take_apart
from pipeline.evaluate.score import score_plan

Extract = Callable[[str], dict[str, Any]]


class _Bench(NamedTuple):
    """What each worker holds: the plans, the faults, and what turns a text into the interchange form."""

    specimens: tuple[Specimen, ...]
    faults: tuple[Fault, ...]
    extract: Extract


class _Task(NamedTuple):
    plan: int
    fault: int | None
    seed: int


def extract_text(text: str) -> dict[str, Any]:
    """The interchange form of a text as this product's own pipeline reads it. Raises ReadError."""
    from models.interchange import dump
    from pipeline.process import process

    return dump(process(RawFile(content=text.encode(), media_type="text/plain", source="perturbed.txt")))


def perturb(
    gold: Path,
    plans: Path,
    seeds: int = 20,
    *,
    faults: tuple[Fault, ...] = FAULTS,
    extract: Extract = extract_text,
    workers: int | None = None,
) -> PerturbReport:
    """Score every plan as found and under every fault with seeds 0 to `seeds` - 1, in `workers` processes.

    `workers` is by default the number of cores; with 1 nothing is started. Raises UsageError where the gold cannot
    be perturbed.
    """
    bench = _Bench(tuple(take_apart(plan) for plan in load_gold(gold, plans)), faults, extract)
    names = range(len(bench.specimens))
    tasks = [_Task(p, None, 0) for p in names]
    tasks += [_Task(p, f, s) for f in range(len(faults)) for s in range(seeds) for p in names]
    clean: dict[str, PlanScore] = {}
    runs: list[Run] = []
    seen: list[Outcome] = []
    for result in _results(bench, tasks, workers or os.cpu_count() or 1):
        if result is None:
            continue
        run, told = result
        if run.fault is None:
            clean[run.score.plan] = run.score
        else:
            runs.append(run)
            seen.extend(told)
    order = tuple(fault.name for fault in faults)
    return PerturbReport(
        seeds=seeds,
        runs=len(runs),
        cells=fall_table(order, clean, runs),
        confidence=calibrate(seen),
        invented=claims(runs),
    )


_Result = tuple[Run, list[Outcome]] | None
_bench: _Bench | None = None  # Set once in each worker.


def _results(bench: _Bench, tasks: list[_Task], workers: int) -> Iterator[_Result]:
    if workers == 1:
        yield from (_run(bench, task) for task in tasks)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(bench,)) as pool:
        yield from pool.map(_run_here, tasks, chunksize=10)


def _start(bench: _Bench) -> None:
    global _bench  # noqa: PLW0603  (how a pool's worker is given what it needs once)
    _bench = bench


def _run_here(task: _Task) -> _Result:
    assert _bench is not None  # noqa: S101
    return _run(_bench, task)


def _run(bench: _Bench, task: _Task) -> _Result:
    """One perturbed plan extracted and scored; none where the fault changes nothing in this plan."""
    specimen = bench.specimens[task.plan]
    fault = None if task.fault is None else bench.faults[task.fault]
    changed = fault.apply(specimen, task.seed) if fault else specimen
    if fault and changed.text == specimen.text:
        return None
    gold, text = changed.finished_gold(), changed.text
    try:
        predicted = bench.extract(text)
        score = score_plan(gold, predicted, text)
        told = list(outcomes(gold, predicted, text))
    except Exception as error:  # One text that breaks the extraction is a finding, not the end.
        score, told = _failed(gold, f"{type(error).__name__}: {error}"), []
    return Run(fault and fault.name, task.seed, _shortened(score)), told


def _failed(gold: dict[str, Any], why: str) -> PlanScore:
    nothing = score_plan(gold, {"metadata": {}, "outline": [], "text": ""}, "")
    counts = {kind: Counts(0, counts.gold, 0) for kind, counts in nothing.counts.items()}
    return PlanScore(plan=gold["plan"], counts=counts, failed=why)


def _shortened(score: PlanScore, most: int = 40, width: int = 160) -> PlanScore:
    """Without what a report of many runs does not show."""

    def short(lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(line[:width] for line in lines)[:most]

    misses = {kind: short(score.misses.get(kind, ())) for kind in KINDS if score.misses.get(kind)}
    extras = {kind: short(score.extras.get(kind, ())) for kind in KINDS if score.extras.get(kind)}
    return score.model_copy(update={"misses": misses, "extras": extras, "fields": {}})
