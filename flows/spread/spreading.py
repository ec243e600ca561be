"""The same batches run here, over processes, or over a Dask cluster: given out, waited for, and done again where what
did them ended.

A batch is a function of the settings and of keys alone, which opens the store itself, and may be done twice without
harm. One whose worker ends is done again; where that happens twice, each key is tried for itself, so that the one that
ends its worker fails alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from models.base import Frozen
from pipeline.settings import Settings

K = TypeVar("K")
R = TypeVar("R")

Work = Callable[[Settings, Sequence[K]], R]
"""What is done with a batch; a function that another process finds by its name, or a `partial` of one."""

DEATHS = 2
"""Workers that a batch may end before it is taken apart, and a key before it is left."""
_LARGEST = 50
_ROUNDS = 4
_LOOK = 5.0
"""Seconds without an answer after which an engine is asked whether it is still there."""


class Spread(Frozen):
    """Where batches are done: here, in so many processes, or by the workers of a Dask scheduler (`dask`: its address,
    or `local` for a cluster of its own with as many workers as `processes`)."""

    processes: int = 1
    dask: str | None = None

    @property
    def here(self) -> bool:
        return self.processes == 1 and self.dask is None


class Engine(Protocol):
    """What does batches."""

    @property
    def slots(self) -> int:
        """How many it does at a time."""
        ...

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]: ...

    def died(self, error: BaseException) -> bool:
        """Whether a batch ended so because its worker did."""
        ...

    def check(self) -> None:
        """Raises KehoachError where there is nobody left to wait for."""
        ...


class Done(NamedTuple, Generic[K, R]):
    """A batch that was done; `result` is None for a key that ended its workers."""

    keys: tuple[K, ...]
    result: R | None


class _Given(NamedTuple):
    keys: tuple[Any, ...]
    deaths: int = 0

    def again(self) -> list[_Given]:
        """What is tried after a worker ended on this; nothing for a key that has had its chances."""
        if self.deaths + 1 < DEATHS:
            return [self._replace(deaths=self.deaths + 1)]
        return [_Given((key,)) for key in self.keys] if len(self.keys) > 1 else []


def batches(keys: Sequence[K], slots: int) -> list[tuple[K, ...]]:
    """Keys in their order, in batches so small that every worker has several, and none is waited for long."""
    size = max(1, min(_LARGEST, -(-len(keys) // (slots * _ROUNDS))))
    return [tuple(keys[k : k + size]) for k in range(0, len(keys), size)]


def spread(
    work: Work[K, R], given: Iterable[tuple[K, ...]], settings: Settings, engine: Engine
) -> Iterator[Done[K, R]]:
    """Do batches, and tell of each as it is done. Raises what a batch raises, and KehoachError where the engine ends.

    Whoever stops listening leaves the batches that have not begun undone.
    """
    waiting = deque(_Given(keys) for keys in given)
    running: dict[Future[R], _Given] = {}
    try:
        while waiting or running:
            while waiting and len(running) < engine.slots:
                one = waiting.popleft()
                running[engine.submit(work, settings, one.keys)] = one
            finished = wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED).done
            if not finished:
                engine.check()
            for future in finished:
                one = running.pop(future)
                if done := _outcome(future, one, waiting, engine):
                    yield done
    finally:
        for future in running:
            future.cancel()


def _outcome(future: Future[R], one: _Given, waiting: deque[_Given], engine: Engine) -> Done[Any, R] | None:
    error = future.exception()
    if error is None:
        return Done(one.keys, future.result())
    if not engine.died(error):
        raise error
    again = one.again()
    waiting.extendleft(reversed(again))
    return None if again else Done(one.keys, None)
