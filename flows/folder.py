"""The ingest flow: files in batches, a task each, tried again where the disk or the database was in the way.

Importing this imports Prefect; `flows.ingest.run` prepares its environment first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.spread.ingesting import ingest as spread
from flows.spread.spreading import Spread
from flows.tasks import RETRIED, over_tasks
from models.errors import StoreError
from pipeline.ingest import Outcome, Summary, discover, ingest_file
from pipeline.read.isolated import Isolated
from pipeline.settings import Settings
from pipeline.store import Store

BATCH = 50
"""Files a task: a task costs Prefect some milliseconds, and seconds when its own database is busy."""


class Batch:
    """Files of one task and what became of them; a task that is tried again goes on where it stopped.

    No dataclass or model: those Prefect takes apart and builds anew, and what was done would be lost.
    """

    def __init__(self, paths: Sequence[Path], settings: Settings) -> None:
        self.paths, self.settings = paths, settings
        self.outcomes: list[Outcome] = []
        self.done = 0

    def left(self) -> Sequence[Path]:
        return self.paths[self.done :]


@task(name="ingest batch", **RETRIED)
def ingest_batch(batch: Batch) -> None:
    """Ingest the files of a batch that are left. Raises StoreError."""
    with (
        Store.open(batch.settings.database, batch.settings.home, originals=batch.settings.originals) as store,
        Isolated() as reader,
    ):
        for path in batch.left():
            batch.outcomes += ingest_file(path, store, batch.settings, reader)
            batch.done += 1


@flow(name="ingest folder", persist_result=False, validate_parameters=False)
def ingest_folder(  # noqa: PLR0913, PLR0917  (the parameters of a deployment are names and numbers)
    paths: list[Path],
    database: str | None,
    home: Path,
    allow_classified: bool = False,
    originals: str | None = None,
    processes: int = 1,
    dask: str | None = None,
) -> Summary | State[Any]:
    """Ingest files and folders; a bad file is recorded and the rest done. The run fails where the store does.

    Batches are tasks of this process; of several `processes` or of a Dask cluster (`flows.spread`), where one says so.
    """
    settings = Settings(home=home, database=database, allow_classified=allow_classified, originals=originals)
    if processes > 1 or dask is not None:
        return _over(paths, settings, Spread(processes=processes, dask=dask))
    files = discover(paths, home)
    outcomes: list[Outcome] = []
    done = 0
    for batch in _batches(files, settings):
        error = _run(batch)
        outcomes += batch.outcomes
        done += batch.done
        if error:
            summary = Summary(outcomes=tuple(outcomes), error=error, left=tuple(files[done:]))
            return Failed(message=error, data=summary)
    return Summary(outcomes=tuple(outcomes))


def _over(paths: list[Path], settings: Settings, where: Spread) -> Summary | State[Any]:
    """Batches by workers, each a task."""
    summary = over_tasks(lambda opened: spread(paths, settings, where, opened=opened), where, settings)
    return Failed(message=summary.error, data=summary) if summary.error else summary


def _batches(files: Sequence[Path], settings: Settings) -> Iterator[Batch]:
    remaining = iter(files)
    while paths := tuple(islice(remaining, BATCH)):
        yield Batch(paths, settings)


def _run(batch: Batch) -> str | None:
    """Do a batch as a task. Returns why the store ended it, if it did."""
    try:
        ingest_batch(batch)
    except StoreError as error:
        get_run_logger().error("%s", error)
        return str(error)
    return None
