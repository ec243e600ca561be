"""The ingest flow: files in batches, a task each, tried again where the disk or the database was in the way.

Importing this imports Prefect; `flows.ingest.run` prepares its environment first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Failed

from models.errors import StoreBusy, StoreError
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


def _may_pass(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Whether what failed may succeed a little later: another process had the database, or the disk did not answer."""
    return isinstance(state.result(raise_on_failure=False), StoreBusy | OSError)


@task(
    name="ingest batch",
    retries=3,
    retry_delay_seconds=[1, 10, 60],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
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
def ingest_folder(
    paths: list[Path], database: str | None, home: Path, allow_classified: bool = False
) -> Summary | State[Any]:
    """Ingest files and folders; a bad file is recorded and the rest done. The run fails where the store does."""
    settings = Settings(home=home, database=database, allow_classified=allow_classified)
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
