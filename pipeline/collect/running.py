"""A whole run by plain calls: every source looked at and fetched from, what came read and stored, and announced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from models.errors import StoreError, UsageError
from pipeline.clock import Clock
from pipeline.collect import discovering, fetching, holding, ingesting, runs
from pipeline.collect.patience import patiently
from pipeline.collect.types import OnStep, RunTold, Stage, Step, What
from pipeline.collect.work import Work
from pipeline.settings import Settings
from pipeline.sources.config import Catalogue
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Window

if TYPE_CHECKING:
    import httpx

    from pipeline.announce.types import Announced

TOGETHER = 8
"""Sources at once: what takes time is waiting for turns, and each host has its own."""

CHUNK = 5
"""Documents fetched between two signs of life."""

BATCH = 50
"""Documents read at a time: between two looks at whether the run is to end, and as one task of a flow."""

Reading = Callable[[Work, OnStep | None, str | None], None]
"""Reads and stores what was fetched, of a source or of all (`ingest_all`, or the same by several processes)."""


def collect(  # noqa: PLR0913  (what it works with, and what of it is asked for)
    settings: Settings,
    names: Sequence[str] = (),
    *,
    clock: Clock | None = None,
    transport: httpx.BaseTransport | None = None,
    on_step: OnStep | None = None,
    together: int = TOGETHER,
    reading: Reading | None = None,
) -> RunTold:
    """Look at the sources of these names, or at all that are enabled; fetch, read, store and announce what is new.

    `reading` takes the place of `ingest_all`. Raises UsageError for a name that is none and for sources.toml;
    StoreError where the store ends the run.
    """
    with Work.open(settings, clock=clock, transport=transport) as work:
        sources = chosen(work.catalogue, names)
        with running(work, "collect", sources):
            _gather_all(sources, work, on_step, together)
            (reading or ingest_all)(work, on_step, None)
            patiently(work.clock, announce_all, work)
        return runs.told(work.store, work.run_no or 0)


def backfill(  # noqa: PLR0913  (as above)
    settings: Settings,
    name: str,
    window: Window,
    *,
    clock: Clock | None = None,
    transport: httpx.BaseTransport | None = None,
    on_step: OnStep | None = None,
    reading: Reading | None = None,
) -> RunTold:
    """Read a source's whole listing for the documents of some days. Interrupted, the same call goes on where it was.

    Raises as `collect`.
    """
    with Work.open(settings, clock=clock, transport=transport) as work:
        (source,) = chosen(work.catalogue, [name])
        with running(work, "backfill", [source]):
            gather(source, work, on_step, window, backfill=True)
            (reading or ingest_all)(work, on_step, name)
        return runs.told(work.store, work.run_no or 0)


def chosen(catalogue: Catalogue, names: Sequence[str]) -> list[SourceSettings]:
    """The sources of these names, or all that are enabled. Raises UsageError where there is none."""
    if names:
        return [catalogue.named(name) for name in dict.fromkeys(names)]
    sources = [source for source in catalogue.sources if source.enabled]
    if not sources:
        raise UsageError("sources.toml names no source that is enabled; propose one with: kehoach sources add URL")
    return sources


@contextmanager
def running(work: Work, what: What, sources: Sequence[SourceSettings]) -> Iterator[None]:
    """A run that begins and ends, however it ends."""
    names = [source.name for source in sources]
    work.run_no = patiently(work.clock, runs.begin, work.store, work.clock, what, names)
    try:
        yield
    except BaseException as error:
        work.stopping.set()
        work.count_requests()
        failed = isinstance(error, Exception)
        with suppress(StoreError):
            runs.end(
                work.store,
                work.clock,
                work.run_no,
                standing="failed" if failed else "interrupted",
                error=runs.reason_of(error) if failed else None,
            )
        raise
    work.count_requests()
    patiently(work.clock, runs.end, work.store, work.clock, work.run_no)


def gather(
    source: SourceSettings,
    work: Work,
    on_step: OnStep | None = None,
    window: Window | None = None,
    *,
    backfill: bool = False,
) -> None:
    """Look at one source and fetch what is due of it, unless another process does so. Raises only StoreError."""
    who = holding.holder()
    if not patiently(work.clock, holding.hold, work.store, work.clock, source.name, who):
        runs.left_to_others(work.store, work.clock, work.run_no)
        return
    try:
        patiently(work.clock, discovering.discover, source, work, window, backfill=backfill)
        _tell(on_step, "discover", 1, 1, source.name)
        _fetch_due(source, work, who, on_step)
    finally:
        with suppress(StoreError):
            holding.free(work.store, source.name, who)


def _fetch_due(source: SourceSettings, work: Work, who: str, on_step: OnStep | None) -> None:
    due = patiently(work.clock, fetching.due, source, work)
    for start in range(0, len(due), CHUNK):
        part = due[start : start + CHUNK]
        patiently(work.clock, holding.hold, work.store, work.clock, source.name, who)
        if not patiently(work.clock, fetching.fetch, source, part, work):
            return
        _tell(on_step, "fetch", start + len(part), len(due), source.name)


def _gather_all(sources: Sequence[SourceSettings], work: Work, on_step: OnStep | None, together: int) -> None:
    """Every source, several at once. The first that the store ends, ends all."""
    _ = work.reach  # Made once, before threads ask for it.
    with ThreadPoolExecutor(max_workers=together) as threads:
        futures = [threads.submit(gather, source, work, on_step) for source in sources]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:
            work.stopping.set()
            threads.shutdown(wait=False, cancel_futures=True)
            raise
        if any(future.done() and future.exception() for future in futures):
            work.stopping.set()
            threads.shutdown(wait=True, cancel_futures=True)
        for future in futures:
            if not future.cancelled():
                future.result()


def ingest_all(work: Work, on_step: OnStep | None = None, source: str | None = None) -> None:
    """Read and store whatever was fetched and is not yet. Raises StoreError."""
    from pipeline.read.isolated import Isolated

    due = patiently(work.clock, ingesting.due, work, source)
    with Isolated() as reader:
        for start in range(0, len(due), BATCH):
            part = due[start : start + BATCH]
            patiently(work.clock, ingesting.ingest, part, work, reader, _from(on_step, start, len(due)))


def announce_all(work: Work, watches: Sequence[str] = ()) -> Announced:
    """Tell whoever watches, or these watches alone, what is new. Raises UsageError for a name without a watch,
    StoreError."""
    from pipeline.announce import announce

    done = announce(work.store, work.settings, work.clock, names=watches)
    with work.store.writing() as connection:
        for one in done.failures:
            at = runs.At("announce", address=f"{one.watch} {one.channel or ''}".strip())
            runs.note(connection, work.clock, work.run_no, at, (one.failure, one.reason))
        if done.sent:
            runs.count(connection, work.clock, work.run_no, announced=done.sent)
    return done


def _from(on_step: OnStep | None, start: int, total: int) -> Callable[[int], None]:
    return lambda done: _tell(on_step, "ingest", start + done, total)


def _tell(on_step: OnStep | None, stage: Stage, done: int, total: int, source: str | None = None) -> None:
    if on_step:
        on_step(Step(stage=stage, source=source, done=done, total=total))
