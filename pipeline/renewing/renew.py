"""`kehoach reextract`: what is stored, made anew by the rules of today, in batches that a killed run leaves whole.

No state is kept but the marks of the rules on each version: the next run goes on where this one ended. Reading and
extraction run before the store is held; what another process changed meanwhile is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from models.base import Frozen
from models.document import RawFile
from models.errors import KehoachError, StoreError, UsageError
from models.plan import Plan
from pipeline.extract import extract
from pipeline.process import process
from pipeline.read.formats import media_type_of
from pipeline.read.isolated import Isolated
from pipeline.read.progress import Listener
from pipeline.renewing.difference import Change, What, difference, totals
from pipeline.renewing.held import Held, Outdated, actors_known_otherwise, held, outdated, write_actors, write_renewed
from pipeline.segment import segment
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.packing import unpacked
from pipeline.store.write import Ready

BATCH = 50
"""Versions that are written in one transaction."""


class Renewed(Frozen):
    """A version that was made anew (or would be, in a dry run), from its file or from its text, and what it tells
    otherwise; `changes` is None where what stood before can no longer be read. `problems` counts rules that failed."""

    plan_id: str
    version: int
    latest: bool
    how: Literal["read", "extracted"]
    changes: tuple[Change, ...] | None
    problems: int


class Failed(Frozen):
    """A version that was left as it was, and why."""

    plan_id: str
    version: int
    reason: str


class Renewal(Frozen):
    """What became of a run. `elsewhere` counts versions that another process changed meanwhile; `error` says why it
    ended early, `left` how many versions it did not come to."""

    dry_run: bool
    renewed: tuple[Renewed, ...] = ()
    failed: tuple[Failed, ...] = ()
    elsewhere: int = 0
    error: str | None = None
    left: int = 0

    @property
    def totals(self) -> dict[str, dict[What, int]]:
        """How many facts of each kind appeared, vanished and changed."""
        return totals(change for one in self.renewed for change in one.changes or ())


class Asked(Frozen):
    """What to renew: one plan (its id) or all; with `reread` from the files, whatever made what stands there."""

    plan: str | None = None
    reread: bool = False
    dry_run: bool = False
    batch: int = BATCH


class _Made(NamedTuple):
    version_no: int
    was: Held
    ready: Ready | None
    told: Renewed


def renew(
    asked: Asked,
    store: Store,
    settings: Settings,
    on_version: Callable[[int, int], None] | None = None,
    on_page: Listener | None = None,
) -> Renewal:
    """Bring the versions of a store up to date. Tells of each how many are done and how many there are, and of pages.

    A file that cannot be read is a failure of its own; so is one whose bytes are gone. A database that fails ends the
    run: what is written stays. Raises UsageError for a batch of none.
    """
    versions = due(asked, store)
    run = _Run(asked, store, settings, len(versions), on_version)
    if not versions:
        return run.renewal()
    try:
        renew_actors(store, dry_run=asked.dry_run)
        with Isolated(on_page=on_page) as reader:
            for first in range(0, len(versions), asked.batch):
                run.batch(versions[first : first + asked.batch], reader)
    except StoreError as error:
        return run.renewal(str(error))
    return run.renewal()


def due(asked: Asked, store: Store) -> list[Outdated]:
    """The versions to renew. Raises UsageError for a batch of none."""
    if asked.batch < 1:
        raise UsageError("a batch takes at least one version (--batch)")
    with store.reading() as connection:
        return outdated(connection, asked.plan, reread=asked.reread)


def renew_batch(
    versions: Sequence[Outdated], asked: Asked, store: Store, settings: Settings, reader: Isolated
) -> Renewal:
    """Bring these versions up to date, written together; for whoever deals batches out (`due`, `renew_actors` first).

    A database that fails is told (`error`), not raised.
    """
    run = _Run(asked, store, settings, len(versions), None)
    try:
        run.batch(versions, reader)
    except StoreError as error:
        return run.renewal(str(error))
    return run.renewal()


class _Run:
    """A run as far as it has come."""

    def __init__(
        self,
        asked: Asked,
        store: Store,
        settings: Settings,
        total: int,
        on_version: Callable[[int, int], None] | None,
    ) -> None:
        self._asked, self._store, self._settings = asked, store, settings
        self._total, self._seen, self._on_version = total, 0, on_version
        self._renewed: list[Renewed] = []
        self._failed: list[Failed] = []
        self._elsewhere = 0

    def batch(self, versions: Sequence[Outdated], reader: Isolated) -> None:
        """Make these versions anew, then write them together."""
        failed: list[Failed] = []
        made = list(self._made(versions, reader, failed))
        written = [one.told for one in made] if self._asked.dry_run else self._write(made)
        self._renewed += written
        self._failed += failed
        self._elsewhere += len(versions) - len(written) - len(failed)

    def renewal(self, error: str | None = None) -> Renewal:
        done = len(self._renewed) + len(self._failed) + self._elsewhere
        return Renewal(
            dry_run=self._asked.dry_run,
            renewed=tuple(self._renewed),
            failed=tuple(self._failed),
            elsewhere=self._elsewhere,
            error=error,
            left=self._total - done,
        )

    def _made(self, versions: Sequence[Outdated], reader: Isolated, failed: list[Failed]) -> Iterator[_Made]:
        for version in versions:
            with self._store.reading() as connection:
                was = held(connection, version.version_no)
            if was is not None and (self._asked.reread or not was.current):
                try:
                    yield self._make(version, was, reader)
                except KehoachError as error:
                    failed.append(Failed(plan_id=version.plan_id, version=version.version, reason=str(error)))
            self._seen += 1
            if self._on_version:
                self._on_version(self._seen, self._total)

    def _make(self, version: Outdated, was: Held, reader: Isolated) -> _Made:
        before = _loaded(was.content)
        how: Literal["read", "extracted"] = "extracted"
        if version.read or before is None:
            how, after = "read", self._read(was, reader)
        else:
            after = extract(before.document, segment(before.document))
        told = Renewed(
            plan_id=version.plan_id,
            version=version.version,
            latest=was.latest,
            how=how,
            changes=None if before is None else difference(before, after),
            problems=len(after.problems),
        )
        ready = None if self._asked.dry_run else Ready.of(after, rows=was.latest)
        return _Made(version.version_no, was, ready, told)

    def _read(self, was: Held, reader: Isolated) -> Plan:
        content = self._store.originals.read(was.sha256)
        raw = RawFile(content=content, media_type=media_type_of(content), source=was.source)
        return process(raw, allow_classified=self._settings.allow_classified, read=reader.read)

    def _write(self, made: Sequence[_Made]) -> list[Renewed]:
        """What was written: the rest was changed by another process since it was looked at."""
        with self._store.writing() as connection:
            return [
                one.told for one in made if one.ready and write_renewed(connection, one.version_no, one.was, one.ready)
            ]


def _loaded(content: bytes) -> Plan | None:
    """A stored plan; None where models of today cannot hold it, and only its file tells what it says."""
    try:
        return unpacked(content)
    except (ValueError, KeyError, TypeError):  # Written by other models.
        return None


def renew_actors(store: Store, *, dry_run: bool) -> None:
    """What the lexicon has for names of actors, before the versions: were those marked first, a killed run would leave
    the names to nobody. Raises StoreError."""
    if dry_run:
        return
    with store.reading() as connection:
        actors = actors_known_otherwise(connection)
    if actors:
        with store.writing() as connection:
            write_actors(connection, actors)
