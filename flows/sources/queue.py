"""The sources of one run, dealt to as many tasks as look at sources at a time.

A task costs Prefect more than a look at a source where nothing is new; so a task takes one source after the other, and
a slow host keeps only the task that waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from pipeline.collect import holding


class Sources:
    """Names of sources: those to be looked at, and those that were and may be fetched from. Any thread may ask."""

    def __init__(self, names: Sequence[str]) -> None:
        self.holders = {name: holding.holder() for name in names}
        """What each is held by for this run (pipeline.collect.holding)."""
        self._to_look: SimpleQueue[str] = SimpleQueue()
        self._to_fetch: SimpleQueue[str | None] = SimpleQueue()
        self._again: SimpleQueue[str] = SimpleQueue()
        for name in names:
            self._to_look.put(name)

    @contextmanager
    def look(self) -> Iterator[str | None]:
        """The next to be looked at; None where none is left. One whose look fails waits for the next try."""
        try:
            name = self._to_look.get_nowait()
        except Empty:
            yield None
            return
        try:
            yield name
        except BaseException:
            self._to_look.put(name)
            raise

    def looked(self, name: str) -> None:
        self._to_fetch.put(name)

    @contextmanager
    def fetch(self) -> Iterator[str | None]:
        """The next to be fetched from, waited for; None where there will be none. Tries again as `look`."""
        try:
            name: str | None = self._again.get_nowait()  # Before the end is seen, which may be told already.
        except Empty:
            name = self._to_fetch.get()
        try:
            yield name
        except BaseException:
            if name is not None:
                self._again.put(name)
            raise

    def close(self, tasks: int) -> None:
        """No more will be looked at: each of so many tasks ends when it has fetched what it has."""
        for _ in range(tasks):
            self._to_fetch.put(None)
