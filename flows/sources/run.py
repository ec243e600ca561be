"""The flows of sources, run here and now; for whoever does not want to import Prefect before it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.ephemeral import ephemeral
from flows.spread.spreading import Spread
from models.errors import KehoachError
from pipeline.collect.types import RunTold
from pipeline.settings import Settings
from pipeline.sources.types import Window

_HERE = Spread()


@contextmanager
def _served(settings: Settings, where: Spread) -> Iterator[None]:
    try:
        with ephemeral(settings.home, shared=where.dask is not None):
            yield
    except RuntimeError as error:
        raise KehoachError(f"Prefect's server is of no use ({error}); do it without the flow") from error


def collect(settings: Settings, names: Sequence[str] = (), where: Spread = _HERE) -> RunTold:
    """The flow `collect` on Prefect's own short-lived server. Raises as that, and KehoachError where no server starts.

    The settings must be those of the environment, which the flow itself asks.
    """
    with _served(settings, where):
        from flows.sources.collecting import collect as run

        return RunTold.model_validate(run(list(names), str(settings.home), where.processes, where.dask))


def backfill(settings: Settings, name: str, window: Window, where: Spread = _HERE) -> RunTold:
    """The flow `backfill`, likewise."""
    with _served(settings, where):
        from flows.sources.collecting import backfill as run

        since, until = [day.isoformat() if day else None for day in window]
        return RunTold.model_validate(run(name, since, until, str(settings.home), where.processes, where.dask))
