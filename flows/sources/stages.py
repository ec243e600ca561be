"""The stages as tasks, thin over `pipeline.collect`. All state is in our database: Prefect knows only that they ran.

A source or a document that fails is no failure of its task: it is recorded, and `kehoach runs` tells it. A task fails
where the store does, and is tried again where that may help.
"""

from __future__ import annotations

from prefect import task

from flows.sources.queue import Sources
from flows.tasks import RETRIED
from pipeline.collect import discovering, fetching, holding, ingesting, runs
from pipeline.collect.running import CHUNK, announce_all
from pipeline.collect.work import Work
from pipeline.read.isolated import Isolated
from pipeline.sources.types import Window


@task(name="discover", **RETRIED)
def discover(sources: Sources, work: Work, window: Window | None = None, backfill: bool = False) -> None:
    """Look at sources until none is left; one that another process looks at is left to it. Raises StoreError."""
    while not work.stopping.is_set():
        with sources.look() as name:
            if name is None:
                return
            if holding.hold(work.store, work.clock, name, sources.holders[name]):
                discovering.discover(work.catalogue.named(name), work, window, backfill=backfill)
                sources.looked(name)
            else:
                runs.left_to_others(work.store, work.clock, work.run_no)


@task(name="fetch", **RETRIED)
def fetch(sources: Sources, work: Work) -> None:
    """Fetch what is due of sources that were looked at, until there are no more. Raises StoreError."""
    while True:
        with sources.fetch() as name:
            if name is None:
                return
            _fetch(name, sources.holders[name], work)


def _fetch(name: str, who: str, work: Work) -> None:
    source = work.catalogue.named(name)
    due = fetching.due(source, work)
    for start in range(0, len(due), CHUNK):
        holding.hold(work.store, work.clock, name, who)
        if not fetching.fetch(source, due[start : start + CHUNK], work):
            break
    holding.free(work.store, name, who)


@task(name="ingest", **RETRIED)
def ingest(found_nos: list[int], work: Work, reader: Isolated) -> None:
    """Read and store documents that were fetched. Raises StoreError."""
    ingesting.ingest(found_nos, work, reader)


@task(name="announce", **RETRIED)
def announce(work: Work) -> None:
    """Tell whoever watches what is new. Raises StoreError."""
    announce_all(work)
