"""What is stored, made anew by several processes or machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flows.spread.engines import engine
from flows.spread.reader import reader
from flows.spread.spreading import Done, Spread, batches, spread
from models.errors import StoreError
from pipeline.renewing.held import Outdated
from pipeline.renewing.renew import Asked, Failed, Renewal, due, renew_actors
from pipeline.renewing.renew import renew_batch as renew_here
from pipeline.settings import Settings
from pipeline.store import Store


def renew(
    asked: Asked,
    store: Store,
    settings: Settings,
    where: Spread,
    on_version: Callable[[int, int], None] | None = None,
) -> Renewal:
    """As `pipeline.renewing.renew.renew`, with batches that are small enough for every worker to have several.

    Raises UsageError and KehoachError where the engine cannot run.
    """
    versions = due(asked, store)
    told = Renewal(dry_run=asked.dry_run, left=len(versions))
    if not versions:
        return told
    try:
        renew_actors(store, dry_run=asked.dry_run)
    except StoreError as error:
        return told.model_copy(update={"error": str(error)})
    with engine(where, settings) as running:
        dealt = (part for whole in batches(versions, running.slots) for part in _parts(whole, asked.batch))
        for done in spread(partial(renew_versions, asked), dealt, settings, running):
            told = _added(told, _renewal(asked, done))
            if on_version:
                on_version(len(versions) - told.left, len(versions))
            if told.error:
                break
    return _sorted(told)


def renew_versions(asked: Asked, settings: Settings, versions: Sequence[Outdated]) -> Renewal:
    """Renew the versions of a batch, in whatever process this is. What is wrong with the store is said, not raised."""
    try:
        with Store.open(
            settings.database, settings.home, originals=settings.originals, read_only=asked.dry_run
        ) as store:
            return renew_here(versions, asked, store, settings, reader())
    except StoreError as error:
        return Renewal(dry_run=asked.dry_run, error=str(error), left=len(versions))


def _parts(whole: tuple[Outdated, ...], most: int) -> list[tuple[Outdated, ...]]:
    """No more at a time than was asked to be written at once."""
    return [whole[k : k + most] for k in range(0, len(whole), most)]


def _renewal(asked: Asked, done: Done[Outdated, Renewal]) -> Renewal:
    if done.result is not None:
        return done.result
    reason = "whatever worked on it ended, twice; it takes too much memory, or breaks what reads it"
    failed = (Failed(plan_id=one.plan_id, version=one.version, reason=reason) for one in done.keys)
    return Renewal(dry_run=asked.dry_run, failed=tuple(failed))


def _added(told: Renewal, of_batch: Renewal) -> Renewal:
    done = len(of_batch.renewed) + len(of_batch.failed) + of_batch.elsewhere
    return Renewal(
        dry_run=told.dry_run,
        renewed=told.renewed + of_batch.renewed,
        failed=told.failed + of_batch.failed,
        elsewhere=told.elsewhere + of_batch.elsewhere,
        error=of_batch.error,
        left=told.left - done,
    )


def _sorted(told: Renewal) -> Renewal:
    """By plan and version, whoever was quicker."""
    renewed = tuple(sorted(told.renewed, key=lambda one: (one.plan_id, one.version)))
    failed = tuple(sorted(told.failed, key=lambda one: (one.plan_id, one.version)))
    return told.model_copy(update={"renewed": renewed, "failed": failed})
