"""The flows that sources arrive by. Importing this imports Prefect; prepare its environment first (`flows.ephemeral`).

Their parameters are names and days, so that a worker on any machine can run them: where the store is, and how it is
reached, that machine's own environment says (KEHOACH_HOME, KEHOACH_DATABASE, …); no password passes through Prefect.
What they return is the run as `kehoach runs` tells it, as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.sources.queue import Sources
from flows.sources.stages import announce as announce_task
from flows.sources.stages import discover, fetch, ingest
from flows.spread.collecting import ingest as ingest_spread
from flows.spread.spreading import Spread
from flows.tasks import over_tasks
from models.errors import StoreError, UsageError
from pipeline.collect import holding, ingesting, runs
from pipeline.collect.patience import patiently
from pipeline.collect.running import BATCH, TOGETHER, chosen, running
from pipeline.collect.work import Work
from pipeline.read.isolated import Isolated
from pipeline.settings import Settings
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Window

_THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=2 * TOGETHER)  # To look, and to fetch.


@flow(name="collect", task_runner=_THREADS, persist_result=False)
def collect(
    names: list[str] | None = None, home: str | None = None, processes: int = 1, dask: str | None = None
) -> dict[str, Any]:
    """Look at the sources of these names, or at all that are enabled; fetch, read, store and announce what is new.

    A run that was killed is continued by the next one. Raises UsageError for a name that is none and for sources.toml;
    StoreError where the store ends the run.
    """
    with Work.open(_settings(home)) as work:
        sources = chosen(work.catalogue, names or ())
        with running(work, "collect", sources):
            _gather(sources, work)
            _ingest(work, Spread(processes=processes, dask=dask))
            announce_task(work)
        return _told(work)


@flow(name="backfill", task_runner=_THREADS, persist_result=False)
def backfill(
    name: str,
    since: str | None = None,
    until: str | None = None,
    home: str | None = None,
    processes: int = 1,
    dask: str | None = None,
) -> dict[str, Any]:
    """Read a source's whole listing for the documents of some days (`2019-01-31`, both included).

    Each page that was read is a checkpoint: after an interruption the same flow goes on there. Raises as `collect`.
    """
    window = Window(_day(since), _day(until))
    with Work.open(_settings(home)) as work:
        sources = chosen(work.catalogue, [name])
        with running(work, "backfill", sources):
            _gather(sources, work, window, backfill=True)
            _ingest(work, Spread(processes=processes, dask=dask), name)
        return _told(work)


@flow(name="announce", persist_result=False)
def announce(home: str | None = None) -> dict[str, Any]:
    """Announce what is new, and what waits to be sent again. Raises StoreError."""
    with Work.open(_settings(home)) as work:
        with running(work, "announce", []):
            announce_task(work)
        return _told(work)


def _gather(
    sources: Sequence[SourceSettings], work: Work, window: Window | None = None, *, backfill: bool = False
) -> None:
    """Look at sources and fetch what is due of them, several at once. Raises what the store raises, once all ended."""
    _ = work.reach  # Made once, before threads ask for it.
    names, tasks = Sources([source.name for source in sources]), min(TOGETHER, len(sources))
    fetched: list[Any] = []
    try:
        looked = [discover.submit(names, work, window, backfill) for _ in range(tasks)]
        fetched = [fetch.submit(names, work) for _ in range(tasks)]
        _wait(looked, work)
        names.close(tasks)
        _wait(fetched, work)
    except BaseException:
        work.stopping.set()
        names.close(len(fetched))
        raise
    finally:
        for name, who in names.holders.items():
            with suppress(StoreError):
                holding.free(work.store, name, who)


def _wait(futures: Sequence[Any], work: Work) -> None:
    """Wait for all; then raise what the first that failed raised."""
    for future in futures:
        future.wait()
        if future.state.is_failed():
            work.stopping.set()
    for future in futures:
        future.result()


def _ingest(work: Work, where: Spread, source: str | None = None) -> None:
    if not where.here:
        over_tasks(lambda opened: ingest_spread(where, work, source=source, opened=opened), where, work.settings)
        return
    due = patiently(work.clock, ingesting.due, work, source)
    if not due:
        return
    with Isolated() as reader:
        for start in range(0, len(due), BATCH):
            ingest(due[start : start + BATCH], work, reader)


def _settings(home: str | None) -> Settings:
    settings = Settings.from_environment()
    return settings.model_copy(update={"home": Path(home).absolute()}) if home else settings


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise UsageError(f"a day is written as 2019-01-31, not {typed!r}") from error


def _told(work: Work) -> dict[str, Any]:
    return runs.told(work.store, work.run_no or 0).model_dump(mode="json")
