"""What the stages work with: the store, the sources, a way to reach them, a clock, and the run they work for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING

from models.errors import StoreError
from pipeline.clock import Clock, SystemClock
from pipeline.collect import runs
from pipeline.settings import Settings
from pipeline.sources.config import Catalogue, load, path_of
from pipeline.store import Store

if TYPE_CHECKING:
    import httpx

    from pipeline.fetch.fetcher import Fetcher


class Work:
    """Opened by `Work.open`, in each process and task anew: nothing in it is kept that the store does not know."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Clock,
        run_no: int | None,
        transport: httpx.BaseTransport | None,
        stack: ExitStack,
    ) -> None:
        self.store, self.settings, self.clock, self.run_no = store, settings, clock, run_no
        self.stopping = Event()
        """Set by whoever ends the run early; the stages look at it between two documents."""
        self._transport, self._stack, self._counted = transport, stack, 0

    @classmethod
    @contextmanager
    def open(
        cls,
        settings: Settings,
        *,
        run_no: int | None = None,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> Iterator[Work]:
        """Raises StoreError; the sources are read when they are first asked for, and raise UsageError then.

        `transport` answers requests in the place of the network, for replays and tests.
        """
        with ExitStack() as stack:
            opened = Store.open(settings.database, settings.home, originals=settings.originals)
            store = stack.enter_context(opened)
            work = cls(store, settings, clock or SystemClock(), run_no, transport, stack)
            try:
                yield work
            finally:
                work.count_requests()

    def count_requests(self) -> None:
        """Tell the run how many requests were made; a database that is away just then does not change how it ends."""
        if self.run_no is None or "reach" not in self.__dict__:
            return
        made = int(self.reach.counts["requests"]) - self._counted
        if made:
            with suppress(StoreError), self.store.writing() as connection:
                runs.count(connection, self.clock, self.run_no, requests=made)
                self._counted += made

    @cached_property
    def catalogue(self) -> Catalogue:
        return load(path_of(self.settings))

    @cached_property
    def reach(self) -> Fetcher:
        from pipeline.fetch.fetcher import Fetcher

        fetcher = Fetcher(self.store, self.catalogue.fetch, self.clock, run_no=self.run_no, transport=self._transport)
        return self._stack.enter_context(fetcher)
