"""The engine that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flows.spread.pool import Here, pool
from flows.spread.spreading import Engine, Spread
from pipeline.settings import Settings

Opened = Callable[[Spread, Settings], AbstractContextManager[Engine]]
"""What opens an engine."""


@contextmanager
def engine(asked: Spread, settings: Settings) -> Iterator[Engine]:
    """It runs as long as it is needed. Raises KehoachError or UsageError where it cannot."""
    if asked.dask is not None:
        from flows.spread.dask import cluster

        with cluster(asked.dask, asked.processes, settings) as made:
            yield made
    elif asked.processes > 1:
        with pool(asked.processes) as several:
            yield several
    else:
        yield Here()
