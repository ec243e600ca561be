"""The stages as tasks, thin over `pipeline.collect`. All state is in our database: Prefect knows only that they ran.

A source or a document that fails is no failure of its task: it is recorded, and `kehoach runs` tells it. A task fails
where the store does, and is tried again where that may help.
"""

from __future__ import annotations

from contextlib import suppress

from prefect import task

from flows.tasks import RETRIED
from models.errors import StoreError
from pipeline.collect import discovering, fetching, holding, ingesting
from pipeline.collect.running import announce_all
from pipeline.collect.work import Work
from pipeline.read.isolated import Isolated
from pipeline.sources.types import Window

_CHUNK = 5
"""Documents fetched between two signs of life."""


@task(name="discover", task_run_name="discover {name}", **RETRIED)
def discover(name: str, work: Work, who: str, window: Window | None = None, backfill: bool = False) -> bool:
    """Look at a source, unless another process does so: then False. Raises StoreError."""
    if not holding.hold(work.store, work.clock, name, who):
        return False
    discovering.discover(work.catalogue.named(name), work, window, backfill=backfill)
    return True


@task(name="fetch", task_run_name="fetch {name}", **RETRIED)
def fetch(name: str, work: Work, who: str, held: bool) -> None:
    """Fetch what is due of a source that was looked at, and let go of it. Raises StoreError."""
    if not held:
        return
    source = work.catalogue.named(name)
    try:
        due = fetching.due(source, work)
        for start in range(0, len(due), _CHUNK):
            holding.hold(work.store, work.clock, name, who)
            if not fetching.fetch(source, due[start : start + _CHUNK], work):
                break
    finally:
        with suppress(StoreError):
            holding.free(work.store, name, who)


@task(name="ingest", **RETRIED)
def ingest(found_nos: list[int], work: Work, reader: Isolated) -> None:
    """Read and store documents that were fetched. Raises StoreError."""
    ingesting.ingest(found_nos, work, reader)


@task(name="announce", **RETRIED)
def announce(work: Work) -> None:
    """Tell whoever watches what is new. Raises StoreError."""
    announce_all(work)
