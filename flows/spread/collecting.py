"""What was fetched, read and stored by several processes or machines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flows.spread.engines import Opened, engine
from flows.spread.reader import reader
from flows.spread.spreading import Spread, batches, spread
from pipeline.collect import ingesting
from pipeline.collect.patience import patiently
from pipeline.collect.types import OnStep, Step
from pipeline.collect.work import Work
from pipeline.settings import Settings


def ingest(
    where: Spread,
    work: Work,
    on_step: OnStep | None = None,
    source: str | None = None,
    opened: Opened = engine,
) -> None:
    """As `pipeline.collect.running.ingest_all`, of which this takes the place, in so many processes.

    Raises StoreError; UsageError and KehoachError where the engine cannot run.
    """
    due = patiently(work.clock, ingesting.due, work, source)
    if not due:
        return
    told = 0
    with opened(where, work.settings) as running:
        dealt = batches(due, running.slots)
        for done in spread(partial(ingest_found, work.run_no), dealt, work.settings, running):
            if done.result is None:
                ingesting.died(done.keys, work)
            told += len(done.keys)
            if on_step:
                on_step(Step(stage="ingest", done=told, total=len(due)))


def ingest_found(run_no: int | None, settings: Settings, found_nos: Sequence[int]) -> int:
    """Ingest the documents of a batch, in whatever process this is; returns how many they were. Raises StoreError."""
    with Work.open(settings, run_no=run_no) as work:
        patiently(work.clock, ingesting.ingest, found_nos, work, reader())
    return len(found_nos)
