"""Files into the store by several processes or machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.spread.engines import Opened, engine
from flows.spread.reader import reader
from flows.spread.spreading import Done, Spread, batches, spread
from models.errors import StoreError
from pipeline.ingest import Outcome, Summary, discover, ingest_file
from pipeline.settings import Settings
from pipeline.store import Store


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    asked: Spread,
    on_progress: Callable[[Outcome], None] | None = None,
    opened: Opened = engine,
) -> Summary:
    """As `pipeline.ingest.ingest`; every Dask worker sees the files under the same absolute paths.

    Where two files are versions of one plan, the first to be done becomes its first version. Raises UsageError and
    KehoachError where the engine cannot run.
    """
    files = discover(paths, settings.home)
    if asked.dask is not None:
        files = [path.absolute() for path in files]
    outcomes: list[Outcome] = []
    came: set[Path] = set()
    with Store.open(settings.database, settings.home, originals=settings.originals):
        """Made where it is missing, before several would."""
    with opened(asked, settings) as running:
        for done in spread(ingest_files, batches(files, running.slots), settings, running):
            of_batch = _summary(done)
            outcomes += of_batch.outcomes
            came.update(path for path in done.keys if path not in of_batch.left)
            if on_progress:
                for outcome in of_batch.outcomes:
                    on_progress(outcome)
            if of_batch.error:
                left = tuple(path for path in files if path not in came)
                return Summary(outcomes=_sorted(outcomes), error=of_batch.error, left=left)
    return Summary(outcomes=_sorted(outcomes))


def ingest_files(settings: Settings, paths: Sequence[Path]) -> Summary:
    """Ingest the files of a batch, in whatever process this is. What is wrong with the store is said, not raised."""
    outcomes: list[Outcome] = []
    done = 0
    try:
        with Store.open(settings.database, settings.home, originals=settings.originals) as store:
            for path in paths:
                outcomes += ingest_file(path, store, settings, reader())
                done += 1
    except StoreError as error:
        return Summary(outcomes=tuple(outcomes), error=str(error), left=tuple(paths[done:]))
    return Summary(outcomes=tuple(outcomes))


def _summary(done: Done[Path, Summary]) -> Summary:
    if done.result is not None:
        return done.result
    reason = "whatever worked on it ended, twice; it takes too much memory, or breaks what reads it"
    return Summary(outcomes=tuple(Outcome(path=p, status="failed", reason=f"{p}: {reason}") for p in done.keys))


def _sorted(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(outcomes, key=lambda one: one.path))
