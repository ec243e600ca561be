"""The full-text index beside the database: the same for every database, and knowing nothing of SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from models.errors import UsageError
from pipeline.search.asked import Asked
from pipeline.search.entries import KINDS, Entry, Hits, State
from pipeline.search.errors import translated
from pipeline.search.folder import Folder, NothingIndexed, changed_bytes
from pipeline.search.language import Query, parsed
from pipeline.search.reading import Reading, opened
from pipeline.search.translate import Translator
from pipeline.search.writing import build, write

_PATIENCE = 30.0
"""Seconds that a writer waits for another."""
MAX_LIMIT = 1_000
MAX_OFFSET = 1_000_000


class SearchIndex:
    """An index in a folder of one host. Any number of processes read it while one writes.

    It is a cache of what a store holds: `state` says which store, after which of its changes; whoever finds it behind
    brings it on by `update`, and whoever finds nothing in it, or another store, builds it by `rebuild`.
    Two hosts that share a database have one each: the folder must be on a disk of the host.
    """

    def __init__(self, folder: Path, patience: float = _PATIENCE) -> None:
        self.folder = folder
        self._patience = patience
        self._files = Folder(folder)
        self._last: Reading | None = None

    @classmethod
    def open(cls, folder: Path, patience: float = _PATIENCE) -> SearchIndex:
        """The index in a folder, which need not exist yet. Writers wait `patience` seconds for each other."""
        return cls(folder, patience)

    def state(self) -> State:
        """What the index holds. Never raises for a folder that is empty, damaged or another program's."""
        try:
            return self._reading().state
        except NothingIndexed as nothing:
            return State.model_validate({"why": str(nothing)})

    def update(
        self,
        store: str,
        revision: int,
        removed: Iterable[int],
        entries: Iterable[Entry],
        *,
        since: int,
    ) -> State:
        """Bring the index of a store from its revision `since` to `revision` in one step, and return its state then.

        All entries of the plans `removed` go (those of plans that changed, too), `entries` come. Where meanwhile
        another process has brought it as far, or where it does not stand at `since` or is of another store, nothing
        is done: the state that is returned tells which. Raises StoreBusy, StoreFull, StoreReadOnly or StoreError.
        """
        with self._writing():
            state = self.state()
            if state.store != store or state.revision != since or since >= revision:
                return state
            reading = self._reading()
            write(reading.index, self.folder, store, revision, removed, entries)
        return self.state()

    def rebuild(self, store: str, revision: int, entries: Iterable[Entry]) -> State:
        """Build the index anew, beside the old one, which is read until the new one is whole. Raises as `update`."""
        with self._writing():
            with translated(self.folder):
                generation = self._files.fresh()
            try:
                build(generation, store, revision, entries)
                with translated(self.folder):
                    self._files.choose(generation)
            finally:
                self._swept()
        return self.state()

    def search(
        self,
        query: str | Query,
        *,
        kinds: Collection[str] | None = None,
        plans: Collection[int] | None = None,
        keys: Collection[int] | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Hits:
        """A page of what is found, best first: what bears just the accents that were typed, then the rest.

        Within both by BM25, then by key. `kinds`: everything of these kinds, instead of what stands for itself;
        `plans`, `keys`: only entries of these plans, or with these keys. An empty index finds nothing.
        Raises UsageError for a query that cannot be read or a page out of bounds, StoreError for a damaged index.
        """
        if not (1 <= limit <= MAX_LIMIT and 0 <= offset <= MAX_OFFSET):
            raise UsageError(f"a page holds 1 to {MAX_LIMIT:,} results and begins at 0 to {MAX_OFFSET:,}")
        asked = self._asked(query, kinds, plans, keys)
        if asked is None:
            return Hits(total=0, hits=())
        with translated(self.folder):
            total, hits = asked.best(offset + limit)
        return Hits(total=total, hits=tuple(hits[offset:]))

    def keys(
        self,
        query: str | Query,
        *,
        kinds: Collection[str] | None = None,
        plans: Collection[int] | None = None,
        exact: bool = False,
    ) -> list[int]:
        """The keys of all that is found, ascending; `exact`: with just the accents that were typed, where any were.

        Raises as `search`.
        """
        asked = self._asked(query, kinds, plans, None)
        if asked is None:
            return []
        with translated(self.folder):
            return asked.keys(exact)

    def count(
        self,
        query: str | Query,
        *,
        kinds: Collection[str] | None = None,
        plans: Collection[int] | None = None,
    ) -> int:
        """How much is found. Raises as `search`."""
        asked = self._asked(query, kinds, plans, None)
        if asked is None:
            return 0
        with translated(self.folder):
            return asked.count()

    def damage(self) -> list[str]:
        """The files of the index whose bytes are not those that were written; it reads all of them."""
        try:
            reading = self._reading()
        except NothingIndexed:
            return []
        with translated(self.folder):
            return changed_bytes(reading.generation)

    def _reading(self) -> Reading:
        with translated(self.folder):
            self._last = opened(self._files, self._last)
        return self._last

    def _swept(self) -> None:
        """What cannot be taken away now is taken away by the next one who builds."""
        with suppress(NothingIndexed, OSError):
            self._files.sweep(self._files.current())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Only the taking of the lock is translated: what fails within is either ours already or the caller's."""
        with ExitStack() as stack:
            with translated(self.folder):
                stack.enter_context(self._files.held(self._patience))
            yield

    def _asked(
        self,
        typed: str | Query,
        kinds: Collection[str] | None,
        plans: Collection[int] | None,
        keys: Collection[int] | None,
    ) -> Asked | None:
        """The question as it is put to the index, or None where nothing is indexed."""
        query = parsed(typed) if isinstance(typed, str) else typed
        known = _known(kinds)
        try:
            reading = self._reading()
        except NothingIndexed:
            return None
        make = Translator(reading.schema, reading.searcher, known)
        with translated(self.folder):
            return Asked(reading, make, query, tuple(make.filters(plans, keys)))


def _known(kinds: Collection[str] | None) -> Collection[str] | None:
    if kinds is not None and (unknown := set(kinds) - KINDS):
        raise UsageError(f"no kind {', '.join(sorted(unknown))}; there are {', '.join(sorted(KINDS))}")
    return kinds
